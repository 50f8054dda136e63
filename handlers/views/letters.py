"""The words of letters."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.digests import Period, PeriodKind
from bot.domain.letters import LetterKind
from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.reports.digest.sections import span_of
from bot.reports.letter.markup import read_markup
from bot.reports.letter.writing import Link, Words
from bot.texts import Html, Texts

LONGEST_SUBJECT = 90


def way_in(texts: Texts, kind: LetterKind, address: str, lasts: timedelta) -> Words:
    """Lead to the desk, or confirm an address; say how long the link works."""
    n = lasts.days or int(lasts.total_seconds() // 60)
    link = Link(texts.plain(f"letters.{kind.value}_button"), address)
    return Words(texts.plain(f"letters.{kind.value}_subject"), texts(f"letters.{kind.value}", n=n), (link,))


def notice(texts: Texts, told: Reply, desk: str) -> Words:
    """Say in a letter what the bot would say; its buttons that need the bot become one that leads to the desk."""
    buttons = [button for row in told.buttons for button in row]
    links = [Link(button.text, button.url) for button in buttons if button.url]
    if any(button.url is None for button in buttons):
        links.append(Link(texts.plain("letters.open_desk"), desk))
    first_line = read_markup(told.text)[1].strip().partition("\n")[0]
    return Words(shorten(first_line, LONGEST_SUBJECT), Html(told.text), tuple(links))


def proof(texts: Texts) -> Words:
    """A letter that proves that letters arrive."""
    return Words(texts.plain("letters.test_subject"), texts("letters.test"))


def digest_subject(texts: Texts, kind: PeriodKind, period: Period, place: str) -> str:
    return texts.plain(f"letters.subject_{kind.value}", span=span_of(period, texts), place=place)


def digest_links(texts: Texts, desk: str, wishes: str) -> Sequence[Link]:
    """Where a digest leads: to the desk, and to where it is stopped."""
    return Link(texts.plain("letters.open_desk"), desk), Link(texts.plain("letters.stop"), wishes)
