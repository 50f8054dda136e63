"""A question and its card: the goal, its source, why, what else, and what can be done with it."""

from operator import itemgetter

import pytest

from tests.support.databases import table


def asked(house):
    return sorted(table(house.path, "questions"), key=itemgetter("asked_at"))


async def test_the_card_names_goal_place_source_and_what_else(house):
    olena = await house.resident()
    said = await olena.say("індустріальні парки")
    assert said.text.startswith("1.1.2. Розвиток мережі індустріальних парків")
    assert "<u>індустріальних</u>" in said.html
    assert "Завдання" in said.text
    assert "Житомирська область › 1. Посилення конкурентних" in said.text
    assert "офіційний документ" in said.text
    assert "Докладніше" in olena.buttons
    assert "Не те" in olena.buttons
    assert "Поділитися" in olena.buttons


async def test_everyday_words_are_explained(house):
    olena = await house.resident()
    said = await olena.say("чи відремонтують лікарню")
    assert "закладів охорони здоров" in said.text


async def test_a_goal_with_parts_offers_them(house):
    olena = await house.resident()
    said = await olena.say("ціль 2.2")
    assert said.text.startswith("2.2. Модернізована комунальна інфраструктура")
    said = await olena.press("3 завдання цієї цілі")
    assert "Складається з 3 частин" in said.text
    assert "2.2.3. Впровадження енергозберігаючих" in said.text


async def test_code_typed_as_text(house):
    olena = await house.resident()
    assert (await olena.say("3.1.2")).text.startswith("3.1.2. Формування оптимальної структури")


async def test_a_code_that_does_not_exist_is_not_invented(house):
    olena = await house.resident()
    assert "Не знаю" in (await olena.say("ціль 9.9.9")).text


async def test_not_this_shows_the_next_best_and_is_counted(house):
    olena = await house.resident()
    first = (await olena.say("індустріальні парки")).text
    second = (await olena.press("Не те")).text
    assert second.splitlines()[0] != first.splitlines()[0]
    assert asked(house)[-1]["n_rejected"] == 1
    for _ in range(12):
        if "Не те" not in olena.buttons:
            break
        await olena.press("Не те")
    assert "Більше нічого схожого" in olena.last.text


async def test_more_on_this_and_back_to_the_answer(house):
    olena = await house.resident()
    first = await olena.say("індустріальні парки")
    n_messages = len(olena.person.chat)
    said = await olena.press("Докладніше")
    assert "Входить до: оперативна ціль 1.1 " in said.text
    said = await olena.press("До відповіді")
    assert said.text == first.text
    assert len(olena.person.chat) == n_messages


async def test_unknown_is_said_plainly_and_reaches_staff(house):
    olena, iryna = await house.resident(), await house.staff()
    said = await olena.say("коли в нас буде телепортація")
    assert said.text.startswith("Не знаю.")
    said = await olena.press("Передати працівникам")
    assert "передано працівникам" in said.text
    assert "не офіційне звернення" in said.text
    said = await iryna.say("/inbox")
    assert "телепортація" in said.text
    assert "чекає 1 людина" in said.text
    assert "Олена" not in said.text


async def test_a_question_is_passed_on_once(house):
    olena, iryna = await house.resident(), await house.staff()
    await olena.say("коли в нас буде телепортація")
    unknown = olena.last
    await olena.press("Передати працівникам")
    await olena.person.send_sticker()
    await house.settle()
    forged = next(b.data for row in unknown.buttons for b in row if b.text == "Передати працівникам")
    await house.app.bot.send_message(
        olena.person.id, "ще раз", reply_markup={"inline_keyboard": [[{"text": "Ще", "callback_data": forged}]]}
    )
    assert "вже передано" in (await olena.press("Ще")).text
    assert (await iryna.say("/inbox")).text.count("телепортація") == 1


async def test_questions_are_kept_without_their_author(house):
    olena = await house.resident()
    await olena.say("індустріальні парки")
    [kept] = asked(house)
    assert kept["text"] == "індустріальні парки"
    assert kept["person"] is None
    assert (kept["document"], kept["code"]) == ("zhytomyr-oblast-2027", "1.1.2")


async def test_passing_on_without_consent_asks_for_it_first(house):
    olena = house.person()
    await olena.say("коли в нас буде телепортація")
    assert "Погоджуюсь" in (await olena.press("Передати працівникам")).labels[0]
    assert asked(house) == []


async def test_correction_is_said_out_loud(house):
    olena = await house.resident()
    said = await olena.say("djlf")
    assert said.text.startswith("Шукаю «вода» замість «djlf».")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("добрий день", "Запитайте про цілі"),
        ("дякую", "Прошу"),
        ("ти дурний бот", "сердиті"),
        ("горить хата, там люди", "101"),
        ("у чоловіка серцевий напад, швидку", "103"),
        ("!!!", "Не розібрав"),
    ],
)
async def test_what_is_no_question_gets_a_fitting_word(house, said, expected):
    olena = await house.resident()
    reply = await olena.say(said)
    assert expected in reply.text
    assert "офіційний документ" not in reply.text


async def test_several_communities_are_told_apart(house):
    olena = await house.resident(community=None)
    await olena.press("Усі громади")
    said = await olena.say("розвиток туризму")
    assert "Житомирська область" in said.text or "Луганська область" in said.text
    said = await olena.say("туризм у Краматорську")
    assert "Краматор" in said.text


async def test_a_party_programme_is_never_shown_as_the_hromadas_goal(house):
    olena = await house.resident()
    said = await olena.say("співпраця з Гомельською областю Білорусі")
    assert "програми партії, а не ціль громади" in said.text


async def test_an_edited_question_is_answered_anew(house):
    olena = await house.resident()
    await olena.say("добрий день")
    mine = next(m for m in olena.person.chat if m.text == "добрий день")
    await olena.person.edit(mine, "індустріальні парки")
    await house.settle()
    assert "індустріальних парків" in olena.last.text


HOSTILE = [
    "<b>жирний</b> <script>alert(1)</script> & &amp; <",
    "🙂" * 500,
    "\u202eгитярок\u202c\u200b\u200f",
    "а",
    "1",
    "слово " * 600,
    "\ufdfd" * 100,
    '=HYPERLINK("http://x")',
    "{n} {0} %s",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_any_text_gets_a_sensible_card(house, text):
    olena = await house.resident()
    before = len(olena.person.chat)
    await olena.say(text[:4000])
    assert len(olena.person.chat) == before + 2
    assert "Щось пішло не так" not in olena.last.text


async def test_hostile_question_is_shown_to_staff_as_text(house):
    olena, iryna = await house.resident(), await house.staff()
    await olena.say("коли в нас буде <b>телепортація</b> & <script>")
    await olena.press("Передати працівникам")
    said = await iryna.say("/inbox")
    assert "<b>телепортація</b> & <script>" in said.text


async def test_each_of_several_questions_gets_its_answer(house):
    olena = await house.resident()
    said = await olena.say("Яка завтра погода? Чи буде ремонт доріг? І що з лікарнями?")
    weather, roads, hospitals = said.text.split("?\n")[0:3]
    assert weather.startswith("У вашому повідомленні кілька запитань")
    assert roads.startswith("Про це в документах нічого не знайшлося.")
    assert "поліпшити дороги" in hospitals
    assert "3.1.1. Зміцнення матеріально-технічної бази" in said.text
    said = await olena.press("3.1.1. Зміцнення матеріально-технічної бази")
    assert "Здоров'я населення як головна ціль\n\n3.1.1. Зміцнення" in said.text


async def test_none_of_several_answers_can_be_said(house):
    olena = await house.resident()
    await olena.say("Чи буде ремонт доріг? І що з лікарнями?")
    said = await olena.press("Нічого з цього")
    assert "кілька запитань" not in said.text
    assert asked(house)[-1]["n_rejected"] == 1


async def test_a_follow_up_keeps_the_place_until_another_is_named(house):
    olena = await house.resident()
    await olena.say("індустріальні парки")
    assert "Луганська область" in (await olena.say("а в Луганську?")).text
    said = await olena.say("детальніше")
    assert "індустріальних парків" in said.text
    assert "Луганська область" in said.text
    said = await olena.say("а в Житомирі?")
    assert said.text.startswith("1.1.2. Розвиток мережі індустріальних парків")
    assert "Луганська" not in said.text


async def test_a_follow_up_asks_more_of_the_same(house):
    olena = await house.resident()
    roads = (await olena.say("дороги")).text
    assert "поліпшити дороги" in roads
    for more in ("докладніше", "а хто це робить?", "подробнее", "а коли?"):
        assert "поліпшити дороги" in (await olena.say(more)).text


async def test_ok_is_no_question(house):
    olena = await house.resident()
    await olena.say("дороги")
    assert "Не знаю" not in (await olena.say("ок")).text
    assert "поліпшити дороги" in (await olena.say("докладніше")).text
