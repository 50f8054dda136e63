"""Who takes part in the demo, and in which chats they are."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.transport.local import Group, LocalTelegram, Person

CAST = Path(__file__).with_name("people.toml")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody at their phone.

    Shapes: `key` names them in addresses (`[a-z]+`): for the people of `move_in` resident, staff or moderator.
    `title` says in the language of the page who they are. `groups` are further chats they can open.
    """

    key: str
    title: str
    person: Person
    groups: tuple[Group, ...] = ()

    def chats(self, telegram: LocalTelegram) -> tuple[Group, ...]:
        """List what this phone can show: the private chat with the bot first, then the groups."""
        return (Group(telegram, telegram.chats[self.person.id]), *self.groups)


async def move_in(telegram: LocalTelegram) -> tuple[DemoPerson, ...]:
    """Let the demo's people and their group into a fresh Telegram, before the bot starts.

    The ids are the same in every run, so that the bot's database knows the people again.
    """
    cast = tomllib.loads(CAST.read_text(encoding="utf-8"))
    persons = {
        one["key"]: telegram.person(one["first_name"], id=one["id"], username=one["username"]) for one in cast["people"]
    }
    groups: dict[str, list[Group]] = {key: [] for key in persons}
    for described in cast["groups"]:
        members = described["members"]
        group = await telegram.group(described["title"], *(persons[key] for key in members))
        for key in members:
            groups[key].append(group)
    return tuple(
        DemoPerson(one["key"], one["title"], persons[one["key"]], tuple(groups[one["key"]])) for one in cast["people"]
    )
