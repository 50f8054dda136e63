"""Questions without an answer: put together, listed for staff, closed, merged, withdrawn, and owned up to in public."""

import asyncio

import pytest

from bot.domain.people import Role
from tests.support.asking import ANSWER, METRO, METRO_TOO, answered, opened, passed, rows, told
from tests.support.house import open_house


async def test_similar_questions_are_one_gap_and_most_wanted_come_first(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await olena.say("чи збудують крематорій")
    house.clock.pass_(days=1)
    await olena.say("коли буде телепортація")
    house.clock.pass_(days=2)
    await passed(olena, METRO)
    await passed(petro, METRO_TOO)
    said = await iryna.say("/inbox")
    metro, crematorium, teleport = (said.text.index(text) for text in (METRO, "крематорій", "телепортація"))
    assert metro < crematorium < teleport
    assert METRO_TOO not in said.text
    assert "запитали 2 рази · чекають 2 людини · уперше сьогодні" in said.text
    assert "запитали 1 раз · відповіді ніхто не чекає · уперше 3 дні тому" in said.text
    assert "Олена" not in said.text
    said = await iryna.press(METRO)
    assert f"«{METRO}»" in said.text
    assert f"«{METRO_TOO}»" in said.text


async def test_another_street_is_another_question(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, "ремонт мосту на Перемоги")
    await passed(olena, "міст на Київській коли буде ремонт")
    await iryna.say("/inbox")
    assert sum("міст" in text or "мосту" in text for text in iryna.buttons) == 2


async def test_not_for_the_hromada_is_said_plainly(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await opened(iryna, METRO)
    said = await iryna.press("Не для громади")
    assert "без відповіді?" in said.text
    await iryna.press("Закрити й повідомити 1 людину")
    said = await told(house, olena)
    assert f"Ви питали: «{METRO}»" in said
    assert "не належить до відання громади" in said
    assert "Запитань без відповіді немає" in (await iryna.say("/inbox")).text


async def test_merged_gaps_get_one_answer(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await passed(olena, METRO)
    await passed(petro, "підземка з вагонами")
    await opened(iryna, "підземка")
    await iryna.press("Об’єднати")
    said = await iryna.press(METRO)
    assert said.text.startswith("✓ Об’єднано.")
    assert "чекають 2 людини" in said.text
    assert "підземка" in said.text
    await answered(iryna, METRO)
    await iryna.press("Зберегти й повідомити 2 людей")
    assert "Ви питали: «підземка з вагонами»" in await told(house, petro)
    assert ANSWER in (await petro.say("підземка з вагонами")).text


async def test_moderators_read_and_do_not_answer(house):
    olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
    await passed(olena, METRO)
    await opened(taras, METRO)
    assert taras.buttons == ["До запитань"]
    assert "Це доступно лише працівникам" in (await olena.say("/inbox")).text


async def test_lessons_and_open_gaps_survive_a_restart(tmp_path):
    path = tmp_path / "viche.sqlite3"
    async with open_house(path) as house:
        olena, iryna = await house.resident(), await house.staff()
        await passed(olena, METRO)
        await passed(olena, "коли буде телепортація")
        await answered(iryna, METRO)
        await iryna.press("Зберегти")
    async with open_house(path, house.telegram, house.clock) as again:
        stefa = await again.resident("Стефа")
        await asyncio.sleep(0.1)
        assert ANSWER in (await stefa.say(METRO_TOO)).text
        await stefa.say("телепортація коли буде")
        assert len({row["gap"] for row in rows(again, "questions") if row["gap"]}) == 2


@pytest.mark.parametrize("withdraw", [True, False])
async def test_forget_withdraws_or_keeps_the_gap(house, withdraw):
    olena, stefa, iryna = await house.resident(), await house.resident("Стефа"), await house.staff()
    await passed(olena, METRO)
    await passed(olena, "коли буде телепортація")
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await told(house, olena)
    await olena.say("/forget")
    await olena.press("Стерти й запитання" if withdraw else "Залишити їх без імені")
    said = await iryna.say("/inbox")
    assert ("телепортація" in said.text) != withdraw
    assert ("відповіді ніхто не чекає" in said.text) != withdraw
    kept = str(
        [rows(house, table) for table in ("questions", "phrasings", "notices", "gaps", "audit", "audit_details")]
    )
    assert (METRO in kept) != withdraw
    said = await iryna.press("Уже вирішені")
    assert ("Запитання відкликано" in said.text) == withdraw
    assert (ANSWER in (await stefa.say(METRO)).text) != withdraw


async def test_what_only_others_asked_stays_taught(house):
    olena, petro, iryna = await house.resident(), await house.resident("Петро"), await house.staff()
    await passed(olena, METRO)
    await passed(petro, METRO_TOO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await olena.say("/forget")
    await olena.press("Стерти й запитання")
    assert [row["text"] for row in rows(house, "phrasings")] == [METRO_TOO]


async def test_an_answer_that_does_not_satisfy_opens_the_question_again(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await passed(olena, METRO)
    said = await iryna.say("/inbox")
    assert METRO in said.text
    assert "чекає 1 людина" in said.text


async def test_everybody_sees_the_debt(house):
    olena, petro, iryna = await house.resident(), house.person("Петро"), await house.staff()
    await passed(olena, METRO)
    await passed(olena, "чи буде ікея")
    house.clock.pass_(days=4)
    await passed(olena, "коли буде телепортація")
    await opened(iryna, METRO)
    await iryna.press("Інша ціль")
    await iryna.say("2.2.1")
    await iryna.press("2.2.1.")
    await iryna.press("Зберегти")
    await opened(iryna, "чи буде ікея")
    await iryna.press("Не для громади")
    await iryna.press("Закрити")
    house.clock.pass_(days=3)
    await petro.start("c_zhytomyr")
    await petro.press("Користуватися без збереження")
    await petro.say("/goals")
    await petro.press("Житомирська")
    said = await petro.press("Запитання без відповіді")
    assert "Чекають на відповідь: 1." in said.text
    assert "Найдавніше чекає 3 дні." in said.text
    assert "Отримали відповідь: 1." in said.text
    assert "Половина відповідей була готова за 4 дні або швидше." in said.text
    assert "не належать до відання громади: 1." in said.text
    assert petro.buttons[0].startswith("2.2.1.")
    assert "телепортація" not in said.text


async def test_a_follow_up_is_kept_with_what_it_leans_on(house):
    olena, iryna = await house.resident(), await house.staff()
    await olena.say("індустріальні парки")
    await passed(olena, "а для марсіан?")
    said = await iryna.say("/inbox")
    assert "а для марсіан? (індустріальні, парки)" in said.text


async def test_buttons_of_an_earlier_version_still_open_the_list(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await house.app.bot.send_message(
        iryna.person.id, "…", reply_markup={"inline_keyboard": [[{"text": "Далі", "callback_data": "in1:0"}]]}
    )
    assert METRO in (await iryna.press("Далі")).text


async def test_in_a_group_nothing_of_staffs_work_is_shown(house):
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    group = await house.telegram.group("Сусіди", iryna.person)
    await iryna.say("/inbox")
    opens = next(b.data for row in iryna.last.buttons for b in row if b.text == METRO)
    await house.app.bot.send_message(
        group.id, "…", reply_markup={"inline_keyboard": [[{"text": "Відкрити", "callback_data": opens}]]}
    )
    said = await iryna.person.press(iryna.person.chat_in(group)[-1], "Відкрити")
    assert "лише в особистому чаті" in said.text
