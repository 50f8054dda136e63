"""Inline mode in any chat, and groups."""

from tests.support.house import House


async def test_inline_finds_by_words_and_shares_with_a_link(house):
    olena = await house.resident()
    results = await olena.person.inline("індустріальні парки")
    assert results[0].title.startswith("1.1.2.")
    assert "офіційний документ" in results[0].description
    group = await house.telegram.group("Сусіди", olena.person)
    shared = await olena.person.choose(results[0], group)
    assert "індустріальних парків" in shared.text
    [[button]] = shared.buttons
    assert button.url.startswith("https://t.me/viche_demo_bot?start=g")
    await olena.start(button.url.partition("start=")[2])
    assert "індустріальних парків" in olena.last.text


async def test_share_button_finds_exactly_its_goal(house):
    olena = await house.resident()
    said = await olena.say("індустріальні парки")
    share = next(b for row in said.buttons for b in row if b.text == "Поділитися")
    results = await olena.person.inline(share.value)
    assert [r.title[:6] for r in results] == ["1.1.2."]


async def test_inline_without_words_offers_the_top_goals(house):
    olena = await house.resident()
    results = await olena.person.inline("")
    assert [r.title[:2] for r in results] == ["1.", "2.", "3."]


async def test_inline_with_nothing_found_is_empty(house):
    olena = await house.resident()
    assert await olena.person.inline("коли буде телепортація") == []
    assert await olena.person.inline("№999999") == []


async def _group(house: House):
    olena = await house.resident()
    group = await house.telegram.group("Сусіди", olena.person)
    await house.settle()
    return olena, group


async def test_in_a_group_the_bot_is_silent_unless_addressed(house):
    olena, group = await _group(house)
    await olena.person.say("індустріальні парки", chat=group)
    await house.settle()
    assert [m for m in olena.person.chat_in(group) if m.from_bot] == []


async def test_in_a_group_the_bot_answers_when_named_and_when_replied_to(house):
    olena, group = await _group(house)
    mine = await olena.person.say("@viche_demo_bot індустріальні парки", chat=group)
    await house.settle()
    answer = [m for m in olena.person.chat_in(group) if m.from_bot][-1]
    assert "1.1.2." in answer.text
    assert answer.reply_to == mine.id
    await olena.person.say("а 2.2?", reply_to=answer, chat=group)
    await house.settle()
    assert "2.2. Модернізована" in [m for m in olena.person.chat_in(group) if m.from_bot][-1].text


async def test_personal_data_stays_out_of_groups(house):
    olena, group = await _group(house)
    await olena.person.say("/mydata@viche_demo_bot", chat=group)
    await house.settle()
    answer = [m for m in olena.person.chat_in(group) if m.from_bot][-1]
    assert "особистому чаті" in answer.text
    assert not answer.files


async def test_in_a_group_a_mark_that_ends_within_a_character_is_no_trouble(house):
    olena, group = await _group(house)
    said = {"text": "@x😀", "entities": [{"type": "mention", "offset": 0, "length": 3}]}
    place = {"message_id": 900, "date": 1795341600, "chat": {"id": group.state.id, "type": "group", "title": "Сусіди"}}
    sender = {"id": olena.person.id, "is_bot": False, "first_name": "Олена"}
    await house.app.intake.take([{"update_id": 2**40, "message": {**place, "from": sender, **said}}])
    await house.settle()
    assert house.app.incidents == {}


async def _forum(house: House):
    olena, group = await _group(house)
    return olena, group, await group.open_topic()


async def test_in_a_forum_the_answer_stands_where_the_question_does(house):
    olena, group, topic = await _forum(house)
    await olena.person.say("@viche_demo_bot індустріальні парки", chat=group, topic=topic)
    await house.settle()
    answer = olena.person.chat_in(group)[-1]
    assert (answer.from_bot, answer.topic) == (True, topic)
    house.telegram.fail_next("editMessageText", 400, "Bad Request: message to edit not found")
    await olena.tap("Докладніше", answer)
    fresh = olena.person.chat_in(group)[-1]
    assert (fresh.id > answer.id, fresh.topic) == (True, topic)


async def test_in_a_forum_a_question_that_was_deleted_is_answered_all_the_same(house):
    olena, group, topic = await _forum(house)
    mine = await olena.person.say("@viche_demo_bot індустріальні парки", chat=group, topic=topic)
    del group.state.messages[mine.id]
    await house.settle()
    answer = olena.person.chat_in(group)[-1]
    assert (answer.from_bot, answer.topic, answer.reply_to) == (True, topic, None)


async def test_in_a_group_that_is_a_forum_no_more_the_question_is_answered_in_its_chat(house):
    olena, group, topic = await _forum(house)
    await olena.person.say("@viche_demo_bot індустріальні парки", chat=group, topic=topic)
    group.state.topics = None
    await house.settle()
    answer = olena.person.chat_in(group)[-1]
    assert (answer.from_bot, answer.topic) == (True, None)


async def test_in_a_forum_a_topic_that_was_closed_is_left_alone(house):
    olena, group, topic = await _forum(house)
    await olena.person.say("@viche_demo_bot індустріальні парки", chat=group, topic=topic)
    await group.close_topic(topic)
    await house.settle()
    assert not olena.person.chat_in(group)[-1].from_bot
    assert house.app.incidents == {}
