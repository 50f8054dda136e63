"""What stands before a vote: consent, district, phone, code, papers; and it leads back to the sheet each time."""

import pytest

from bot.domain.rounds import District, Trust
from tests.support.databases import look, stored
from tests.support.house import DESK

DISTRICTS = (District("Центр", 900), District("Заріччя", 400))


def rows(house, asked):
    return look(house.path, asked)


async def test_a_stranger_reads_the_sheet_and_is_asked_for_consent_by_a_tap(house):
    await house.vote_round()
    olena = house.person()
    await olena.say("/vote")
    said = await olena.tap("Парк")
    assert said.text == "Спершу потрібна ваша згода."
    assert "Ви відкрили опитування «Пріоритети року»" in olena.last.text
    assert rows(house, "SELECT * FROM people") == []
    await olena.press("Погоджуюсь")
    await olena.tap("Парк")
    assert "✓ Парк" in olena.buttons


async def test_a_link_to_a_round_lives_through_language_and_consent(house):
    key = await house.vote_round(community="luhansk")
    mary = house.person("Mary", language_code="uk")
    await mary.start(f"r{key}_poster-1")
    await mary.press("English")
    assert "You opened the round" in mary.last.text
    await mary.press("I agree")
    assert "What could be done" in mary.last.text or "You have chosen nothing yet" in mary.last.text
    await mary.tap("Парк")
    assert rows(house, "SELECT via FROM ballots") == [("poster-1",)]
    assert rows(house, "SELECT community FROM people") == [("luhansk",)]


async def test_who_agreed_goes_from_the_link_straight_to_the_sheet(house):
    key = await house.vote_round()
    olena = await house.resident()
    said = await olena.start(f"r{key}")
    assert "Що зробити першим?" in said.text
    assert "Парк" in olena.buttons


@pytest.mark.parametrize("link", ["r999", "v999_ABCDEFGHJK", "r1_" + "z" * 40, "r", "v1"])
async def test_a_link_that_leads_nowhere_says_so_and_loses_nothing(house, link):
    olena = await house.resident()
    said = await olena.start(link)
    assert "пішло не так" not in said.text
    assert "/help" in (await olena.say("/help")).text
    stranger = house.person("Ганна")
    assert "пішло не так" not in (await stranger.start(link)).text


async def test_a_round_that_vanished_before_consent_leads_to_the_menu(house):
    key = await house.vote_round(publish=False)
    olena = house.person()
    await olena.start()
    said = await olena.press_data(f"ok2:uk:r{key}")
    assert said.text == "Такого опитування немає."
    assert "Напишіть запитання" in olena.last.text
    assert len(rows(house, "SELECT * FROM people")) == 1


async def test_a_district_is_one_tap_and_can_be_changed(house):
    key = await house.vote_round(districts=DISTRICTS)
    olena = await house.resident()
    said = await olena.say("/vote")
    assert "У якому окрузі ви мешкаєте?" in said.text
    assert (await olena.tap("Заріччя")).text == "Ваш округ: Заріччя."
    await olena.tap("Парк")
    assert "Ваш округ: Заріччя." in olena.last.text
    await olena.press("Змінити округ")
    assert "✓ Заріччя" in olena.buttons
    await olena.tap("Центр")
    assert "✓ Парк" in olena.buttons
    assert rows(house, "SELECT district FROM ballots") == [(0,)]
    assert (await olena.press_data(f"lv1:{key}:7")).text == "Такого округу немає."


async def test_a_phone_is_shared_with_telegrams_button_and_never_kept(house):
    await house.vote_round(least_trust=Trust.PHONE)
    olena = await house.resident()
    await olena.say("/vote")
    assert olena.buttons[:2] == ["Підтвердити номер телефону", "Ввести код від громади"]
    said = await olena.tap("Парк")
    assert said.alert
    assert said.text == "Щоб голосувати тут, підтвердьте свій номер телефону."
    await olena.press("Підтвердити")
    assert olena.person.keyboard == (("Поділитися номером",),)
    await olena.person.send_contact("+380671234567")
    await house.settle()
    assert olena.person.keyboard == ()
    assert [m.text for m in olena.person.chat if m.from_bot][-2] == "✓ Номер підтверджено."
    await olena.tap("Парк")
    assert rows(house, "SELECT trust FROM ballots") == [(int(Trust.PHONE),)]
    assert "671234567" not in str(rows(house, "SELECT * FROM phones"))
    await house.app.database.scrub()
    assert not any(b"380671234567" in content for content in stored(house.path).values())


async def test_a_foreign_contact_is_refused_and_ones_own_still_counts(house):
    await house.vote_round(least_trust=Trust.PHONE)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Підтвердити")
    await olena.person.send_contact("+380671234567", user_id=0)
    await house.settle()
    assert "Це не ваш номер" in olena.last.text
    await olena.person.send_contact("+380671234567")
    await house.settle()
    assert "Парк" in olena.buttons
    hanna = await house.resident("Ганна")
    await hanna.say("/vote")
    await hanna.press("Підтвердити")
    await hanna.person.send_contact("+380 67 123 45 67")
    await house.settle()
    assert "уже підтверджено в іншому акаунті" in hanna.last.text


async def test_a_number_in_words_is_no_proof_and_a_question_is_a_question(house):
    await house.vote_round(least_trust=Trust.PHONE)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Підтвердити")
    assert "Писати його не треба" in (await olena.say("067 123 45 67")).text
    said = await olena.say("індустріальні парки")
    assert "1.1.2." in said.text
    assert olena.person.keyboard == ()


async def test_a_contact_out_of_the_blue_gets_a_sentence(house):
    for talker in (await house.resident(), house.person("Ганна")):
        await talker.person.send_contact("+380671234567")
        await house.settle()
        assert "Цього номера бот не зберіг" in talker.last.text
    assert rows(house, "SELECT * FROM phones") == []


async def codes(house, key, n=2):
    return (await house.app.services.trusts.give_codes(DESK, key, n)).codes


async def test_a_code_is_typed_as_people_type(house):
    key = await house.vote_round(least_trust=Trust.CODE)
    first, _ = await codes(house, key)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Ввести код")
    assert "Такого коду немає" in (await olena.say("AAAAA-AAAAA")).text
    said = await olena.say(f" {first[:5].lower()} {first[5:].lower()} ")
    assert "Парк" in olena.buttons, said.text
    await olena.tap("Парк")
    assert rows(house, "SELECT trust FROM ballots") == [(int(Trust.CODE),)]
    hanna = await house.resident("Ганна")
    await hanna.say("/vote")
    await hanna.press("Ввести код")
    assert "вже використано" in (await hanna.say(first)).text
    await hanna.press("Головна")
    assert "1.1.2." in (await hanna.say("індустріальні парки")).text


async def test_a_code_in_a_link_opens_the_sheet_also_for_a_stranger(house):
    key = await house.vote_round(least_trust=Trust.CODE)
    first, _ = await codes(house, key)
    olena = house.person()
    await olena.start(f"v{key}_{first}")
    assert "Ви відкрили опитування" in olena.last.text
    await olena.press("Погоджуюсь")
    await olena.tap("Парк")
    assert "✓ Парк" in olena.buttons
    hanna = house.person("Ганна")
    await hanna.start(f"v{key}_{first}")
    said = await hanna.tap("Погоджуюсь")
    assert "вже використано" in said.text
    assert "Напишіть запитання" in hanna.last.text


async def test_who_needs_papers_is_told_their_number_and_where_to_go(house):
    await house.vote_round(least_trust=Trust.CONFIRMED)
    olena = await house.resident()
    await olena.say("/vote")
    assert olena.buttons[0] == "Як підтвердити особу"
    said = await olena.press("Як підтвердити")
    assert str(olena.person.id) in said.text
    assert "Прийдіть із документом" in said.text
    await olena.press("До варіантів")
    assert (await olena.tap("Парк")).alert


async def test_a_round_extended_by_a_level_says_each_step_in_its_turn(house):
    await house.vote_round(least_trust=Trust.PHONE, districts=DISTRICTS)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Підтвердити")
    await olena.person.send_contact("+380671234567")
    await house.settle()
    assert "У якому окрузі" in olena.last.text
    await olena.tap("Центр")
    assert (await olena.tap("Парк")).text == "Збережено. Обрано 1 з 3."
