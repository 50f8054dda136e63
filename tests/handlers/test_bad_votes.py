"""Old, forged and foreign buttons: a clear sentence, and nothing lost."""

import pytest

from bot.domain.rounds import BallotKind
from tests.support.databases import look
from tests.support.house import DESK


def ballots(house):
    return look(house.path, "SELECT choices FROM ballots")


FORGED = [
    "t1:1:999:1:0:0:0",
    "t1:1:1:1:9007199254740991:99:9",
    "t1:1:1:9007199254740991:0:0:0",
    "t1:999:1:1:0:0:0",
    "t1:1:-1:1:0:0:0",
    "v1:999:0:0:0",
    "v1:1:999:999:99",
    "o1:1:999:0",
    "o1:1:1:99",
    "tp1:999",
    "so1:999",
    "wd1:999:1",
    "wd1:1:1",
    "ds1:1:5",
    "lv1:1:0",
    "ph1:999",
    "cd1:999",
    "cf1:999",
    "r1:999",
    "co1:999:1",
    "rs1:999",
    "rl1:999",
    "vt1",
    "ok2:uk:r999",
    "ok2:uk:c_atlantis",
    "l3:en:r999",
    "y3:uk:v1_AAAAAAAAAA",
]


@pytest.mark.parametrize("data", FORGED)
@pytest.mark.parametrize("knows", [True, False])
async def test_a_forged_button_gets_a_card_or_a_sentence(house, data, knows):
    await house.vote_round()
    olena = await house.resident() if knows else house.person()
    await olena.start()
    answer = await olena.press_data(data)
    assert "пішло не так" not in answer.text + olena.last.text
    assert answer.text or olena.last.text != "картка"
    assert all(row in ("[]", "[[1, 1]]") for (row,) in ballots(house))


async def test_points_cannot_be_forged_beyond_the_limit(house):
    key = await house.vote_round(ballot=BallotKind.POINTS, limit=5)
    option = (await house.sheet(key)).options[0].id
    olena = await house.resident()
    said = await olena.press_data(f"t1:{key}:{option}:6:0:0:0")
    assert said.alert
    assert ballots(house) == []


async def test_an_option_of_another_round_is_not_chosen(house):
    first, second = await house.vote_round(), await house.vote_round(title="Друге")
    foreign = (await house.sheet(second)).options[0].id
    olena = await house.resident()
    assert "Цього варіанта в опитуванні немає" in (await olena.press_data(f"t1:{first}:{foreign}:1:0:0:0")).text
    assert ballots(house) == []


async def test_a_round_that_was_removed_says_so(house):
    key = await house.vote_round(publish=False)
    olena = await house.resident()
    await house.app.services.rounds.remove(DESK, key)
    assert (await olena.press_data(f"v1:{key}:0:0:0")).text == "Такого опитування немає."
    assert (await olena.press_data(f"t1:{key}:1:1:0:0:0")).text == "Такого опитування немає."


async def test_a_draft_is_seen_by_nobody(house):
    key = await house.vote_round(publish=False)
    olena = await house.resident()
    for data in (f"r1:{key}", f"v1:{key}:0:0:0", f"o1:{key}:1:0"):
        assert (await olena.press_data(data)).text == "Такого опитування немає."
    assert "Голосувати" not in (await olena.start() and olena.buttons)


async def test_a_sheet_forwarded_into_a_group_says_nothing_there(house):
    key = await house.vote_round()
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    markup = {"inline_keyboard": [[{"text": "Мій вибір", "callback_data": f"v1:{key}:0:0:0"}]]}
    await house.app.bot.send_message(group.id, "картка", reply_markup=markup)
    await house.settle()
    answer = await olena.person.press(olena.person.chat_in(group)[-1], "Мій вибір")
    assert "лише в особистому чаті" in answer.text
    assert olena.person.chat_in(group)[-1].text == "картка"


async def test_a_round_without_votes_closes_and_tells_nobody(house):
    await house.vote_round()
    olena = await house.resident()
    before = olena.last.text
    house.clock.pass_(days=8)
    await house.tick()
    assert olena.last.text == before
    assert "є результати" in (await olena.say("/vote")).text
