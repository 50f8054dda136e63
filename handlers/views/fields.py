"""The conditions of a round in words, and how each is asked for."""

from datetime import datetime

from bot.domain.messages import Reply
from bot.domain.rounds import BallotKind, Phase, Round, Trust
from bot.domain.tally import Rule
from bot.domain.wording import shorten
from bot.reports.fields import DECLARATIONS, relevant, said
from bot.services.rounds import RoundView
from bot.texts import Html, Texts
from handlers.callbacks import EditField, ManageRound, SetField
from handlers.views.buttons import Row, press

WORDS = ("title", "question")
"""What can be corrected while people vote."""

LIMITS = {BallotKind.APPROVAL: (1, 2, 3, 4, 5, 10), BallotKind.POINTS: (5, 10, 20), BallotKind.RANKING: (3, 4, 5)}
N_WINNERS = (1, 2, 3, 5, 10)
DAYS_OPEN = (3, 7, 14, 21)
DAYS_HIDDEN = (1, 3, 7)

MAX_SHOWN = 300
"""Longest value on a card of many; its own card shows all of it."""


def lines(texts: Texts, round_: Round, now: datetime) -> Html:
    """List the conditions, a line each."""
    listed = (
        texts(
            "fields.line",
            field=texts.plain(f"fields.{field}"),
            value=shorten(said(texts, round_, field, now), MAX_SHOWN),
        )
        for field in relevant(round_)
        if field != "title"
    )
    return Html("\n".join(listed))


def buttons(texts: Texts, view: RoundView) -> list[Row]:
    """Make a button for each condition that can still be changed, two in a row."""
    fields = WORDS if view.phase is Phase.OPEN else relevant(view.round)
    made = [press(texts.plain(f"fields.{field}"), EditField(view.round.id, field)) for field in fields]
    return [tuple(made[begin : begin + 2]) for begin in range(0, len(made), 2)]


def ask(texts: Texts, view: RoundView, field: str) -> Reply:
    """Ask for a condition: what it means, what it is now, the usual answers as buttons, and the way back."""
    round_ = view.round
    now = texts("fields.now", value=said(texts, round_, field, view.now))
    rows: list[Row] = [
        (press(label, SetField(round_.id, field, choice)),) for label, choice in _choices(texts, round_, field)
    ]
    return Reply("\n\n".join([texts(f"fields.ask_{field}"), now]), (*rows, back_row(texts, round_.id)))


def back_row(texts: Texts, round_: int) -> Row:
    """Make the way out of a question about a round: back to its card, with nothing changed."""
    return (press(texts.plain("fields.back"), ManageRound(round_)),)


def _choices(texts: Texts, round_: Round, field: str) -> list[tuple[str, str]]:  # noqa: PLR0911  (a table)
    """The usual answers: label and choice, as `handlers/fields.py` reads it."""
    nothing = [(texts.plain(f"fields.choose_no_{field}"), "none")] if field in CAN_BE_NONE else []
    match field:
        case "ballot":
            return [(texts.plain(f"fields.ballot_{kind.value}"), kind.name.lower()) for kind in BallotKind]
        case "rule":
            return [(texts.plain(f"fields.rule_{rule.name.lower()}"), rule.name.lower()) for rule in Rule]
        case "least_trust":
            return [(texts.plain(f"fields.trust_{level.name.lower()}"), level.name.lower()) for level in Trust]
        case "limit":
            return [(str(n), str(n)) for n in LIMITS.get(round_.ballot, ())]
        case "n_winners":
            return [*((str(n), str(n)) for n in N_WINNERS), *nothing]
        case "opens_at":
            return [(texts.plain(f"fields.opens_{when}"), when) for when in ("now", "tomorrow", "monday")]
        case "closes_at":
            return [(texts.plain("fields.days_after_opening", n=n), str(n)) for n in DAYS_OPEN]
        case "results_at":
            return [*nothing, *((texts.plain("fields.days_after_closing", n=n), str(n)) for n in DAYS_HIDDEN)]
        case "declaration":
            return [*((texts.plain(f"fields.declaration_{n}"), n) for n in DECLARATIONS), *nothing]
        case _:
            return nothing


CAN_BE_NONE = frozenset({"budget_kop", "n_winners", "results_at", "declaration", "districts"})
