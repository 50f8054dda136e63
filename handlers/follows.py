"""Follow goals, read what is new there, say what one sees. No follow is ever read from a ballot."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.errors import NotFound
from bot.domain.messages import Reply, Toast
from bot.domain.progress import Follow, FollowKind, Sight
from bot.services.progress import is_promise
from bot.transport.context import Context
from handlers import callbacks, entries
from handlers.reply import Done, Said
from handlers.views import follows as views


async def follow_goal(context: Context, press: callbacks.FollowGoal) -> Said:
    toast = await _follow(context, Follow(FollowKind.ENTRY, str(press.entry)), press.value)
    return Done(await entries.card(context, press.entry, press.page, press.question), toast)


async def follow_community(context: Context, press: callbacks.FollowCommunity) -> Said:
    toast = await _follow(context, Follow(FollowKind.COMMUNITY, press.community), press.value)
    community = context.services.entries.shelf.library.communities.get(press.community)
    if community is None:
        raise NotFound("entries.gone")
    return Done(await entries.community_card(context, community), toast)


async def offer_goals(context: Context, press: callbacks.OfferGoals) -> Said:
    return await _offered(context, press.round, press.page)


async def follow_option(context: Context, press: callbacks.FollowOption) -> Said:
    toast = await _follow(context, Follow(FollowKind.ENTRY, str(press.entry)), press.value)
    return Done(await _offered(context, press.round, press.page), toast)


async def open_followed(context: Context, press: callbacks.OpenFollowed) -> Said:
    return await _followed(context, press.page)


async def stop_following(context: Context, press: callbacks.StopFollowing) -> Said:
    if press.what not in set(FollowKind):
        raise NotFound("entries.gone")
    toast = await _follow(context, Follow(FollowKind(press.what), press.key), 0)
    return Done(await _followed(context, 0), toast)


async def open_news(context: Context, press: callbacks.OpenNews) -> Said:
    found = await context.services.progress.news(context.actor, datetime.fromtimestamp(press.since, UTC))
    named = [one.entry for one in found] + _goals(one.heard_by for one in found)
    wordings = await _wordings(context, named)
    shelf = context.services.entries.shelf
    return views.news(context.texts, shelf, found, wordings, press.since, press.page)


async def see(context: Context, press: callbacks.See) -> Said:
    """Keep the answer and show the goal; who has more to say is asked on."""
    if press.how not in set(Sight):
        raise NotFound("progress.gone")
    entry = await context.services.progress.see(context.actor, press.report, Sight(press.how))
    toast = Toast(context.texts.plain("follows.seen_saved"))
    more = await context.services.progress.to_see(context.actor)
    if more is not None:
        return Done(views.ask_next(context.texts, context.services.entries.shelf, more), toast)
    return Done(await entries.card(context, entry), toast)


async def _follow(context: Context, what: Follow, value: int) -> Toast:
    progress = context.services.progress
    await (progress.follow if value else progress.unfollow)(context.actor, what)
    return Toast(context.texts.plain("follows.followed" if value else "follows.stopped"))


async def _followed(context: Context, page: int) -> Reply:
    known = await context.services.progress.followed(context.actor)
    shelf = context.services.entries.shelf
    return views.followed(context.texts, shelf, known, await _wordings(context, _goals(known)), page)


async def _offered(context: Context, key: int, page: int) -> Reply:
    """List the goals of a round, those that the voter chose first: the list is theirs alone, and is not kept."""
    paper = await context.services.ballots.open(context.actor, key)
    shelf = context.services.entries.shelf
    linked = [option for option in paper.order if option.entry is not None and is_promise(shelf, option.entry)]
    linked.sort(key=lambda option: option.id not in paper.choices)
    goals = list(dict.fromkeys(option.entry for option in linked if option.entry is not None))
    known = await context.services.progress.followed(context.actor)
    return views.offered(context.texts, shelf, paper.round, goals, known, page)


def _goals(known: Iterable[Follow]) -> list[int]:
    return [int(what.key) for what in known if what.kind is FollowKind.ENTRY]


async def _wordings(context: Context, numbers: Iterable[int]) -> views.Wordings:
    return {number: await context.services.progress.wording(number) for number in numbers}
