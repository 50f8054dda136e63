"""One broadcast: what it says, for whom, how far it is, what became of it, what can be done with it."""

from datetime import datetime

from starlette.responses import Response

from bot.domain import markup
from bot.domain.accounts import has_telegram
from bot.domain.broadcasts import ENDED, UNDER_WAY, BroadcastState, Deed, may_be_done
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoticeState, by_day
from bot.reports.broadcasts import DONE_BY_THE_BOT, check_days, did, if_wrong, lasts, outcome, reason_of
from bot.reports.trail import who
from bot.services.broadcastruns import Progress
from bot.texts import Html
from bot.web.desk.pages.broadcasts.deeds import ASKED, DONE_AT_ONCE
from bot.web.desk.pages.broadcasts.showing import aim, numbers, said, show
from bot.web.desk.visit import Visit

N_ACTS = 15
EVERY_S = 10
"""How often a page shows anew how far a broadcast is; a link on it stops that (docs/adr/0017-files-and-places.md)."""


async def one(visit: Visit) -> Response:
    progress = await visit.services.broadcastruns.progress(visit.actor, visit.key)
    found, texts, now = progress.broadcast, visit.texts, visit.services.clock()
    is_over = found.state in ENDED and found.began_at is not None
    counts = found.state not in ENDED | UNDER_WAY
    names = await visit.names.by_person(texts)
    is_live = found.state in (BroadcastState.SENDING, BroadcastState.UNDOING) and not progress.is_killed
    is_still = bool(visit.asked("still", ("yes",)))
    page = show(
        visit,
        "broadcast.html",
        found,
        says=said(visit, found),
        written_out=list(filter(None, (markup.written_out(one.text) for one in found.contents.values()))),
        odd_days=check_days(texts, found, now),
        aim=await aim(visit, found),
        numbers=await numbers(visit, progress, now) if counts else None,
        bar=_bar(progress) if found.state in UNDER_WAY else None,
        progress=progress,
        outcome=outcome(texts, found, progress.tally) if is_over else (),
        reason=reason_of(texts, found.reason) if found.reason else "",
        pace=[*_pace(visit, progress, now), *if_wrong(texts, found)],
        n_failed=progress.tally.n(DeliveryState.UNREACHABLE, DeliveryState.REFUSED),
        deeds=[deed for deed in Deed if may_be_done(found, deed, visit.actor)],
        asked=ASKED,
        at_once=DONE_AT_ONCE,
        is_draft=may_be_done(found, Deed.WRITE, visit.actor),
        can_be_scheduled=may_be_done(found, Deed.SCHEDULE, visit.actor),
        is_mine=found.author == visit.actor.id,
        can_be_corrected=found.began_at and found.state not in (BroadcastState.SENDING, BroadcastState.UNDOING),
        can_be_seen=bool(found.contents) and has_telegram(visit.actor.telegram_id),
        now=now,
        names=names,
        rows=await _trail(visit, names),
        is_live=is_live,
        is_still=is_still,
        every_s=EVERY_S,
    )
    if is_live and not is_still:
        page.headers["Refresh"] = str(EVERY_S)
    return page


async def preview(visit: Visit) -> Response:
    """Send it to whoever asks, exactly as it will arrive, in each language."""
    found = await visit.services.broadcasts.view(visit.actor, visit.key)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    if not has_telegram(visit.actor.telegram_id):
        raise NotAllowed("web.broadcast_no_telegram")
    here = f"/desk/broadcasts/{found.id}"
    for sent in await visit.telegram.preview(visit.actor.telegram_id, found):
        if sent.state is NoticeState.REFUSED:
            return visit.done(here, "broadcasts.refused_now", said=sent.reason)
        if sent.state is not NoticeState.SENT:
            return visit.done(here, "web.broadcast_not_previewed")
    return visit.done(here, "web.broadcast_previewed")


async def copy(visit: Visit) -> Response:
    new = await visit.services.broadcasts.copy(visit.actor, visit.key)
    return visit.done(f"/desk/broadcasts/{new}", "broadcasts.copied", number=visit.key)


async def correct(visit: Visit) -> Response:
    new = await visit.services.broadcasts.correct(visit.actor, visit.key)
    return visit.done(f"/desk/broadcasts/{new}/words", "broadcasts.correction_begun", number=visit.key)


def _bar(progress: Progress) -> tuple[int, int]:
    """How many are done of how many, on the way or on the way back."""
    tally = progress.tally
    if progress.broadcast.state is BroadcastState.UNDOING:
        done = tally.n(DeliveryState.UNDONE, DeliveryState.STAYS)
        return done, done + tally.n(DeliveryState.SENT)
    done = tally.n(DeliveryState.SENT, DeliveryState.UNSURE)
    return done, done + progress.n_left


def _pace(visit: Visit, progress: Progress, now: datetime) -> list[Html]:
    """Say how fast it goes and how long that will take, or until when it rests."""
    found, texts = progress.broadcast, visit.texts
    if found.state is not BroadcastState.SENDING:
        return []
    morning = by_day(now, texts.formats.timezone)
    if morning != now and not found.is_emergency:
        lines = [texts("broadcasts.rests", moment=texts.formats.moment_from(morning, now))]
    else:
        rate = texts("broadcasts.rate", number=texts.formats.number(round(progress.per_second)))
        lines = [rate] if progress.per_second else []
    return [*lines, lasts(texts, progress.seconds, progress.ends_at)] if progress.ends_at else lines


async def _trail(visit: Visit, names: dict[int, str]) -> list[dict[str, str]]:
    acts = await visit.services.broadcasts.trail(visit.actor, visit.key)
    rows = []
    for act in acts[:N_ACTS]:
        is_own = act.detail.partition(":")[0] in DONE_BY_THE_BOT
        by = visit.texts.plain("broadcasts.by_the_bot") if is_own else names.get(act.actor or 0)
        when = visit.texts.formats.moment(act.acted_at)
        actor = by or who(visit.texts, act, visit.actor.id)
        what = did(visit.texts, act)
        rows.append({"number": str(act.number), "when": when, "who": actor, "what": what, "thing": "", "path": ""})
    return rows
