"""Lists of broadcasts, what is asked while one is written, and the switch that stops everything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from bot.domain.audit import Act
from bot.domain.broadcasts import ENDED, MAX_LABEL, Broadcast, BroadcastKind, BroadcastState, LeadKind
from bot.domain.messages import MAX_CAPTION, MAX_TEXT, Reply
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, may
from bot.domain.rounds import Round
from bot.domain.wording import shorten
from bot.reports.broadcasts import DONE_BY_THE_BOT, did
from bot.reports.trail import who
from bot.texts import Texts
from handlers.callbacks.broadcastdesk import (
    AddLead,
    DropLead,
    GoOnWithEverything,
    OpenBroadcast,
    OpenBroadcasts,
    OpenLeads,
    PutLead,
    SayBroadcast,
    SetBroadcastKind,
    SetDue,
    StopEverything,
    WriteBroadcast,
)
from handlers.views.broadcastaims import to_broadcast
from handlers.views.broadcastdesk import FIRST
from handlers.views.buttons import Row, cancel_row, menu_row, press, turns

S = BroadcastState
LISTS: Mapping[str, frozenset[BroadcastState]] = {
    "": frozenset({S.WAITING, S.SCHEDULED, S.SENDING, S.PAUSED, S.UNDOING}),
    "drafts": frozenset({S.DRAFT}),
    "ended": ENDED,
}
"""The groups in which broadcasts are listed; the first is what happens now or waits."""

TITLES = {"": "broadcasts.title", "drafts": "broadcasts.drafts", "ended": "broadcasts.ended"}
BUTTONS = {"": "broadcasts.now_button", "drafts": "broadcasts.drafts_button", "ended": "broadcasts.ended_button"}
NOTHING = {"": "broadcasts.none", "drafts": "broadcasts.no_drafts", "ended": "broadcasts.none_ended"}
WORDS = 80
N_ACTS = 15


def listed(
    texts: Texts, actor: Actor, which: str, found: Sequence[Broadcast], page: int, *, is_more: bool, is_killed: bool
) -> Reply:
    parts: list[str] = [texts(TITLES[which])]
    if is_killed:
        parts.append(texts("broadcasts.killed"))
    parts += [_line(texts, one) for one in found] or [texts(NOTHING[which])]
    rows: list[Row] = [(press(f"№ {one.id}: {_name(texts, one)}", OpenBroadcast(one.id)),) for one in found]
    rows += turns(texts, page, lambda number: OpenBroadcasts(which, number), is_more=is_more)
    rows.append((press(texts.plain("broadcasts.write"), WriteBroadcast()),))
    rows.append(tuple(press(texts.plain(BUTTONS[one]), OpenBroadcasts(one, 0)) for one in LISTS if one != which))
    if may(actor.role, Action.KILL_SWITCH):
        switch = GoOnWithEverything() if is_killed else StopEverything(0)
        key = "broadcasts.go_on_with_everything" if is_killed else "broadcasts.stop_everything"
        rows.append((press(texts.plain(key), switch),))
    return Reply("\n\n".join(parts), (*rows, menu_row(texts)))


def ask_to_stop_everything(texts: Texts) -> Reply:
    yes = press(texts.plain("broadcasts.yes_stop_everything"), StopEverything(1))
    return Reply(texts("broadcasts.sure_stop_everything"), ((yes,), to_list(texts)))


def ask_words(texts: Texts, key: int, locale: Locale, *, is_said: bool) -> Reply:
    """Ask for the message as it should arrive; what is said in a language can be taken away."""
    rows: list[Row] = []
    if is_said:
        rows.append((press(texts.plain(f"broadcasts.unsay_{locale.value}"), SayBroadcast(key, locale, 0)),))
    said = texts(f"broadcasts.ask_words_{locale.value}", limit=MAX_TEXT, caption=MAX_CAPTION)
    return Reply(said, (*rows, to_broadcast(texts, key) if key else cancel_row(texts)))


def files_wait(texts: Texts) -> Reply:
    """Say that pictures have come without words."""
    return Reply(texts("broadcasts.files_wait"), (cancel_row(texts),))


def under_way(texts: Texts, found: Broadcast) -> Reply:
    """Say that a message changed later changes nothing of what was handed in."""
    row: Row = (press(texts.plain("broadcasts.open"), OpenBroadcast(found.id)),)
    return Reply(texts("broadcasts.not_changed", number=found.id), (row,))


def kinds(texts: Texts, key: int) -> Reply:
    rows: list[Row] = [
        (press(texts.plain(f"broadcasts.kind_{kind.value}"), SetBroadcastKind(key, kind.value)),)
        for kind in BroadcastKind
    ]
    return Reply(texts("broadcasts.choose_kind"), (*rows, to_broadcast(texts, key)))


def lead_rows(texts: Texts, found: Broadcast) -> list[Row]:
    rows: list[Row] = [
        (press(texts.plain("broadcasts.drop_lead", label=lead.label), DropLead(found.id, place)),)
        for place, lead in enumerate(found.content(FIRST).leads)
    ]
    add = tuple(press(texts.plain(f"broadcasts.add_{kind.value}"), AddLead(found.id, kind.value)) for kind in LeadKind)
    return [*rows, add]


def choose_round(texts: Texts, key: int, rounds: Sequence[Round]) -> Reply:
    rows: list[Row] = [(press(one.title, PutLead(key, LeadKind.ROUND.value, one.id)),) for one in rounds]
    said = texts("broadcasts.choose_round") if rounds else texts("broadcasts.no_round")
    return Reply(said, (*rows, to_leads(texts, key)))


def ask_lead(texts: Texts, key: int, kind: LeadKind) -> Reply:
    return Reply(texts(f"broadcasts.ask_lead_{kind.value}", limit=MAX_LABEL), (to_leads(texts, key),))


def to_leads(texts: Texts, key: int) -> Row:
    return (press(texts.plain("broadcasts.to_leads"), OpenLeads(key)),)


def ask_when(texts: Texts, found: Broadcast) -> Reply:
    rows: list[Row] = [(press(texts.plain("broadcasts.at_once"), SetDue(found.id, 0)),)]
    key = "broadcasts.ask_when_emergency" if found.is_emergency else "broadcasts.ask_when"
    return Reply(texts(key), (*rows, to_broadcast(texts, found.id)))


def ask_which_hour(texts: Texts, key: int, hours: Sequence[datetime], now: datetime) -> Reply:
    """Ask which of two moments is meant that clocks show alike."""
    names = ("broadcasts.earlier_hour", "broadcasts.later_hour")
    rows: list[Row] = [
        (press(texts.plain(name, moment=texts.formats.moment(hour)), SetDue(key, int(hour.timestamp()))),)
        for name, hour in zip(names, hours, strict=True)
    ]
    said = texts("broadcasts.ask_which_hour", moment=texts.formats.moment_from(hours[0], now))
    return Reply(said, (*rows, to_broadcast(texts, key)))


def trail(texts: Texts, key: int, acts: Sequence[Act], me: int | None) -> Reply:
    """List who did what, the newest first."""
    lines = [escape(_act(texts, act, me)) for act in acts[:N_ACTS]]
    return Reply("\n".join([texts("broadcasts.trail", number=key), *lines]), (to_broadcast(texts, key),))


def _act(texts: Texts, act: Act, me: int | None) -> str:
    is_own = act.detail.partition(":")[0] in DONE_BY_THE_BOT
    by = texts.plain("broadcasts.by_the_bot") if is_own else who(texts, act, me)
    return f"{texts.formats.moment(act.acted_at)} · {did(texts, act)} · {by}"


def to_list(texts: Texts) -> Row:
    return (press(texts.plain("broadcasts.to_list"), OpenBroadcasts("", 0)),)


def _line(texts: Texts, one: Broadcast) -> str:
    when = one.ended_at or one.due_at
    moment = f" · {texts.formats.moment(when)}" if when else ""
    state = texts.plain(f"broadcasts.state_{one.state.value}")
    return f"<b>№ {one.id}</b> · {escape(state + moment)}\n{escape(_name(texts, one))}"


def _name(texts: Texts, one: Broadcast) -> str:
    return shorten(one.words, WORDS) or texts.plain("broadcasts.without_words")
