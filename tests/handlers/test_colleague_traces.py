"""Of a colleague who is forgotten nothing is left, neither of their ways in nor of what was to be sent to them."""

import pytest

from bot.domain.audiences import Audience
from bot.domain.broadcasts import BroadcastKind, Content
from bot.domain.digests import PeriodKind
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale, Role
from bot.domain.subscriptions import Subscription, Way
from bot.services import pace
from bot.storage.schema import metadata
from tests.support.databases import look, stored, table
from tests.support.house import DESK, open_house
from tests.support.mailbox import mail_box, settings_of
from tests.support.moderating import actor, replied, sent

NUMBER = 777_001_777
NAME, EMAIL, NEW_EMAIL, DEVICE, PHOTO = "Qznameko", "qzmail@example.com", "qzother@example.com", "Firefox", "qzphoto"
SIGNS = (NAME, EMAIL, NEW_EMAIL, PHOTO)

FULL = {
    *("people", "roles", "accounts", "letters", "entry_links", "sessions", "invitations", "subscriptions"),
    *("deliveries", "feedback", "notices"),
}
"""Tables in which there is something of hers."""


@pytest.fixture
async def house(tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "GAP_S", 0)
    async with mail_box() as box, open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        yield house


async def everything_a_colleague_can(house):
    """Olena runs the bot: she comes in by two ways, reads digests by mail, brings a file, tells many, invites."""
    olena = await house.resident(NAME, id=NUMBER)
    key = await sent(olena, files=(FeedbackFile(FileKind.PHOTO, PHOTO, "1.jpg"),))
    services = house.app.services
    await services.people.grant(NUMBER, Role.OPERATOR)
    await services.accounts.rename(await actor(olena), NAME)
    await services.sessions.enter(await services.sessions.link(NUMBER, confirms=EMAIL), DEVICE)
    me = await actor(olena)
    await services.letters.confirm(me, NEW_EMAIL)
    await services.sessions.link(NUMBER, confirms=NEW_EMAIL)
    await services.subscriptions.choose(me, Subscription(PeriodKind.DAY, way=Way.EMAIL))
    await services.uploads.add(me, "стратегія.txt", "1. Чисте село\n1.1. Вода".encode())
    await services.invitations.make(me, Role.STAFF)
    many = await services.broadcasts.draft(me, BroadcastKind.WORKS, Audience(people=(me.id,)))
    await services.broadcasts.say(me, many, Locale.UK, Content("Завтра вимкнуть воду"))
    await services.broadcasts.submit(me, many)
    return olena, me, key


def kept_of(house, person):
    """The tables whose rows lead to her, by her number in `people` or in Telegram."""
    by_number = ("telegram_id", "account", "sender")
    return {
        one.name
        for one in metadata.tables.values()
        for column in one.columns
        if column.name in by_number or any(key.column.table.name == "people" for key in column.foreign_keys)
        if look(
            house.path,
            f'SELECT 1 FROM "{one.name}" WHERE "{column.name}" = :who',
            who=NUMBER if column.name in by_number else person,
        )
    }


async def test_a_colleague_who_is_forgotten_leaves_no_trace(house):
    olena, me, key = await everything_a_colleague_can(house)
    petro = await house.staff("Петро", Role.OPERATOR)
    house.clock.pass_(days=1)
    await house.app.timers.tick()
    await replied(petro, key)
    await house.app.services.accounts.close_sessions(DESK, NUMBER)
    await house.app.services.sessions.enter(await house.app.services.sessions.link(NUMBER), DEVICE)
    await house.app.services.sessions.link(NUMBER, confirms=NEW_EMAIL)
    before = " ".join(str(table(house.path, name)) for name in metadata.tables)
    assert [sign for sign in SIGNS if sign not in before] == []
    assert FULL - kept_of(house, me.id) == set()
    await olena.say("/forget")
    await olena.press("Стерти")
    assert kept_of(house, me.id) == set()
    signs = [str(NUMBER).encode(), NUMBER.to_bytes(4, "big"), *(sign.encode() for sign in SIGNS)]
    found = {(sign, name) for name, content in stored(house.path).items() for sign in signs if sign in content}
    assert found == set()


async def test_a_letter_that_was_being_written_meanwhile_keeps_no_way_in_for_who_is_forgotten(house):
    olena = await house.resident(NAME, id=NUMBER)
    await olena.say("/forget")
    await olena.press("Стерти")
    services = house.app.services
    for token in (await services.sessions.link(NUMBER), await services.subscriptions.way_out(NUMBER, PeriodKind.DAY)):
        assert not await services.sessions.is_open(token)
    assert table(house.path, "entry_links") == []
