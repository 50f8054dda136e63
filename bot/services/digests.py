"""Digests: count what happened in a period, find the themes of feedback, name what waits."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.domain.digests import (
    FEW,
    Asked,
    AskedGoal,
    Change,
    Digest,
    Overdue,
    Period,
    PeriodKind,
    RoundStanding,
    Sent,
    Theme,
    Waiting,
    WaitingKind,
)
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, require
from bot.domain.rounds import Round
from bot.domain.time import Clock
from bot.reports.digest.forms import DigestForm, write
from bot.reports.digest.leads import Leads
from bot.services.entries import Entries
from bot.services.reports import RunAside
from bot.storage import ballots, digests, progress, rounds
from bot.storage.database import Connection, Database
from bot.storage.digests import SentFeedback, Span
from bot.texts import Texts
from bot.texts.masking import masked
from knowledge.lexicon import Lexicon
from knowledge.model import Entry, Verdict
from knowledge.themes import Tagged, Themes

N_GOALS = N_GAPS = N_OVERDUE = 5
"""So many of each are named: two minutes are soon over. The lists themselves are one tap away."""
N_WORDS = N_QUOTES = 2
LONGEST_QUOTE = 160
ALIKE = 90
"""rapidfuzz's token_set_ratio from which two pieces of feedback count as one thing said twice."""
N_TAGGED = 1000
"""The newest choices of topics from which is learned: twice as many take eight times as long."""
N_NAMED = 500
"""The newest pieces of a theme in which its words are looked for: what is named most often is seen in so many."""
N_COMPARED = 1000
"""The newest pieces of feedback in which near-duplicates are looked for."""


class Digests:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        timezone: str,
        entries: Entries,
        lexicon: Callable[[], Lexicon],
        run_aside: RunAside,
    ) -> None:
        self._database = database
        self._clock = clock
        self._timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._entries = entries
        self._lexicon = lexicon
        self._run_aside = run_aside

    def today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    async def make(self, actor: Actor, period: Period, community: str | None) -> Digest:
        """Make the digest of a period as things stand now.

        Errors: `NotAllowed` to residents.
        """
        require(actor, Action.READ_DIGEST)
        now = self._clock()
        goals = _Goals(self._entries)
        async with self._database.read() as connection:
            count = _Count(connection, community, period.bounds(self._zone), period.before.bounds(self._zone))
            standings = await self._rounds(count, now)
            return Digest(
                community,
                period,
                now,
                await _asked(count, period, self._zone),
                await _goals_asked(count, goals),
                tuple(await digests.open_gaps(connection, community, count.now, N_GAPS)),
                await self._feedback(count, goals),
                tuple(standings),
                *await _what_waits(connection, community, goals, now.astimezone(self._zone).date()),
                tuple(await digests.deliveries(connection, count.now)),
            )

    async def of(self, actor: Actor, kind: PeriodKind, *, everywhere: bool) -> Digest:
        """Make the digest of the last day, week or month that is over, of the reader's community or of all.

        Errors: as `make`.
        """
        return await self.make(actor, Period.last(kind, self.today()), None if everywhere else self.own_place(actor))

    def own_place(self, actor: Actor) -> str | None:
        """The reader's community if it is a known one, None for all."""
        return actor.community if actor.community in self._entries.library.communities else None

    async def waiting(self, actor: Actor, community: str | None) -> tuple[tuple[Waiting, ...], tuple[Overdue, ...]]:
        """What waits for somebody's act now, the most urgent first, and the promises that are overdue.

        Errors: as `make`.
        """
        require(actor, Action.READ_DIGEST)
        async with self._database.read() as connection:
            return await _what_waits(connection, community, _Goals(self._entries), self.today())

    async def file(self, actor: Actor, made: Digest, form: DigestForm, leads: Leads) -> bytes:
        """Write a digest as a file, in a process of its own."""
        place = self.place_of(made, actor.locale)
        return await self._run_aside(write, form, made, actor.locale, self._timezone, place, leads)

    def place_of(self, made: Digest, locale: Locale) -> str:
        """Name the community of a digest."""
        found = self._entries.library.communities.get(made.community or "")
        return found.name if found else Texts(locale, self._timezone).plain("digest.all_places")

    async def _rounds(self, count: "_Count", now: datetime) -> list[RoundStanding]:
        """The rounds that were open at some time of the period."""
        found = []
        for one in await rounds.announced(count.connection, now, count.community):
            if one.opens_at and one.closes_at and one.opens_at < count.now[1] and one.closes_at >= count.now[0]:
                n_ballots = await ballots.count(count.connection, one.id)
                found.append(
                    RoundStanding(one.id, one.title, one.phase(now), one.closes_at, n_ballots, _turnout(one, n_ballots))
                )
        return found

    async def _feedback(self, count: "_Count", goals: "_Goals") -> Sent:
        came = await digests.sent(count.connection, count.community, count.now)
        before = await digests.sent(count.connection, count.community, count.before)
        tagged = await digests.tagged(count.connection, count.community, N_TAGGED)
        return await asyncio.to_thread(_sent, came, before, tagged, self._lexicon, goals)


@dataclass(frozen=True, slots=True)
class _Count:
    """What is counted, where and when."""

    connection: Connection
    community: str | None
    now: Span
    before: Span


class _Goals:
    """Goals by their numbers and by document and code."""

    def __init__(self, entries: Entries) -> None:
        self._entries: Mapping[tuple[str, str], Entry] = {one.key: one for one in entries.library.entries}
        self._numbers = entries.ids
        self._library = entries.library
        self._by_number = {self._numbers[key]: one for key, one in self._entries.items()}

    def by_key(self, key: tuple[str, str], asked: Change) -> AskedGoal:
        found = self._entries.get(key)
        return AskedGoal(self._numbers[key] if found else None, key[1], found.text if found else "", asked)

    def is_of(self, entry: Entry, community: str | None) -> bool:
        return community in (None, self._library.documents[entry.document].community)

    def by_number(self, number: int) -> Entry | None:
        return self._by_number.get(number)


async def _asked(count: _Count, period: Period, zone: ZoneInfo) -> Asked:
    now = await digests.verdicts(count.connection, count.community, count.now)
    before = await digests.verdicts(count.connection, count.community, count.before)

    def change(*verdicts: str) -> Change:
        return Change(sum(now[one] for one in verdicts), sum(before[one] for one in verdicts))

    by_day: Counter[date] = Counter()
    for hour, n in await digests.asked_at(count.connection, count.community, count.now):
        by_day[datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC).astimezone(zone).date()] += n
    return Asked(
        asked=change(*Verdict),
        answered=change(*(verdict for verdict in Verdict if verdict.answered)),
        unknown=change(Verdict.UNKNOWN),
        rejected=change("rejected"),
        by_day=tuple(by_day[day] for day in period.days),
    )


async def _goals_asked(count: _Count, goals: _Goals) -> tuple[AskedGoal, ...]:
    now = await digests.goals(count.connection, count.community, count.now)
    before = await digests.goals(count.connection, count.community, count.before)
    return tuple(goals.by_key(key, Change(n, before[key])) for key, n in now.most_common(N_GOALS))


async def _what_waits(
    connection: Connection, community: str | None, goals: _Goals, today: date
) -> tuple[tuple[Waiting, ...], tuple[Overdue, ...]]:
    known = [(goals.by_number(entry), entry, due_on) for entry, due_on in await progress.overdue(connection, today)]
    overdue = [
        Overdue(entry, one.code, one.text, due_on)
        for one, entry, due_on in known
        if one and goals.is_of(one, community)
    ]
    own_rounds = [one.id for one in await rounds.every(connection) if community in (None, one.community)]
    waiting = (
        Waiting(WaitingKind.OVERDUE_FEEDBACK, *await digests.overdue_feedback(connection, community, today)),
        Waiting(WaitingKind.MODERATION, *await digests.waiting_moderation(connection, community)),
        Waiting(WaitingKind.VOIDS, *await digests.waiting_voids(connection, own_rounds)),
        Waiting(WaitingKind.GAPS, *await digests.waiting_gaps(connection, community)),
        Waiting(WaitingKind.FEEDBACK, *await digests.waiting_feedback(connection, community)),
        Waiting(WaitingKind.PROMISES, len(overdue), None),
    )
    return tuple(one for one in waiting if one.n), tuple(overdue[:N_OVERDUE])


def _turnout(round_: Round, n_ballots: int) -> float | None:
    """Voters to inhabitants where every district's are known."""
    population = sum(district.population for district in round_.districts)
    if not round_.districts or not all(district.population for district in round_.districts):
        return None
    return n_ballots / population


def _sent(
    came: Sequence[SentFeedback],
    before: Sequence[SentFeedback],
    tagged: Sequence[Tagged],
    lexicon: Callable[[], Lexicon],
    goals: _Goals,
) -> Sent:
    """Put feedback together by themes; a few pieces are shown as they are."""
    change = Change(len(came), len(before))
    if len(came) <= FEW:
        return Sent(change, quotes=tuple(_quote(one.text) for one in came), goals=_about(came, before, goals))
    themes = Themes(lexicon(), tagged)
    return Sent(
        change,
        themes=_themes(came, before, themes),
        goals=_about(came, before, goals),
        n_alike=len(came) - len(_distinct([one.text for one in came])),
        accuracy=themes.accuracy(),
    )


def _themes(came: Sequence[SentFeedback], before: Sequence[SentFeedback], themes: Themes) -> tuple[Theme, ...]:
    """The themes of a period, the largest first, and what fits none at the end."""
    texts: dict[str | None, list[str]] = defaultdict(list)
    for one in came:
        texts[one.topic or themes.subject(one.text)].append(one.text)
    earlier = Counter(one.topic or themes.subject(one.text) for one in before)
    found = [_theme(topic, said, earlier[topic], themes) for topic, said in texts.items()]
    return tuple(sorted(found, key=lambda one: (one.topic is None, -one.sent.now, one.topic or "")))


def _theme(topic: str | None, said: Sequence[str], before: int, themes: Themes) -> Theme:
    named = Counter(concept for text in said[-N_NAMED:] for concept in themes.concepts(text))
    groups = sorted(_distinct(said), key=len, reverse=True)
    return Theme(
        topic,
        Change(len(said), before),
        tuple(themes.name_of(concept) for concept, _ in named.most_common(N_WORDS)),
        tuple(_quote(group[0]) for group in groups[:N_QUOTES]),
    )


def _distinct(texts: Sequence[str]) -> list[list[str]]:
    """Put near-duplicates together, each group in the order of the texts."""
    plain = [" ".join(text.casefold().split()) for text in texts]
    groups: list[list[str]] = []
    leaders: list[str] = []
    for text, said in zip(texts[:N_COMPARED], plain, strict=False):
        found = process.extractOne(said, leaders, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
        if found is None:
            leaders.append(said)
            groups.append([text])
        else:
            groups[found[2]].append(text)
    return groups + [[text] for text in texts[N_COMPARED:]]


def _about(came: Sequence[SentFeedback], before: Sequence[SentFeedback], goals: _Goals) -> tuple[AskedGoal, ...]:
    """The goals that feedback is linked to."""
    now, earlier = (Counter(one.entry for one in some if one.entry is not None) for some in (came, before))
    found = ((goals.by_number(entry), entry, n) for entry, n in now.most_common(N_GOALS))
    return tuple(AskedGoal(entry, one.code, one.text, Change(n, earlier[entry])) for one, entry, n in found if one)


def _quote(text: str) -> str:
    said = " ".join(masked(text).split())
    return said if len(said) <= LONGEST_QUOTE else said[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
