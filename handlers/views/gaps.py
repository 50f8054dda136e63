"""One gap as staff see it, each step of settling it, and how the hromada stands with its answers."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.domain.gaps import MAX_ANSWER, Debt, GapItem, GapState
from bot.domain.messages import Button, Reply
from bot.domain.people import Actor
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.reports.gaps import about, asked_as, debt_lines
from bot.services.answers import Change
from bot.services.entries import Shelf
from bot.services.gaps import GapView
from bot.texts import Texts
from bot.texts.naming import label, name_of
from handlers.callbacks import (
    AnswerByGoal,
    AnswerInWords,
    AskToClose,
    CheckGoal,
    ChooseMerge,
    CloseGap,
    FindGoal,
    MergeGaps,
    OpenCommunity,
    OpenEntry,
    OpenGap,
    SaveAnswer,
    SkipSource,
    UndoAnswer,
)
from handlers.views.buttons import Row, cancel_row, press
from handlers.views.inbox import to_list
from knowledge.model import Community, Entry

MAX_TEXT = 150
MAX_BEFORE = 100
N_CHANGES = 5
"""With the longest answer and source, all of it fits one message."""


def gap(texts: Texts, actor: Actor, view: GapView, now: datetime, said: str = "") -> Reply:
    """Show a gap; `said` is what was just done with it."""
    asked = "\n".join(f"• «{escape(shorten(text, MAX_TEXT))}»" for text in view.texts or [asked_as(texts, view.item)])
    parts: list[str] = [*([said] if said else []), texts(f"gaps.card_{view.gap.state.value}"), asked]
    parts.append(f"<i>{escape(about(texts, view.shelf.community(view.gap.community), view.item, now))}</i>")
    can_answer = may(actor.role, Action.ANSWER_QUESTION)
    if view.gap.state is not GapState.OPEN:
        return _settled(texts, actor, view, parts, can_undo=can_answer)
    rows = _open(texts, view) if can_answer else []
    if can_answer and view.nearest:
        parts.append(texts("gaps.which_goal"))
    return Reply("\n\n".join(parts), (*rows, to_list(texts)))


def check_goal(texts: Texts, view: GapView, entry: Entry, changes: Sequence[Change]) -> Reply:
    """Show what a goal would change before it is saved."""
    answer = texts("gaps.by_goal", goal=f"{label(entry)} {shorten(entry.text, MAX_ANSWER)}".strip())
    return _check(texts, view, [answer], changes, AnswerByGoal(view.gap.id, view.shelf.number(entry)))


def check_words(texts: Texts, view: GapView, answer: str, source: str, changes: Sequence[Change]) -> Reply:
    """Show the words, and what they would change before they are saved."""
    parts: list[str] = [texts("gaps.by_words", answer=answer)]
    if source:
        parts.append(texts("notices.source", source=source))
    if view.gap.community is None:
        parts.append(texts("gaps.not_taught"))
    return _check(texts, view, parts, changes, SaveAnswer(view.gap.id))


def ask_goal(texts: Texts) -> Reply:
    return Reply(texts("gaps.ask_goal"), (cancel_row(texts),))


def goals_found(texts: Texts, view: GapView) -> Reply:
    said = texts("gaps.which_goal") if view.nearest else texts("gaps.no_goal_found")
    return Reply(said, (*_goals(view), cancel_row(texts)))


def ask_answer(texts: Texts, view: GapView) -> Reply:
    asked = shorten(asked_as(texts, view.item), MAX_TEXT)
    return Reply(texts("gaps.ask_answer", text=asked, limit=MAX_ANSWER), (cancel_row(texts),))


def ask_source(texts: Texts, gap: int) -> Reply:
    return Reply(texts("gaps.ask_source"), ((press(texts.plain("gaps.skip"), SkipSource(gap)),), cancel_row(texts)))


def once_more(texts: Texts, key: str, limit: int) -> Reply:
    """Say what was wrong with what was written; the question stays open."""
    return Reply(texts(key, limit=limit), (cancel_row(texts),))


def ask_to_close(texts: Texts, view: GapView) -> Reply:
    asked = shorten(asked_as(texts, view.item), MAX_TEXT)
    n = view.item.n_waiting
    close = texts.plain("gaps.close_and_tell", n=n) if n else texts.plain("gaps.close")
    return Reply(
        texts("gaps.ask_to_close", text=asked),
        ((press(close, CloseGap(view.gap.id)),), _back(texts, view.gap.id)),
    )


def choose_merge(texts: Texts, view: GapView, others: Sequence[GapItem]) -> Reply:
    asked = shorten(asked_as(texts, view.item), MAX_TEXT)
    said = texts("gaps.choose_merge", text=asked) if others else texts("gaps.nothing_to_merge")
    rows = [(press(other.text, MergeGaps(view.gap.id, other.gap.id)),) for other in others]
    return Reply(said, (*rows, _back(texts, view.gap.id)))


def saved(texts: Texts, n_told: int) -> str:
    return texts("gaps.saved_and_told", n=n_told) if n_told else texts("gaps.saved")


def undone(texts: Texts, by: int | None, actor: Actor) -> str:
    """Say that an answer was undone, and whose it was."""
    whose = texts("gaps.undone_own") if by in (None, actor.id) else texts("gaps.undone_colleague", number=by)
    return f"{texts('gaps.undone')} {whose}"


def debt(texts: Texts, shelf: Shelf, community: Community, owed: Debt) -> Reply:
    """Say to everybody how many questions wait and how long an answer takes."""
    parts: list[str] = [texts("gaps.debt_title", community=name_of(texts, community))]
    parts.append("\n".join(debt_lines(texts, owed)))
    goals = [(shelf.by_id[entry], n) for entry, n in owed.entries if entry in shelf.by_id]
    if goals:
        parts.append(texts("gaps.debt_goals"))
    rows = [
        (press(f"{label(entry)} {entry.text} ({n})".strip(), OpenEntry(shelf.number(entry), 0, 0)),)
        for entry, n in goals
    ]
    rows.append((press(texts.plain("entries.up"), OpenCommunity(community.id)),))
    return Reply("\n\n".join(parts), tuple(rows))


def _open(texts: Texts, view: GapView) -> list[Row]:
    key = view.gap.id
    return [
        *_goals(view),
        (press(texts.plain("gaps.other_goal"), FindGoal(key)), press(texts.plain("gaps.in_words"), AnswerInWords(key))),
        (press(texts.plain("gaps.merge"), ChooseMerge(key)), press(texts.plain("gaps.not_ours"), AskToClose(key))),
    ]


def _goals(view: GapView) -> list[Row]:
    return [
        (press(f"{label(hit.entry)} {hit.entry.text}".strip(), CheckGoal(view.gap.id, view.shelf.number(hit.entry))),)
        for hit in view.nearest
    ]


def _settled(texts: Texts, actor: Actor, view: GapView, parts: list[str], *, can_undo: bool) -> Reply:
    settled, entry = view.gap, view.entry
    assert settled.answered_at is not None
    rows: list[Row] = []
    if settled.answer is not None:
        parts.append(texts("gaps.by_words", answer=settled.answer))
        if settled.source:
            parts.append(texts("notices.source", source=settled.source))
    elif settled.state is GapState.ANSWERED:
        goal = f"{label(entry)} {shorten(entry.text, MAX_ANSWER)}".strip() if entry else texts.plain("gaps.goal_gone")
        parts.append(texts("gaps.by_goal", goal=goal))
    if entry and settled.answer is None:
        rows.append((press(texts.plain("notices.open_entry"), OpenEntry(view.shelf.number(entry), 0, 0)),))
    when = texts.formats.moment(settled.answered_at)
    if settled.answered_by == actor.id:
        parts.append(texts("gaps.settled_by_you", moment=when))
    else:
        parts.append(texts("gaps.settled_by_colleague", moment=when, number=settled.answered_by))
    if view.n_undelivered:
        parts.append(texts("gaps.undelivered", n=view.n_undelivered))
    if can_undo:
        rows.append((press(texts.plain("gaps.undo"), UndoAnswer(settled.id)),))
    return Reply("\n\n".join(parts), (*rows, to_list(texts)))


def _check(
    texts: Texts, view: GapView, answer: Sequence[str], changes: Sequence[Change], save: AnswerByGoal | SaveAnswer
) -> Reply:
    asked = shorten(asked_as(texts, view.item), MAX_TEXT)
    parts = [texts("gaps.check", text=asked), *answer]
    if changes:
        parts.append(texts("gaps.changes", n=len(changes)))
        parts.append("\n".join(_change(texts, change) for change in changes[:N_CHANGES]))
    else:
        parts.append(texts("gaps.no_changes"))
    n = view.item.n_waiting
    label_ = texts.plain("gaps.save_and_tell", n=n) if n else texts.plain("gaps.save")
    return Reply("\n\n".join(parts), ((press(label_, save),), _back(texts, view.gap.id)))


def _change(texts: Texts, change: Change) -> str:
    text = shorten(change.text, MAX_TEXT)
    if change.before is None:
        return texts("gaps.change_from_nothing", text=text)
    before = f"{label(change.before)} {shorten(change.before.text, MAX_BEFORE)}".strip()
    return texts("gaps.change", text=text, before=before)


def _back(texts: Texts, gap: int) -> tuple[Button, ...]:
    return (press(texts.plain("gaps.back"), OpenGap(gap)),)
