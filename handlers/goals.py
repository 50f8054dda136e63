"""Make goals of the hromada's documents options of a round."""

from bot.domain.errors import NotFound
from bot.services.goals import as_options, documents_to_vote_on, same_level
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import sheets as views
from knowledge.model import Level


async def pick_document(context: Context, press: callbacks.PickDocument) -> Said:
    view = await context.services.rounds.manage(context.actor, press.round)
    known = documents_to_vote_on(context.services.entries.shelf, view.round.community)
    return views.documents(context.texts, view, known)


async def pick_level(context: Context, press: callbacks.PickLevel) -> Said:
    view = await context.services.rounds.manage(context.actor, press.round)
    shelf = context.services.entries.shelf
    votable = documents_to_vote_on(shelf, view.round.community)
    own = [entry for entry in shelf.library.entries if entry.document == press.document]
    levels = [goals for level in Level if (goals := [entry for entry in own if entry.level is level])]
    if not levels or shelf.library.documents[press.document] not in votable:
        raise NotFound("entries.gone")
    return views.levels(context.texts, shelf, view, levels)


async def pick_goals(context: Context, press: callbacks.PickGoals) -> Said:
    return await _goals(context, press.round, press.entry, press.page)


async def put_goal(context: Context, press: callbacks.PutGoal) -> Said:
    shelf = context.services.entries.shelf
    rounds = context.services.rounds
    entry = shelf.entry(press.entry)
    if press.value:
        await rounds.add_options(context.actor, press.round, as_options(shelf, [entry]))
    else:
        view = await rounds.manage(context.actor, press.round)
        for option in view.sheet.options:
            if option.entry == press.entry:
                await rounds.remove_option(context.actor, press.round, option.id)
    return await _goals(context, press.round, press.entry, press.page)


async def put_level(context: Context, press: callbacks.PutLevel) -> Said:
    shelf = context.services.entries.shelf
    goals = as_options(shelf, same_level(shelf, shelf.entry(press.entry)))
    n_new = await context.services.rounds.add_options(context.actor, press.round, goals)
    view = await context.services.rounds.manage(context.actor, press.round)
    return views.options(context.texts, view, 0, context.texts("sheets.added", n=n_new))


async def _goals(context: Context, key: int, entry: int, page: int) -> Said:
    view = await context.services.rounds.manage(context.actor, key)
    shelf = context.services.entries.shelf
    return views.goals(context.texts, shelf, view, same_level(shelf, shelf.entry(entry)), page)
