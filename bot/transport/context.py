"""What a handler is given besides the update: who it is, in which words, and a way to speak."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from telegram.ext import CallbackContext, ExtBot

from bot.domain.people import Actor, Role
from bot.services import Services
from bot.services.ports import Files, Names, Outlet
from bot.texts import Languages, Texts
from bot.transport.live import LiveCards
from bot.transport.profile import show_menu

CARD_DATA = "viche_card_data"
"""Under this name a pressed card says what its buttons carry."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all updates share.

    Shapes: `bot_username` has no @; `controller` answers for the personal data; `menus` are the names of the commands
    that each role is shown; `public_url` is where the public pages are, without a slash at the end, if anywhere;
    `incidents` counts errors by their kind.
    """

    services: Services
    languages: Languages
    outlet: Outlet
    live: LiveCards
    files: Files
    names: Names
    bot_username: str
    controller: str
    menus: Mapping[Role, tuple[str, ...]]
    public_url: str | None
    incidents: Counter[str] = field(default_factory=Counter)


class Context(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """One per update. The gate sets `actor`, and `in_group` when others are listening.

    Shapes: `card_data` is what the buttons of the pressed card carry, in their order; `acknowledging` answers the press
    before it is worked off, because that takes long.
    """

    actor: Actor
    in_group: bool = False
    card_data: Sequence[str] = ()
    acknowledging: asyncio.Task[bool] | None = None

    @property
    def surroundings(self) -> Surroundings:
        found = self.application.bot_data["surroundings"]
        assert isinstance(found, Surroundings)
        return found

    @property
    def services(self) -> Services:
        return self.surroundings.services

    @property
    def outlet(self) -> Outlet:
        return self.surroundings.outlet

    @property
    def live(self) -> LiveCards:
        return self.surroundings.live

    @property
    def files(self) -> Files:
        return self.surroundings.files

    @property
    def names(self) -> Names:
        return self.surroundings.names

    async def show_menu(self, role: Role) -> None:
        """Give the person the menu that goes with a role."""
        around = self.surroundings
        await show_menu(self.bot, around.languages, around.menus[role], self.actor.telegram_id)

    @property
    def texts(self) -> Texts:
        return self.surroundings.languages[self.actor.locale]
