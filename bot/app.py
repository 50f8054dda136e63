"""The only place that knows everybody: what is built from what, and what starts and stops when."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr
from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import BaseRequest

from bot.aside import aside, confined
from bot.domain.people import Locale
from bot.domain.terms import Terms
from bot.domain.time import Clock, utc_now
from bot.memory import large_build
from bot.outgoing import make_outbox, make_post, teller
from bot.services import Services
from bot.services.accounts import Accounts
from bot.services.addresses import Addresses
from bot.services.alarms import Alarms
from bot.services.answers import Answers
from bot.services.audiences import Audiences
from bot.services.backups import Backups
from bot.services.ballots import Ballots
from bot.services.broadcastfiles import BroadcastFiles
from bot.services.broadcastreaders import BroadcastReaders
from bot.services.broadcastruns import BroadcastRuns
from bot.services.broadcasts import Broadcasts
from bot.services.chain import Chain
from bot.services.counting import Counting
from bot.services.digests import Digests
from bot.services.disputes import Disputes
from bot.services.drafts import Drafts
from bot.services.duplicates import Duplicates
from bot.services.editions import Editions
from bot.services.entries import BuildIndex, Entries
from bot.services.faq import Faq
from bot.services.feedback import FeedbackBox
from bot.services.feedbackdesk import FeedbackDesk
from bot.services.flows import Flows
from bot.services.gaps import Gaps
from bot.services.goaldesk import GoalDesk
from bot.services.invitations import Invitations
from bot.services.keepingup import KeepingUp
from bot.services.letters import Letters
from bot.services.moderation import Moderation
from bot.services.notices import Notices
from bot.services.outbox import Outbox
from bot.services.pace import Pace
from bot.services.people import People
from bot.services.personal import PersonalData
from bot.services.ports import FromTelegram
from bot.services.post import Post
from bot.services.progress import Progress
from bot.services.questions import Questions
from bot.services.reports import Reports
from bot.services.restrictions import Restrictions
from bot.services.retention import Retention
from bot.services.rounds import Rounds
from bot.services.sessions import Sessions
from bot.services.settlements import Settlements
from bot.services.subscriptions import Subscriptions
from bot.services.timers import Timers
from bot.services.today import Today
from bot.services.trail import Trail
from bot.services.trust import Trusts
from bot.services.uploads import Uploads
from bot.services.watch import Limits, Watch
from bot.services.words import Words
from bot.settings import MeaningMode, Settings
from bot.storage.backups import back_up_before_update
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.presence import Presence, join
from bot.texts import Languages
from bot.transport.connection import make_bot, say_hello
from bot.transport.context import Context, Surroundings
from bot.transport.files import TelegramFiles
from bot.transport.intake import Intake
from bot.transport.live import LiveCards
from bot.transport.names import TelegramNames
from bot.transport.outlet import TelegramOutlet
from bot.transport.profile import show_profile
from bot.transport.reading import Telegram, process_by
from bot.transport.sharing import Sharing
from bot.transport.workers import Workers
from bot.vitals import Living, start
from handlers.previews import preview_by
from handlers.routes import MENUS, add_routes
from knowledge import documents
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon
from knowledge.lexicon.own import OwnWords
from knowledge.library import Library
from knowledge.meaning import Meaning
from knowledge.meaning import load as load_meaning

log = structlog.get_logger()


async def bring_up_to_date(database: Database, settings: Settings, clock: Clock = utc_now) -> None:
    """Open a database and bring its schema up to date; a copy is kept before.

    Errors: `Unavailable` when it cannot be used.
    """
    await database.open()
    await migrate(database, partial(back_up_before_update, settings.database_url, settings.backup_dir, clock()))


@asynccontextmanager
async def open_services(
    settings: Settings, *, clock: Clock = utc_now, build_index: BuildIndex | None = None
) -> AsyncIterator[tuple[Database, Services]]:
    """Open the database, bring it up to date and publish what ships with Viche. Searching needs `load()` besides.

    Errors: `Unavailable` when the database cannot be used.
    """
    database = Database(settings.database_url)
    entries = Entries(database, clock, build_index or index_builder())
    try:
        await bring_up_to_date(database, settings, clock)
        await entries.publish_missing(await asyncio.to_thread(documents.load))
        await entries.read()
        people = People(database, clock, settings.voter_secret)
        ukrainian = Languages(settings.timezone)[Locale.UK]
        gaps = Gaps(database, clock, entries)
        answers = Answers(
            database, clock, settings.timezone, entries, gaps, lambda name: ukrainian.plain("faq.title", name=name)
        )
        duplicates = Duplicates(database, clock, entries)
        editions = Editions(database, clock, settings.timezone, entries)
        progress = Progress(database, clock, settings.timezone, entries)
        digests = Digests(database, clock, settings.timezone, entries, shipped_lexicon, aside)
        counting = Counting(database, clock, settings.timezone, aside)
        audiences = Audiences(database, clock, entries, settings.pushes_per_month)
        letters = Letters(database, clock, is_on=settings.has_letters)
        yield (
            database,
            Services(
                clock=clock,
                people=people,
                personal=PersonalData(database, clock, people, settings.voter_secret),
                accounts=Accounts(database, clock, people),
                sessions=Sessions(database, clock, people),
                invitations=Invitations(database, clock, people),
                addresses=Addresses(database, clock),
                letters=letters,
                entries=entries,
                questions=Questions(database, clock, entries, people, gaps),
                editions=editions,
                uploads=Uploads(database, clock, entries, editions, confined),
                words=Words(database, clock, entries, shipped_lexicon),
                gaps=gaps,
                answers=answers,
                faq=Faq(database, clock, entries, answers),
                drafts=Drafts(database, clock),
                duplicates=duplicates,
                settlements=Settlements(database),
                feedback=FeedbackBox(database, clock),
                feedbackdesk=FeedbackDesk(database, clock, settings.timezone, entries, duplicates),
                moderation=Moderation(database, clock, settings.timezone, people),
                restrictions=Restrictions(database, clock, people),
                retention=Retention(database, clock, Terms.of(settings.retention)),
                progress=progress,
                goaldesk=GoalDesk(database, entries, progress),
                flows=Flows(database, clock, people),
                rounds=Rounds(database, clock, settings.timezone),
                ballots=Ballots(database, clock),
                trusts=Trusts(database, clock, settings.voter_secret),
                disputes=Disputes(database, clock, settings.timezone),
                counting=counting,
                reports=Reports(counting, entries, settings.timezone, aside),
                notices=Notices(database),
                trail=Trail(database, settings.timezone),
                chain=Chain(database, clock),
                digests=digests,
                today=Today(database, clock, settings.timezone, digests),
                subscriptions=Subscriptions(database, clock, settings.timezone, letters),
                broadcasts=Broadcasts(database, clock, settings.timezone, audiences, settings.broadcast_approval_from),
                broadcastfiles=BroadcastFiles(database),
                broadcastruns=BroadcastRuns(database, clock, settings.timezone, Pace()),
                broadcastreaders=BroadcastReaders(database, clock),
                backups=Backups(database, clock, settings.timezone, settings.voter_secret, *settings.backups),
            ),
        )
    finally:
        await entries.close()
        await database.close()


@asynccontextmanager
async def open_search(settings: Settings) -> AsyncIterator[Services]:
    """Open the services with the whole search, meaning included, ready."""
    async with open_services(settings) as (_, services):
        await services.entries.load()
        await prepare(services, settings)
        yield services


@cache
def shipped_lexicon() -> Lexicon:
    """Read the lexicon once, for the search and for the themes of digests."""
    return Lexicon.load()


def index_builder() -> BuildIndex:
    """Say how an index is made from what is published."""

    def build(library: Library, meaning: Meaning | None, own: OwnWords) -> SearchIndex:
        with large_build():
            return SearchIndex.build(library, shipped_lexicon(), meaning, own)

    return build


async def prepare(services: Services, settings: Settings) -> None:
    """Let the search know what staff taught, and reckon with meaning if that is wanted and the model is installed."""
    await services.gaps.load()
    await services.answers.load()
    meaning = await asyncio.to_thread(load_meaning) if settings.meaning is MeaningMode.AUTO else None
    if meaning:
        await services.entries.deepen(meaning)
        log.info("the search reckons with meaning now", model=meaning.name)


@dataclass(frozen=True, slots=True)
class App:
    """The running house. Whoever holds it feeds `intake`; `bot` is the way to Telegram."""

    services: Services
    database: Database
    presence: Presence
    bot: ExtBot[None]
    telegram: FromTelegram
    intake: Intake
    workers: Workers
    outbox: Outbox
    post: Post | None
    timers: Timers
    watch: Watch
    alarms: Alarms
    incidents: Counter[str]


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    request: BaseRequest | None = None,
    build_index: BuildIndex | None = None,
) -> AsyncIterator[App]:
    """Build everything and start the workers; on leaving, finish what is under way and close.

    `request` replaces the network: the demo and the tests hand in a Telegram that lives in the process. `build_index`
    replaces how the index is made.
    Errors: `Unavailable` for a database or a token that cannot be used.
    """
    async with (
        open_services(settings, clock=clock, build_index=build_index) as (database, services),
        join(settings.database_url) as presence,
    ):
        await services.entries.load()
        bot = make_bot(settings.bot_token or SecretStr(""), settings.bot_api_url, request)
        await say_hello(bot)
        languages, names = Languages(settings.timezone), TelegramNames(bot)
        outlet = TelegramOutlet(bot, services.broadcastruns.pace)
        surroundings = Surroundings(
            services=services,
            languages=languages,
            outlet=outlet,
            live=LiveCards(outlet, partial(_is_alone, presence)),
            files=TelegramFiles(bot),
            names=names,
            bot_username=bot.username,
            controller=settings.controller,
            menus=MENUS,
            public_url=settings.public_url,
        )
        telegram = _application(bot, surroundings)
        await telegram.initialize()
        workers = Workers(database, process_by(telegram), settings.workers)
        workers.start()
        intake, sharing = Intake(database, workers, presence, clock), Sharing(database, workers, presence)
        keeping_up, tell = KeepingUp(database, services.entries, services.gaps, services.answers), teller(surroundings)
        outbox = make_outbox(database, clock, settings, surroundings, tell)
        post = make_post(settings, clock, database, surroundings)
        timers = Timers(database, clock, settings.timezone, services.counting, services.subscriptions, services.uploads)
        runs: list[Living] = [keeping_up]
        if presence.is_shared:
            runs += [presence, sharing]
        pulses = [database.pulse, intake.pulse, workers.pulse, *(one.pulse for one in runs)]
        limits = Limits((settings.database_path or Path()).parent, settings.disk_low_mb, services.backups)
        watch = Watch(database, clock, settings.timezone, services.entries, limits, pulses, outbox.carried)
        alarms = Alarms(database, clock, watch, tell, has_letters=settings.has_letters)
        preparing = asyncio.create_task(prepare(services, settings), name="search")
        preparing.add_done_callback(_tell)
        background = [preparing, *map(start, runs)]
        try:
            if not presence.is_shared:
                await services.uploads.give_up(clock())
            await sharing.recover()
            await show_profile(bot, languages, MENUS, await services.people.holders())
            yield App(
                services,
                database,
                presence,
                bot,
                FromTelegram(names, preview_by(surroundings), surroundings.files),
                intake,
                workers,
                outbox,
                post,
                timers,
                watch,
                alarms,
                surroundings.incidents,
            )
        finally:
            await _end(background)
            await workers.stop()
            await surroundings.live.end()
            await telegram.shutdown()
            await bot.shutdown()


@asynccontextmanager
async def lead(app: App) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Do what one process does for all that serve: send, keep time, delete, watch. Yields what must never end."""
    runs: list[Living] = [app.services.retention, app.timers, app.outbox, *([app.post] if app.post else []), app.alarms]
    app.watch.pulses += [one.pulse for one in runs]
    works = [start(one) for one in runs]
    try:
        yield works
    finally:
        if app.post is not None:
            await app.post.finish()
        await _end(works)
        await app.outbox.end()


async def _is_alone(presence: Presence) -> bool:
    return len(await presence.living() or ()) == 1


async def _end(works: Sequence[asyncio.Task[Any]]) -> None:
    for task in works:
        task.cancel()
    await asyncio.gather(*works, return_exceptions=True)


def _tell(ended: asyncio.Task[None]) -> None:
    """Log why the search could not be prepared; the bot goes on without that."""
    if not ended.cancelled() and (error := ended.exception()):
        log.error("a background task ended", task=ended.get_name(), exc_info=error)


def _application(bot: ExtBot[None], surroundings: Surroundings) -> Telegram:
    builder = ApplicationBuilder().bot(bot).updater(None).context_types(ContextTypes(context=Context))
    telegram: Telegram = builder.build()
    telegram.bot_data["surroundings"] = surroundings
    add_routes(telegram, bot.username, surroundings.languages)
    return telegram
