"""Letters are sent once, whatever the server says and whenever the bot dies."""

import asyncio
from itertools import pairwise

import pytest

from bot.domain.accounts import address_of
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.letters import FAILED, LetterState
from bot.domain.people import Role
from tests.support.databases import look, on_sqlite
from tests.support.house import DESK, open_house
from tests.support.mailbox import mail_box, settings_of

CLERK = "clerk@example.com"


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
async def house(tmp_path, box):
    async with open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        yield house


async def clerk_of(house):
    return await house.app.services.accounts.invite(DESK, CLERK, "Марія", Role.STAFF)


async def letters_of(house, states=tuple(LetterState)):
    return (await house.app.services.letters.listed(DESK, states))[0]


async def wait_until_settled(house):
    while await house.app.post.flush():
        pass


def stored(house) -> list[tuple]:
    return look(house.path, "SELECT * FROM letters")


async def test_a_way_in_comes_once_a_minute_and_its_token_is_nowhere(house, box):
    clerk = await clerk_of(house)
    for _ in range(3):
        await house.app.services.letters.entry(clerk)
    await wait_until_settled(house)
    (letter,) = box.letters
    assert letter["Subject"] == "Вхід до кабінету Віче"
    link = next(word for word in box.part("plain").split() if "/desk/enter/" in word)
    token = link.rpartition("/")[2]
    assert token not in str(stored(house))
    assert "Марія" not in str(stored(house))
    assert CLERK not in str(stored(house))
    assert f'href="{link}"' in box.part("html")
    assert await house.app.services.sessions.is_open(token)
    house.clock.pass_(minutes=1)
    await house.app.services.letters.entry(clerk)
    await wait_until_settled(house)
    assert len({letter["Message-ID"] for letter in box.letters}) == 2


async def test_coming_in_by_a_letter_confirms_the_address(house, box):
    clerk = await clerk_of(house)
    await house.app.services.letters.invite(clerk)
    await wait_until_settled(house)
    assert "7 днів" in box.part("plain")
    token = box.part("plain").split("/desk/enter/")[1].split()[0]
    await house.app.services.sessions.enter(token, "Firefox")
    assert (await house.app.services.accounts.find(clerk.telegram_id)).takes_letters


async def test_a_server_that_is_busy_is_asked_again_ever_more_rarely(house, box):
    box.recipient = "450 4.2.0 come back later"
    await house.app.services.letters.invite(await clerk_of(house))
    gaps = []
    for _ in range(40):
        tries = box.n_tries
        await wait_until_settled(house)
        if box.n_tries > tries:
            gaps.append(house.clock.now)
        house.clock.pass_(minutes=1 if len(gaps) < 4 else 60)
    waited = [round((b - a).total_seconds() / 60) for a, b in pairwise(gaps)]
    assert waited[:3] == [1, 5, 15]
    assert max(waited) == 360
    (letter,) = await letters_of(house)
    assert letter.state is LetterState.WAITING
    assert letter.error == "450 4.2.0 come back later"
    house.clock.pass_(days=1)
    await wait_until_settled(house)
    (letter,) = await letters_of(house)
    assert letter.state is LetterState.LOST
    box.recipient = "250 OK"
    await house.app.services.letters.again(DESK, letter.id)
    await wait_until_settled(house)
    assert len(box.letters) == 1


async def test_a_way_in_that_nobody_waits_for_any_more_is_given_up(house, box):
    box.recipient = "450 4.2.0 come back later"
    await house.app.services.letters.entry(await clerk_of(house))
    for _ in range(12):
        await wait_until_settled(house)
        house.clock.pass_(minutes=10)
    (letter,) = await letters_of(house)
    assert letter.state is LetterState.LOST


async def test_nothing_more_goes_to_an_address_that_bounced_until_it_is_confirmed(house, box):
    clerk = await clerk_of(house)
    box.recipient = "550 5.1.1 no such user"
    await house.app.services.letters.entry(clerk)
    await wait_until_settled(house)
    assert (await house.app.services.accounts.find(clerk.telegram_id)).bounced_at == house.clock.now
    (refused,) = await letters_of(house, [LetterState.REFUSED])
    assert refused.error == "550 5.1.1 no such user"
    box.recipient = "250 OK"
    house.clock.pass_(minutes=1)
    await house.app.services.letters.entry(clerk)
    await wait_until_settled(house)
    assert box.letters == []
    assert len(await letters_of(house, [LetterState.DROPPED])) == 1
    await house.app.services.letters.invite(clerk)
    await wait_until_settled(house)
    token = box.part("plain").split("/desk/enter/")[1].split()[0]
    await house.app.services.sessions.enter(token, "Firefox")
    assert (await house.app.services.accounts.find(clerk.telegram_id)).takes_letters


async def test_whoever_lost_the_role_gets_no_letter(house, box):
    clerk = await clerk_of(house)
    await house.app.services.letters.entry(clerk)
    await house.app.services.people.grant(clerk.telegram_id, Role.RESIDENT)
    await wait_until_settled(house)
    assert box.letters == []
    assert [one.state for one in await letters_of(house)] == [LetterState.DROPPED]


async def test_whoever_is_erased_while_a_letter_is_written_down_leaves_none(house, box):
    """Both read who it is before either writes."""
    clerk = await clerk_of(house)
    person = await house.app.services.people.recognise(clerk.telegram_id, None)
    await house.app.services.people.forget(person, withdraw=True)
    await house.app.services.letters.entry(clerk)
    await house.app.services.letters.confirm(person, "new@example.com")
    assert stored(house) == []


@on_sqlite
async def test_a_death_before_the_letter_is_handed_over_repeats_it_and_after_that_does_not(tmp_path, box):
    """The bot dies, as by a power cut, while the server holds its answer; then while it waits for its turn."""
    path = tmp_path / "viche.sqlite3"
    async with open_house(path, **settings_of(box)) as house:
        clerk = await clerk_of(house)
        box.hold()
        await house.app.services.letters.invite(clerk)
        flushing = asyncio.create_task(house.app.post.flush())
        await asyncio.wait_for(box.arrived.wait(), 60)
        copy = path.read_bytes(), path.with_name("viche.sqlite3-wal").read_bytes()
        box.go_on()
        await flushing
        telegram, clock = house.telegram, house.clock
    assert len(box.letters) == 1
    path.write_bytes(copy[0])
    path.with_name("viche.sqlite3-wal").write_bytes(copy[1])
    async with open_house(path, telegram, clock, **settings_of(box)) as house:
        await house.app.post.recover()
        await wait_until_settled(house)
        assert len(box.letters) == 1
        (unsure,) = await letters_of(house, FAILED)
        assert unsure.state is LetterState.UNSURE
        await house.app.services.letters.again(DESK, unsure.id)
        await wait_until_settled(house)
    assert len(box.letters) == 2
    assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]
    async with open_house(path, telegram, clock, **settings_of(box)) as house:
        await house.app.services.letters.invite(await house.app.services.accounts.find(clerk.telegram_id))
        waiting = [one for one in await letters_of(house) if one.state is LetterState.WAITING]
        await wait_until_settled(house)
    assert len(waiting) <= 1
    assert len(box.letters) == 3


async def test_a_clean_stop_waits_for_the_answer(tmp_path, box):
    async with open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        box.hold()
        await house.app.services.letters.invite(await clerk_of(house))
        flushing = asyncio.create_task(house.app.post.flush())
        await asyncio.wait_for(box.arrived.wait(), 60)
        asyncio.get_running_loop().call_later(0.2, box.go_on)
        path = house.path
    assert await flushing == 1
    assert look(path, "SELECT state FROM letters") == [("sent",)]


async def test_people_see_their_own_letters_and_operators_all(house, box):
    clerk = await clerk_of(house)
    box.data = "554 no"
    await house.app.services.letters.invite(clerk)
    await wait_until_settled(house)
    (failed,) = await letters_of(house, FAILED)
    own = await house.app.services.people.recognise(clerk.telegram_id, None)
    other = await house.app.services.people.recognise((await house.staff()).person.id, None)
    assert await house.app.services.letters.listed(own) == ([failed], False)
    assert await house.app.services.letters.listed(other) == ([], False)
    with pytest.raises(NotFound):
        await house.app.services.letters.again(other, failed.id)
    await house.app.services.letters.again(own, failed.id)
    with pytest.raises(NotFound):
        await house.app.services.letters.again(own, failed.id)
    resident = await house.app.services.people.recognise((await house.resident()).person.id, None)
    with pytest.raises(NotAllowed):
        await house.app.services.letters.listed(resident)


async def test_without_a_mail_server_nothing_is_written_down(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3", public_url="https://viche.example") as house:
        assert house.app.post is None
        with pytest.raises(NotAllowed, match=r"letters\.off"):
            await house.app.services.letters.entry(await clerk_of(house))
        assert stored(house) == []


def test_addresses_are_one_line():
    assert address_of("a@example.com\r\nBcc: b@example.com") is None
