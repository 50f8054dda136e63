"""One piece of feedback as staff see it: the card, every word that was said, the trail."""

from collections.abc import Sequence
from html import escape

from bot.domain.audit import Act
from bot.domain.feedback import (
    LIVE,
    MAX_TURNS,
    TOPICS,
    UNSETTLED,
    FeedbackState,
    Turn,
    Wanted,
)
from bot.domain.messages import Reply
from bot.domain.people import Actor, Role
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.reports.feedback import age, done, files_of, state_of, topic_of, words_of
from bot.reports.trail import who
from bot.services.entries import Shelf
from bot.services.feedbackdesk import DeskView
from bot.texts import Html, Texts
from bot.texts.naming import name_of
from handlers.callbacks import (
    AnswerFeedback,
    AskBack,
    AssignFeedback,
    ChooseColleague,
    ChooseDeadline,
    ChooseDuplicate,
    ChooseGoal,
    CloseFeedback,
    OpenDeskCard,
    OpenFeedbackTrail,
    OpenTalk,
    ReopenFeedback,
    SendFeedbackFiles,
    ShowFeedback,
)
from handlers.views.buttons import Row, cut, pager, press
from handlers.views.feedbackdesk import goal_named, opens

MAX_TEXT, MAX_TEXT_WITH_TALK = 2000, 900
MAX_TURN, N_TURNS = 200, 5
"""What a card shows of a long talk; all of it can be opened. Together it fits one message."""

ACTS = 10


def card(texts: Texts, actor: Actor, shelf: Shelf, view: DeskView, author: str | None, said: str = "") -> Reply:
    """Show a piece of feedback with what can be done with it.

    Shapes: `author` is the name of who wants to be known; `said` is what was just done.
    """
    shown = view.feedback
    length = MAX_TEXT_WITH_TALK if view.turns else MAX_TEXT
    parts = [*([said] if said else []), texts("feedbackdesk.card", number=str(shown.id), state=state_of(texts, shown))]
    parts.append(_short(words_of(texts, shown), length))
    parts.append("\n".join(_facts(texts, actor, shelf, view, author)))
    parts += [_turn(texts, turn) for turn in view.turns[-N_TURNS:]]
    if view.n_unreached:
        parts.append(texts("feedbackdesk.unreached", n=view.n_unreached))
    rows = _acts(texts, actor, view) if may(actor.role, Action.REPLY) and shown.is_visible else []
    look: Row = ()
    if view.files:
        look += (press(texts.plain("feedbackdesk.send_files", number=len(view.files)), SendFeedbackFiles(shown.id)),)
    if _is_cut(view, length):
        look += (press(texts.plain("feedbackdesk.talk"), OpenTalk(shown.id, 0)),)
    rows += [look] if look else []
    rows.append((press(texts.plain("desk.trail"), OpenFeedbackTrail(shown.id, 0)),))
    rows.append((press(texts.plain("feedbackdesk.to_list"), opens(Wanted())),))
    return Reply("\n\n".join(parts), tuple(rows))


def talk(texts: Texts, view: DeskView, page: int) -> Reply:
    """Show one statement in full: what was sent, then everything said about it."""
    key = view.feedback.id
    sent = texts("feedbackdesk.sent_at", moment=texts.formats.moment(view.feedback.sent_at))
    said = [f"{sent}\n\n{escape(words_of(texts, view.feedback))}"]
    said += [f"{_speaker(texts, turn)}\n\n{escape(turn.text)}" for turn in view.turns]
    page, n_pages, part = cut(said, page, 1)
    turns = [OpenTalk(key, number) for number in range(n_pages)]
    return Reply(part[0], (*pager(texts, page, n_pages, turns), to_card(texts, key)))


def trail(texts: Texts, shelf: Shelf, key: int, acts: Sequence[Act], me: int | None, page: int) -> Reply:
    """Say who did what, the newest first."""
    page, n_pages, part = cut(acts, page, ACTS)
    turns = [OpenFeedbackTrail(key, number) for number in range(n_pages)]
    lines = [_act(texts, shelf, act, me) for act in part] or [texts("feedbackdesk.nothing_done")]
    head = texts("feedbackdesk.trail_head", number=str(key))
    return Reply("\n\n".join([head, *lines]), (*pager(texts, page, n_pages, turns), to_card(texts, key)))


def to_card(texts: Texts, key: int) -> Row:
    return (press(texts.plain("feedbackdesk.to_card"), OpenDeskCard(key)),)


def _facts(texts: Texts, actor: Actor, shelf: Shelf, view: DeskView, author: str | None) -> list[str]:
    """What is known besides the words, a line each."""
    shown = view.feedback
    community = shelf.library.communities.get(shown.community)
    place = [name_of(texts, community)] if community else []
    place += [shown.settlement] if shown.settlement else []
    facts: list[str] = [escape(" · ".join(place))]
    if shown.topic in TOPICS:
        facts.append(texts("feedbackdesk.topic", topic=topic_of(texts, shown.topic)))
    if shown.entry is not None:
        facts.append(texts("feedbackdesk.goal", goal=goal_named(texts, shelf, shown.entry)))
    when = f"{texts.formats.moment(shown.sent_at)} ({age(texts, shown, view.now)})"
    facts += [texts("feedbackdesk.sent", moment=when), _author(texts, view, author), _seen_by(texts, view)]
    facts.append(_care(texts, actor, view))
    if shown.due_on:
        late = texts.plain("feedbackdesk.overdue") if shown.is_overdue(view.today) else ""
        day = f"{texts.formats.day(shown.due_on)} {late}".strip()
        facts.append(texts("feedbackdesk.due", day=day))
    if view.n_supports:
        facts.append(texts("feedbackdesk.supported", n=view.n_supports))
    if view.files:
        facts.append(texts("feedbackdesk.attached", files=files_of(texts, view.files)))
    if view.n_merged:
        facts.append(texts("feedbackdesk.with_merged", n=view.n_merged))
    if shown.merged_into is not None:
        facts.append(texts("feedbackdesk.merged_under", number=str(shown.merged_into)))
    return facts


def _author(texts: Texts, view: DeskView, author: str | None) -> Html:
    """Name who wants to be known, and nobody else."""
    shown = view.feedback
    if shown.person is None:
        return texts("feedbackdesk.author_gone")
    if not shown.is_named:
        return texts("feedbackdesk.author_hidden")
    return texts("feedbackdesk.author", name=author) if author else texts("feedbackdesk.author_unknown")


def _seen_by(texts: Texts, view: DeskView) -> Html:
    if view.feedback.is_public:
        return texts("feedbackdesk.public")
    return texts("feedbackdesk.offered") if view.feedback.is_offered else texts("feedbackdesk.private")


def _care(texts: Texts, actor: Actor, view: DeskView) -> Html:
    assignee = view.feedback.assignee
    if assignee is None:
        return texts("feedbackdesk.nobodys")
    if assignee == actor.id:
        return texts("feedbackdesk.yours")
    return texts("feedbackdesk.colleagues", number=assignee)


def _speaker(texts: Texts, turn: Turn) -> Html:
    when = texts.formats.moment(turn.said_at)
    if not turn.by_staff:
        return texts("feedbackdesk.turn_author", moment=when)
    return texts("feedbackdesk.turn_question" if turn.is_question else "feedbackdesk.turn_answer", moment=when)


def _turn(texts: Texts, turn: Turn) -> str:
    return f"{_speaker(texts, turn)}\n{_short(turn.text, MAX_TURN)}"


def _short(text: str, length: int) -> str:
    """Keep the lines of a text that is short enough; escaped."""
    return escape(text if len(text) <= length else shorten(text, length))


def _is_cut(view: DeskView, length: int) -> bool:
    return (
        len(view.turns) > N_TURNS
        or len(view.feedback.text) > length
        or any(len(turn.text) > MAX_TURN for turn in view.turns)
    )


def _acts(texts: Texts, actor: Actor, view: DeskView) -> list[Row]:
    """What may be done in this state; the service checks it again."""
    shown, key = view.feedback, view.feedback.id
    if shown.merged_into is not None:
        return [(press(texts.plain("feedbackdesk.open_main"), OpenDeskCard(shown.merged_into)),)]
    merge = press(texts.plain("feedbackdesk.merge"), ChooseDuplicate(key))
    goal = press(texts.plain("feedbackdesk.link"), ChooseGoal(key))
    if shown.state is FeedbackState.CLOSED:
        return [(press(texts.plain("feedbackdesk.reopen"), ReopenFeedback(key)),), (goal, merge)]
    if shown.state not in LIVE:
        return []
    words: Row = (press(texts.plain("feedbackdesk.answer"), AnswerFeedback(key)),)
    if shown.person is not None and view.n_asked < MAX_TURNS:
        words += (press(texts.plain("feedbackdesk.ask"), AskBack(key)),)
    rows = [words, _care_row(texts, actor, view)]
    rows.append((press(texts.plain("feedbackdesk.deadline"), ChooseDeadline(key)), goal))
    if shown.state not in UNSETTLED:
        rows[-1] = (goal,)
    show: Row = ()
    if shown.is_public:
        show = (press(texts.plain("feedbackdesk.keep_private"), ShowFeedback(key, "private")),)
    elif shown.is_offered:
        show = (press(texts.plain("feedbackdesk.show"), ShowFeedback(key, "public")),)
    return [*rows, (*show, merge), (press(texts.plain("feedbackdesk.close"), CloseFeedback(key, 0)),)]


def _care_row(texts: Texts, actor: Actor, view: DeskView) -> Row:
    shown = view.feedback
    give = press(texts.plain("feedbackdesk.assign"), ChooseColleague(shown.id))
    if shown.assignee == actor.id or actor.id is None:
        return (give,)
    said = texts.plain("feedbackdesk.take" if shown.assignee is None else "feedbackdesk.take_over")
    return (press(said, AssignFeedback(shown.id, actor.id, shown.assignee or 0)), give)


def _act(texts: Texts, shelf: Shelf, act: Act, me: int | None) -> str:
    """Say who did what, and when."""
    by = who(texts, act, me) if act.role in set(Role) else texts.plain("feedbackdesk.by_author")
    when = f"{texts.formats.moment(act.acted_at)} · {by}"
    return f"<i>{escape(when)}</i>\n{escape(done(texts, act, shelf.by_id.get))}"
