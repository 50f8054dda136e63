"""What staff read about a broadcast: for whom it is, whom it reaches, when it begins, what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain import markup
from bot.domain.audiences import Audience
from bot.domain.audit import Act
from bot.domain.broadcasts import Broadcast, BroadcastState, Deed
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.notices import by_day
from bot.domain.wording import shorten
from bot.reports.feedback import topic_of
from bot.texts import Html, Texts
from bot.texts.naming import label, name_of
from bot.texts.reading.days import Odd, Oddity, odd_days
from knowledge.model import Community, Entry

GOAL = 80
MINUTE_S, HOUR_S = 60, 3600

S = DeliveryState
OUTCOMES = (S.SENT, S.UNSURE, S.UNREACHABLE, S.REFUSED, S.MUTED, S.CAPPED, S.UNDONE, S.STAYS, S.WAITING)
"""In which order results are told; what did not happen is left out, but for the first."""

BEFOREHAND = frozenset({BroadcastState.DRAFT, BroadcastState.WAITING, BroadcastState.SCHEDULED})
"""What it says can still be mended."""

DONE_BY_THE_BOT = ("began", "paused", "ended", "failed")


def aim_of(
    texts: Texts,
    audience: Audience,
    communities: Mapping[str, Community],
    goal: Callable[[int], Entry | None],
    titles: Mapping[int, str],
) -> Html:
    """Say for whom it is. `titles` are those of rounds."""
    said: list[str] = []
    if community := communities.get(audience.community or ""):
        said.append(texts("broadcasts.to_community", community=name_of(texts, community)))
    if audience.settlement:
        said.append(texts("broadcasts.to_settlement", name=audience.settlement))
    if audience.wrote_about:
        said.append(texts("broadcasts.to_wrote_about", name=audience.wrote_about))
    if audience.topic:
        said.append(texts("broadcasts.to_topic", topic=topic_of(texts, audience.topic)))
    if audience.entry:
        found = goal(audience.entry)
        said.append(texts("broadcasts.to_entry", goal=goal_of(found) if found else texts.plain("gaps.goal_gone")))
    if audience.locale:
        said.append(texts("broadcasts.to_locale", language=texts.plain(f"broadcasts.in_{audience.locale.value}")))
    if audience.people:
        said.append(texts("broadcasts.to_people", n=len(audience.people)))
    if audience.vote:
        title = titles.get(audience.vote.round, str(audience.vote.round))
        key = "broadcasts.to_voted" if audience.vote.has_voted else "broadcasts.to_not_voted"
        said.append(texts(key, title=title))
    if audience.received:
        said.append(texts("broadcasts.to_received", number=audience.received.broadcast))
    return Html("; ".join(said)) if said else texts("broadcasts.to_all")


def goal_of(goal: Entry) -> str:
    return shorten(f"{label(goal)} {goal.text}".strip(), GOAL)


def reach(texts: Texts, tally: Tally) -> list[Html]:
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


def lasts(texts: Texts, seconds: float, over_at: datetime) -> Html:
    return texts("broadcasts.lasts", how_long=how_long(texts, seconds), moment=texts.formats.moment(over_at))


def begins(texts: Texts, found: Broadcast, now: datetime) -> list[Html]:
    """Say when it really begins: what is sent at night waits for the morning, unless it is an emergency."""
    morning = by_day(now, texts.formats.timezone)
    is_night = morning != now and not found.is_emergency
    if found.due_at is not None:
        said = texts("broadcasts.begins_at", moment=texts.formats.moment_from(found.due_at, now))
        return [said, texts("broadcasts.not_at_night")] if is_night else [said]
    if is_night:
        return [texts("broadcasts.begins_in_the_morning", moment=texts.formats.moment_from(morning, now))]
    return [texts("broadcasts.begins_at_once")]


def check_days(texts: Texts, found: Broadcast, now: datetime) -> list[Html]:
    """Name the days and hours in its text that somebody should look at again before it is sent."""
    if found.state not in BEFOREHAND:
        return []
    read_on = texts.formats.local(max(now, found.due_at or now)).date()
    odd = [one for content in found.contents.values() for one in odd_days(markup.plain(content.text), read_on)]
    return [_odd_day(texts, one) for one in dict.fromkeys(odd)]


def _odd_day(texts: Texts, odd: Odd) -> Html:
    if odd.what is Oddity.NO_SUCH_TIME:
        return texts("broadcasts.no_such_time", written=odd.written)
    if odd.day is None:
        return texts("broadcasts.no_such_day", written=odd.written)
    day, actual = texts.formats.day(odd.day), texts.formats.weekday_name(odd.day.isoweekday())
    if odd.what is Oddity.DAY_OVER:
        return texts("broadcasts.day_over", written=odd.written, day=day)
    return texts("broadcasts.other_weekday", written=odd.written, weekday=odd.weekday, day=day, actual=actual)


def if_wrong(texts: Texts, found: Broadcast) -> list[Html]:
    """Say, while it is on its way, how a mistake in its text is mended."""
    if found.state not in (BroadcastState.SENDING, BroadcastState.PAUSED):
        return []
    return [texts(f"broadcasts.if_wrong_{found.state.value}")]


def reason_of(texts: Texts, reason: str) -> Html:
    """Say why it paused or failed; behind a colon stand Telegram's own words."""
    key, _, said = reason.partition(": ")
    return texts(key, said=said) if said else texts(key)


def outcome(texts: Texts, found: Broadcast, tally: Tally) -> list[Html]:
    """Say what became of it with how many people."""
    write = texts.formats.number
    lines = [
        texts(f"broadcasts.n_{state.value}", number=write(tally.n(state)))
        for state in OUTCOMES
        if tally.n(state) or state is S.SENT
    ]
    opened, replied, muted = map(write, (tally.n_opened, tally.n_replied, tally.n_muted))
    lines.append(texts("broadcasts.did", opened=opened, replied=replied, muted=muted))
    if found.began_at and found.ended_at:
        moments = {"began_at": texts.formats.moment(found.began_at), "ended_at": texts.formats.moment(found.ended_at)}
        lines.append(texts("broadcasts.from_to", **moments))
    return lines


def did(texts: Texts, act: Act) -> str:
    """Say what somebody, or the bot itself, did with a broadcast."""
    deed = act.detail.partition(":")[0]
    is_known = deed in {*(one.value for one in Deed), *DONE_BY_THE_BOT}
    return texts.plain(f"broadcasts.act_{deed}") if is_known else act.detail
