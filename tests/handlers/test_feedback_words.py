"""What staff write by mistake, by chance or too late: no answer, markup, endless words, forgotten questions."""

import pytest

from tests.support.asking import rows, told
from tests.support.feedback import ANSWER, LAMP, ROAD, at_desk, found, heard, replied, sent, uploaded, written


@pytest.mark.parametrize("bad", ["🙂🙂", "!!!", "а" * 2001, "а" * 4096])
async def test_what_is_no_answer_is_asked_for_once_more(house, bad):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await found(iryna)
    await iryna.press("Відповісти")
    assert "від одного слова до 2000 символів" in (await iryna.say(bad)).text
    assert "Перевірте" in (await iryna.say(ANSWER)).text


async def test_stickers_and_photos_are_no_answer(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await found(iryna)
    await iryna.press("Відповісти")
    for send in (iryna.person.send_sticker(), iryna.person.send_voice(b"OggS")):
        await send
        await house.settle()
        assert "Фото й файли так не надсилаються." in iryna.last.text
    assert "Перевірте" in (await iryna.say(ANSWER)).text


@pytest.mark.parametrize("words", ["<b>Ні</b> & <script>alert(1)</script>", "=HYPERLINK(1;2)", "+1+1 @SUM(A1)"])
async def test_markup_and_formulas_are_text(house, words):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena, f"Питання {words}")
    assert f"Питання {words}" in (await found(iryna, "Питання")).text
    assert words in (await written(iryna, "Питання", words)).text
    await iryna.press("Надіслати")
    assert words in await told(house, olena)
    assert words in (await found_answered(iryna)).text


async def found_answered(staff):
    await at_desk(staff)
    await staff.press("Стан, тема, ціль")
    await staff.press("З відповіддю")
    return await staff.press("Питання")


async def test_the_longest_words_fit_and_can_be_read_in_full(house):
    olena, iryna = await house.resident(), await house.staff()
    long = "&" * 999 + " слово " + "<" * 990
    key = await sent(olena, long)
    for _ in range(3):
        await written(iryna, "&&", "а&" * 1000)
        await iryna.press("Надіслати")
        await replied(olena, key, "б<" * 1000)
        await told(house, iryna)
        await iryna.press_data(f"jo1:{key}")
        await iryna.press("Закрити")
        await iryna.press("Закрити й повідомити")
        await iryna.press("Відкрити знову")
    await iryna.press_data(f"jo1:{key}")
    said = await iryna.press("Усе дослівно")
    assert "слово" in said.text
    assert "<" * 990 in said.text
    assert "а&" * 1000 in (await iryna.press("Далі")).text
    assert "б<" * 1000 in (await iryna.press("Далі")).text


async def test_lines_stay_lines_and_a_full_card_fits(house):
    olena, iryna = await house.resident("О" * 60), await house.staff()
    files = [file for _ in range(5) for file in await uploaded(olena)]
    lines = "Перший рядок\nДругий рядок"
    await sent(olena, lines, files=tuple(files), is_named=True, settlement="С" * 64, topic="infrastructure")
    assert lines in (await found(iryna, "Перший")).text


async def test_a_draft_lapses_and_a_command_leaves_it(house):
    olena, iryna = await house.resident(), await house.staff()
    await sent(olena)
    await written(iryna)
    check = iryna.last
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    house.clock.pass_(days=30)
    assert "Чернетка вже не зберігається" in (await iryna.tap("Надіслати", check)).text
    await found(iryna)
    await iryna.press("Відповісти")
    house.clock.pass_(days=30)
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    await found(iryna)
    await iryna.press("Відповісти")
    await iryna.say("/goals")
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    await found(iryna)
    await iryna.press("Відповісти")
    await iryna.press("Скасувати")
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    assert rows(house, "turns") == []


async def test_of_two_flows_the_second_counts(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await sent(olena, ROAD)
    await sent(petro, LAMP)
    await written(iryna, ROAD, "Про ями.")
    first = iryna.last
    await written(iryna, LAMP, "Про ліхтарі.")
    assert "Чернетка вже не зберігається" in (await iryna.tap("Надіслати", first)).text
    await iryna.press("Надіслати")
    assert "Про ліхтарі." in await told(house, petro)
    assert not any("Про ями." in text for text in await heard(olena))
