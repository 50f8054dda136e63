"""First steps, menu, help, privacy, one's own data."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from bot.domain.messages import Attachment, Button, Reply
from bot.domain.people import Actor, Locale
from bot.domain.restrictions import Restriction
from bot.domain.terms import Terms
from bot.reports.personal import lasts, personal_file
from bot.texts import Html, Texts
from bot.texts.naming import name_of, place_of
from handlers.callbacks import (
    Agree,
    Browse,
    ChooseCommunity,
    ChoosePlace,
    Decline,
    Forget,
    OpenFollowed,
    OpenHelp,
    OpenMenu,
    OpenMine,
    OpenPrivacy,
    SendMyData,
    Settle,
    Speak,
    Vote,
    WriteFeedback,
    pack,
)
from handlers.views.broadcasts import kinds_button
from handlers.views.buttons import Row, menu_row, press
from knowledge.model import Community


def welcome(texts: Texts, link: str = "", why: str = "") -> Reply:
    """Say what the bot does and keeps, and ask for consent; `why` says what it is needed for now.

    Shapes: `link` is a deep link that is opened once the person has agreed.
    """
    return Reply(
        "\n\n".join([*([why] if why else []), texts("people.welcome")]),
        (
            (press(texts.plain("people.agree"), Agree(texts.locale, link)),),
            (press(texts.plain("people.decline"), Decline(texts.locale)),),
            (
                press(texts.plain("privacy.button"), OpenPrivacy(texts.locale, link)),
                language_button(texts, link),
            ),
        ),
    )


def language_button(texts: Texts, link: str = "") -> Button:
    """Offer the other language, named in itself."""
    other = Locale.EN if texts.locale is Locale.UK else Locale.UK
    return Button(texts.plain("language.other"), data=pack(Speak(other, link)))


def choose_community(texts: Texts, communities: Iterable[Community], *, consented: bool) -> Reply:
    rows = [(press(name_of(texts, community), Settle(community.id)),) for community in communities]
    every = (press(texts.plain("communities.all"), Settle("")),)
    note = "" if consented else "\n\n" + texts("communities.not_kept")
    return Reply(texts("communities.choose") + note, (*rows, every, (press(texts.plain("menu.button"), OpenMenu()),)))


def menu(
    texts: Texts, actor: Actor, community: Community | None, n_communities: int, *, votes: bool, has_places: bool
) -> Reply:
    """Show what one can do now; `votes` if there is something to vote on, `has_places` to choose where one lives."""
    rows: list[Row] = [(press(texts.plain("rounds.vote"), Vote()),)] if votes else []
    rows.append((press(texts.plain("entries.browse"), Browse()),))
    rows.append((press(texts.plain("feedback.write"), WriteFeedback(0)),))
    if actor.consented:
        rows.append((press(texts.plain("my.button"), OpenMine(0)), press(texts.plain("follows.mine"), OpenFollowed(0))))
    if n_communities > 1 and actor.consented:
        another = "communities.change" if community else "communities.choose_button"
        rows.append((press(texts.plain(another), ChooseCommunity()),))
    if has_places:
        rows.append((place_button(texts, actor),))
    rows.append((press(texts.plain("help.button"), OpenHelp()), language_button(texts)))
    where = texts("menu.community", place=place_of(texts, community)) if community else texts("menu.everywhere")
    parts = [texts("menu.ask"), where]
    if actor.id is None:
        parts.append(texts("menu.not_kept"))
    return Reply("\n\n".join(parts), tuple(rows))


def place_button(texts: Texts, actor: Actor) -> Button:
    """Offer news of where one lives, or say which place that is."""
    key = "places.mine" if actor.settlement else "places.button"
    return press(texts.plain(key, name=actor.settlement), ChoosePlace(0))


def help_card(texts: Texts, commands: Iterable[str]) -> Reply:
    """List the commands a person has, by name."""
    lines = "\n".join(f"/{name} — {texts(f'commands.{name}')}" for name in commands)
    return Reply(
        texts("help.card", commands=Html(lines)),
        (
            (press(texts.plain("entries.browse"), Browse()),),
            (press(texts.plain("menu.button"), OpenMenu()), language_button(texts)),
        ),
    )


def language(texts: Texts) -> Reply:
    return Reply(texts("language.card"), ((language_button(texts),), menu_row(texts)))


def privacy(texts: Texts, actor: Actor, controller: str, terms: Terms, link: str = "") -> Reply:
    """Say what is kept, why and how long, and who answers for it."""
    who = texts("privacy.controller", controller=controller) if controller else texts("privacy.no_controller")
    rows: list[Row] = []
    if not actor.consented:
        rows.append((press(texts.plain("people.agree"), Agree(texts.locale, link)),))
    if actor.kept:
        rows.append((press(texts.plain("mydata.button"), SendMyData()),))
        rows.append((press(texts.plain("forget.button"), Forget("ask")),))
    if actor.consented:
        rows.append((kinds_button(texts),))
    rows.append((press(texts.plain("menu.button"), OpenMenu()),))
    kept = {kind.name: lasts(texts, getattr(terms, kind.name)) for kind in fields(Terms)}
    return Reply("\n\n".join([texts("privacy.card", **kept), who, _consent(texts, actor)]), tuple(rows))


def _consent(texts: Texts, actor: Actor) -> str:
    if actor.consent_at:
        return texts("privacy.consent", version=actor.consent_version, moment=texts.formats.moment(actor.consent_at))
    return texts("privacy.only_role" if actor.kept else "privacy.no_consent")


def my_data(texts: Texts, data: Mapping[str, Any], code: str, last_on: date) -> Reply:
    """Give everything kept about a person as a JSON file, with what they need to ask for it on paper."""
    on_paper = texts("mydata.on_paper", number=str(data["telegram_id"]), code=code, day=texts.formats.day(last_on))
    return Reply(
        "\n\n".join((texts("mydata.caption"), on_paper)),
        ((press(texts.plain("forget.button"), Forget("ask")),),),
        Attachment("viche-my-data.json", personal_file(data)),
    )


def ask_to_forget(texts: Texts, restriction: Restriction | None) -> Reply:
    """Ask what to erase; say to whom it matters what outlasts that."""
    outlasts = texts("restrictions.outlasts", until=texts.formats.moment(restriction.until_at)) if restriction else ""
    return Reply(
        "\n\n".join(part for part in (texts("forget.ask"), outlasts) if part),
        (
            (press(texts.plain("forget.withdraw"), Forget("withdraw")),),
            (press(texts.plain("forget.anonymous"), Forget("anonymous")),),
            (press(texts.plain("forget.keep"), Forget("keep")),),
        ),
    )


def forgotten(texts: Texts, *, withdrawn: bool) -> Reply:
    return Reply(texts("forget.withdrawn" if withdrawn else "forget.anonymised"))


def line(texts: Texts, key: str, **params: object) -> Reply:
    """Say one sentence, with the way to the menu."""
    return Reply(texts(key, **params), (menu_row(texts),))


def only_in_private(texts: Texts, bot_username: str) -> Reply:
    """Send somebody from a group to their own chat with the bot."""
    link = Button(texts.plain("entries.open_in_bot"), url=f"https://t.me/{bot_username}")
    return Reply(texts("groups.only_in_private"), ((link,),))
