"""Letters out: what each is about is looked up and put into words when it is sent."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from bot.domain.accounts import INVITATION_LASTS, LINK_LASTS, Account
from bot.domain.digests import Period, PeriodKind
from bot.domain.letters import LEADING_TO_CONFIRMATION, Envelope, LetterKind, StoredLetter
from bot.domain.messages import Attachment
from bot.domain.people import Actor
from bot.domain.permissions import Action, may
from bot.reports.digest.forms import DigestForm, file_name
from bot.reports.digest.leads import Leads
from bot.reports.digest.page import write_page
from bot.reports.digest.plain import write_plain
from bot.reports.letter.writing import Words, write_letter
from bot.services import Services
from bot.texts import Languages, Texts
from handlers.links import url
from handlers.views import letters as views
from handlers.views import notices as notice_views

OnLetter: TypeAlias = Callable[[StoredLetter, Actor, str], Awaitable[Envelope | None]]
"""Takes a letter, whose it is, and the address to which it goes."""


class LetterWriter:
    """`address` is where the desk is reached, without a slash at the end."""

    def __init__(self, services: Services, languages: Languages, address: str, bot_username: str) -> None:
        self._services = services
        self._languages = languages
        self._desk = f"{address}/desk/"
        self._bot_username = bot_username
        self._kinds: Mapping[LetterKind, OnLetter] = {
            LetterKind.ENTRY: self._entry,
            LetterKind.INVITATION: self._invitation,
            LetterKind.CONFIRM: self._confirm,
            LetterKind.DIGEST: self._digest,
            LetterKind.NOTICE: self._notice,
        }

    async def write(self, stored: StoredLetter) -> Envelope | None:
        """Put a letter into words; None when there is no sense in it any more: no address, no role."""
        letter = stored.letter
        to = letter.email or _address(await self._services.accounts.find(letter.account), letter.kind)
        actor = await self._services.people.recognise(letter.account, None)
        if to is None or not may(actor.role, Action.ENTER_DESK):
            return None
        return await self._kinds[letter.kind](stored, actor, to)

    async def _entry(self, stored: StoredLetter, actor: Actor, to: str) -> Envelope:
        token = await self._services.sessions.link(actor.telegram_id, confirms=to, lasts=LINK_LASTS)
        return self._way_in(stored, actor, to, f"{self._desk}enter/{token}", LINK_LASTS)

    async def _invitation(self, stored: StoredLetter, actor: Actor, to: str) -> Envelope:
        token = await self._services.sessions.link(actor.telegram_id, confirms=to, lasts=INVITATION_LASTS)
        return self._way_in(stored, actor, to, f"{self._desk}enter/{token}", INVITATION_LASTS)

    async def _confirm(self, stored: StoredLetter, actor: Actor, to: str) -> Envelope:
        token = await self._services.addresses.link(actor.telegram_id, to)
        at_desk = stored.letter.params.get("at_desk")
        address = f"{self._desk}me/address/{token}" if at_desk else url(self._bot_username, f"e_{token}")
        return self._way_in(stored, actor, to, address, LINK_LASTS)

    def _way_in(self, stored: StoredLetter, actor: Actor, to: str, address: str, lasts: timedelta) -> Envelope:
        words = views.way_in(self._texts(actor), stored.letter.kind, address, lasts)
        return self._envelope(stored, actor, to, words)

    async def _notice(self, stored: StoredLetter, actor: Actor, to: str) -> Envelope | None:
        told = await self._services.notices.find(stored.letter.params["notice"])
        if told is None:
            return None
        texts = self._texts(actor)
        return self._envelope(stored, actor, to, views.notice(texts, notice_views.notice(texts, told), self._desk))

    async def _digest(self, stored: StoredLetter, actor: Actor, to: str) -> Envelope:
        about, texts, digests = stored.letter.params, self._texts(actor), self._services.digests
        period = Period(date.fromisoformat(about["first_on"]), date.fromisoformat(about["last_on"]))
        made = await digests.make(actor, period, digests.own_place(actor))
        place = digests.place_of(made, actor.locale)
        wishes, leads = f"{self._desk}digests/mine", Leads(desk=self._desk, role=actor.role)
        links = views.digest_links(texts, f"{self._desk}digests", wishes)
        html = write_page(made, texts, place, leads, "", links)
        plain = write_plain(made, texts, place, leads, links)
        attachments: tuple[Attachment, ...] = ()
        if about["xlsx"]:
            xlsx = await digests.file(actor, made, DigestForm.XLSX, leads)
            attachments = (Attachment(file_name(period, DigestForm.XLSX), xlsx),)
        kind = PeriodKind(about["period"])
        subject = views.digest_subject(texts, kind, period, place)
        token = await self._services.subscriptions.way_out(actor.telegram_id, kind)
        way_out = f"{self._desk}stop/{kind.value}/{token}"
        return Envelope(stored.mark, to, subject, plain, html, attachments, unsubscribe=way_out)

    def _envelope(self, stored: StoredLetter, actor: Actor, to: str, words: Words) -> Envelope:
        html, plain = write_letter(words, self._texts(actor))
        return Envelope(stored.mark, to, words.subject, plain, html)

    def _texts(self, actor: Actor) -> Texts:
        return self._languages[actor.locale]


def _address(account: Account | None, kind: LetterKind) -> str | None:
    """Where a letter of a kind may go; None for nowhere.

    A way in may go to an address that is not confirmed: coming in confirms it.
    """
    if account is None or account.email is None:
        return None
    if kind in LEADING_TO_CONFIRMATION or (kind is LetterKind.ENTRY and account.bounced_at is None):
        return account.email
    return account.email if account.takes_letters else None
