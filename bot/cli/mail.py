"""Commands about letters: mail test."""

import asyncio
import secrets

import cyclopts

from bot.cli.words import WORDS
from bot.domain.accounts import address_of
from bot.domain.errors import Unavailable
from bot.domain.letters import Envelope, LetterState
from bot.domain.people import Locale
from bot.outgoing import make_mail
from bot.reports.letter.writing import write_letter
from bot.services.ports import Posted
from bot.settings import WrongSetting, read_settings
from bot.texts import Texts
from handlers.views.letters import proof

mail = cyclopts.App(name="mail", help="Letters: try whether they go out.")


@mail.command
def test(address: str, /) -> None:
    """Send one letter now and say what the mail server answered.

    Parameters
    ----------
    address
        To whom, such as your own mailbox.
    """
    settings = read_settings()
    to = address_of(address)
    if to is None:
        raise WrongSetting(WORDS["mail.no_address"])
    sender = make_mail(settings)
    if sender is None:
        raise WrongSetting(WORDS["mail.off"])
    texts = Texts(Locale.UK, settings.timezone)
    words = proof(texts)
    html, plain = write_letter(words, texts)
    posted = asyncio.run(sender.send(Envelope(secrets.token_hex(16), to, words.subject, plain, html), _at_once))
    _say(posted)
    if not settings.has_letters:
        print(WORDS["mail.no_desk"])


async def _at_once() -> None:
    """Nothing has to be noted before a letter that nobody waits for."""


def _say(posted: Posted) -> None:
    if posted.state is not LetterState.SENT:
        raise Unavailable("mail.operators" if posted.is_operators else "mail.not_sent", detail=posted.answer)
    print(f"The mail server took the letter: {posted.answer}")
