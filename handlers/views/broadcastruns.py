"""How far a broadcast is, and what became of it: numbers in words."""

from datetime import datetime

from bot.domain.broadcasts import BroadcastState
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.notices import by_day
from bot.services.broadcastruns import Progress
from bot.texts import Texts

CELLS = 12
MINUTE_S, HOUR_S = 60, 3600

S = DeliveryState
OUTCOMES = (S.SENT, S.UNSURE, S.UNREACHABLE, S.REFUSED, S.MUTED, S.CAPPED, S.UNDONE, S.STAYS, S.WAITING)
"""In which order results are told; what did not happen is left out, but for the first."""


def reach(texts: Texts, tally: Tally) -> list[str]:
    """Say how many would get it, and how many not and why."""
    write = texts.formats.number
    return [
        texts("broadcasts.reaches", number=write(tally.n(S.WAITING))),
        texts(
            "broadcasts.leaves_out",
            muted=write(tally.n(S.MUTED)),
            unreachable=write(tally.n(S.UNREACHABLE)),
            capped=write(tally.n(S.CAPPED)),
        ),
    ]


def how_long(texts: Texts, seconds: float) -> str:
    """Write a duration, rounded up."""
    if seconds < MINUTE_S:
        return texts.plain("broadcasts.less_than_a_minute")
    if seconds < 2 * HOUR_S:
        return texts.plain("broadcasts.n_minutes", n=-(-int(seconds) // MINUTE_S))
    return texts.plain("broadcasts.n_hours", n=-(-int(seconds) // HOUR_S))


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
        return "\n".join(lines)
    morning = by_day(now, texts.formats.timezone)
    if morning != now and not found.is_emergency:
        lines.append(texts("broadcasts.rests", moment=texts.formats.moment_from(morning, now)))
    else:
        lines.append(texts("broadcasts.rate", number=write(round(progress.per_second))))
    if progress.ends_at:
        ends = texts.formats.moment(progress.ends_at)
        lines.append(texts("broadcasts.lasts", how_long=how_long(texts, progress.seconds), moment=ends))
    return "\n".join(lines)


def outcome(texts: Texts, progress: Progress) -> str:
    """Say what became of it with how many people."""
    tally, write = progress.tally, texts.formats.number
    lines: list[str] = [
        texts(f"broadcasts.n_{state.value}", number=write(tally.n(state)))
        for state in OUTCOMES
        if tally.n(state) or state is S.SENT
    ]
    opened, replied, muted = map(write, (tally.n_opened, tally.n_replied, tally.n_muted))
    lines.append(texts("broadcasts.did", opened=opened, replied=replied, muted=muted))
    began, ended = progress.broadcast.began_at, progress.broadcast.ended_at
    if began and ended:
        moments = {"began_at": texts.formats.moment(began), "ended_at": texts.formats.moment(ended)}
        lines.append(texts("broadcasts.from_to", **moments))
    return "\n".join(lines)


def bar(done: int, whole: int) -> str:
    """Draw how much of it is done, with the share in percent."""
    share = done / whole if whole else 1.0
    full = int(share * CELLS)
    return f"{'▓' * full}{'░' * (CELLS - full)} {int(share * 100)}\u00a0%"
