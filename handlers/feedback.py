"""Write feedback: one text and «send»; everything else is a button on the draft, which is kept until it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.feedback import TOPICS, Draft
from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from handlers import callbacks
from handlers.consent import ask_consent
from handlers.reply import Done, Said
from handlers.views import feedback as views

WHERE, TEXT, DRAFT = "feedback_where", "feedback_text", "feedback_draft"
"""The bot asked for the hromada; for the text; the draft is open. While it is, what is written is a question."""

REPLIED = "feedback_replied"
"""Somebody replied to a broadcast, which nobody reads unless they send it as feedback."""


async def feedback(context: Context, message: Message) -> Reply:
    return await begin(context, 0)


async def write(context: Context, press: callbacks.WriteFeedback) -> Said:
    return await begin(context, press.entry)


async def write_to(context: Context, press: callbacks.WriteTo) -> Said:
    return await begin(context, 0, press.community)


async def begin(context: Context, entry: int, community: str | None = None) -> Reply:
    """Ask for the text; what was not sent yet comes first. Without consent nothing can be kept."""
    if not context.actor.consented:
        return await ask_consent(context, f"f{entry or ''}")
    if draft := await context.services.drafts.find(context.actor):
        return await card(context, draft, context.texts("feedback.unsent"))
    shelf = context.services.entries.shelf
    goal = shelf.entry(entry) if entry else None
    known = shelf.library.community_of(goal) if goal else shelf.community(community or context.actor.community)
    if known is None:
        context.actor = await context.services.flows.open(context.actor, WHERE, **_written_already(context))
        return views.choose_community(context.texts, shelf.library.communities.values())
    if not entry and (written := _written_already(context)):
        kept = await context.services.drafts.keep(context.actor, Draft(known.id, **written))
        return await card(context, kept)
    context.actor = await context.services.flows.open(context.actor, TEXT, community=known.id, entry=entry or None)
    return views.ask(context.texts, known, goal)


def _written_already(context: Context) -> Mapping[str, Any]:
    """The text that somebody wrote before they said for which hromada, or that it is feedback."""
    flow = context.actor.flow
    return flow.data if flow is not None and flow.kind in (WHERE, REPLIED) else {}


async def open_draft(context: Context, press: callbacks.OpenDraft) -> Said:
    return await card(context, await context.services.drafts.open(context.actor))


async def edit_text(context: Context, press: callbacks.EditText) -> Said:
    draft = await context.services.drafts.open(context.actor)
    await _open(context, TEXT, draft)
    return views.ask_text(context.texts)


async def drop_files(context: Context, press: callbacks.DropFiles) -> Said:
    return await _changed(context, files=())


async def choose_topic(context: Context, press: callbacks.ChooseTopic) -> Said:
    return views.topics(context.texts)


async def set_topic(context: Context, press: callbacks.SetTopic) -> Said:
    return await _changed(context, topic=_picked(TOPICS, press.topic))


async def choose_settlement(context: Context, press: callbacks.ChooseSettlement) -> Said:
    draft = await context.services.drafts.open(context.actor)
    names = await context.services.settlements.of(draft.community)
    return views.settlements(context.texts, names, press.page)


async def set_settlement(context: Context, press: callbacks.SetSettlement) -> Said:
    draft = await context.services.drafts.open(context.actor)
    names = await context.services.settlements.of(draft.community)
    return await _changed(context, settlement=_picked(names, press.place))


async def be_named(context: Context, press: callbacks.BeNamed) -> Said:
    return await _changed(context, is_named=bool(press.wanted))


async def offer(context: Context, press: callbacks.Offer) -> Said:
    return await _changed(context, is_offered=bool(press.wanted))


async def support_instead(context: Context, press: callbacks.SupportInstead) -> Said:
    """Support what says the same. The draft stays: only its author knows whether it says more."""
    await context.services.feedback.support(context.actor, press.feedback)
    draft = await context.services.drafts.open(context.actor)
    return await card(context, draft, context.texts("feedback.supported_instead"))


async def drop_draft(context: Context, press: callbacks.DropDraft) -> Said:
    if not press.sure:
        return views.ask_to_drop(context.texts)
    context.actor = await context.services.flows.close(context.actor)
    await context.services.drafts.drop(context.actor)
    return views.dropped(context.texts)


async def send_feedback(context: Context, press: callbacks.SendFeedback) -> Said:
    """Send the draft; a second tap finds it sent."""
    new = await context.services.feedback.send(context.actor, await context.services.drafts.open(context.actor))
    context.actor = await context.services.flows.close(context.actor)
    return Done(views.sent(context.texts, new), Toast(context.texts.plain("feedback.is_sent")))


async def open_appeals_law(context: Context, press: callbacks.OpenAppealsLaw) -> Said:
    return views.appeals_law(context.texts)


async def card(context: Context, draft: Draft, said: str = "") -> Reply:
    """Show the draft; the bot waits for a text exactly as long as there is none."""
    await _open(context, DRAFT if draft.text else TEXT, draft)
    alike = await context.services.duplicates.to_support(context.actor, draft)
    names = await context.services.settlements.of(draft.community)
    shelf = context.services.entries.shelf
    return views.draft(context.texts, shelf, draft, alike, has_settlements=bool(names), said=said)


async def _changed(context: Context, **fields: object) -> Reply:
    draft = replace(await context.services.drafts.open(context.actor), **fields)  # type: ignore[arg-type]
    return await card(context, await context.services.drafts.keep(context.actor, draft))


async def _open(context: Context, kind: str, draft: Draft) -> None:
    """Wait for the text, or let the draft lie open; what was written beside it can still be added."""
    said = context.actor.flow.data.get("said", {}) if context.actor.flow else {}
    data = {"community": draft.community, "entry": draft.entry, "message": draft.message, "said": said}
    context.actor = await context.services.flows.open(context.actor, kind, **data)


def _picked(names: Sequence[str], place: int) -> str | None:
    """Return what stands at a place counted from 1; None for 0.

    Errors: `NotFound` for a place that the list does not have any more.
    """
    if place > len(names):
        raise NotFound("feedback.list_changed")
    return names[place - 1] if place else None
