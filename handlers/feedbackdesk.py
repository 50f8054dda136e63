"""Feedback on staff's desk: the list, one card, who takes care of it, until when, who sees it, whether it is over."""

import asyncio
from datetime import timedelta

from bot.domain.errors import NotFound
from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import feedbackacts as acts
from handlers.views import feedbackcard as cards
from handlers.views import feedbackdesk as views


async def open_desk(context: Context, press: callbacks.OpenFeedbackDesk) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    desk, wanted = context.services.feedbackdesk, views.wanted_by(press)
    items, is_more = await desk.listed(context.actor, wanted, press.page)
    load = await desk.load(context.actor)
    shelf = context.services.entries.shelf
    return views.desk(context.texts, shelf, items, wanted, load, press.page, context.services.clock(), is_more=is_more)


async def filter_feedback(context: Context, press: callbacks.FilterFeedback) -> Said:
    topics, entries = await context.services.feedbackdesk.subjects(context.actor)
    return views.filters(context.texts, context.services.entries.shelf, views.wanted_by(press), topics, entries)


async def open_card(context: Context, press: callbacks.OpenDeskCard) -> Said:
    return await show(context, press.feedback)


async def show(context: Context, key: int, said: str = "") -> Reply:
    """Draw the card of a piece of feedback for staff; a question that was open is not waited for any more.

    Errors: `NotAllowed`, `NotFound`.
    """
    view = await context.services.feedbackdesk.view(context.actor, key)
    context.actor = await context.services.flows.close(context.actor)
    author = await context.names.of(view.author) if view.author is not None else None
    return cards.card(context.texts, context.actor, context.services.entries.shelf, view, author, said)


async def open_talk(context: Context, press: callbacks.OpenTalk) -> Said:
    view = await context.services.feedbackdesk.view(context.actor, press.feedback)
    return cards.talk(context.texts, view, press.page)


async def send_files(context: Context, press: callbacks.SendFeedbackFiles) -> Said:
    """Send the files themselves; they stay at Telegram, which may keep one no longer."""
    view = await context.services.feedbackdesk.view(context.actor, press.feedback)
    sent = [await context.outlet.send_file(context.actor.telegram_id, file) for file in view.files]
    if not all(file.is_opened for file in view.files):
        return Toast(context.texts.plain("feedbackdesk.files_unopened"), alert=True)
    if all(sent):
        return Toast(context.texts.plain("feedbackdesk.files_sent"))
    return Toast(context.texts.plain("feedbackdesk.files_lost", number=sent.count(False)), alert=True)


async def open_trail(context: Context, press: callbacks.OpenFeedbackTrail) -> Said:
    await context.services.feedbackdesk.view(context.actor, press.feedback)
    done = await context.services.moderation.trail(context.actor, press.feedback)
    shelf = context.services.entries.shelf
    return cards.trail(context.texts, shelf, press.feedback, done, context.actor.id, press.page)


async def choose_colleague(context: Context, press: callbacks.ChooseColleague) -> Said:
    view = await context.services.feedbackdesk.view(context.actor, press.feedback)
    found = await context.services.feedbackdesk.colleagues(context.actor)
    names = await asyncio.gather(*(context.names.of(telegram_id) for _, telegram_id in found))
    named = [(number, name) for (number, _), name in zip(found, names, strict=True)]
    return acts.choose_colleague(context.texts, view, named, context.actor.id)


async def assign(context: Context, press: callbacks.AssignFeedback) -> Said:
    await context.services.feedbackdesk.assign(context.actor, press.feedback, press.colleague, press.previous or None)
    own = press.colleague == context.actor.id
    said = context.texts("feedbackdesk.taken" if own else "feedbackdesk.assigned")
    return await show(context, press.feedback, said)


async def set_deadline(context: Context, press: callbacks.SetDeadline) -> Said:
    desk = context.services.feedbackdesk
    if press.days not in (0, *acts.IN_DAYS):
        raise NotFound("feedback.gone")
    due_on = desk.today + timedelta(days=press.days) if press.days else None
    await desk.set_deadline(context.actor, press.feedback, due_on)
    return await show(context, press.feedback, context.texts("feedbackdesk.saved"))


async def link_goal(context: Context, press: callbacks.LinkGoal) -> Said:
    await context.services.feedbackdesk.link(context.actor, press.feedback, press.entry or None)
    return await show(context, press.feedback, context.texts("feedbackdesk.saved"))


async def show_feedback(context: Context, press: callbacks.ShowFeedback) -> Said:
    public = press.how == "public"
    await context.services.feedbackdesk.show(context.actor, press.feedback, public=public)
    said = context.texts("feedbackdesk.shown" if public else "feedbackdesk.kept_private")
    return await show(context, press.feedback, said)


async def merge(context: Context, press: callbacks.MergeFeedback) -> Said:
    desk = context.services.feedbackdesk
    if not press.sure:
        view, other = [await desk.view(context.actor, key) for key in (press.feedback, press.into)]
        return acts.check_merge(context.texts, view, other)
    await desk.merge(context.actor, press.feedback, press.into)
    return await show(context, press.into, context.texts("feedbackdesk.merged"))


async def close(context: Context, press: callbacks.CloseFeedback) -> Said:
    desk = context.services.feedbackdesk
    if not press.sure:
        return acts.ask_to_close(context.texts, await desk.view(context.actor, press.feedback))
    await desk.close(context.actor, press.feedback)
    return await show(context, press.feedback, context.texts("feedbackdesk.closed"))


async def reopen(context: Context, press: callbacks.ReopenFeedback) -> Said:
    await context.services.feedbackdesk.reopen(context.actor, press.feedback)
    return await show(context, press.feedback, context.texts("feedbackdesk.reopened"))
