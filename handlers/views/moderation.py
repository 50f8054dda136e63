"""What waits for moderators: the heaps, one text with everything that can be done about it, the trail. Never a name."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.domain.audit import Act
from bot.domain.feedback import Feedback, FeedbackItem, FeedbackState, HideReason, Turn, Waiting
from bot.domain.messages import Reply
from bot.domain.people import Actor
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.reports import moderation as words
from bot.reports.trail import who
from bot.services.moderation import Heap, Heaps, ModerationView
from bot.texts import Texts
from handlers.callbacks import (
    DecideObjection,
    HideFeedback,
    LetThrough,
    LiftRestriction,
    OpenFeedback,
    OpenHeap,
    OpenModerated,
    OpenModeration,
    OpenModerationTrail,
    OpenRestrictions,
    RestrictAuthor,
    UndoModeration,
)
from handlers.callbacks.broadcastdesk import OpenBroadcasts
from handlers.views.buttons import Row, cancel_row, menu_row, press, turns

MAX_QUOTED = 200
MAX_TURN, N_TURNS, N_ACTS = 80, 4, 3
"""With the longest text and the longest appeal, all of it fits one message."""


def heaps(texts: Texts, actor: Actor, found: Heaps) -> Reply:
    """Say what waits and how long; who cannot decide sees that and the trail."""
    lines = [_heap(texts, what, heap, found.now) for what, heap in found.by_kind.items()]
    lines.append(texts.plain("moderation.n_restricted", number=found.n_restricted))
    parts: list[str] = [texts("moderation.title"), escape("\n".join(lines))]
    rows: list[Row] = []
    if may(actor.role, Action.MODERATE):
        rows = [
            (press(texts.plain(f"moderation.open_{what.value}"), OpenHeap(what.value, 0)),)
            for what, heap in found.by_kind.items()
            if heap.n
        ]
        if found.n_restricted:
            rows.append((press(texts.plain("restrictions.open"), OpenRestrictions(0)),))
    else:
        parts.append(texts("moderation.only_read"))
    rows.append((press(texts.plain("desk.trail"), OpenModerationTrail(0)),))
    rows.append((press(texts.plain("broadcasts.title_button"), OpenBroadcasts("", 0)),))
    return Reply("\n\n".join(parts), (*rows, menu_row(texts)))


def heap(
    texts: Texts, what: Waiting, items: Sequence[FeedbackItem], page: int, now: datetime, *, is_more: bool
) -> Reply:
    head = texts(f"moderation.list_{what.value}") if items else texts(f"moderation.empty_{what.value}")
    lines = [
        f"{_quoted(texts, one.feedback)}\n<i>{escape(_about(texts, what, one.feedback, now))}</i>" for one in items
    ]
    rows: list[Row] = [(press(_label(texts, one.feedback), OpenModerated(one.feedback.id)),) for one in items]
    rows += turns(texts, page, lambda number: OpenHeap(what.value, number), is_more=is_more)
    return Reply("\n\n".join([head, *lines]), (*rows, to_heaps(texts)))


def card(texts: Texts, view: ModerationView, me: int | None, said: str = "") -> Reply:
    """Show a text, why it is here, and what can be done; `said` is what was just done."""
    found = view.feedback
    parts = [
        *([said] if said else []),
        *words.standing(texts, found, view.restriction, view.now),
        f"«{escape(found.text)}»" if found.text else "",
    ]
    if view.files:
        names = ", ".join(file.name or texts.plain(f"moderation.file_{file.kind.value}") for file in view.files)
        parts.append(texts("moderation.files", names=shorten(names, MAX_QUOTED)))
    parts += [_turn(texts, turn) for turn in view.turns[-N_TURNS:]]
    if found.appeal is not None:
        parts.append(texts("moderation.appeal", text=found.appeal))
    parts += [act_line(texts, act, me) for act in view.acts[:N_ACTS]]
    if view.is_own:
        parts.append(texts("moderation.own"))
    rows = [] if view.is_own else [*_decisions(texts, view), *_about_author(texts, view)]
    return Reply("\n\n".join(part for part in parts if part), (*rows, to_heaps(texts)))


def ask_reason(texts: Texts, feedback: int) -> Reply:
    """Ask why a text is to be hidden."""
    rows = [
        (press(texts.plain(f"feedback.reason_{one.value}"), HideFeedback(feedback, one.value)),) for one in HideReason
    ]
    return Reply(texts("moderation.ask_reason"), (*rows, to_card(texts, feedback)))


def trail(texts: Texts, actor: Actor, acts: Sequence[Act], page: int, *, is_more: bool) -> Reply:
    """Say who did what, the newest first; moderators open the texts by their numbers."""
    lines = [f"{number}. {act_line(texts, act, actor.id)}" for number, act in enumerate(acts, 1)]
    rows: list[Row] = []
    if may(actor.role, Action.MODERATE):
        opens = [
            press(str(number), OpenModerated(key))
            for number, act in enumerate(acts, 1)
            if (key := int(act.about.removeprefix("feedback:")))
        ]
        rows = [tuple(opens[begin : begin + 5]) for begin in range(0, len(opens), 5)]
    rows += turns(texts, page, OpenModerationTrail, is_more=is_more)
    head = texts("moderation.trail_head") if acts else texts("moderation.trail_empty")
    return Reply("\n\n".join([head, *lines]), (*rows, to_heaps(texts)))


def act_line(texts: Texts, act: Act, me: int | None) -> str:
    when = f"{texts.formats.moment(act.acted_at)} · {who(texts, act, me)}"
    return f"<i>{escape(when)}</i>\n{escape(words.done(texts, act))}"


def ask_appeal(texts: Texts) -> Reply:
    return Reply(texts("moderation.ask_appeal"), (cancel_row(texts),))


def to_card(texts: Texts, feedback: int) -> Row:
    return (press(texts.plain("moderation.back"), OpenModerated(feedback)),)


def to_heaps(texts: Texts) -> Row:
    return (press(texts.plain("moderation.to_heaps"), OpenModeration()),)


def _heap(texts: Texts, what: Waiting, found: Heap, now: datetime) -> str:
    line = texts.plain(f"moderation.heap_{what.value}", number=found.n)
    if what is Waiting.PUBLIC or found.since_at is None:
        return line
    n_days = (now - found.since_at).days
    age = texts.plain("moderation.oldest", n=n_days) if n_days else texts.plain("moderation.oldest_today")
    return f"{line} · {age}"


def _about(texts: Texts, what: Waiting, found: Feedback, now: datetime) -> str:
    said = [texts.formats.moment_from(found.sent_at, now)]
    if what is Waiting.HELD and found.held:
        said.insert(0, texts.plain(f"moderation.why_{found.held.value}"))
    return " · ".join(said)


def _label(texts: Texts, found: Feedback) -> str:
    return found.text or texts.plain("moderation.without_words")


def _quoted(texts: Texts, found: Feedback) -> str:
    return f"«{escape(shorten(_label(texts, found), MAX_QUOTED))}»"


def _turn(texts: Texts, turn: Turn) -> str:
    key = "moderation.by_staff" if turn.by_staff else "moderation.by_author"
    return texts(key, text=shorten(turn.text, MAX_TURN))


def _decisions(texts: Texts, view: ModerationView) -> list[Row]:
    found, key = view.feedback, view.feedback.id
    is_hidden = found.state is FeedbackState.HIDDEN
    rows: list[Row] = []
    if view.files:
        rows.append((press(texts.plain("notices.open_feedback"), OpenFeedback(key)),))
    if found.appeal is not None and found.appeal_granted is None:
        rows.append((press(texts.plain("moderation.grant"), DecideObjection(key, 1)),))
        rows.append((press(texts.plain("moderation.reject"), DecideObjection(key, 0)),))
    if found.held and not is_hidden:
        rows.append((press(texts.plain("moderation.let_through"), LetThrough(key)),))
    if not is_hidden:
        rows.append((press(texts.plain("moderation.hide"), HideFeedback(key, "")),))
    if view.can_undo:
        rows.append(
            (press(texts.plain(f"moderation.undo_{view.can_undo.value}"), UndoModeration(key, view.can_undo.value)),)
        )
    return rows


def _about_author(texts: Texts, view: ModerationView) -> list[Row]:
    key = view.feedback.id
    if view.restriction:
        return [(press(texts.plain("restrictions.lift"), LiftRestriction(view.restriction.id)),)]
    if view.feedback.person is None:
        return []
    mute = press(texts.plain("restrictions.mute_author"), RestrictAuthor(key, "mute", "", 0))
    return [(mute,), (press(texts.plain("restrictions.ban_author"), RestrictAuthor(key, "ban", "", 0)),)]
