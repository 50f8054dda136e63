"""Whoever has the whole database, and all its files, learns nothing of who chose what (docs/adr/0005)."""

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from bot.domain.ballots import voter_of
from bot.domain.hiding import SMALLEST
from bot.domain.people import Actor
from bot.domain.rounds import District, EndingKind
from bot.services import counting
from tests.support import databases
from tests.support.databases import on_sqlite
from tests.support.house import FakeClock
from tests.support.polls import open_polls

CROWD = 300
"""Enough for several pages of the file."""
LONE_DISTRICT, LONE_INVITATION, LONE_CODE, LONE_CONFIRMED, VOIDED = LONERS = range(5001, 5006)


async def vote(polls, key, options, number):
    actor = await polls.voter(number)
    via = "flyer" if number % 3 == 0 else "lone" if number == LONE_INVITATION else None
    await polls.services.ballots.open(actor, key, via)
    await polls.services.ballots.live_in(actor, key, int(number == LONE_DISTRICT))
    for tap in range(2 + number % 7 if number not in LONERS else 9 + number - LONE_DISTRICT):
        await polls.services.ballots.choose(actor, key, options[(number + tap) % 30], 1)


async def fill(path):
    """A round in which some voters are the only ones of their kind, and made a number of taps of their own."""
    async with open_polls(path) as polls:
        places, shows_at = (District("Центр"), District("Хутір")), polls.clock.now + timedelta(days=5)
        key = await polls.round(30, limit=30, districts=places, results_at=shows_at)
        services, options = polls.services, await polls.options(key)
        everybody = [*range(1001, 1001 + CROWD // 2), *LONERS, *range(1001 + CROWD // 2, 1001 + CROWD)]
        for begin in range(0, len(everybody), 25):
            polls.clock.pass_(minutes=16)
            await asyncio.gather(*(vote(polls, key, options, number) for number in everybody[begin : begin + 25]))
        one, other = await polls.staff(901), await polls.staff(902)
        lone = await polls.voter(LONE_CODE)
        await services.trusts.redeem(lone, (await services.trusts.give_codes(one, key, 1)).codes[0])
        await services.trusts.confirm(one, LONE_CONFIRMED)
        receipt = (await polls.ballot_of(key, VOIDED)).code
        number = await services.disputes.propose(one, key, "bought", receipt=receipt)
        assert await services.disputes.decide(other, number, granted=True) == 1
        await polls.send()
        assert (VOIDED, "ballot_void") in polls.told
        return key, polls.clock.now


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "viche.sqlite3"
    yield path, *asyncio.run(fill(path))
    databases.forget(path.parent)


@pytest.fixture
async def polls(filled, tmp_path):
    """A copy of the filled database, with the bot running on it."""
    path, _, now = filled
    databases.copy(path, tmp_path / path.name)
    async with open_polls(tmp_path / path.name, FakeClock(now)) as opened:
        yield opened


@pytest.fixture
def key(filled):
    return filled[1]


@pytest.fixture
async def stolen(polls, key):
    """What only somebody who broke in before the close can know: the key, and everybody's name and ballot."""
    secret = await polls.secret(key)
    names = {voter_of(secret, row["telegram_id"]): row["telegram_id"] for row in rows(polls, "SELECT * FROM people")}
    return secret, {names[name]: (name, ballot) for name, ballot in (await polls.cast(key)).items()}


def rows(polls, statement):
    return databases.rows(polls.path, statement)


def files(polls):
    return databases.files(polls.path)


async def close(polls):
    polls.clock.pass_(days=3)
    assert await polls.services.counting.close_rounds() == 1


async def seal(polls):
    await close(polls)
    polls.clock.pass_(days=3)
    assert await polls.services.counting.seal_rounds() == 1


def voters(polls):
    """All that the database says of each person who takes part, under the names which ballots use for it."""
    confirmed = {row["person"] for row in rows(polls, "SELECT person FROM confirmations")}
    phoned = {row["person"] for row in rows(polls, "SELECT person FROM phones")}
    found = rows(polls, "SELECT * FROM voters JOIN people ON people.id = voters.person")
    for row in found:
        row["trust"] = 3 if row["id"] in confirmed else 2 if row["by_code"] else int(row["id"] in phoned)
        row["began_at"] = row["consent_at"]
    return found


def links(polls, *columns):
    """People who can be linked to a ballot: what is known of both is so rare that it fits few of each."""
    people, cast = defaultdict(list), Counter()
    for row in voters(polls):
        people[tuple(row[name] for name in columns)].append(row["telegram_id"])
    for row in rows(polls, "SELECT * FROM ballots"):
        cast[tuple(row[name] for name in columns)] += 1
    crowd = {value for value in people if None in value}
    return {
        value: people[value] for value, n in cast.items() if value not in crowd and 0 < len(people[value]) < SMALLEST
    }


async def test_the_attack_works_while_the_round_is_open(polls, key):
    """So that the other tests show something."""
    assert LONE_DISTRICT in links(polls, "district")[1,]
    assert LONE_INVITATION in links(polls, "via")["lone",]
    assert LONE_CODE in links(polls, "trust")[2,]
    secret = await polls.secret(key)
    assert any(secret in content for content in files(polls).values())


async def test_after_the_close_no_file_holds_the_key(polls, key, stolen):
    secret, _ = stolen
    await close(polls)
    assert await polls.secret(key) is None
    assert [name for name, content in files(polls).items() if secret in content] == []


async def test_after_the_close_district_invitation_code_and_time_link_nobody(polls, key):
    await close(polls)
    for columns in (("district",), ("via",), ("began_at",), ("district", "via")):
        assert links(polls, *columns) == {}
    assert {row["by_code"] for row in voters(polls)} == {0}
    assert {row["began_at"] for row in rows(polls, "SELECT began_at FROM ballots")} == {None}


LEAF = 0x0A
"""How a page begins that holds rows in the order of their keys."""


def leaves(content, names, page_size):
    """The pages of a file on which voters' names lie."""
    pages = {content[begin : begin + page_size] for begin in range(0, len(content), page_size)}
    return {page for page in pages if page[0] == LEAF and any(name in page for name in names)}


@on_sqlite
@pytest.mark.parametrize("how_far", [close, seal])
async def test_where_rows_lie_follows_from_what_they_say(polls, key, how_far, tmp_path):
    """It is as if all had been written in the order of their keys, so it does not tell who came after whom."""
    names = list(await polls.cast(key))
    content, page_size = files(polls)["viche.sqlite3"], rows(polls, "PRAGMA page_size")[0]["page_size"]
    rows(polls, f"VACUUM INTO '{tmp_path / 'before.sqlite3'}'")
    before = (tmp_path / "before.sqlite3").read_bytes()
    assert leaves(content, names, page_size) != leaves(before, names, page_size)
    await how_far(polls)
    names = list(await polls.cast(key))
    rows(polls, f"VACUUM INTO '{tmp_path / 'after.sqlite3'}'")
    found = leaves(files(polls)["viche.sqlite3"], names, page_size)
    assert len(found) > 3
    assert found == leaves((tmp_path / "after.sqlite3").read_bytes(), names, page_size)


async def test_sealing_leaves_neither_a_name_nor_a_second_receipt(polls, key, stolen):
    """Not in a table, nor in the parts of pages that no table uses, nor beside the file."""
    _, known = stolen
    await seal(polls)
    kept = files(polls)
    assert [number for number, (name, _) in known.items() for content in kept.values() if name in content] == []
    public = (await polls.services.counting.receipts(key)).decode().splitlines()
    assert len(public) == len(known)
    named = {row["receipt"] for row in rows(polls, "SELECT receipt FROM voids")}
    for _, ballot in known.values():
        if ballot.receipt not in named:
            found = {name: n for name, content in kept.items() if (n := content.count(ballot.receipt.encode()))}
            assert found.pop("receipts_pkey", 1), "a server has the key of a row once more in its index"
            assert list(found.values()) == [1]


async def test_sealed_ballots_differ_in_nothing_but_their_choices(polls, key, stolen):
    _, known = stolen
    await seal(polls)
    cast = rows(polls, "SELECT * FROM ballots")
    for name in ("receipt", "version", "district", "via", "began_at", "void", "trust"):
        assert len({row[name] for row in cast}) == 1, name
    assert len(cast) == len(known) - 1, "the void one is gone"
    old = {name for name, _ in known.values()}
    assert {bytes(row["voter"]) for row in cast} & old == set()


async def test_results_do_not_tell_what_a_lone_confirmed_voter_chose(polls, key):
    await seal(polls)
    levels = (await polls.services.counting.results(key)).results.levels
    assert [(int(level.trust), level.n_ballots) for level in levels] == [(0, CROWD + 2), (2, 1), (3, 1)]
    assert [level.n_votes for level in levels] == [None, None, None]


async def test_a_void_that_was_told_leaves_no_way_from_person_to_ballot(polls, key):
    person = next(row["id"] for row in rows(polls, "SELECT * FROM people") if row["telegram_id"] == VOIDED)
    assert rows(polls, f"SELECT * FROM notices WHERE person = {person}") == []


async def test_a_word_of_coercion_bears_no_voters_name(polls, key):
    actor = await polls.voter(1001)
    await polls.services.ballots.tell_of_coercion(actor, key)
    names = {name.hex() for name in await polls.cast(key)}
    (flag,) = (await polls.services.disputes.of(await polls.staff(901), key)).flags
    assert flag.kind == "coercion"
    assert flag.source not in names


@pytest.mark.parametrize("how", list(EndingKind))
async def test_an_ended_round_is_sealed_too(polls, key, stolen, how):
    secret, known = stolen
    if how is EndingKind.ANNULLED:
        await close(polls)
    await polls.services.rounds.end(await polls.staff(901), key, how, "Збій реєстру виборців")
    await polls.timers.tick()
    kept = files(polls)
    assert [name for name, content in kept.items() if secret in content] == []
    assert {(row["receipt"], row["version"]) for row in rows(polls, "SELECT * FROM ballots")} == {(None, 0)}
    assert [1 for name, _ in known.values() for content in kept.values() if name in content] == []
    assert rows(polls, "SELECT * FROM outcomes") == []


async def test_a_receipt_tells_whether_a_ballot_counts_and_nothing_else(polls, key, stolen):
    _, known = stolen
    code = known[1001][1].code
    stranger = Actor(31_337, (await polls.voter(1001)).locale)
    seen = [await polls.services.disputes.verify(stranger, code)]
    await close(polls)
    seen.append(await polls.services.disputes.verify(stranger, code))
    polls.clock.pass_(days=3)
    await polls.services.counting.seal_rounds()
    seen.append(await polls.services.disputes.verify(stranger, code))
    assert [(one.is_current, one.void) for one in seen] == [(True, None)] * 3
    titles = {option.title for option in (await polls.services.rounds.view(stranger, key)).sheet.options}
    assert not any(title in repr(one) for one in seen for title in titles)


async def test_the_writer_waits_for_the_file_to_be_written_anew(polls, key, monkeypatch):
    """A crash before the end of closing is made good by the next tick: the key goes last."""

    async def power_cut():
        raise ConnectionError("the power went")

    polls.clock.pass_(days=3)
    with monkeypatch.context() as cut:
        cut.setattr(polls.database, "rebuild", power_cut)
        with pytest.raises(ConnectionError):
            await polls.services.counting.close_rounds()
    assert await polls.secret(key) is not None
    assert await polls.services.counting.close_rounds() == 1
    assert await polls.secret(key) is None
    assert counting.SEALED_AT_ONCE > CROWD
