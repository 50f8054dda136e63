"""Chats, members, reactions, pins; groups and what the bot hears in them."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden


async def refused(error, call):
    with pytest.raises(error) as caught:
        await call
    return caught.value.message


async def heard(bot):
    """Return the texts of all messages the bot got, and confirm them."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [update.message.text for update in updates if update.message and update.message.text]


async def test_chat_and_its_member(bot, olena):
    chat = await bot.get_chat(olena.id)
    assert (chat.type, chat.first_name, chat.username) == ("private", "Олена", "olena")
    assert (await bot.get_chat_member(olena.id, olena.id)).status == "member"
    assert await refused(BadRequest, bot.get_chat_member(olena.id, 5)) == "User not found"
    assert await refused(BadRequest, bot.get_chat(5)) == "Chat not found"


async def test_reactions_and_pins_are_seen(bot, olena):
    said = await olena.say("Дякую")
    await bot.set_message_reaction(olena.id, said.id, "👍")
    assert olena.look(said).reactions == ("👍",)
    await bot.set_message_reaction(olena.id, said.id)
    assert olena.look(said).reactions == ()
    assert (await refused(BadRequest, bot.set_message_reaction(olena.id, 999, "👍"))) == "Message to react not found"
    await bot.pin_chat_message(olena.id, said.id)
    assert olena.look(said).pinned
    assert (await bot.get_chat(olena.id)).pinned_message.text == "Дякую"
    await bot.unpin_chat_message(olena.id)
    assert not olena.look(said).pinned
    assert await refused(BadRequest, bot.unpin_chat_message(olena.id)) == "Message to unpin not found"
    await bot.pin_chat_message(olena.id, said.id)
    await bot.unpin_all_chat_messages(olena.id)
    assert not olena.look(said).pinned
    await bot.pin_chat_message(olena.id, said.id)
    await bot.delete_message(olena.id, said.id)
    assert (await bot.get_chat(olena.id)).pinned_message is None
    assert await refused(BadRequest, bot.pin_chat_message(olena.id, 999)) == "Message to pin not found"


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(bot, telegram, olena):
    petro = telegram.person("Петро")
    group = await telegram.group("Сусіди", olena, petro)
    welcome = await bot.get_updates()
    assert [update.effective_chat.title for update in welcome] == ["Сусіди", "Сусіди"]
    assert welcome[0].my_chat_member.new_chat_member.status == "member"
    await heard(bot)
    sent = await bot.send_message(group.id, "Вітаю")
    (welcomed,) = [message for message in olena.chat_in(group) if message.from_bot]
    assert welcomed.id == sent.message_id
    for text in ("Добрий день", "/help", "/help@other_bot", "/help@viche_demo_bot", "гей @viche_demo_bot"):
        await petro.say(text, chat=group)
    await petro.say("Дякую", reply_to=welcomed, chat=group)
    assert await heard(bot) == ["/help", "/help@viche_demo_bot", "гей @viche_demo_bot", "Дякую"]
    await group.add_bot(olena.account, as_administrator=True)
    await petro.say("Добрий день", chat=group)
    assert await heard(bot) == ["Добрий день"]
    stranger = telegram.person("Ігор")
    with pytest.raises(ValueError, match="member"):
        await stranger.say("і я", chat=group)


async def test_members_of_a_group(bot, telegram, olena):
    group = await telegram.group("Сусіди", olena, telegram.person("Петро"))
    assert (await bot.get_chat_member(group.id, olena.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    assert await refused(BadRequest, bot.pin_chat_message(group.id, 1)) == (
        "Not enough rights to manage pinned messages in the chat"
    )
    await group.add_bot(olena.account, as_administrator=True)
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
    await group.kick_bot(olena.account)
    assert await refused(Forbidden, bot.send_message(group.id, "x")) == "Forbidden: bot was kicked from the group chat"
    await olena.say("/help", chat=group)
    assert (await bot.get_updates())[-1].my_chat_member.new_chat_member.status == "kicked"


async def test_group_moves_to_a_supergroup(bot, telegram, olena):
    group = await telegram.group("Сусіди", olena)
    old = group.id
    new = await group.migrate()
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.migrate_to_chat_id for message in messages][-2:] == [new, None]
    assert messages[-1].migrate_from_chat_id == old
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "x")
    assert moved.value.new_chat_id == new == group.id
    assert (await bot.send_message(new, "x")).chat.type == "supergroup"
