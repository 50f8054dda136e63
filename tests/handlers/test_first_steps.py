"""Consent before anything is stored, the community, the languages, the menus."""

import re

from bot.domain.people import CONSENT_VERSION, Role
from tests.support.asking import rows


async def test_start_says_what_it_does_and_stores_nothing_yet(house):
    olena = house.person()
    said = await olena.start()
    assert "Віче" in said.text
    assert "/forget" in said.text
    assert len([s for s in said.text.split(".") if s.strip()]) <= 6
    assert olena.buttons[0] == "Погоджуюсь"
    assert rows(house, "people") == []


async def test_consent_keeps_version_and_time_and_asks_for_the_community(house):
    olena = house.person()
    await olena.start()
    said = await olena.press("Погоджуюсь")
    assert "Про яку громаду" in said.text
    [person] = rows(house, "people")
    assert person["telegram_id"] == olena.person.id
    assert person["consent_version"] == CONSENT_VERSION
    assert str(person["consent_at"]).startswith("2026-11-22 10:00")
    said = await olena.press("Житомирська область")
    assert "у Житомирській області" in said.text


async def test_deep_link_chooses_the_community(house):
    olena = house.person()
    await olena.start("c_luhansk")
    said = await olena.press("Погоджуюсь")
    assert "у Луганській області" in said.text


async def test_unknown_deep_link_is_a_plain_start(house):
    said = await house.person().start("c_atlantis")
    assert "Віче" in said.text


async def test_who_does_not_agree_is_served_and_not_kept(house):
    olena = house.person()
    await olena.start()
    await olena.press("Користуватися без збереження")
    said = await olena.say("індустріальні парки, скажіть")
    assert "ндустріальн" in said.text
    assert "Не те" not in olena.buttons
    for table in ("people", "questions", "subjects"):
        assert rows(house, table) == [], table


async def test_question_before_start_is_answered(house):
    said = await house.person().say("індустріальні парки")
    assert "індустріальн" in said.text


async def test_english_by_button_and_back(house):
    olena = await house.resident()
    said = await olena.press("English")
    assert "I search" in said.text
    await olena.say("/help")
    assert "browse the goals" in olena.last.text
    said = await olena.press("Українською")
    assert "Шукаю" in said.text


async def test_english_telegram_is_greeted_in_english(house):
    said = await house.person(language_code="en-GB").start()
    assert "goals of a hromada" in said.text


async def test_help_lists_the_commands_of_the_role(house):
    olena, iryna = await house.resident(), await house.staff()
    assert "/inbox" not in (await olena.say("/help")).text
    said = await iryna.say("/help")
    for name in ("start", "goals", "inbox", "language", "privacy", "mydata", "forget", "help"):
        assert f"/{name} —" in said.text


async def test_menus_are_set_per_language(house):
    olena, john = house.person(), house.person("John", language_code="en")
    assert {c["command"] for c in olena.person.commands} == {c["command"] for c in john.person.commands}
    described = {c["command"]: c["description"] for c in olena.person.commands}
    assert described["goals"] == "переглянути цілі громади"
    assert {c["command"]: c["description"] for c in john.person.commands}["goals"] == "browse the goals"
    assert "inbox" not in described


async def test_unknown_command_and_other_content_get_a_next_step(house):
    olena = await house.resident()
    assert "/help" in (await olena.say("/teleport")).text
    await olena.person.send_sticker()
    await house.settle()
    assert "лише текст" in olena.last.text


async def test_every_callback_is_answered_and_old_buttons_get_a_fresh_card(house):
    olena = await house.resident()
    await house.app.bot.send_message(
        olena.person.id,
        "стара картка",
        reply_markup={"inline_keyboard": [[{"text": "Стара", "callback_data": "x9:1"}]]},
    )
    said = await olena.press("Стара")
    assert "Напишіть запитання" in said.text


async def test_role_taken_away_stops_working_at_once(house):
    iryna = await house.staff()
    assert "немає" in (await iryna.say("/inbox")).text
    await house.app.services.people.grant(iryna.person.id, Role.RESIDENT)
    assert "лише працівникам" in (await iryna.say("/inbox")).text


async def test_staff_get_their_menu_at_start(house):
    iryna = await house.staff()
    await iryna.start()
    assert "inbox" in {c["command"] for c in iryna.person.commands}


async def test_what_goes_wrong_after_a_button_was_answered_is_told_in_a_message(house):
    olena = await house.resident()
    house.telegram.fail_next("editMessageText", 400, "Bad Request: can't parse entities: Unexpected end tag")
    await olena.press("Переглянути цілі")
    assert house.app.incidents == {"unexpected": 1}
    assert re.search("номер [0-9A-F]{6}", olena.last.text)
