"""Write feedback: what is asked, the draft with everything that may be added, what was sent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from bot.domain.feedback import MAX_FILES, TOPICS, Draft, Feedback
from bot.domain.messages import Button, Reply
from bot.domain.wording import shorten
from bot.reports.feedback import files_of, topic_of
from bot.services.entries import Shelf
from bot.texts import Texts
from bot.texts.naming import label, name_of
from handlers.callbacks import (
    AddToDraft,
    BeNamed,
    ChooseSettlement,
    ChooseTopic,
    DropDraft,
    DropFiles,
    EditText,
    Offer,
    OpenAppealsLaw,
    OpenDraft,
    OpenMenu,
    OpenMine,
    OpenProposals,
    SendFeedback,
    SetSettlement,
    SetTopic,
    SupportInstead,
    WriteFeedback,
    WriteTo,
)
from handlers.views.buttons import Row, cancel_row, cut, menu_row, pager, press
from knowledge.model import Community, Entry

PAGE = 10
MAX_GOAL = 300
MAX_ALIKE = 150

Alike = Sequence[tuple[int, str]]
"""Numbers and texts of what says nearly the same."""


def choose_community(texts: Texts, communities: Iterable[Community], *, is_written: bool = False) -> Reply:
    """Ask for which hromada it is; `is_written`: its text is there already."""
    rows = [(press(name_of(texts, community), WriteTo(community.id)),) for community in communities]
    return Reply(texts("feedback.where_kept" if is_written else "feedback.where"), (*rows, cancel_row(texts)))


def ask(texts: Texts, community: Community, goal: Entry | None) -> Reply:
    """Ask for the text, with all that must be known before one writes."""
    about = [texts("feedback.goal", goal=_goal(goal))] if goal else []
    said = [texts("feedback.ask"), texts("feedback.to", community=name_of(texts, community)), *about]
    said.append(texts("feedback.no_appeal"))
    proposals = (press(texts.plain("proposals.button"), OpenProposals(community.id, 0)),)
    return Reply("\n\n".join(said), (_appeals_law(texts), proposals, cancel_row(texts)))


def draft(texts: Texts, shelf: Shelf, shown: Draft, alike: Alike, *, has_settlements: bool, said: str = "") -> Reply:
    """Show what will be sent; `said` is what was just done with it."""
    parts = [*([said] if said else []), texts("feedback.draft")]
    parts.append(f"«{escape(shown.text)}»" if shown.text else texts("feedback.no_text"))
    parts.append("\n".join(_details(texts, shelf, shown)))
    if alike:
        parts.append("\n".join([texts("feedback.alike"), *(f"• {_quoted(text)}" for _, text in alike)]))
    if shown.text:
        parts.append(texts("feedback.more"))
    rows: list[Row] = [(press(texts.plain("feedback.send"), SendFeedback()),)]
    rows += [(press(texts.plain("feedback.support_this", text=text), SupportInstead(key)),) for key, text in alike]
    rows += _choices(texts, shown, has_settlements=has_settlements)
    rows.append((press(texts.plain("feedback.drop"), DropDraft(0)), *_appeals_law(texts)))
    return Reply("\n\n".join(parts), tuple(rows))


def ask_text(texts: Texts) -> Reply:
    """Ask for another text; the way out leads back to the draft."""
    return Reply(texts("feedback.ask_text"), ((press(texts.plain("flows.cancel"), OpenDraft()),),))


def with_offer_to_add(texts: Texts, reply: Reply, message: int) -> Reply:
    """Put under an answer that what was asked can be added to the draft instead."""
    return replace(reply, buttons=(*reply.buttons, (press(texts.plain("feedback.add_this"), AddToDraft(message)),)))


def with_offer_to_send(texts: Texts, reply: Reply) -> Reply:
    """Put over an answer that staff do not read replies to a broadcast, and under it how they will read this one."""
    send = (press(texts.plain("feedback.send_reply"), WriteFeedback(0)),)
    return replace(reply, text=f"{texts('feedback.reply_unread')}\n\n{reply.text}", buttons=(send, *reply.buttons))


def topics(texts: Texts) -> Reply:
    """Offer the list of topics, two in a row."""
    named = [press(topic_of(texts, topic), SetTopic(place)) for place, topic in enumerate(TOPICS, start=1)]
    rows: list[Row] = [tuple(named[place : place + 2]) for place in range(0, len(named), 2)]
    rows.append((press(texts.plain("feedback.no_topic"), SetTopic(0)),))
    return Reply(texts("feedback.ask_topic"), (*rows, _back(texts)))


def settlements(texts: Texts, names: Sequence[str], page: int) -> Reply:
    page, n_pages, part = cut(list(enumerate(names, start=1)), page, PAGE)
    rows: list[Row] = [(press(name, SetSettlement(place)),) for place, name in part]
    rows += pager(texts, page, n_pages, [ChooseSettlement(number) for number in range(n_pages)])
    rows.append((press(texts.plain("feedback.no_settlement"), SetSettlement(0)),))
    return Reply(texts("feedback.ask_settlement"), (*rows, _back(texts)))


def ask_to_drop(texts: Texts) -> Reply:
    return Reply(
        texts("feedback.ask_to_drop"),
        ((press(texts.plain("feedback.drop_surely"), DropDraft(1)),), _back(texts)),
    )


def dropped(texts: Texts) -> Reply:
    again = (press(texts.plain("feedback.another"), WriteFeedback(0)),)
    return Reply(texts("feedback.dropped"), (again, (press(texts.plain("menu.button"), OpenMenu()),)))


def sent(texts: Texts, new: Feedback) -> Reply:
    """Confirm with the number, and lead to where one sees what becomes of it."""
    said = texts("feedback.sent_and_held" if new.is_held else "feedback.sent", number=new.id)
    rows = ((press(texts.plain("my.button"), OpenMine(0)),), _appeals_law(texts), menu_row(texts))
    return Reply("\n\n".join([said, texts("feedback.no_appeal")]), rows)


def appeals_law(texts: Texts) -> Reply:
    return Reply(
        texts("feedback.appeals_law"),
        ((press(texts.plain("feedback.write"), WriteFeedback(0)),), (press(texts.plain("menu.button"), OpenMenu()),)),
    )


def refused(texts: Texts, key: str, **params: object) -> Reply:
    """Say what cannot be taken; the question stays open."""
    return still_asked(texts, texts(key, **params))


def still_asked(texts: Texts, said: str) -> Reply:
    return Reply(said, (cancel_row(texts),))


def about(texts: Texts, shelf: Shelf, what: Draft | Feedback) -> list[str]:
    """Name the goal, the topic and the settlement, as far as there are any; escaped."""
    said: list[str] = []
    if goal := shelf.by_id.get(what.entry or 0):
        said.append(texts("feedback.goal", goal=_goal(goal)))
    if what.topic:
        said.append(texts("feedback.topic", topic=topic_of(texts, what.topic)))
    if what.settlement:
        said.append(texts("feedback.settlement", name=what.settlement))
    return said


def _details(texts: Texts, shelf: Shelf, shown: Draft) -> list[str]:
    said: list[str] = []
    if shown.files:
        said.append(texts("feedback.files", files=files_of(texts, shown.files)))
    if len(shown.files) == MAX_FILES:
        said.append(texts("feedback.full", limit=MAX_FILES))
    if community := shelf.community(shown.community):
        said.append(texts("feedback.to", community=name_of(texts, community)))
    said += about(texts, shelf, shown)
    said.append(texts("feedback.named" if shown.is_named else "feedback.anonymous"))
    said.append(texts("feedback.offered" if shown.is_offered else "feedback.private"))
    return said


def _choices(texts: Texts, shown: Draft, *, has_settlements: bool) -> list[Row]:
    edit = texts.plain("feedback.edit" if shown.text else "feedback.write_text")
    first: list[Button] = [press(edit, EditText())]
    if shown.files:
        first.append(press(texts.plain("feedback.drop_files"), DropFiles()))
    second: list[Button] = [press(texts.plain("feedback.choose_topic"), ChooseTopic())]
    if has_settlements:
        second.append(press(texts.plain("feedback.choose_settlement"), ChooseSettlement(0)))
    named = texts.plain("feedback.be_anonymous" if shown.is_named else "feedback.be_named")
    offered = texts.plain("feedback.keep_private" if shown.is_offered else "feedback.offer")
    return [
        tuple(first),
        tuple(second),
        (press(named, BeNamed(int(not shown.is_named))),),
        (press(offered, Offer(int(not shown.is_offered))),),
    ]


def _quoted(text: str) -> str:
    return f"«{escape(shorten(text, MAX_ALIKE))}»"


def _goal(goal: Entry) -> str:
    return shorten(f"{label(goal)} {goal.text}", MAX_GOAL)


def _appeals_law(texts: Texts) -> Row:
    return (press(texts.plain("feedback.how_to_appeal"), OpenAppealsLaw()),)


def _back(texts: Texts) -> Row:
    return (press(texts.plain("feedback.back"), OpenDraft()),)
