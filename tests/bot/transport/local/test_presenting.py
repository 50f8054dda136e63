"""Commands, names, descriptions, the menu button."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    MenuButtonCommands,
)
from telegram.error import BadRequest


async def refused(call):
    with pytest.raises(BadRequest) as caught:
        await call
    return caught.value.message


async def test_bot_knows_itself(bot):
    me = await bot.get_me()
    assert (me.username, me.is_bot, me.supports_inline_queries) == ("viche_demo_bot", True, True)
    assert await bot.log_out()
    assert await bot.close()


async def test_person_sees_the_narrowest_menu_in_their_language(bot, telegram, olena):
    john = telegram.person("John", language_code="en")
    await bot.set_my_commands([("help", "Допомога")])
    await bot.set_my_commands([("help", "Help")], language_code="en")
    await bot.set_my_commands([("vote", "Голос")], scope=BotCommandScopeAllGroupChats())
    assert olena.commands == [{"command": "help", "description": "Допомога"}]
    assert john.commands == [{"command": "help", "description": "Help"}]
    await bot.set_my_commands([("goals", "Цілі")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("desk", "Робоче місце")], scope=BotCommandScopeChat(olena.id))
    assert [command["command"] for command in olena.commands] == ["desk"]
    assert [command["command"] for command in john.commands] == ["goals"]
    assert await bot.get_my_commands(scope=BotCommandScopeChat(olena.id)) == (BotCommand("desk", "Робоче місце"),)
    await bot.delete_my_commands(scope=BotCommandScopeChat(olena.id))
    assert olena.serialise()["commands"] == [{"command": "goals", "description": "Цілі"}]


async def test_menu_in_a_group(bot, telegram, olena):
    group = await telegram.group("Сусіди", olena)
    await bot.set_my_commands([("vote", "Голос")], scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands([("desk", "Стіл")], scope=BotCommandScopeChatMember(group.id, olena.id))
    shown = [telegram.profile.commands_shown(group.id, user, "uk", private=False) for user in (olena.id, 5)]
    assert [commands[0]["command"] for commands in shown] == ["desk", "vote"]


async def test_commands_refused(bot):
    assert await refused(bot.set_my_commands([("Help", "x")])) == "Bot_command_invalid"
    assert await refused(bot.set_my_commands([("допомога", "x")])) == "Bot_command_invalid"
    assert await refused(bot.set_my_commands([("help", " ")])) == "Bot_command_description_invalid"
    assert await refused(bot.set_my_commands([("help", "x" * 257)])) == "Bot_command_description_invalid"
    assert await refused(bot.set_my_commands([(f"c{n}", "x") for n in range(101)])) == "Bot_commands_too_much"
    assert await refused(bot.set_my_commands([], language_code="ukr")) == "Invalid language code specified"
    assert await refused(bot.set_my_commands([], scope=BotCommandScopeChat(5))) == "Chat not found"


async def test_names_and_descriptions_by_language(bot, olena):
    await bot.set_my_name("Віче")
    await bot.set_my_name("Viche", language_code="en")
    await bot.set_my_description("Бот громади")
    await bot.set_my_short_description("Коротко")
    assert (await bot.get_my_name()).name == "Віче"
    assert (await bot.get_my_name(language_code="en")).name == "Viche"
    assert (await bot.get_my_description(language_code="en")).description == "Бот громади"
    assert (await bot.get_my_short_description()).short_description == "Коротко"
    assert olena.serialise()["bot"]["name"] == "Віче"
    assert await refused(bot.set_my_name("x" * 65)) == "Bot name is too long"
    assert await refused(bot.set_my_description("x" * 513)) == "Bot description is too long"
    assert await refused(bot.set_my_short_description("x" * 121)) == "Bot short description is too long"


async def test_menu_button(bot, olena):
    assert (await bot.get_chat_menu_button(olena.id)).type == "default"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button(olena.id)).type == "commands"
    await bot.set_chat_menu_button(olena.id)
    assert (await bot.get_chat_menu_button(olena.id)).type == "default"
    assert olena.serialise()["menu_button"] == {"type": "default"}
