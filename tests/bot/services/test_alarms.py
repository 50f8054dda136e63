"""Operators are told in Telegram and by letter what stopped, and when it is well again; loudly in the log besides."""

import asyncio
import sqlite3

import pytest
from structlog.testing import capture_logs

from bot.domain.people import Role
from bot.services import watch as watch_module
from tests.support.databases import on_sqlite
from tests.support.house import open_house
from tests.support.mailbox import mail_box, settings_of

STOPPED = (
    "Потрібна ваша увага. Бот перестав стежити за часом: опитування не підраховуються, нагадування не надходять.\n\n"
    "Перезапустіть бота. Він надолужить усе, що пропустив."
)
WELL = (
    "Знову гаразд. Минуло те, про що бот повідомляв: «Бот перестав стежити за часом: опитування не підраховуються, "
    "нагадування не надходять»."
)
NO_COPY = (
    "Потрібна ваша увага. Свіжої резервної копії бази немає.\n\n"
    "Без неї базу не відновити, якщо зламається диск. Причину підкаже команда python -m bot doctor і журнал бота."
)


@pytest.fixture(autouse=True)
def always_fresh(monkeypatch):
    monkeypatch.setattr(watch_module, "FRESH_S", -1)


async def look(house, **later):
    """Let time pass and look, as the bot does all the time; then send what is to be told."""
    house.clock.pass_(**later)
    await house.app.alarms.look()
    while await house.app.outbox.flush() or (house.app.post and await house.app.post.flush()):
        pass


async def stop_the_timers(house):
    house.app.timers.pulse.patience_s = -1
    await look(house)
    await look(house, minutes=2)


async def mend_the_timers(house):
    house.app.timers.pulse.patience_s = 600
    await look(house)
    await look(house, minutes=5)


def told(talker, about="увага"):
    return [one.text for one in talker.person.chat if one.from_bot and (about in one.text or "гаразд" in one.text)]


async def test_operators_and_nobody_else_are_told(house):
    operator, staff = await house.staff("Андрій", Role.OPERATOR), await house.staff("Ірина")
    house.app.timers.pulse.patience_s = -1
    await look(house)
    assert told(operator) == []
    await look(house, minutes=2)
    assert told(operator) == [STOPPED]
    await look(house, hours=5)
    assert told(operator) == [STOPPED]
    await mend_the_timers(house)
    assert told(operator) == [STOPPED, WELL]
    assert told(staff) == []


async def test_copies_that_cannot_be_made_are_told(tmp_path):
    place = tmp_path / "disk that was not mounted"
    place.touch()
    async with open_house(tmp_path / "v.sqlite3", backup_dir=place / "copies") as house:
        house.app.services.backups.begin()
        operator = await house.staff("Андрій", Role.OPERATOR)
        await look(house)
        await look(house, minutes=2)
        assert told(operator) == [NO_COPY]
        health = await house.app.watch.look()
        assert (health.is_red, {one.name: one.word for one in health.checks}["backup"]) == (False, "unwritable")


async def test_a_restart_tells_nobody_twice(tmp_path):
    path = tmp_path / "v.sqlite3"
    async with open_house(path) as house:
        operator = await house.staff("Андрій", Role.OPERATOR)
        await stop_the_timers(house)
        assert told(operator) == [STOPPED]
    async with open_house(path, house.telegram, house.clock) as again:
        await stop_the_timers(again)
        assert told(operator) == [STOPPED]
        await mend_the_timers(again)
        assert told(operator) == [STOPPED, WELL]
        await stop_the_timers(again)
        assert told(operator) == [STOPPED, WELL], "not twice within an hour"
        await look(again, hours=1)
        assert told(operator) == [STOPPED, WELL, STOPPED]


async def test_it_is_told_at_night_too(house):
    operator = await house.staff("Андрій", Role.OPERATOR)
    house.clock.pass_(hours=14)
    await stop_the_timers(house)
    assert told(operator) == [STOPPED]


async def test_a_letter_goes_besides_and_arrives_while_telegram_is_away(tmp_path):
    async with mail_box() as box, open_house(tmp_path / "v.sqlite3", **settings_of(box)) as house:
        operator = await house.staff("Андрій", Role.OPERATOR)
        await house.app.database.write(lambda connection: _confirmed(connection, operator.person.id))
        house.app.outbox.pulse.tasks.clear()
        house.telegram.down()
        house.app.intake.pulse.patience_s = -1
        house.clock.pass_(minutes=1)
        with capture_logs() as logs:
            await house.app.alarms.look()
            house.clock.pass_(minutes=2)
            await house.app.alarms.look()
        while not box.letters:
            await house.app.post.flush()
        assert "Бот уже кілька хвилин не чує Telegram" in box.part("plain")
        assert box.last()["To"] == "andrii@example.gov.ua"
        assert [(one["log_level"], one["check"]) for one in logs if "check" in one] == [("critical", "intake")]


async def _confirmed(connection, telegram_id):
    await connection.exec_driver_sql(
        "INSERT INTO accounts (telegram_id, name, email, confirmed_at, created_at)"
        f" VALUES ({telegram_id}, '', 'andrii@example.gov.ua', '2026-11-01', '2026-11-01')"
    )


@on_sqlite
async def test_what_cannot_be_written_down_is_told_at_once(house, monkeypatch):
    operator = await house.staff("Андрій", Role.OPERATOR)
    monkeypatch.setattr(watch_module, "WRITE_S", 0.1)
    await house.app.database.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=100"))
    other = sqlite3.connect(house.path)
    other.execute("BEGIN IMMEDIATE")
    for minutes in (0, 2):
        house.clock.pass_(minutes=minutes)
        await house.app.alarms.look()
    other.rollback()
    other.close()
    [said] = told(operator)
    assert said == (
        "Потрібна ваша увага. Бот не може записувати дані в базу.\n\nПеревірте, чи є місце на диску і чи має бот право "
        "писати в теку з базою. Повідомлення мешканців тим часом чекають у Telegram."
    )


async def test_a_part_that_ended_is_told_at_the_next_start_once_an_hour(tmp_path):
    path = tmp_path / "v.sqlite3"
    async with open_house(path) as house:
        operator = await house.staff("Андрій", Role.OPERATOR)
        await house.app.alarms.note_end()
    for _ in range(2):
        async with open_house(path, house.telegram, house.clock) as again:
            while await again.app.outbox.flush():
                pass
            assert len(told(operator)) == 1
            assert "Частина бота зупинилася через помилку, і він запустився знову." in told(operator)[0]
            await again.app.alarms.note_end()
    house.clock.pass_(hours=1)
    async with open_house(path, house.telegram, house.clock) as again:
        await again.app.alarms.note_end()
        while await again.app.outbox.flush():
            pass
        assert len(told(operator)) == 2


async def test_the_look_goes_on_by_itself(house, monkeypatch):
    operator = await house.staff("Андрій", Role.OPERATOR)
    monkeypatch.setattr("bot.services.alarms.EVERY_S", 0.01)
    house.app.timers.pulse.patience_s = -1
    running = asyncio.create_task(house.app.alarms.run())
    async with asyncio.timeout(10):
        while not told(operator):
            house.clock.pass_(seconds=20)
            await asyncio.sleep(0.02)
            await house.app.outbox.flush()
    running.cancel()
    assert told(operator) == [STOPPED]
