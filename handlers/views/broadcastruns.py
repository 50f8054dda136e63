"""How far a broadcast is on its way."""

from datetime import datetime

from bot.domain.broadcasts import BroadcastState
from bot.domain.deliveries import DeliveryState
from bot.domain.notices import by_day
from bot.reports.broadcasts import if_wrong, lasts
from bot.services.broadcastruns import Progress
from bot.texts import Texts

CELLS = 12

S = DeliveryState


def progress_of(texts: Texts, progress: Progress, now: datetime) -> str:
    """Say how far it is on its way, or on its way back."""
    found, write = progress.broadcast, texts.formats.number
    if found.state is BroadcastState.UNDOING:
        n_left = progress.tally.n(S.SENT)
        n_done = progress.tally.n(S.UNDONE, S.STAYS)
        lines = [bar(n_done, n_done + n_left), texts("broadcasts.taken_back", done=write(n_done), left=write(n_left))]
        return "\n".join(lines)
    tally = progress.tally
    sent, failed = tally.n(S.SENT, S.UNSURE), tally.n(S.UNREACHABLE, S.REFUSED)
    lines = [
        bar(sent, sent + progress.n_left),
        texts("broadcasts.so_far", sent=write(sent), left=write(progress.n_left), failed=write(failed)),
    ]
    if found.state is BroadcastState.PAUSED:
        return "\n".join([*lines, *if_wrong(texts, found)])
    morning = by_day(now, texts.formats.timezone)
    if morning != now and not found.is_emergency:
        lines.append(texts("broadcasts.rests", moment=texts.formats.moment_from(morning, now)))
    elif progress.per_second:
        lines.append(texts("broadcasts.rate", number=write(round(progress.per_second))))
    if progress.ends_at:
        lines.append(lasts(texts, progress.seconds, progress.ends_at))
    return "\n".join([*lines, *if_wrong(texts, found)])


def bar(done: int, whole: int) -> str:
    """Draw how much of it is done, with the share in percent."""
    share = done / whole if whole else 1.0
    full = int(share * CELLS)
    return f"{'▓' * full}{'░' * (CELLS - full)} {int(share * 100)}\u00a0%"
