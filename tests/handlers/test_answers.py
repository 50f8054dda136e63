"""Staff answer once: everybody who waits is told, who asks next is answered so, and all of it can be undone."""

import asyncio

import pytest

from bot.domain.people import Role
from tests.support.asking import ANSWER, METRO, METRO_TOO, SOURCE, answered, opened, passed, refused, rows, told


async def test_a_goal_answers_everybody_who_waits_and_who_asks_next(house):
    olena, petro, stefa, iryna = (
        await house.resident(),
        await house.resident("Петро"),
        await house.resident("Стефа"),
        await house.staff(),
    )
    await petro.say("/language")
    await petro.press("English")
    await passed(olena, METRO)
    house.clock.pass_(seconds=1)
    await petro.say(METRO_TOO)
    await petro.press("Pass on to staff")
    await opened(iryna, METRO)
    await iryna.press("Інша ціль")
    await iryna.say("2.2.1")
    said = await iryna.press("2.2.1.")
    assert said.text.startswith("Перевірте перед збереженням")
    assert "Відповіді на інші запитання не зміняться." in said.text
    said = await iryna.press("Зберегти й повідомити 2 людей")
    assert said.text.startswith("✓ Збережено. Бот повідомить 2 людей.")
    assert "Так вирішили ви" in said.text
    assert f"Ви питали: «{METRO}»" in await told(house, olena)
    assert f"“{METRO_TOO}”" in petro.last.text
    said = await olena.press("Переглянути ціль")
    assert "2.2.1." in said.text
    said = await stefa.say("метро коли збудують")
    assert said.text.startswith("2.2.1.")
    assert "дали працівники громади" in said.text
    assert METRO not in said.text
    assert METRO not in (await iryna.say("/inbox")).text


async def test_an_answer_in_words_has_its_own_label_source_and_date(house):
    olena, stefa, iryna = await house.resident(), await house.resident("Стефа"), await house.staff()
    await passed(olena, METRO)
    said = await answered(iryna, METRO)
    assert f"Відповідь: {ANSWER}" in said.text
    assert f"Джерело: {SOURCE}" in said.text
    assert "чи буде" not in said.text
    assert rows(house, "phrasings") == []
    await iryna.press("Зберегти й повідомити 1 людину")
    said = await told(house, olena)
    assert ANSWER in said
    assert SOURCE in said
    assert olena.buttons == ["Головна"]
    said = await stefa.say("мэтро коли побудуют?")
    assert "Це відповідь працівників громади, а не ціль із документа:" in said.text
    assert ANSWER in said.text
    assert f"({SOURCE}, 22 листопада 2026 року, відповідь працівників громади)" in said.text
    await stefa.say("/goals")
    assert "Відповіді громади: Житомирська область — відповідь працівників громади" in stefa.last.text
    assert ANSWER in (await stefa.press("Відповіді громади")).text
    said = await stefa.say("чи буде тролейбус до лікарні")
    assert ANSWER not in said.text


async def test_the_check_names_questions_whose_answer_would_change(house):
    olena, iryna = await house.resident(), await house.staff()
    await olena.say("ремонт доріг")
    await passed(olena, "ремонт доріг де буде")
    said = await answered(iryna, "ремонт доріг де буде", "Дороги лагодимо за списком.")
    assert "Зміниться відповідь ще на 1 запитання:" in said.text
    assert "«ремонт доріг» — зараз відповідь: Партія обіцяла поліпшити дороги" in said.text


async def test_undo_works_at_once_and_tells_who_taught(house):
    olena, stefa, iryna, taras = (
        await house.resident(),
        await house.resident("Стефа"),
        await house.staff(),
        await house.staff("Тарас", Role.OPERATOR),
    )
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await told(house, olena)
    assert ANSWER in (await stefa.say(METRO)).text
    await taras.say("/inbox")
    await taras.press("Уже вирішені")
    said = await taras.press(METRO)
    assert "Працівник №" in said.text
    said = await taras.press("Скасувати це рішення")
    assert said.text.startswith("✓ Скасовано. Запитання знову чекає на відповідь. Так вирішив працівник №")
    assert "Колега скасував ваше рішення" in await told(house, iryna)
    assert METRO in (await iryna.press("Відкрити запитання")).text
    assert "Не знаю" in (await stefa.say(METRO)).text
    await stefa.say("/goals")
    assert "Відповіді громади" not in stefa.last.text
    house.clock.pass_(minutes=1)
    await answered(iryna, METRO, "Метро буде, але не скоро.")
    await iryna.press("Зберегти")
    assert "Метро буде, але не скоро." in await told(house, olena)


async def test_what_was_not_sent_is_taken_back(house):
    house.clock.pass_(hours=12)
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    assert "передано працівникам" in await told(house, olena)
    await iryna.press("Скасувати це рішення")
    house.clock.pass_(hours=12)
    assert ANSWER not in await told(house, olena)


async def test_at_night_nobody_is_woken(house):
    house.clock.pass_(hours=12)
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    assert ANSWER not in await told(house, olena)
    house.clock.pass_(hours=8)
    assert ANSWER in await told(house, olena)


async def test_staff_see_what_did_not_arrive(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await olena.person.block()
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await told(house, iryna)
    await iryna.press("До запитань")
    await iryna.press("Уже вирішені")
    assert "Не доставлено 1 людині" in (await iryna.press(METRO)).text


async def test_the_second_of_two_staff_is_told(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await answered(taras, METRO, "Інша відповідь.")
    await iryna.press("Зберегти")
    assert await refused(taras, "Зберегти") == "На це запитання вже відповіли."
    assert len(rows(house, "phrasings")) == 1
    assert [row["text"] for row in rows(house, "wordings") if row["publisher"]] == [ANSWER]


async def test_two_answers_at_once_are_both_kept(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await passed(olena, METRO)
    await passed(olena, "коли буде телепортація")
    await answered(iryna, METRO)
    await answered(taras, "коли буде телепортація", "Телепортації не буде.")
    await asyncio.gather(iryna.press("Зберегти"), taras.press("Зберегти"))
    assert ANSWER in (await olena.say(METRO)).text
    assert "Телепортації не буде." in (await olena.say("коли буде телепортація")).text


@pytest.mark.parametrize("bad", ["🙂🙂", "а" * 1201, "!!!", "12"])
async def test_what_is_no_answer_is_asked_for_once_more(house, bad):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await opened(iryna, METRO)
    await iryna.press("Відповісти словами")
    assert "від одного слова до 1200 символів" in (await iryna.say(bad)).text
    assert "Звідки це відомо?" in (await iryna.say(ANSWER)).text
    assert "щонайбільше 300 символів" in (await iryna.say("а" * 301)).text
    assert "Перевірте" in (await iryna.say(SOURCE)).text


async def test_markup_in_questions_and_answers_is_text(house):
    olena, iryna = await house.resident(), await house.staff()
    asked, answer = "коли метро <b>збудують</b> & <script>", "Ні & <i>ніколи</i> <script>"
    await passed(olena, asked)
    assert asked in (await opened(iryna, "коли метро")).text
    said = await answered(iryna, "коли метро", answer, "<a href='x'>звіт</a>")
    assert answer in said.text
    await iryna.press("Зберегти")
    said = await told(house, olena)
    assert asked in said
    assert answer in said
    assert answer in (await olena.say(asked)).text


async def test_the_longest_answer_to_many_long_questions_fits_one_message(house):
    olena, iryna = await house.resident(), await house.staff()
    for number in range(12):
        await passed(olena, f"коли метро {'&' * 900}{'!' * number}")
    said = await answered(iryna, "коли метро", "а&" * 600, "&" * 300)
    assert "Перевірте" in said.text
    await iryna.press("Зберегти")
    assert "Збережено" in iryna.last.text
    assert "а&а&" in await told(house, olena)


async def test_a_draft_that_is_gone_and_words_while_it_waits(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await answered(iryna, METRO)
    check = iryna.last
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    house.clock.pass_(minutes=31)
    said = await iryna.person.press(check, "Зберегти й повідомити 1 людину")
    await house.settle()
    assert "Чернетка вже не зберігається" in said.text
    assert METRO in (await iryna.say("/inbox")).text


async def test_a_forgotten_flow_and_a_command_trap_nobody(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await opened(iryna, METRO)
    await iryna.press("Відповісти словами")
    await iryna.say("/goals")
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    await opened(iryna, METRO)
    await iryna.press("Відповісти словами")
    house.clock.pass_(days=30)
    assert "1.1.2." in (await iryna.say("індустріальні парки")).text
    assert rows(house, "phrasings") == []


async def test_a_goal_that_vanished_waits_and_can_be_undone(house, tmp_path):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await opened(iryna, METRO)
    await iryna.press("Інша ціль")
    await iryna.say("2.2.1")
    await iryna.press("2.2.1.")
    entries = house.app.services.entries
    library = entries.library
    document = library.documents["zhytomyr-oblast-2027"]
    left = [one for one in library.entries if one.document == document.id and one.code != "2.2.1"]
    await entries.publish(library.communities["zhytomyr"], document, left)
    await iryna.press("Зберегти")
    assert "цієї цілі вже немає в документах" in iryna.last.text
    assert "Не знаю" in (await olena.say(METRO)).text
    await iryna.press("Скасувати це рішення")
    assert METRO in (await iryna.say("/inbox")).text


async def test_undoing_what_a_forgotten_colleague_decided_tells_nobody(house):
    olena, iryna, taras = await house.resident(), await house.staff(), await house.staff("Тарас")
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await iryna.say("/forget")
    await iryna.press("Залишити їх без імені")
    await taras.say("/inbox")
    await taras.press("Уже вирішені")
    await taras.press(METRO)
    assert "✓ Скасовано." in (await taras.press("Скасувати це рішення")).text
    assert "стерто" in await told(house, iryna)


async def test_a_goal_of_one_community_answers_nobody_of_another(house):
    olena, iryna = await house.resident(community=None), await house.staff()
    luhansk = await house.resident("Степан", community="luhansk")
    await olena.press("Усі громади")
    await passed(olena, METRO)
    await opened(iryna, METRO)
    await iryna.press("Інша ціль")
    await iryna.say("розвиток мережі індустріальних парків у Житомирській області")
    await iryna.press("1.1.2.")
    await iryna.press("Зберегти")
    assert (await olena.say(METRO)).text.startswith("1.1.2. Розвиток мережі")
    assert "Розвиток мережі індустріальних" not in (await luhansk.say(METRO)).text


async def test_words_for_all_communities_are_told_and_not_taught(house):
    olena, iryna = await house.resident(community=None), await house.staff()
    await olena.press("Усі громади")
    await passed(olena, METRO)
    said = await answered(iryna, METRO)
    assert "лише ті, хто на неї чекає" in said.text
    await iryna.press("Зберегти")
    assert ANSWER in await told(house, olena)
    assert ANSWER not in (await olena.say(METRO)).text
