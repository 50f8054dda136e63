"""What can be done about a goal: follow it, say what one sees, read every report, report."""

from bot.domain.messages import Button
from bot.domain.progress import Sight
from bot.services.progress import Standing
from bot.texts import Texts
from handlers.callbacks import FollowGoal, OpenFollowed, OpenHistory, OpenReport, See
from handlers.views.buttons import Row, press


def buttons(texts: Texts, number: int, standing: Standing, page: int, question: int) -> list[Row]:
    """Offer to say what one sees, to follow, to read the history, and to staff to report."""
    rows: list[Row] = []
    ledger = standing.ledger
    if ledger.done and standing.follows is not None:
        rows.append(seen_buttons(texts, ledger.done.id, standing.seen))
    row: list[Button] = []
    if standing.follows is not None:
        key = "follows.stop" if standing.follows else "follows.follow"
        row.append(press(texts.plain(key), FollowGoal(number, int(not standing.follows), page, question)))
    if standing.follows:
        row.append(press(texts.plain("follows.mine"), OpenFollowed(0)))
    rows.append(tuple(row))
    work: list[Button] = []
    if ledger.reports:
        work.append(press(texts.plain("progress.history"), OpenHistory(number, 0)))
    if standing.may_report:
        work.append(press(texts.plain("progress.report"), OpenReport(number)))
    return [one for one in (*rows, tuple(work)) if one]


def seen_buttons(texts: Texts, report: int, seen: Sight | None = None) -> Row:
    """Ask whether one sees it; what one said before is ticked and can be changed."""
    return tuple(
        press(("✓ " if how is seen else "") + texts.plain(f"progress.seen_{how.value}"), See(report, how.value))
        for how in Sight
    )
