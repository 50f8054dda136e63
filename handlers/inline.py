"""Share a goal in any chat: @bot and a few words; without words, also the rounds in which one can vote."""

from telegram import Update

from bot.domain.messages import Shared
from bot.domain.rounds import Phase
from bot.transport.context import Context
from handlers.rounds import new_label
from handlers.views import entries as views
from handlers.views import rounds as round_views

N_RESULTS = 10
CACHE_S = 60


async def offer(update: Update, context: Context) -> None:
    query = update.inline_query
    assert query is not None
    results = await _found(context, query.query.strip())
    await context.outlet.offer(query.id, results, cache_s=CACHE_S, personal=True)


async def _found(context: Context, text: str) -> list[Shared]:
    """Find by number («№12», as the share button writes it) or by words; without words, open rounds and top goals."""
    shelf = context.services.entries.shelf
    if text.startswith("№") and text[1:].isdecimal():
        entry = shelf.by_id.get(int(text[1:]))
        found = [entry] if entry else []
    elif text:
        answer = await shelf.ask(text, community=context.actor.community)
        found = [hit.entry for hit in answer.hits] if answer.verdict.answered else []
    else:
        own = shelf.community(context.actor.community)
        documents = shelf.library.documents_of(own.id) if own else shelf.library.documents.values()
        found = [entry for document in documents if document.official for entry in shelf.library.top(document.id)]
    username = context.surroundings.bot_username
    rounds = [] if text else await _open_rounds(context)
    goals = [views.shared(context.texts, shelf, entry, username) for entry in found]
    return [*rounds, *goals][:N_RESULTS]


async def _open_rounds(context: Context) -> list[Shared]:
    announced = await context.services.rounds.announced(context.actor.community)
    username = context.surroundings.bot_username
    return [
        round_views.shared(context.texts, round_, phase, username, new_label())
        for round_, phase in announced
        if phase is Phase.OPEN
    ]
