"""Browsing: community, document, goals, tasks, details; one message, a pager, a way back."""

from tests.support.house import Talker


async def test_walk_down_and_up_in_one_message(house):
    olena = await house.resident()
    said = await olena.say("/goals")
    n_messages = len(olena.person.chat)
    assert "Житомирська область" in said.text
    said = await olena.press("Стратегія")
    assert "1. Посилення конкурентних економічних переваг регіону" in said.text
    said = await olena.press("3. Стійке поліпшення")
    assert "Складається з 4 частин" in said.text
    said = await olena.press("3.1. Здоров")
    said = await olena.press("3.1.4.")
    assert "спортивних об'єктів" in said.text
    assert "Житомирська область › 3. Стійке поліпшення" in said.text
    said = await olena.press("Докладніше")
    assert "Входить до: стратегічна ціль 3 " in said.text
    for expected in ("3.1. Здоров", "3. Стійке", "Стратегія"):
        said = await olena.press("На рівень вище")
        assert expected in said.text
    assert len(olena.person.chat) == n_messages


async def test_long_lists_have_pages(house):
    olena = await house.resident(community="luhansk")
    await _open(olena, "Стратегія", "1. Економічне", "1.2. Розвиток сільських", "1.2.1.")
    assert "1 з 2" in olena.buttons
    said = await olena.press("Далі")
    assert "2 з 2" in olena.buttons
    assert "1.2.1/7." in said.text
    await olena.press("← Назад")
    assert "1 з 2" in olena.buttons
    await olena.press("1 з 2")
    assert "1 з 2" in olena.buttons


async def test_all_communities_can_be_browsed(house):
    olena = await house.resident()
    await olena.say("/goals")
    said = await olena.press("На рівень вище")
    assert "Оберіть громаду" in said.text
    said = await olena.press("Краматорська громада")
    assert "оголошені цілі" in said.text


async def test_the_label_of_each_document_tells_what_it_is(house):
    olena = await house.resident()
    said = await olena.say("/goals")
    lines = said.text.splitlines()
    first = next(line for line in lines if line.startswith("•"))
    assert "офіційний документ" in first
    assert "програма партії, не ціль громади" in said.text
    assert "новина, не ціль громади" in said.text


async def test_deep_link_opens_a_goal_also_for_a_stranger(house):
    number = house.app.services.entries.shelf.ids["luhansk-oblast-2027", "4.1.1"]
    said = await house.person().start(f"g{number}")
    assert "4.1.1." in said.text
    assert "Луганська область" in said.text


async def test_deep_link_to_nothing_says_so(house):
    said = await house.person().start("g999999")
    assert "вже немає" in said.text


async def test_a_deleted_card_gets_a_fresh_one(house):
    olena = await house.resident()
    await olena.say("/goals")
    await house.app.bot.delete_message(olena.person.id, olena.last.id)
    before = len(olena.person.chat)
    house.telegram.fail_next("editMessageText", 400, "Bad Request: message to edit not found")
    await olena.say("/goals")
    await olena.press("Стратегія")
    assert len(olena.person.chat) == before + 2 + 1


async def _open(olena: Talker, *labels: str) -> None:
    await olena.say("/goals")
    for label in labels:
        await olena.press(label)
