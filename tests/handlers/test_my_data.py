"""What is kept about a person is shown, and erased for good."""

import json
import sqlite3

import pytest

from bot.domain.people import CONSENT_VERSION
from bot.services.retention import Retention

MARK = "телепортація"


async def _busy_resident(house):
    olena = await house.resident(id=777_001_777)
    await olena.say("індустріальні парки")
    await olena.say(f"коли в нас буде {MARK}")
    await olena.press("Передати працівникам")
    return olena


async def test_my_data_is_a_file_with_everything(house):
    olena = await _busy_resident(house)
    said = await olena.say("/mydata")
    [file] = said.files
    assert file.name.endswith(".json")
    data = json.loads(file.content)
    assert data["telegram_id"] == 777_001_777
    assert data["community"] == "zhytomyr"
    assert data["consent"] == {"version": CONSENT_VERSION, "at": "2026-11-22T10:00:00+00:00"}
    assert MARK in data["questions_to_staff"][0]["text"]


async def test_my_data_of_a_stranger(house):
    assert "нічого не збережено" in (await house.person().say("/mydata")).text


async def test_privacy_names_what_is_kept_and_the_consent(house):
    olena = await house.resident()
    said = await olena.say("/privacy")
    assert "Ви погодилися 22 листопада 2026 року, 12:00" in said.text
    assert "нічого не збережено" in (await house.person("Стефа").say("/privacy")).text


@pytest.mark.parametrize(("button", "stays"), [("Стерти й запитання", False), ("Залишити їх без імені", True)])
async def test_forget_leaves_no_trace_in_any_table_or_file(house, button, stays):
    olena = await _busy_resident(house)
    await olena.say("/forget")
    said = await olena.press(button)
    assert "ерто" in said.text
    with sqlite3.connect(house.path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = " ".join(str(row) for t in tables for row in connection.execute(f'SELECT * FROM "{t}"'))
    assert str(olena.person.id) not in kept
    assert (MARK in kept) == stays
    for file in house.path.parent.iterdir():
        content = file.read_bytes()
        assert str(olena.person.id).encode() not in content, file.name
        assert olena.person.id.to_bytes(4, "big") not in content, file.name
        assert (MARK.encode() in content) <= stays, file.name


async def test_forget_asks_first_and_can_be_refused(house):
    olena = await _busy_resident(house)
    await olena.say("/forget")
    await olena.press("Нічого не стирати")
    await olena.say("/mydata")
    assert olena.last.files


async def test_after_forgetting_one_is_a_stranger(house):
    iryna = await house.staff()
    await iryna.say("/forget")
    await iryna.press("Стерти й запитання")
    assert "лише працівникам" in (await iryna.say("/inbox")).text
    await iryna.start()
    assert iryna.buttons[0] == "Погоджуюсь"


async def test_old_ids_and_subjects_are_swept(house):
    olena = await house.resident()
    await olena.say("індустріальні парки")
    house.clock.pass_(days=4)
    await Retention(house.app.database, house.clock).sweep()
    with sqlite3.connect(house.path) as connection:
        assert connection.execute("SELECT count(*) FROM updates").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM subjects").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (1,)
