"""What is kept about a person is shown, and erased for good."""

import json
from collections import defaultdict

import pytest
from structlog.testing import capture_logs

from bot.domain.people import CONSENT_VERSION, Role
from bot.storage.schema import metadata
from handlers import gate
from tests.support.databases import look, stored, table
from tests.support.house import open_house
from tests.support.markers import MARKS, NUMBER, write_everything
from tests.support.moderating import actor
from tests.support.outputs import in_telegram, of_people, on_pages, on_the_command_line

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


def kept(house):
    """What stands in the tables, by table and column."""
    found = defaultdict(list)
    for name in metadata.tables:
        for row in table(house.path, name):
            for column, value in row.items():
                found[f"{name}.{column}"].append(str(value))
    return {place: " ".join(values) for place, values in found.items()}


def column_of(house, table, column):
    return look(house.path, f"SELECT {column} FROM {table}")


def links(house, person):
    """Rows that lead to a person by their number in `people`."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "people" and key.column.name == "id" for key in column.foreign_keys)
        and look(house.path, f'SELECT 1 FROM "{table.name}" WHERE "{column.name}" = :person', person=person)
    ]


@pytest.fixture
async def house(tmp_path, monkeypatch):
    """A house in which nobody is slowed down."""
    monkeypatch.setattr(gate, "BURST", 10**9)
    async with open_house(tmp_path / "viche.sqlite3") as house:
        yield house


@pytest.fixture
async def written(house):
    """A resident who has written everything one can, and everybody whom it reached."""
    olena = await house.resident("Феодосія", id=NUMBER)
    others = iryna, petro, taras = [
        await house.staff("Ірина"),
        await house.staff("Петро"),
        await house.staff("Тарас", Role.MODERATOR),
    ]
    await write_everything(house, olena, iryna, petro, taras)
    return olena, others


async def test_every_mark_is_where_it_is_looked_for(house, written):
    """In its column, and those that others may read on their cards: else the next test would find nothing anyway."""
    olena, (iryna, _, taras) = written
    found, known = kept(house), of_people(house)
    assert {place for place, mark in MARKS.items() if mark.word not in found[place]} == set()
    for reader, words in (
        (iryna, {"qzquestion", "qzobjection"}),
        (taras, {"qzfeedback", "qzappeal", "qzname", "qzturn"}),
        (olena, {"qzquestion", "qzfeedback", "qzappeal", "qzname", "qzturn"}),
    ):
        n_before = len(reader.person.chat)
        said = " ".join(await in_telegram(reader, known, known.keys(), n_before))
        assert {word for word in words if word not in said} == set()


OWN_COPY = f'"telegram_id": {NUMBER},'
"""How a copy for herself begins, if she is still restricted: known by a mark made of the number she writes from."""


@pytest.mark.parametrize(("button", "stays"), [("Стерти й запитання", False), ("Залишити їх без імені", True)])
async def test_forget_leaves_no_trace_anywhere(house, written, button, stays, monkeypatch, capfd):
    """In no table, in no byte of a file, on no card of any role, on no page, in no export, in no line of the log."""
    olena, others = written
    me, known = await actor(olena), of_people(house)
    await olena.say("/forget")
    assert "ерто" in (await olena.press(button)).text
    gone = {mark.word for mark in MARKS.values() if not (stays and mark.unsigned)}
    assert links(house, me.id) == []
    assert [key for (key,) in column_of(house, "restrictions", "feedback") if key] == []
    found = {place: {word for word in (*gone, str(NUMBER)) if word in text} for place, text in kept(house).items()}
    assert {place: words for place, words in found.items() if words} == {}
    signs = [str(NUMBER).encode(), NUMBER.to_bytes(4, "big"), "Феодосія".encode(), *(word.encode() for word in gone)]
    assert [(sign, name) for name, content in stored(house.path).items() for sign in signs if sign in content] == []
    since = {one.person.id: len(one.person.chat) for one in (olena, *others)}
    house.clock.pass_(days=1)
    with capture_logs() as logs:
        await house.tick()
        said = [*await on_pages(house), *await on_the_command_line(house, monkeypatch, capfd)]
        for one in (olena, *others):
            said += await in_telegram(one, known, known.keys(), since[one.person.id])
    said.append(str(logs))
    said = [text.replace(OWN_COPY, "") for text in said]
    assert len(said) > 500
    assert [(word, text[:300]) for text in said for word in (*gone, str(NUMBER)) if word in text] == []


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
    await house.app.services.retention.sweep()
    n_rows = {name: len(table(house.path, name)) for name in ("updates", "subjects", "people")}
    assert n_rows == {"updates": 0, "subjects": 0, "people": 1}
