"""What colleagues are called: as they chose, else as Telegram shows them, else by a number."""

import asyncio
from time import monotonic

from bot.domain.accounts import Colleague, has_telegram
from bot.services import Services
from bot.services.ports import Names as TelegramNames
from bot.texts import Texts

KEPT_S = 600.0
"""Names from Telegram are asked for once in so many seconds; they are in memory only."""


class Names:
    def __init__(self, services: Services, telegram: TelegramNames) -> None:
        self._services = services
        self._telegram = telegram
        self._known: dict[int, tuple[float, str | None]] = {}

    async def by_person(self, texts: Texts) -> dict[int, str]:
        """The names of all who have a role and agreed to be kept, by their keys in `people`."""
        found = [one for one in await self._services.accounts.everybody() if one.person is not None]
        names = await asyncio.gather(*(self.of(texts, one) for one in found))
        return {one.person: name for one, name in zip(found, names, strict=True) if one.person is not None}

    async def of(self, texts: Texts, colleague: Colleague) -> str:
        if colleague.account is not None and colleague.account.name:
            return colleague.account.name
        name = await self.from_telegram(colleague.telegram_id) if has_telegram(colleague.telegram_id) else None
        return name or texts.plain("web.colleague", number=colleague.person or colleague.telegram_id)

    async def from_telegram(self, telegram_id: int) -> str | None:
        """What Telegram calls somebody; None when it does not say."""
        now_s = monotonic()
        asked_s, name = self._known.get(telegram_id, (now_s - KEPT_S, None))
        if now_s - asked_s >= KEPT_S:
            name = await self._telegram.of(telegram_id)
            self._known[telegram_id] = now_s, name
        return name
