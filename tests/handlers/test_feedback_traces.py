"""What is kept of feedback is shown to its author, and erased for good."""

import json

import pytest

from tests.bot.transport.local.conftest import png
from tests.support.asking import rows
from tests.support.databases import stored
from tests.support.writing import LANTERN, drafted, published

MARK, WAITING = "телепортація біля школи", "ненадісланий левіафан"
FILE = "таємниця.pdf"


async def _busy(house):
    """A resident who sent feedback with a file, supports another's, and has begun to write more."""
    olena, petro, iryna = await house.resident(id=777_001_777), await house.resident("Петро"), await house.staff()
    key = await published(petro, iryna, LANTERN)
    await olena.start(f"o{key}")
    await olena.press("Підтримати")
    await drafted(olena, MARK)
    await olena.person.send_document(FILE, b"%PDF")
    await house.settle()
    await olena.press("Показати працівникам, хто я")
    await olena.press("Надіслати")
    await drafted(olena, WAITING)
    await olena.person.send_photo(png())
    await house.settle()
    return olena, key


async def test_my_data_holds_feedback_files_supports_and_the_draft(house):
    olena, key = await _busy(house)
    [file] = (await olena.say("/mydata")).files
    data = json.loads(file.content)
    [one] = data["feedback"]
    assert (one["text"], one["state"], one["community"]) == (MARK, "new", "zhytomyr")
    assert (one["files"], one["staff_see_the_author"], one["public"]) == ([FILE], True, False)
    assert data["supports"] == [key]
    assert data["feedback_not_sent"]["text"] == WAITING
    assert [file["kind"] for file in data["feedback_not_sent"]["files"]] == ["photo"]


@pytest.mark.parametrize("withdraw", [True, False])
async def test_forget_erases_it_or_keeps_it_without_a_name(house, withdraw):
    olena, key = await _busy(house)
    await olena.say("/forget")
    await olena.press("Стерти й запитання" if withdraw else "Залишити їх без імені")
    assert rows(house, "drafts") == rows(house, "supports") == []
    assert len(rows(house, "feedback_files")) == int(not withdraw)
    left = [row for row in rows(house, "feedback") if row["id"] != key]
    assert [(row["text"], row["person"], row["is_named"], row["message"]) for row in left] == (
        [] if withdraw else [(MARK, None, 0, None)]
    )
    for name, content in stored(house.path).items():
        assert WAITING.encode() not in content, name
        assert (MARK.encode() in content) <= (not withdraw), name
        assert (FILE.encode() in content) <= (not withdraw), name
        assert str(olena.person.id).encode() not in content, name
    assert "Щоб громада могла вам відповісти" in (await olena.say("/my")).text


async def test_a_button_pressed_after_forgetting_asks_for_consent(house):
    olena = await house.resident()
    await drafted(olena)
    card = olena.last
    await olena.say("/forget")
    await olena.press("Стерти")
    assert "потрібна ваша згода" in (await olena.tap("Надіслати", on=card)).text
    assert rows(house, "feedback") == []
