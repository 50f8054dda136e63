"""A broadcast as moderators see it: what it says, for whom, when, how far it is, what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from bot.domain import markup
from bot.domain.broadcasts import ENDED, MAX_LEADS, UNDER_WAY, Broadcast, BroadcastState, Deed, Lead, may_be_done
from bot.domain.messages import Button, Reply
from bot.domain.people import Actor, Locale
from bot.domain.wording import shorten
from bot.reports.broadcasts import begins, check_days, lasts, outcome, reach, reason_of
from bot.reports.feedback import files_of
from bot.services.broadcastruns import Progress
from bot.services.broadcasts import Estimate
from bot.texts import Html, Texts
from handlers.callbacks.broadcastdesk import (
    ActOnBroadcast,
    Aim,
    CopyBroadcast,
    OpenBroadcast,
    OpenBroadcasts,
    OpenBroadcastTrail,
    OpenLeads,
    PreviewBroadcast,
    SayBroadcast,
    ScheduleBroadcast,
    SetBroadcastKind,
    SetEmergency,
)
from handlers.views.broadcastaims import to_broadcast
from handlers.views.broadcastruns import progress_of
from handlers.views.buttons import Row, press

WORDS = 300
FIRST = next(iter(Locale))


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the card of a broadcast is made of.

    Shapes: `aim` says for whom it is, escaped; `estimate` is there until the audience is frozen, `refusal` the key of
    why it cannot be reckoned; `before` are the numbers of those that go first.
    """

    broadcast: Broadcast
    aim: str
    progress: Progress
    now: datetime
    estimate: Estimate | None = None
    refusal: str = ""
    refusal_params: Mapping[str, object] = field(default_factory=dict)
    before: Sequence[int] = ()


def card(texts: Texts, actor: Actor, shown: Shown, said: str = "") -> Reply:
    """Show a broadcast; `said` is what was just done with it."""
    found = shown.broadcast
    state = texts.plain(f"broadcasts.state_{found.state.value}")
    parts = [*([said] if said else []), texts("broadcasts.card", number=found.id, state=state)]
    if shown.progress.is_killed:
        parts.append(texts("broadcasts.killed"))
    if found.reason:
        parts.append(reason_of(texts, found.reason))
    parts += [*_says(texts, found), *check_days(texts, found, shown.now), "\n".join(_about(texts, actor, shown))]
    if found.state in UNDER_WAY:
        parts.append(progress_of(texts, shown.progress, shown.now))
    elif found.state in ENDED and found.began_at:
        parts.append("\n".join(outcome(texts, found, shown.progress.tally)))
    elif found.state not in ENDED:
        parts.append("\n".join(numbers(texts, shown)))
    return Reply("\n\n".join(parts), (*_deeds(texts, actor, shown), *_always(texts, found)))


def is_moving(shown: Shown) -> bool:
    """Say whether the card of a broadcast changes although nobody does anything."""
    found = shown.broadcast
    is_due = found.state is BroadcastState.SCHEDULED and found.due_at is not None and found.due_at <= shown.now
    return is_due or found.state in UNDER_WAY


def ask_sure(texts: Texts, shown: Shown, deed: Deed) -> Reply:
    """Say what a deed does, with the numbers as they are at this moment where it sends something."""
    found = shown.broadcast
    is_way_back = found.state is BroadcastState.UNDOING
    said = texts("broadcasts.stay_withdrawn") if is_way_back else texts(f"broadcasts.sure_{deed.value}")
    parts: list[str] = [said]
    if deed in (Deed.SUBMIT, Deed.APPROVE):
        parts += check_days(texts, found, shown.now)
        parts += [texts("broadcasts.for_whom", aim=Html(shown.aim)), "\n".join(numbers(texts, shown))]
    yes = press(texts.plain(f"broadcasts.yes_{deed.value}"), ActOnBroadcast(found.id, deed.value, found.stamp, 1))
    return Reply("\n\n".join(parts), ((yes,), to_broadcast(texts, found.id)))


def numbers(texts: Texts, shown: Shown) -> Sequence[str]:
    """Say whom it reaches, how long that takes, when it begins and ends, and whether somebody approves."""
    found, estimate = shown.broadcast, shown.estimate
    if shown.refusal:
        return [texts(shown.refusal, **shown.refusal_params)]
    tally = estimate.tally if estimate else shown.progress.tally
    over_at = estimate.ends_at if estimate else shown.progress.ends_at
    lines = [*reach(texts, tally), *begins(texts, found, shown.now)]
    if over_at is not None:
        seconds = estimate.seconds if estimate else shown.progress.seconds
        lines.append(lasts(texts, seconds, over_at))
    if shown.before:
        lines.append(texts("broadcasts.after_others", numbers=", ".join(f"№ {one}" for one in shown.before)))
    if estimate and estimate.needs_approval:
        lines.append(texts("broadcasts.needs_approval"))
    return lines


def leads(texts: Texts, found: Broadcast, rows: Sequence[Row]) -> Reply:
    """List the buttons of a broadcast, with the ways to add one; `rows` do both."""
    content = found.content(FIRST)
    lines = [f"{number}. {_lead(lead)}" for number, lead in enumerate(content.leads, 1)]
    full = [texts("broadcasts.too_many_buttons", limit=MAX_LEADS)] if len(lines) >= MAX_LEADS else []
    said = "\n".join(lines) or texts("broadcasts.no_leads")
    return Reply("\n\n".join([texts("broadcasts.leads"), said, *full]), (*rows, to_broadcast(texts, found.id)))


def _lead(lead: Lead) -> str:
    return escape(f"{lead.label} → {lead.target}" if lead.target.startswith("http") else lead.label)


def _says(texts: Texts, found: Broadcast) -> list[str]:
    if not found.contents:
        return [texts("broadcasts.no_words")]
    said = [f"«{escape(shorten(found.words, WORDS))}»"]
    if tag := next(filter(None, (markup.written_out(content.text) for content in found.contents.values())), None):
        said.append(texts("broadcasts.written_out", tag=tag))
    return said


def _about(texts: Texts, actor: Actor, shown: Shown) -> list[str]:
    found = shown.broadcast
    lines: list[str] = []
    if found.is_emergency:
        lines.append(texts("broadcasts.is_emergency"))
    if found.contents:
        missing = [locale for locale in Locale if locale not in found.contents]
        lines.append(texts(f"broadcasts.only_not_{missing[0].value}") if missing else texts("broadcasts.in_both"))
        content = found.content(FIRST)
        if content.files:
            lines.append(texts("broadcasts.with_files", files=files_of(texts, content.files)))
        if content.leads:
            lines.append(texts("broadcasts.with_leads", labels=", ".join(f"[{lead.label}]" for lead in content.leads)))
    lines.append(texts("broadcasts.about", kind=texts.plain(f"broadcasts.kind_{found.kind.value}")))
    lines.append(texts("broadcasts.for_whom", aim=Html(shown.aim)))
    lines.append(texts("broadcasts.author", who=_who(texts, found.author, actor)))
    if found.approver:
        lines.append(texts("broadcasts.approver", who=_who(texts, found.approver, actor)))
    if found.sender and found.sender != found.author:
        lines.append(texts("broadcasts.sender", who=_who(texts, found.sender, actor)))
    return lines


def _who(texts: Texts, person: int, actor: Actor) -> str:
    return texts.plain("desk.by_me") if person == actor.id else texts.plain("broadcasts.colleague", number=person)


def _deeds(texts: Texts, actor: Actor, shown: Shown) -> list[Row]:
    """What can be done now, by whoever looks."""
    found = shown.broadcast
    is_mine = found.author == actor.id
    if found.state is BroadcastState.DRAFT:
        return _writing(texts, found) if is_mine else []
    possible = [deed for deed in Deed if may_be_done(found, deed, actor)]
    rows: list[Row] = []
    if is_moving(shown):
        rows.append((press(texts.plain("broadcasts.refresh"), OpenBroadcast(found.id)),))
    for deed in possible:
        if deed is Deed.SCHEDULE:
            rows.append((press(texts.plain("broadcasts.reschedule"), ScheduleBroadcast(found.id)),))
        elif deed is not Deed.WRITE:
            rows.append((_deed(texts, found, deed),))
    if found.began_at and found.state not in (BroadcastState.SENDING, BroadcastState.UNDOING):
        rows.append((press(texts.plain("broadcasts.correct"), CopyBroadcast(found.id, 1)),))
    return rows


def _deed(texts: Texts, found: Broadcast, deed: Deed) -> Button:
    is_mended = deed is Deed.TAKE_BACK and found.state is BroadcastState.SCHEDULED
    label = texts.plain("broadcasts.stop_and_mend" if is_mended else f"broadcasts.do_{deed.value}")
    return press(label, ActOnBroadcast(found.id, deed.value, found.stamp, 0))


def _writing(texts: Texts, found: Broadcast) -> list[Row]:
    key = found.id
    words = tuple(
        press(texts.plain(f"broadcasts.say_{locale.value}"), SayBroadcast(key, locale, 1)) for locale in Locale
    )
    if not found.contents:
        return [words, (_deed(texts, found, Deed.DROP),)]
    urgent = "broadcasts.not_urgent" if found.is_emergency else "broadcasts.urgent"
    return [
        words,
        (
            press(texts.plain("broadcasts.leads_button"), OpenLeads(key)),
            press(texts.plain("broadcasts.kind"), SetBroadcastKind(key, "")),
        ),
        (
            press(texts.plain("broadcasts.aim"), Aim(key, "", 0)),
            press(texts.plain("broadcasts.when"), ScheduleBroadcast(key)),
        ),
        (press(texts.plain(urgent), SetEmergency(key, int(not found.is_emergency))),),
        (_deed(texts, found, Deed.SUBMIT),),
        (_deed(texts, found, Deed.DROP),),
    ]


def _always(texts: Texts, found: Broadcast) -> list[Row]:
    key = found.id
    rows: list[Row] = []
    if found.contents:
        copy = press(texts.plain("broadcasts.copy"), CopyBroadcast(key, 0))
        rows.append((press(texts.plain("broadcasts.preview"), PreviewBroadcast(key)), copy))
    trail = press(texts.plain("desk.trail"), OpenBroadcastTrail(key))
    return [*rows, (trail, press(texts.plain("broadcasts.to_list"), OpenBroadcasts("", 0)))]
