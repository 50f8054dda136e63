"""A bot of python-telegram-bot at the local Telegram."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.transport.local import LocalRequest, LocalTelegram, Person


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> LocalTelegram:
    return LocalTelegram(clock=clock)


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    request = LocalRequest(telegram)
    async with Bot(telegram.token, request=request, get_updates_request=request) as connected:
        yield connected


@pytest.fixture
async def olena(telegram: LocalTelegram) -> Person:
    """Somebody who has started the bot."""
    person = telegram.person("Олена", username="olena")
    await person.say("/start")
    telegram.updates.forget()
    return person


def png(width: int = 2, height: int = 2) -> bytes:
    """Make the head of a PNG, which is all the server looks at."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")
