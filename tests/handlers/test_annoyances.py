"""What once annoyed or misled somebody: each must not come back."""

import pytest

from bot.domain.people import Role
from tests.bot.transport.local.conftest import png
from tests.support.databases import look
from tests.support.house import House, Talker


def rows(house: House, table: str) -> list[tuple]:
    return look(house.path, f"SELECT * FROM {table}")


def other_goals(talker: Talker) -> list[str]:
    """The buttons that open further goals."""
    return [button.text for row in talker.last.buttons for button in row if (button.data or "").startswith("g1:")]


async def test_the_button_under_a_file_opens_a_card_of_its_own(house):
    olena = await house.resident()
    await olena.say("/mydata")
    said = await olena.press("Стерти мої дані")
    assert said.text.startswith("Бот зітре")
    assert not said.files


async def test_language_and_community_of_the_first_card_survive_its_buttons(house):
    mary = house.person("Mary", language_code="uk")
    await mary.start("c_luhansk")
    await mary.press("English")
    said = await mary.press("What data is kept")
    assert said.text.startswith("What the bot keeps")
    said = await mary.press("I agree")
    assert "Luhansk Oblast" in said.text


async def test_who_declines_in_english_reads_english(house):
    mary = house.person("Mary", language_code="uk")
    await mary.start()
    await mary.press("English")
    assert "Ask in your own words" in (await mary.press("Use without keeping my data")).text


async def test_a_refusal_is_said_in_the_language_one_chose(house):
    """Not in the one that Telegram reports."""
    olena = await house.resident(language_code="uk")
    await olena.press("English")
    assert "Only the hromada's staff can do this." in (await olena.say("/inbox")).text
    await olena.press("Main menu")
    await olena.press("Українською")
    assert "лише працівникам" in (await olena.say("/inbox")).text


async def test_agreeing_twice_keeps_the_first_time_and_choice(house):
    olena = house.person()
    await olena.start("c_zhytomyr")
    card = olena.last
    await olena.press("Погоджуюсь")
    [before] = rows(house, "people")
    house.clock.pass_(hours=1)
    await house.app.bot.edit_message_text(card.text, olena.person.id, card.id)
    await olena.start("c_luhansk")
    assert "у Луганській області" in olena.last.text
    data = next(b.data for row in card.buttons for b in row if b.text == "Погоджуюсь")
    markup = {"inline_keyboard": [[{"text": "Стара згода", "callback_data": data}]]}
    await house.app.bot.send_message(olena.person.id, "стара картка", reply_markup=markup)
    await olena.press("Стара згода")
    [after] = rows(house, "people")
    assert after[5] == before[5]


async def test_declining_after_agreeing_offers_to_erase(house):
    olena = house.person()
    await olena.start("c_zhytomyr")
    card = olena.last
    await olena.press("Погоджуюсь")
    data = next(b.data for row in card.buttons for b in row if b.text == "Користуватися без збереження")
    markup = {"inline_keyboard": [[{"text": "Стара відмова", "callback_data": data}]]}
    await house.app.bot.send_message(olena.person.id, "стара картка", reply_markup=markup)
    assert "Бот зітре" in (await olena.press("Стара відмова")).text


async def test_forgetting_twice_says_that_nothing_is_kept(house):
    olena = await house.resident()
    await olena.say("/forget")
    await olena.press("Стерти")
    assert "нічого не збережено" in (await olena.say("/forget")).text


async def test_who_holds_only_a_role_sees_and_erases_it(house):
    iryna = house.person("Ірина")
    await house.app.services.people.grant(iryna.person.id, Role.STAFF)
    said = await iryna.say("/privacy")
    assert "роль" in said.text.splitlines()[-1]
    said = await iryna.press("Отримати мої дані")
    assert b'"role": "staff"' in said.files[0].content
    await iryna.say("/forget")
    await iryna.press("Стерти")
    assert rows(house, "roles") == []


async def test_a_role_that_is_gone_leaves_no_menu_behind(house):
    iryna = await house.staff()
    await iryna.start()
    assert "inbox" in {c["command"] for c in iryna.person.commands}
    await house.app.services.people.grant(iryna.person.id, Role.RESIDENT)
    await iryna.say("/inbox")
    assert "inbox" not in {c["command"] for c in iryna.person.commands}


async def test_passing_on_before_consent_says_why_and_what_next(house):
    olena = house.person()
    await olena.say("ціль 9.9.9")
    unknown = olena.last
    assert "Передати працівникам" in olena.buttons
    said = await olena.press("Передати працівникам")
    assert said.text.startswith("Щоб працівники могли вам відповісти")
    await olena.press("Погоджуюсь")
    data = next(b.data for row in unknown.buttons for b in row if b.text == "Передати працівникам")
    markup = {"inline_keyboard": [[{"text": "Старе", "callback_data": data}]]}
    await house.app.bot.send_message(olena.person.id, "стара картка", reply_markup=markup)
    answer = await olena.person.press(olena.last, "Старе")
    assert answer is not None
    assert "Напишіть його ще раз" in answer.text


async def test_not_this_on_a_follow_up_goes_on_with_its_own_list(house):
    olena = await house.resident(community=None)
    await olena.press("Усі громади")
    await olena.say("розвиток спорту")
    first = await olena.say("а для молоді?")
    n_shown = other_goals(olena)
    await olena.press("Докладніше")
    again = await olena.press("До відповіді")
    assert again.text == first.text
    assert other_goals(olena) == n_shown


async def test_nothing_more_leads_back_to_the_answer(house):
    olena = await house.resident()
    first = (await olena.say("індустріальні парки")).text
    for _ in range(12):
        if "Не те" not in olena.buttons:
            break
        await olena.press("Не те")
    assert (await olena.press("До відповіді")).text == first


async def test_the_buttons_after_a_colon_are_what_it_announces(house):
    olena = await house.resident()
    said = await olena.say("індустріальні парки")
    assert said.text.endswith(":") == bool(other_goals(olena)[:-1])
    assert olena.last.labels[0][0] == other_goals(olena)[0]


@pytest.mark.parametrize("command", ["/help", "/community", "/privacy", "/language", "/mydata", "/goals"])
async def test_every_card_has_a_way_on(house, command):
    olena = await house.resident()
    said = await olena.say(command)
    ways = {(button.data or "").split(":")[0] for row in said.buttons for button in row}
    assert ways & {"m1", "ba1", "f1"}


async def test_the_way_up_leads_to_the_page_one_came_from(house):
    olena = await house.resident(community="luhansk")
    await olena.say("/goals")
    for label in ("Стратегія", "1. Економічне", "1.2. Розвиток сільських", "1.2.1.", "Далі"):
        await olena.press(label)
    page = olena.last.text
    await olena.press("1.2.1/7.")
    ups = [b.text for row in olena.last.buttons for b in row if (b.data or "").startswith("g1:")]
    assert (await olena.press(ups[-1])).text == page


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Меню", "Напишіть запитання"),
        ("допомога!", "/help"),
        ("мої дані", "усе, що бот зберігає"),
        ("Видаліть мої дані.", "Бот зітре"),
        ("змінити  громаду", "Про яку громаду"),
        ("English", "Бот говорить українською"),
        ("цілі", "офіційний документ"),
        ("Скасувати", "Напишіть запитання"),
        ("де моя відповідь?", "Ви ще не надсилали відгуків"),
    ],
)
async def test_words_of_the_buttons_do_what_the_buttons_do(house, said, expected):
    olena = await house.resident()
    assert expected in (await olena.say(said)).text


@pytest.mark.parametrize("said", ["СТОП", "/stop", "Відписатися", "не надсилайте більше", "отписаться", "unsubscribe"])
async def test_who_has_had_enough_is_led_to_what_stops_it(house, said):
    olena = await house.resident()
    assert "Торкніться теми, щоб вимкнути" in (await olena.say(said)).text
    assert "За чим я стежу" in olena.buttons
    assert "Ви не отримуєте жодних розсилок" in (await olena.press("Не надсилати жодних розсилок")).text


@pytest.mark.parametrize(("said", "meant"), [("/hepl", "/help"), ("/votes", "/vote"), ("/Feedbak", "/feedback")])
async def test_a_mistyped_command_is_guessed(house, said, meant):
    olena = await house.resident()
    assert f"Такої команди немає. Може, {meant} — " in (await olena.say(said)).text


@pytest.mark.parametrize("said", ["/broadcasts", "/mail", "/teleport"])
async def test_what_is_not_for_oneself_is_not_guessed(house, said):
    olena = await house.resident()
    assert "відкрийте допомогу: /help" in (await olena.say(said)).text
    taras = await house.staff(role=Role.MODERATOR)
    assert "/broadcast" in (await taras.say("/broadcasts")).text


async def test_a_voice_note_is_led_to_feedback_which_takes_it(house):
    olena = await house.resident()
    await olena.person.send_voice(b"OggS")
    await house.settle()
    assert "Голосове повідомлення" in olena.last.text
    await olena.press("Надіслати відгук")
    await olena.person.send_voice(b"OggS")
    await house.settle()
    assert "Додано: 1 голосове" in olena.last.text


async def test_another_hromada_is_offered_only_to_who_has_one(house):
    olena = await house.resident(community=None)
    await olena.press("Усі громади")
    assert "Обрати громаду" in olena.buttons
    await olena.press("Обрати громаду")
    await olena.press("Житомирська область")
    assert "Обрати іншу громаду" in olena.buttons


@pytest.mark.parametrize("name", ["житомирська", "Житомирська область.", "Zhytomyr Oblast"])
async def test_the_name_of_a_hromada_is_written_instead_of_pressed(house, name):
    olena = await house.resident(community=None)
    assert "Шукаю, що планують у Житомирській області" in (await olena.say(name)).text


async def test_a_question_is_asked_before_a_hromada_is_chosen(house):
    olena = await house.resident(community=None)
    assert "індустріальні парки" in (await olena.say("індустріальні парки")).text
    await olena.say("/community")
    await olena.person.send_sticker()
    await house.settle()
    assert "Я читаю лише текст" in olena.last.text


async def test_a_question_with_such_a_word_in_it_stays_a_question(house):
    olena = await house.resident()
    assert "/help" not in (await olena.say("допомога переселенцям")).text


async def test_an_album_gets_one_answer(house):
    olena = await house.resident()
    before = len(olena.person.chat)
    for number in range(10):
        await olena.person.send_photo(png(number + 1), album="ten")
    await house.settle()
    assert len(olena.person.chat) == before + 10 + 1


async def test_words_under_a_picture_are_a_question(house):
    olena = await house.resident()
    for number in range(3):
        await olena.person.send_photo(png(number + 1), "індустріальні парки" * (not number), album="three")
    await house.settle()
    [answer] = [m for m in olena.person.chat[-4:] if m.from_bot]
    assert "1.1.2." in answer.text


async def test_what_telegram_writes_into_the_chat_is_passed_over(house):
    olena = await house.resident()
    before = len(olena.person.chat)
    message = {
        "message_id": 5,
        "date": 1,
        "from": olena.person.account.api,
        "chat": {"id": olena.person.id, "type": "private"},
    }
    pinned = {"pinned_message": message | {"text": "закріплено"}}
    moved = {"edit_date": 2, "location": {"latitude": 50.0, "longitude": 28.0, "live_period": 60}}
    await house.app.intake.take([{"update_id": 1, "message": message | pinned}])
    await house.app.intake.take([{"update_id": 2, "edited_message": message | moved}])
    await house.app.workers.idle()
    assert len(olena.person.chat) == before


async def test_ones_own_shared_goal_is_no_question(house):
    olena = await house.resident()
    before = len(olena.person.chat)
    shared = {"text": "1.1.2. Розвиток мережі індустріальних парків", "via_bot": house.telegram.bot.api}
    message = {
        "message_id": 5,
        "date": 1,
        "from": olena.person.account.api,
        "chat": {"id": olena.person.id, "type": "private"},
    }
    await house.app.intake.take([{"update_id": 1, "message": message | shared}])
    await house.app.workers.idle()
    assert len(olena.person.chat) == before


async def test_two_bots_do_not_talk_for_ever(house):
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    await house.settle()
    other = {"id": 9_000_777, "is_bot": True, "first_name": "Бот"}
    text = "@viche_demo_bot лікарня"
    message = {"message_id": 5, "date": 1, "chat": group.state.api, "text": text}
    message["entities"] = [{"type": "mention", "offset": 0, "length": 15}]
    await house.app.intake.take([{"update_id": 1, "message": message | {"from": other}}])
    await house.app.workers.idle()
    assert [m for m in olena.person.chat_in(group) if m.from_bot] == []
    hidden = {"from": {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}, "sender_chat": group.state.api}
    await house.app.intake.take([{"update_id": 2, "message": message | hidden}])
    await house.app.workers.idle()
    assert len([m for m in olena.person.chat_in(group) if m.from_bot]) == 1


@pytest.mark.parametrize("command", ["start", "community", "language", "privacy", "mydata", "forget", "inbox"])
async def test_what_is_personal_is_sent_to_the_private_chat(house, command):
    iryna = await house.staff()
    group = await house.telegram.group("Сусіди", iryna.person)
    await iryna.person.say(f"/{command}@viche_demo_bot", chat=group)
    await house.settle()
    answer = [m for m in iryna.person.chat_in(group) if m.from_bot][-1]
    assert "лише в особистому чаті" in answer.text
    assert [b.url for row in answer.buttons for b in row] == ["https://t.me/viche_demo_bot"]


async def test_personal_buttons_do_nothing_in_a_group(house):
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    markup = {
        "inline_keyboard": [
            [{"text": "Дані", "callback_data": "md1"}, {"text": "Стерти", "callback_data": "f1:withdraw"}]
        ]
    }
    await house.app.bot.send_message(group.id, "переслана картка", reply_markup=markup)
    await house.settle()
    for label in ("Дані", "Стерти"):
        answer = await olena.person.press(olena.person.chat_in(group)[-1], label)
        assert answer is not None
        assert "лише в особистому чаті" in answer.text
    await house.settle()
    assert len(rows(house, "people")) == 1
    assert not olena.person.chat_in(group)[-1].files


async def test_the_bots_name_is_no_part_of_the_question_however_written(house):
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    await olena.person.say("@VICHE_demo_bot індустріальні парки", chat=group)
    await house.settle()
    assert "1.1.2." in [m for m in olena.person.chat_in(group) if m.from_bot][-1].text


@pytest.mark.parametrize(
    "data", ["ok2:xx:", "l3:xx:", "n1:99999999999999999999:1", "a1:-1:0", "i1:٣:0", "in1:-5", "c1:atlantis", "f1:now"]
)
async def test_forged_buttons_get_a_card_or_a_word(house, data):
    olena = await house.resident()
    markup = {"inline_keyboard": [[{"text": "Підробка", "callback_data": data}]]}
    await house.app.bot.send_message(olena.person.id, "підробка", reply_markup=markup)
    await house.settle()
    answer = await olena.person.press(olena.last, "Підробка")
    await house.settle()
    assert answer is not None
    assert "пішло не так" not in answer.text + olena.last.text
    [person] = rows(house, "people")
    assert person[3] == "zhytomyr"


async def test_a_source_is_named_once(house):
    olena = await house.resident()
    for text in ("автобус", "вода", "дорога швидка лікарня автобус"):
        said = await olena.say(text)
        assert "Житомирська область, Житомирська область" not in said.text


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("/feedback", "Напишіть"),
        ("/GOALS@viche_demo_bot тут", "Житомирська область"),
        ("/verify K7MQ2-X9P4R-3", "квитанц"),
        ("/feedbak", "Може, /feedback — "),
        ("/goals@other_bot", "Може, /goals — "),
        ("індустріальні парки /goals", "індустріальних"),
    ],
)
async def test_a_command_under_a_picture_is_a_command(house, caption, said):
    olena = await house.resident()
    await olena.person.send_photo(png(), caption)
    await house.settle()
    assert said in olena.last.text
