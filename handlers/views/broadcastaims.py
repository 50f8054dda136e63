"""For whom a broadcast is: said in words, and chosen by buttons."""

from collections.abc import Sequence
from dataclasses import fields

from bot.domain.audiences import Audience
from bot.domain.broadcasts import Broadcast
from bot.domain.feedback import TOPICS
from bot.domain.messages import Button, Reply
from bot.domain.people import Locale
from bot.domain.rounds import Round
from bot.reports.broadcasts import goal_of
from bot.reports.feedback import topic_of
from bot.services.entries import Shelf
from bot.texts import Texts
from bot.texts.naming import name_of
from handlers.callbacks.broadcastdesk import Aim, AimAtVotes, OpenBroadcast, SetAim
from handlers.views.buttons import Row, cut, pager, press
from knowledge.model import Entry

FIELDS = tuple(field.name for field in fields(Audience) if field.name != "received")
PAGE = 10


def aims(texts: Texts, found: Broadcast, lines: Sequence[str]) -> Reply:
    """Show for whom it is, with what can be chosen; `lines` say so, and whom it reaches."""
    key = found.id
    buttons = [press(texts.plain(f"broadcasts.by_{field}"), Aim(key, field, 0)) for field in FIELDS]
    rows: list[Row] = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if found.audience != Audience():
        rows.append((press(texts.plain("broadcasts.aim_at_all"), SetAim(key, "", 0)),))
    return Reply("\n\n".join([texts("broadcasts.aims"), *lines]), (*rows, to_broadcast(texts, key)))


def choose(texts: Texts, found: Broadcast, field: str, names: Sequence[str], page: int) -> Reply:
    """List what a field can be, with the way to take the condition away."""
    key = found.id
    page, n_pages, shown = cut(names, page, PAGE)
    rows: list[Row] = [(press(name, SetAim(key, field, page * PAGE + at)),) for at, name in enumerate(shown, 1)]
    rows += pager(texts, page, n_pages, [Aim(key, field, number) for number in range(n_pages)])
    rows.append((press(texts.plain("broadcasts.any"), SetAim(key, field, 0)),))
    return Reply(texts(f"broadcasts.choose_{field}"), (*rows, to_aims(texts, key)))


def choose_vote(texts: Texts, found: Broadcast, rounds: Sequence[Round]) -> Reply:
    """Offer those who voted, and those who have not, of each round that is open."""
    rows: list[Row] = []
    for round_ in rounds:
        for wanted, name in ((0, "broadcasts.not_voted"), (1, "broadcasts.voted")):
            rows.append((press(texts.plain(name, title=round_.title), AimAtVotes(found.id, round_.id, wanted)),))
    said = texts("broadcasts.choose_vote") if rounds else texts("broadcasts.no_open_round")
    return Reply(said, (*rows, to_aims(texts, found.id)))


def ask(texts: Texts, found: Broadcast, field: str) -> Reply:
    """Ask for words of a goal, or for the numbers of people."""
    nobody = (press(texts.plain("broadcasts.any"), SetAim(found.id, field, 0)),)
    return Reply(texts(f"broadcasts.ask_{field}"), (nobody, to_aims(texts, found.id)))


def goals(texts: Texts, found: Sequence[tuple[Entry, object]], back: Row) -> Reply:
    """List goals that words may mean, each with what its button does."""
    said = texts("broadcasts.which_goal") if found else texts("gaps.no_goal_found")
    return Reply(said, (*((press(goal_of(goal), what),) for goal, what in found), back))


def names_of(texts: Texts, shelf: Shelf, field: str, settlements: Sequence[str]) -> list[str]:
    """What a field can be, in the order in which `SetAim` counts."""
    match field:
        case "community":
            return [name_of(texts, one) for one in shelf.library.communities.values()]
        case "locale":
            return [texts.plain(f"broadcasts.in_{locale.value}") for locale in Locale]
        case "topic":
            return [topic_of(texts, topic) for topic in TOPICS]
        case _:
            return list(settlements)


def to_broadcast(texts: Texts, key: int) -> Row:
    return (back_to(texts, key),)


def back_to(texts: Texts, key: int) -> Button:
    return press(texts.plain("broadcasts.back"), OpenBroadcast(key))


def to_aims(texts: Texts, key: int) -> Row:
    return (press(texts.plain("broadcasts.to_aims"), Aim(key, "", 0)),)
