"""A copy for who asks on paper, and erasure, also of a colleague who never had Telegram."""

import asyncio
import json
from functools import partial

import pytest

from bot.app import open_services
from bot.cli import _run
from bot.cli.operator import OPERATOR
from bot.domain.people import Role
from bot.storage import personal
from bot.storage.schema import metadata
from handlers import gate
from tests.support.asking import rows
from tests.support.databases import stored, url_of
from tests.support.house import open_house
from tests.support.markers import MARKS, NUMBER, write_everything
from tests.support.writing import actor

EMAIL, NAME = "qzcolleague@example.gov.ua", "Qzcolleague"
IN_TURN = {"digest"}
"""Columns that let somebody in."""


@pytest.fixture
async def house(tmp_path, monkeypatch):
    monkeypatch.setattr(gate, "BURST", 10**9)
    monkeypatch.setenv("DATABASE_URL", url_of(tmp_path / "viche.sqlite3"))
    monkeypatch.setenv("BOT_TOKEN", "1000000:local")
    async with open_house(tmp_path / "viche.sqlite3") as house:
        monkeypatch.setattr("bot.cli.people.open_services", partial(open_services, clock=house.clock))
        yield house


async def run(*arguments):
    """Run a command as beside a bot that runs, and return its exit code."""
    return await asyncio.to_thread(_run, list(arguments))


async def test_the_copy_holds_every_column_of_every_row_about_a_person(house, capfdbinary):
    olena, iryna = await house.resident("Феодосія", id=NUMBER), await house.staff("Ірина")
    await write_everything(house, olena, iryna, await house.staff("Петро"), await house.staff("Тарас", Role.MODERATOR))
    capfdbinary.readouterr()
    assert await run("people", "export", str(NUMBER)) == 0
    printed = capfdbinary.readouterr().out
    given = json.loads(printed)["as_stored"]
    me = (await actor(olena)).id
    for table, column in personal.tables():
        who = NUMBER if column.name in personal.BY_NUMBER else me
        kept = [row for row in rows(house, table.name) if row[column.name] == who]
        assert [set(row) for row in given.get(table.name, [])] == [set(table.columns.keys()) - IN_TURN] * len(kept)
    assert {"people", "questions", "feedback", "voters", "notices", "drafts", "flows"} <= given.keys()
    mine = {mark.word for place, mark in MARKS.items() if place != "updates.payload"}
    assert {word for word in mine if word not in printed.decode()} <= {"qzfile"}, "of a file its name is given"


def test_no_table_about_a_person_is_left_out():
    """Whoever adds a column that leads to a person says so by its name, or here why it is no row about them."""
    office = {"feedback.assignee", "invitations.made_by"}
    leads = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    assert leads - office <= {f"{table.name}.{column.name}" for table, column in personal.tables()}


async def test_a_colleague_without_telegram_is_erased_by_address(house, capfd):
    services = house.app.services
    account = await services.accounts.invite(OPERATOR, EMAIL, NAME, Role.STAFF)
    token = await services.sessions.link(account.telegram_id, confirms=account.email)
    await services.sessions.enter(token, "Firefox")
    await services.accounts.grant(OPERATOR, account.telegram_id, Role.RESIDENT)
    assert await run("people", "export", EMAIL) == 0
    assert NAME in capfd.readouterr().out
    assert await run("people", "forget", EMAIL) == 0
    for sign in (EMAIL, NAME, str(account.telegram_id)):
        assert [name for name, content in stored(house.path).items() if sign.encode() in content] == []
    assert await run("people", "forget", EMAIL) == 1
    assert "othing" in capfd.readouterr().err


@pytest.mark.parametrize(("options", "left"), [((), 0), (("--keep-texts",), 1)])
async def test_who_asks_on_paper_is_erased_as_they_wish(house, options, left):
    olena = await house.resident(id=NUMBER)
    await olena.say("/feedback")
    await olena.say("На вулиці Садовій немає ліхтарів")
    await olena.press("Надіслати")
    assert await run("people", "forget", str(NUMBER), *options) == 0
    assert len(rows(house, "feedback")) == left
    assert rows(house, "people") == []
