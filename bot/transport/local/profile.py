"""How the bot presents itself: names, descriptions, command menus."""

from dataclasses import dataclass, field

from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Json

Scope = tuple[str, int, int]
"""Kind, chat id and user id of a BotCommandScope; the ids are 0 where the kind has none."""

DEFAULT_SCOPE: Scope = ("default", 0, 0)
_WITH_CHAT = ("chat", "chat_administrators", "chat_member")
_KINDS = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", *_WITH_CHAT)


@dataclass(slots=True)
class Profile:
    """Everything by language; "" is the default language."""

    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("") or self.first_name

    def description(self, language: str) -> str:
        return self.descriptions.get(language) or self.descriptions.get("", "")

    def commands_shown(self, chat_id: int, user_id: int, language: str, *, private: bool) -> list[Json]:
        """Choose the menu a person sees in a chat: the narrowest scope, their language before the default one."""
        everywhere = "all_private_chats" if private else "all_group_chats"
        scopes: list[Scope] = [("chat", chat_id, 0), (everywhere, 0, 0), DEFAULT_SCOPE]
        if not private:
            scopes.insert(0, ("chat_member", chat_id, user_id))
        for scope in scopes:
            for chosen in (language, ""):
                if commands := self.commands.get((scope, chosen)):
                    return commands
        return []


def read_scope(scope: Json | None) -> Scope:
    if scope is None:
        return DEFAULT_SCOPE
    kind = scope.get("type")
    if kind not in _KINDS:
        raise bad_request("unsupported type specified")
    if kind in _WITH_CHAT and "chat_id" not in scope:
        raise bad_request('can\'t find field "chat_id"')
    return kind, int(scope.get("chat_id", 0)), int(scope.get("user_id", 0))
