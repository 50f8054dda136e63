"""Hidden until the round says so, in every output: cards, files, pages, commands, notices, logs, one's own data."""

import asyncio
import re
from dataclasses import fields
from datetime import timedelta
from functools import partial

import httpx
import pytest

from bot.app import open_services
from bot.cli import _run
from bot.domain.rounds import EndingKind
from bot.reports.files import Form
from bot.texts import Languages
from bot.web.public import public_site
from handlers import callbacks as press
from handlers.callbacks import pack
from handlers.routes import COMMANDS, PRESSES
from tests.support.counted import cast
from tests.support.house import DESK, open_house

GIVEN_AWAY = re.compile(r"(?<![\w:.-])(?:19|17)(?![\w:.-])|Перемогли|Winners|Підтримка варіантів|PNG\r\n|PK\x03")
"""How many votes two options have, or that something wins, or a chart, or a workbook."""

CHANGES = {
    *(press.Choose, press.Withdraw, press.TellOfCoercion, press.LiveIn, press.Appeal),
    *(press.PublishRound, press.RemoveDraft, press.ExtendBy, press.EndRound, press.GiveCodes),
    *(press.VoidReceipt, press.VoidInvitation, press.DecideVoid, press.DecideAppeal),
}
"""Presses that do more than show; all others that name a round are pressed here."""


@pytest.fixture
async def house(tmp_path):
    """A round of 23 voters in which two options have 19 and 17 votes; results show a day after the close."""
    async with open_house(tmp_path / "viche.sqlite3") as house:
        times = {"results_at": house.clock.now + timedelta(days=8)}
        key = await house.vote_round(("Альфа", "Бета", "Гамма", "Дельта"), **times)
        assert key == 1
        yield house


async def vote(house):
    await cast(house, 1, *[(0, 1)] * 13, *[(0, 2)] * 6, *[(1,)] * 4)


def looks():
    """Every button that names the round and changes nothing, for every file and the first option."""
    for kind in PRESSES:
        names = [field.name for field in fields(kind)]
        if "round" not in names or kind in CHANGES:
            continue
        given = {field.name: "" if field.type is str else 0 for field in fields(kind)}
        forms = list(Form) if "form" in names else [""]
        for form in forms:
            chosen = {"round": 1, "option": 1, "form": form.value if form else "", "choices": "1"}
            yield kind(**given | {name: value for name, value in chosen.items() if name in names})


async def in_telegram(talker):
    """Press and command everything; return what was said, and what the files hold."""
    said = []
    for look in looks():
        said.append((await talker.press_data(pack(look))).text)
        await talker.say("/help")  # closes a question that the bot may have asked
    for command in COMMANDS:
        if command.name not in ("start", "forget"):
            await talker.say(f"/{command.name}")
    for message in talker.person.chat:
        said += [message.text, *(file.content.decode(errors="replace") for file in message.files)]
    return said


async def on_pages(house):
    site = public_site(house.app.services, Languages("Europe/Kyiv"), "viche_bot")
    paths = ["/rounds", "/rounds/1", "/rounds/1?lang=en", "/rounds/1/receipts.txt", "/verify?code=00000-00000-1"]
    paths += [f"/rounds/1/ballots.{form}" for form in Form]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="https://viche.example") as client:
        return [(await client.get(path)).content.decode(errors="replace") for path in paths]


async def on_the_command_line(house, monkeypatch, capfd):
    """Run the commands in a thread, at the house's time; return what they print, with whatever was logged before."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{house.path}")
    for module in ("counting", "rounds"):
        monkeypatch.setattr(f"bot.cli.{module}.open_services", partial(open_services, clock=house.clock))
    commands = [["tally", "1", "--rule", "greedy"], ["tally", "1", "--rule", "greedy", "--json"]]
    commands += [["export", "1", "--format", form.value] for form in Form]
    commands += [
        ["rounds", "list"],
        ["rounds", "list", "--json"],
        ["rounds", "show", "1"],
        ["rounds", "show", "1", "--json"],
    ]
    for command in commands:
        await asyncio.to_thread(_run, command)
    captured = capfd.readouterr()
    return [captured.out, captured.err]


async def everything(house, monkeypatch, capfd):
    """All that the house says to a resident, to staff, to visitors and to the operator."""
    reader, staff = await house.resident("Читач"), await house.staff()
    said = [*await in_telegram(reader), *await in_telegram(staff), *await on_pages(house)]
    return [*said, *await on_the_command_line(house, monkeypatch, capfd)]


async def announced(house):
    house.clock.pass_(days=-1)


async def open_(house):
    await vote(house)


async def checking(house):
    await vote(house)
    house.clock.pass_(days=7)
    await house.tick()


async def a_second_before(house):
    await vote(house)
    house.clock.pass_(days=7, hours=23, minutes=59, seconds=59)
    await house.tick()


async def due_but_not_counted(house):
    await vote(house)
    house.clock.pass_(days=8)


async def cancelled(house):
    await vote(house)
    await house.app.services.rounds.end(DESK, 1, EndingKind.CANCELLED, "Помилка")
    house.clock.pass_(days=9)
    await house.tick()


async def annulled(house):
    await vote(house)
    house.clock.pass_(days=9)
    await house.tick()
    await house.app.services.rounds.end(DESK, 1, EndingKind.ANNULLED, "Помилка")


@pytest.mark.parametrize(
    "arrive", [announced, open_, checking, a_second_before, due_but_not_counted, cancelled, annulled]
)
async def test_nothing_gives_a_hidden_result_away(house, arrive, monkeypatch, capfd):
    await arrive(house)
    said = await everything(house, monkeypatch, capfd)
    assert len(said) > 100
    assert [(found[0], one[:2000]) for one in said if (found := GIVEN_AWAY.search(one))] == []


async def test_what_is_looked_for_is_there_once_results_are_out(house, monkeypatch, capfd):
    await vote(house)
    house.clock.pass_(days=8)
    await house.tick()
    said = await everything(house, monkeypatch, capfd)
    found = {one[0] for text in said for one in GIVEN_AWAY.finditer(text)}
    assert found >= {"19", "17", "Перемогли", "Підтримка варіантів", "PNG\r\n", "PK\x03"}
