"""The audit trail: nobody changes it unnoticed, on either database; what must be erased can be, and it stays whole."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from alembic import command
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from bot.domain.audit import Act, ActsWanted
from bot.domain.chain import START, Misfit, chained, misfit
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor, Locale, Role
from bot.services.chain import Chain
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.schema import metadata
from tests.contracts.test_migrations import config
from tests.support.databases import server

NOW = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
OPERATOR = Actor(0, Locale.UK, Role.OPERATOR)
STAFF = Actor(7, Locale.UK, Role.STAFF, id=7)


def act(number: int, **changed) -> Act:
    said = {
        "actor": 7,
        "role": "staff",
        "action": "reply",
        "about": "feedback:12345678",
        "detail": f"answered {number}",
    }
    return Act(NOW + timedelta(days=number), **said | changed)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'viche.sqlite3'}"
    return server().database(tmp_path / "viche")


@asynccontextmanager
async def opened(url):
    database = Database(url)
    await database.open()
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(url):
    async with opened(url) as database:
        for number in range(1, 6):
            await database.write(partial(audit.add, act=act(number)))
        yield database


@pytest.fixture
def checking(database):
    return Chain(database, lambda: NOW + timedelta(days=100))


async def said(database):
    async with database.read() as connection:
        return [one.detail for one in await audit.latest(connection, ActsWanted(), (None, None), 50, 0)]


async def run(database, *statements):
    async def work(connection):
        for statement in statements:
            await connection.exec_driver_sql(statement)

    await database.write(work)


async def off_guard(database, url):
    """Do what somebody does who may do everything with the database."""
    if url.startswith("sqlite"):
        names = ("audit_insert", "audit_update", "audit_delete", "audit_details_update", "audit_anchors_insert")
        await run(database, *(f"DROP TRIGGER {name}" for name in names))
    else:
        await run(database, *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in ("audit", "audit_details")))


async def test_a_trail_that_was_only_added_to_is_whole(database, checking):
    found = await checking.verify(STAFF)
    assert (found.is_whole, found.n_entries, found.n_erased, found.n_dropped) == (True, 5, 0, 0)
    assert found.head == await checking.head(STAFF)
    assert await said(database) == [f"answered {number}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 8 WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = 5",
        "DELETE FROM audit",
        "UPDATE audit_details SET detail = 'closed' WHERE entry = 3",
        "INSERT INTO audit SELECT 9, acted_at, actor, role, action, about, digest, previous, hash FROM audit",
        "INSERT INTO audit_anchors SELECT 3, previous, acted_at FROM audit WHERE id = 3",
    ],
)
async def test_the_database_itself_refuses_to_change_it(database, checking, statement):
    with pytest.raises(DBAPIError, match="the audit trail can only be added to"):
        await run(database, statement)
    assert (await checking.verify(STAFF)).is_whole


async def test_replacing_and_emptying_are_refused_too(database, url, checking):
    statement = (
        "INSERT OR REPLACE INTO audit SELECT id, acted_at, 8, role, action, about, digest, previous, hash "
        "FROM audit WHERE id = 5"
        if url.startswith("sqlite")
        else "TRUNCATE audit CASCADE"
    )
    with pytest.raises(DBAPIError, match="the audit trail can only be added to"):
        await run(database, statement)
    assert (await checking.verify(STAFF)).is_whole


SWAPPED = (
    "UPDATE audit SET acted_at = (SELECT other.acted_at FROM audit AS other WHERE other.id = 7 - audit.id) "
    "WHERE id IN (3, 4)"
)
ADDED = "INSERT INTO audit SELECT 9, acted_at, 8, role, action, about, digest, hash, hash FROM audit WHERE id = 5"


@pytest.mark.parametrize(
    ("statements", "wrong"),
    [
        (["UPDATE audit SET actor = 8 WHERE id = 3"], (3, Misfit.CONTENT)),
        (["UPDATE audit SET actor = NULL WHERE id = 1"], (1, Misfit.CONTENT)),
        (["UPDATE audit SET about = 'round:1' WHERE id = 5"], (5, Misfit.CONTENT)),
        (["UPDATE audit_details SET detail = 'closed' WHERE entry = 2"], (2, Misfit.DETAIL)),
        (["DELETE FROM audit_details WHERE entry = 3", "DELETE FROM audit WHERE id = 3"], (4, Misfit.PLACE)),
        (["DELETE FROM audit_details WHERE entry = 1", "DELETE FROM audit WHERE id = 1"], (2, Misfit.PLACE)),
        ([SWAPPED], (3, Misfit.CONTENT)),
        ([ADDED], (9, Misfit.CONTENT)),
    ],
)
async def test_what_was_done_behind_its_back_is_found(database, url, checking, statements, wrong):
    await off_guard(database, url)
    await run(database, *statements)
    found = await checking.verify(STAFF)
    assert (found.is_whole, found.wrong) == (False, wrong)


async def test_a_trail_that_lost_its_end_or_was_written_anew_is_found_by_what_was_noted(database, url, checking):
    noted = (await checking.head(STAFF)).hash.hex()
    await database.write(partial(audit.add, act=act(6)))
    assert (await checking.verify(STAFF, noted)).is_whole
    assert (await checking.verify(STAFF, noted[:32])).is_whole
    assert (await checking.verify(STAFF, " ".join((noted[:8], noted[8:32].upper())))).is_whole
    await off_guard(database, url)
    await run(database, "DELETE FROM audit_details WHERE entry > 4", "DELETE FROM audit WHERE id > 4")
    assert (await checking.verify(STAFF)).is_whole
    found = await checking.verify(STAFF, noted)
    assert (found.is_whole, found.wrong, found.is_noted_there) == (False, None, False)
    for too_short in ("", "abc", noted[:31], "z" * 32, noted + "0"):
        with pytest.raises(NotAllowed):
            await checking.verify(STAFF, too_short)


async def test_words_are_erased_and_the_chain_stays_whole(database, checking):
    await checking.erase(OPERATOR, 3)
    found = await checking.verify(STAFF)
    assert (found.is_whole, found.n_entries, found.n_erased) == (True, 6, 1)
    assert await said(database) == ["erased: 3", "answered 5", "answered 4", "", "answered 2", "answered 1"]
    with pytest.raises(NotFound):
        await checking.erase(OPERATOR, 3)
    with pytest.raises(NotAllowed):
        await checking.erase(STAFF, 2)
    await database.write(partial(audit.add, act=act(7, action="moderate", detail="released: link")))
    with pytest.raises(NotAllowed):
        await checking.erase(OPERATOR, 7)


async def test_old_entries_go_only_from_the_beginning_and_leave_an_anchor(database, checking):
    noted = (await checking.head(STAFF)).hash.hex()
    assert await checking.drop_before(OPERATOR, NOW) == 0
    assert await checking.drop_before(OPERATOR, NOW + timedelta(days=4)) == 3
    found = await checking.verify(STAFF, noted)
    assert (found.is_whole, found.n_entries, found.n_dropped) == (True, 3, 3)
    assert await said(database) == ["dropped: 3", "answered 5", "answered 4"]
    assert await checking.drop_before(OPERATOR, NOW + timedelta(days=1000)) == 3
    assert await said(database) == ["dropped: 3"]
    assert (await checking.verify(STAFF)).is_whole
    with pytest.raises(NotAllowed):
        await checking.drop_before(STAFF, NOW)
    with pytest.raises(DBAPIError, match="can only be added to"):
        await run(database, "DELETE FROM audit_anchors")


async def test_an_entry_younger_than_one_after_it_does_not_go_with_the_old(database, checking):
    await database.write(partial(audit.add, act=act(0)))
    assert await checking.drop_before(OPERATOR, NOW + timedelta(days=2)) == 1
    assert await said(database) == ["dropped: 1", "answered 0", *(f"answered {number}" for number in (5, 4, 3, 2))]


async def test_several_processes_add_to_one_chain(url):
    async with opened(url) as first, opened(url) as second, opened(url) as third:
        adding = [
            one.write(partial(audit.add, act=act(number))) for number in range(1, 61) for one in (first, second, third)
        ]
        await asyncio.gather(*adding)
        found = await Chain(first, lambda: NOW).verify(STAFF)
    assert (found.is_whole, found.n_entries, found.head.number) == (True, 180, 180)


async def test_an_entry_that_was_rolled_back_leaves_no_gap(database, checking):
    async def refused(connection):
        await audit.add(connection, act(6))
        raise NotAllowed("errors.not_allowed")

    with pytest.raises(NotAllowed):
        await database.write(refused)
    await database.write(partial(audit.add, act=act(7)))
    found = await checking.verify(STAFF)
    assert (found.is_whole, found.head.number) == (True, 6)


@pytest.mark.parametrize("numbers", [[], [1, 2, 5], range(1, 2501)])
async def test_what_was_kept_before_is_chained_by_the_migration(tmp_path, numbers):
    """Also 2,500 entries, which are more than one handful of them."""
    row = "VALUES (?, '2026-11-22 10:00:00.000000', NULL, 'operator', 'manage_people', 'person', ?)"
    with create_engine(f"sqlite:///{tmp_path}/viche.sqlite3").begin() as connection:
        command.upgrade(config(connection), "0010")
        for number in numbers:
            insert = f"INSERT INTO audit (id, acted_at, actor, role, action, about, detail) {row}"
            connection.exec_driver_sql(insert, (number, f"granted: {number}"))
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/viche.sqlite3") as database:
        chain = Chain(database, lambda: NOW)
        assert (await chain.verify(STAFF)).n_entries == len(numbers)
        await database.write(partial(audit.add, act=act(1)))
        found = await chain.verify(STAFF)
        assert (found.is_whole, found.head.number) == (True, max(numbers, default=0) + 1)
        assert await said(database) == ["answered 1", *(f"granted: {number}" for number in reversed(numbers))][:50]


def test_both_ways_to_a_database_lead_to_the_same_guards(tmp_path):
    with create_engine(f"sqlite:///{tmp_path}/old.sqlite3").begin() as connection:
        command.upgrade(config(connection), "head")
    with create_engine(f"sqlite:///{tmp_path}/new.sqlite3").begin() as connection:
        metadata.create_all(connection)
    guards = []
    for name in ("old", "new"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as connection:
            guards.append(set(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")))
    assert guards[0] == guards[1]
    assert len(guards[0]) == 7


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ACTS = st.builds(
    Act,
    st.integers(0, 10**15).map(lambda microseconds: NOW + timedelta(microseconds=microseconds)),
    st.none() | st.integers(1, 2**31 - 1),
    TEXTS,
    TEXTS,
    TEXTS,
    TEXTS,
)


def linked(acts):
    entries, after = [], START
    for number, one in enumerate(acts, 1):
        entries.append(chained(number, after, one, number.to_bytes(16, "big")))
        after = entries[-1].hash
    return entries


def first_wrong(entries):
    after = START
    for place, entry in enumerate(entries):
        if misfit(entry, after):
            return place
        after = entry.hash
    return None


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTS, min_size=2, max_size=8), st.data())
def test_any_change_of_any_chain_is_found_where_it_is(acts, data):
    entries = linked(acts)
    assert first_wrong(entries) is None
    place = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.integers(0, len(entries) - 1).filter(lambda one: one != place))
    first, last = min(place, other), max(place, other)
    swapped = entries.copy()
    swapped[first], swapped[last] = entries[last], entries[first]
    assert first_wrong(swapped) == first
    assert first_wrong(entries[:first] + entries[first + 1 :]) == first
    assert first_wrong(entries[:place] + [entries[place]] * 2 + entries[place + 1 :]) == place + 1
    changed = data.draw(ACTS.filter(lambda one: one != acts[place]))
    before = entries[place].previous
    forged = chained(entries[place].number, before, changed, place.to_bytes(16, "big"))
    assert first_wrong([*entries[:place], forged, *entries[place + 1 :]]) in (place + 1, None)
    assert (first_wrong([*entries[:place], forged, *entries[place + 1 :]]) is None) == (place == len(entries) - 1)
