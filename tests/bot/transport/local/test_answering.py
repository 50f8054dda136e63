"""Pressed buttons, reply keyboards, links, and inline mode."""

import asyncio

import pytest
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest

from bot.transport.local import Answer, Button
from tests.bot.transport.local.conftest import png

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def button(**action):
    return InlineKeyboardMarkup([[InlineKeyboardButton("Так", **action)]])


async def refused(call):
    with pytest.raises(BadRequest) as caught:
        await call
    return caught.value.message


async def pressed(bot, olena, **keywords):
    """Send a message with one button, press it, and return the update that came."""
    await bot.send_message(olena.id, "Згодні?", reply_markup=button(callback_data="yes"))
    query = olena.tap(olena.last, keywords.get("what", "Так"))
    return query, (await bot.get_updates())[-1].callback_query


async def test_press_reaches_the_bot_and_its_answer_the_person(bot, olena):
    query, update = await pressed(bot, olena)
    assert (update.data, update.from_user.id, update.message.text) == ("yes", olena.id, "Згодні?")
    await bot.answer_callback_query(update.id, "Записано", show_alert=True)
    assert await query.answer == Answer("Записано", alert=True)
    assert (await refused(bot.answer_callback_query(update.id, "ще раз"))).lower() == TOO_OLD.lower()
    assert query.answer.result().text == "Записано"


async def test_press_waits_for_the_answer(bot, olena):
    await bot.send_message(olena.id, "Згодні?", reply_markup=button(callback_data="yes"))
    pressing = asyncio.create_task(olena.press(olena.last, "yes"))
    update = (await bot.get_updates(timeout=2))[-1].callback_query
    await update.answer("Добре")
    assert await pressing == Answer("Добре", alert=False)
    assert await olena.press(olena.last, "yes", timeout_s=0.01) is None


async def test_answers_refused(bot, olena, clock):
    _, update = await pressed(bot, olena)
    assert await refused(bot.answer_callback_query(update.id, "я" * 201)) == "Message_too_long"
    assert (await refused(bot.answer_callback_query("1"))).lower() == TOO_OLD.lower()
    clock.move(seconds=16)
    assert (await refused(bot.answer_callback_query(update.id))).lower() == TOO_OLD.lower()
    await pressed(bot, olena)


async def test_old_button_of_a_message_that_changed_still_works(bot, olena):
    await bot.send_message(olena.id, "раз", reply_markup=button(callback_data="old"))
    before = olena.last
    await bot.edit_message_text("два", olena.id, before.id, reply_markup=button(callback_data="new"))
    assert olena.tap(before, "old") is not None
    update = (await bot.get_updates())[-1].callback_query
    assert (update.data, update.message.text) == ("old", "два")
    await bot.delete_message(olena.id, before.id)
    assert olena.tap(before, "old") is None
    assert await olena.press(before, "old") is None


async def test_buttons_that_are_not_there(bot, olena):
    await bot.send_message(olena.id, "раз", reply_markup=button(callback_data="x"))
    with pytest.raises(LookupError, match="Ні"):
        olena.tap(olena.last, "Ні")
    with pytest.raises(LookupError, match="Ні"):
        await olena.press(olena.last, "Ні")


async def test_text_to_copy_is_shown(bot, olena):
    await bot.send_message(olena.id, "Код", reply_markup=button(copy_text=CopyTextButton("1.2")))
    assert olena.last.button("Так") == Button("Так", "copy_text", "1.2")


async def test_reply_keys_are_said(bot, olena):
    keys = [["Цілі"], [KeyboardButton("Мій номер", request_contact=True)]]
    await bot.send_message(olena.id, "Оберіть", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True))
    keyboard = olena.keyboard
    await olena.press(None, "Цілі")
    assert olena.chat[-1].text == "Цілі"
    assert (keyboard, olena.keyboard) == ((("Цілі",), ("Мій номер",)), ())
    await bot.send_message(olena.id, "Ще", reply_markup=ReplyKeyboardMarkup(keys))
    await olena.press(olena.last, "Мій номер")
    assert (await bot.get_updates())[-1].message.contact.user_id == olena.id


async def test_links_are_opened_and_deep_links_start(bot, olena):
    await bot.send_message(olena.id, "Див.", reply_markup=button(url="https://e.org/x"))
    assert olena.last.button("Так").url == "https://e.org/x"
    assert await olena.press(olena.last, "Так") is None
    await bot.send_message(olena.id, "Див.", reply_markup=button(url="https://t.me/viche_demo_bot?start=goal_1-2"))
    await olena.press(olena.last, "Так")
    assert olena.opened == ["https://e.org/x", "https://t.me/viche_demo_bot?start=goal_1-2"]
    assert olena.chat[-1].text == "/start goal_1-2"
    await bot.send_message(olena.id, "Див.", reply_markup=button(url="tg://resolve?domain=viche_demo_bot&start=1.2"))
    with pytest.raises(ValueError, match="payload"):
        await olena.press(olena.last, "Так")


def article(identifier="1", text="<b>Вода</b>", **fields):
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(identifier, fields.pop("title", "Ціль"), content, **fields)


async def asked(bot, person, query="вода"):
    """Type an inline query and return the task that waits, and the query as the bot got it."""
    typing = asyncio.create_task(person.inline(query, timeout_s=2))
    await asyncio.sleep(0)
    return typing, (await bot.get_updates(timeout=2))[-1].inline_query


async def test_inline_results_are_chosen_and_edited_later(bot, telegram, olena):
    telegram.inline_feedback = True
    typing, query = await asked(bot, olena)
    assert (query.query, query.from_user.id) == ("вода", olena.id)
    await query.answer([article(description="Опис", reply_markup=button(callback_data="more"))])
    (result,) = await typing
    assert (result.id, result.title, result.description, result.text) == ("1", "Ціль", "Опис", "Вода")
    shared = await olena.choose(result)
    chosen = (await bot.get_updates())[-1].chosen_inline_result
    assert (chosen.result_id, chosen.inline_message_id) == ("1", shared.inline_message_id)
    assert olena.tap(shared, "Так") is not None
    press = (await bot.get_updates())[-1].callback_query
    assert (press.message, press.inline_message_id) == (None, shared.inline_message_id)
    await bot.edit_message_text("Повітря", inline_message_id=shared.inline_message_id)
    assert (olena.look(shared).text, olena.look(shared).labels) == ("Повітря", [])


async def test_inline_result_in_a_group_is_seen_by_the_bot(bot, telegram, olena):
    group = await telegram.group("Сусіди", olena)
    typing, query = await asked(bot, olena)
    await query.answer([article(reply_markup=button(callback_data="more"))])
    await olena.choose((await typing)[0], group)
    message = (await bot.get_updates())[-1].message
    assert (message.text, message.via_bot.username, message.chat.title) == ("Вода", "viche_demo_bot", "Сусіди")
    (shared,) = [shown for shown in olena.chat_in(group) if shown.inline_message_id]
    olena.tap(shared, "Так")
    press = (await bot.get_updates())[-1].callback_query
    await bot.edit_message_text("Повітря", inline_message_id=press.inline_message_id)
    assert [shown.text for shown in olena.chat_in(group)][-1] == "Повітря"


async def test_stored_photo_can_be_an_inline_result(bot, olena):
    stored = await bot.send_photo(olena.id, png())
    typing, query = await asked(bot, olena)
    await query.answer([InlineQueryResultCachedPhoto("1", stored.photo[-1].file_id, caption="Площа")])
    shared = await olena.choose((await typing)[0])
    assert (shared.text, shared.files[0].content) == ("Площа", png())


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(str(number)) for number in range(51)], "Results_too_much"),
        ([article("я" * 33)], "Result_id_invalid"),
        ([article(), article()], "Result_id_duplicate"),
        ([article(text="<b>x")], "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ([article(text="")], "Message text is empty"),
        ([article(title="")], "Can't parse inline query result: can't find field \"title\""),
        ([article(reply_markup=button(callback_data="я" * 33))], "Button_data_invalid"),
        ([InlineQueryResultCachedPhoto("1", "no")], "Wrong file identifier specified"),
    ],
)
async def test_inline_results_refused(bot, olena, results, why):
    typing, query = await asked(bot, olena)
    message = await refused(bot.answer_inline_query(query.id, results, current_offset=None))
    assert message.lower() == why.lower()
    typing.cancel()


async def test_inline_answers_refused(bot, olena, clock):
    typing, query = await asked(bot, olena)
    start = InlineQueryResultsButton("Відкрити", start_parameter="не можна")
    assert (await refused(query.answer([], button=start))).lower() == "start_param_invalid"
    assert (await refused(query.answer([], next_offset="я" * 33))).lower() == "next_offset_invalid"
    clock.move(seconds=31)
    assert (await refused(query.answer([]))).lower() == TOO_OLD.lower()
    typing.cancel()
