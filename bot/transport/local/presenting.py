"""The methods by which a bot sets its commands, names and menu button."""

import re

from bot.transport.local.arguments import Arguments
from bot.transport.local.html import utf16_length
from bot.transport.local.profile import Scope, read_scope
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Json
from bot.transport.local.world import World

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


def get_me(world: World, _args: Arguments) -> Json:
    return world.bot.api | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_commands(world: World, args: Arguments) -> bool:
    key = _scope(world, args), _language(args)
    commands: list[Json] = args.structure("commands", list)
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command.get("description", "").strip()) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[key] = [
        {"command": command["command"].removeprefix("/"), "description": command["description"]} for command in commands
    ]
    world.touch(None)
    return True


def get_commands(world: World, args: Arguments) -> list[Json]:
    return world.profile.commands.get((_scope(world, args), _language(args)), [])


def delete_commands(world: World, args: Arguments) -> bool:
    world.profile.commands.pop((_scope(world, args), _language(args)), None)
    world.touch(None)
    return True


def _scope(world: World, args: Arguments) -> Scope:
    scope = read_scope(args.structure("scope", dict))
    if scope[1]:
        world.chat(str(scope[1]))
    return scope


def _language(args: Arguments) -> str:
    language = args.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _set_words(args: Arguments, words: dict[str, str], name: str, limit: int) -> bool:
    value = args.text(name)
    if utf16_length(value) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    words[_language(args)] = value
    return True


def set_name(world: World, args: Arguments) -> bool:
    return _set_words(args, world.profile.names, "name", MAX_NAME)


def get_name(world: World, args: Arguments) -> Json:
    return {"name": world.profile.name(_language(args))}


def set_description(world: World, args: Arguments) -> bool:
    return _set_words(args, world.profile.descriptions, "description", MAX_DESCRIPTION)


def get_description(world: World, args: Arguments) -> Json:
    return {"description": world.profile.description(_language(args))}


def set_short_description(world: World, args: Arguments) -> bool:
    return _set_words(args, world.profile.short_descriptions, "short_description", MAX_SHORT_DESCRIPTION)


def get_short_description(world: World, args: Arguments) -> Json:
    words = world.profile.short_descriptions
    return {"short_description": words.get(_language(args)) or words.get("", "")}


def set_menu_button(world: World, args: Arguments) -> bool:
    button: Json = args.structure("menu_button", dict) or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("unsupported type specified")
    if args.has("chat_id"):
        world.chat(args.text("chat_id")).menu_button = button
    else:
        world.profile.menu_button = button
    return True


def get_menu_button(world: World, args: Arguments) -> Json:
    own = world.chat(args.text("chat_id")).menu_button if args.has("chat_id") else None
    return own or world.profile.menu_button
