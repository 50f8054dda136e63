"""Rows of gaps, and of the questions that make them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gaps import Gap, GapItem, GapOrder, GapState, Waiting, WantedGaps
from bot.domain.questions import whole
from bot.storage.schema import gaps, questions
from bot.storage.searching import says

MOST_READ = 1000
"""Questions of one gap that are read to find the different ways of asking."""

_ADD = insert(gaps)
_BELONG = update(questions).where(questions.c.id == bindparam("question")).values(gap=bindparam("of"))
_STATE = select(gaps.c.state).where(gaps.c.id == bindparam("key"))


async def add(connection: AsyncConnection, gap: Gap) -> None:
    await connection.execute(_ADD, _columns(gap))


async def belong(connection: AsyncConnection, question: int, gap: int) -> None:
    """Note that a question asks what a gap is about."""
    await connection.execute(_BELONG, {"question": question, "of": gap})


async def find(connection: AsyncConnection, key: int) -> Gap | None:
    row = (await connection.execute(select(gaps).where(gaps.c.id == key))).one_or_none()
    return _gap(row) if row else None


async def is_open(connection: AsyncConnection, key: int) -> bool:
    return await connection.scalar(_STATE, {"key": key}) == GapState.OPEN.value


async def open_keys(connection: AsyncConnection) -> set[int]:
    """The ids of every open gap."""
    return set(await connection.scalars(select(gaps.c.id).where(gaps.c.state == GapState.OPEN.value)))


async def open_ones(
    connection: AsyncConnection, keys: Collection[int] | None = None
) -> list[tuple[int, str | None, str]]:
    """Every open gap, or these, with its community and the question that was asked first."""
    asked = (
        select(gaps.c.id, gaps.c.community, questions.c.text, questions.c.subject)
        .join(questions, questions.c.gap == gaps.c.id)
        .where(gaps.c.state == GapState.OPEN.value)
        .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
    )
    rows = await connection.execute(asked if keys is None else asked.where(gaps.c.id.in_(keys)))
    return list({row.id: (row.id, row.community, whole(row.text, row.subject)) for row in rows}.values())


async def listed(connection: AsyncConnection, wanted: WantedGaps, limit: int, offset: int = 0) -> list[GapItem]:
    """Gaps, those first on which most wait for an answer, then those asked most often; settled ones newest first.

    An answer stays listed when its questions were withdrawn.
    """
    states = [GapState.ANSWERED, GapState.CLOSED] if wanted.settled else [GapState.OPEN]
    n_askers, n_waiting = func.count(questions.c.id), func.count(questions.c.person.distinct())
    first_at = func.coalesce(func.min(questions.c.asked_at), gaps.c.opened_at)
    most_wanted = (gaps.c.answered_at.desc(), n_waiting.desc(), n_askers.desc())
    asked = (
        select(gaps, n_askers.label("n_askers"), n_waiting.label("n_waiting"), first_at.label("first_at"))
        .outerjoin(questions, questions.c.gap == gaps.c.id)
        .where(gaps.c.state.in_([state.value for state in states]))
        .group_by(gaps.c.id)
        .having(or_(n_askers > 0, gaps.c.answer.is_not(None)))
        .order_by(*(most_wanted if wanted.order is GapOrder.WANTED else ()), first_at, gaps.c.id)
    )
    if wanted.community is not None:
        asked = asked.where(gaps.c.community == wanted.community)
    if wanted.words:
        asking = questions.alias()
        said = select(asking.c.id).where(asking.c.gap == gaps.c.id, says(connection, asking.c.text, wanted.words))
        asked = asked.where(or_(said.exists(), says(connection, gaps.c.answer, wanted.words)))
    rows = (await connection.execute(asked.limit(limit).offset(offset))).all()
    texts = await _first_texts(connection, [row.id for row in rows])
    return [GapItem(_gap(row), texts.get(row.id, ""), row.n_askers, row.n_waiting, row.first_at) for row in rows]


async def item(connection: AsyncConnection, key: int) -> GapItem | None:
    """One gap as the list shows it; None when there is nothing to show."""
    gap = await find(connection, key)
    texts = await texts_of(connection, key, 1)
    if gap is None or not (texts or gap.answer):
        return None
    row = (
        await connection.execute(
            select(
                func.count().label("n_askers"),
                func.count(questions.c.person.distinct()).label("n_waiting"),
                func.min(questions.c.asked_at).label("first_at"),
            ).where(questions.c.gap == key)
        )
    ).one()
    return GapItem(gap, "".join(texts), row.n_askers, row.n_waiting, row.first_at or gap.opened_at)


async def texts_of(connection: AsyncConnection, key: int, limit: int) -> list[str]:
    """The ways in which it was asked, the first one first, each once."""
    rows = await connection.execute(
        select(questions.c.text, questions.c.subject)
        .where(questions.c.gap == key)
        .order_by(questions.c.asked_at, questions.c.id)
        .limit(MOST_READ if limit > 1 else limit)
    )
    return list(dict.fromkeys(whole(row.text, row.subject) for row in rows))[:limit]


async def waiting_for(connection: AsyncConnection, key: int) -> list[Waiting]:
    """The people who asked to be told, each with what they asked first."""
    rows = await connection.execute(
        select(questions.c.person, questions.c.text)
        .where(questions.c.gap == key, questions.c.person.is_not(None))
        .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
    )
    return [Waiting(person, text) for person, text in {row.person: row.text for row in rows}.items()]


async def settle(connection: AsyncConnection, gap: Gap) -> None:
    """Write what became of a gap."""
    await connection.execute(update(gaps).where(gaps.c.id == gap.id).values(_columns(gap)))


async def merge(connection: AsyncConnection, key: int, into: int) -> None:
    """Let the questions of one gap belong to another; the first is gone."""
    await connection.execute(update(questions).where(questions.c.gap == key).values(gap=into))
    await connection.execute(delete(gaps).where(gaps.c.id == key))


async def recent_texts(connection: AsyncConnection, community: str | None, limit: int) -> list[str]:
    """What was asked lately, each text once."""
    asked = select(questions.c.text).group_by(questions.c.text).order_by(func.max(questions.c.asked_at).desc())
    if community is not None:
        asked = asked.where(or_(questions.c.community == community, questions.c.community.is_(None)))
    return list(await connection.scalars(asked.limit(limit)))


async def debt(connection: AsyncConnection, community: str | None) -> list[Gap]:
    """Gaps of a community of which people asked to be told, whatever became of them."""
    waits = select(questions.c.id).where(questions.c.gap == gaps.c.id, questions.c.passed_at.is_not(None)).exists()
    rows = select(gaps).where(waits)
    if community is not None:
        rows = rows.where(gaps.c.community == community)
    return [_gap(row) for row in await connection.execute(rows)]


async def _first_texts(connection: AsyncConnection, keys: Sequence[int]) -> dict[int, str]:
    """How each gap was asked first."""
    asking = questions.alias()
    first = (
        select(asking.c.id)
        .where(asking.c.gap == gaps.c.id)
        .order_by(asking.c.asked_at, asking.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(questions.c.gap, questions.c.text, questions.c.subject).where(
            questions.c.id.in_(select(first).where(gaps.c.id.in_(keys)))
        )
    )
    return {row.gap: whole(row.text, row.subject) for row in rows}


def _columns(gap: Gap) -> dict[str, Any]:
    return asdict(gap) | {"state": gap.state.value}


def _gap(row: Row[Any]) -> Gap:
    columns = row._mapping  # noqa: SLF001  (SQLAlchemy's documented name)
    return Gap(**{column.name: columns[column.name] for column in gaps.c} | {"state": GapState(columns["state"])})
