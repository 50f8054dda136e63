"""The whole bot for trying out: real application, real SQLite file, a Telegram inside the process."""

import asyncio
import contextlib
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.app import App, build, lead
from bot.domain.people import Actor, Locale, Role
from bot.domain.time import utc_now
from bot.serving import until_stopped
from bot.settings import Settings
from bot.texts import Languages
from bot.transport.local import LocalRequest, LocalTelegram
from bot.transport.polling import Polling
from bot.web.demo import DemoPerson, demo_app, example_round, move_in
from bot.web.server import serve_web
from bot.web.site import site

TOKEN = "1000000:demo"  # noqa: S105  (opens nothing)
DATABASE = "sqlite+aiosqlite:///data/demo.sqlite3"
COPIES = Path("data/demo-copies")
"""For what is copied before an update: among the copies of residents' data it would push out old ones."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Three people, each at a phone of their own, and the bot they talk to."""

    app: App
    telegram: LocalTelegram
    cast: tuple[DemoPerson, ...]
    stored_at: str

    async def start(self) -> None:
        """Give everybody their role, lay out a vote if there is none, and let everybody press «Start»."""
        await self._grant_roles()
        await self._open_round()
        for one in self.cast:
            await one.person.open_link()

    async def _open_round(self) -> None:
        rounds, operator = self.app.services.rounds, Actor(0, Locale.UK, Role.OPERATOR)
        if not await rounds.every(operator):
            await rounds.publish(operator, await rounds.store(operator, *example_round(utc_now())))

    async def start_over(self) -> None:
        """Forget the three people; the page empties their chats and offers them «Start» again."""
        await self.settle()
        people = self.app.services.people
        for one in self.cast:
            await people.forget(await people.recognise(one.person.id, None), withdraw=True)
        await self._grant_roles()

    async def _grant_roles(self) -> None:
        for one in self.cast:
            await self.app.services.people.grant(one.person.id, Role(one.key))

    async def settle(self) -> None:
        """Wait until the bot has answered everything."""
        updates = self.telegram.updates
        while len(updates) or not updates.polling or self.app.workers.n_waiting:  # noqa: ASYNC110  (three places)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_trial(settings: Settings) -> AsyncIterator[Trial]:
    """Start the bot on a Telegram and a database of its own.

    Whatever `.env` names for residents stays untouched: their database, their copies, their mail server. Only who sets
    DATABASE_URL for this command means this command.
    """
    own = settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "database_url": settings.database_url if "DATABASE_URL" in os.environ else DATABASE,
            "backup_dir": COPIES,
            "backup_at": "off",
            "smtp_host": None,
            "webhook_url": None,
            "public_url": _address(settings),
        }
    )
    telegram = LocalTelegram(TOKEN)
    cast = await move_in(telegram)
    async with build(own, request=LocalRequest(telegram)) as app, lead(app):
        polling = asyncio.create_task(Polling(app.bot, app.intake).run(), name="polling")
        trial = Trial(app, telegram, cast, _place(own))
        try:
            await app.bot.set_my_name(Languages(settings.timezone)[Locale.UK].plain("demo.bot"))
            await trial.start()
            yield trial
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)


def _place(settings: Settings) -> str:
    """The file that the data is kept in, or the server and its database: the page shows it, so without the password."""
    server = urlsplit(settings.database_url)
    return str(settings.database_path or f"{server.hostname or ''}{server.path}")


def _address(settings: Settings) -> str:
    """Name the place by a word: Telegram takes no buttons that lead to bare numbers."""
    host = "localhost" if settings.web_host == "127.0.0.1" else settings.web_host
    return f"http://{host}:{settings.web_port}"


async def in_browser(settings: Settings, *, open_browser: bool) -> None:
    """Serve the chat page until the person stops it."""
    async with open_trial(settings) as trial:
        app, address = trial.app, f"http://{settings.web_host}:{settings.web_port}"
        pages = site(app.services, Languages(settings.timezone), app.telegram, app.bot.username, address)
        web = demo_app(trial.telegram, trial.cast, stored_at=trial.stored_at, start_over=trial.start_over, site=pages)
        async with serve_web(web, settings.web_host, settings.web_port) as work:
            texts = Languages(settings.timezone)[Locale.UK]
            print(texts.plain("demo.opened", address=address), flush=True)  # noqa: T201
            if open_browser and (os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32")):
                webbrowser.open(address)
            await until_stopped(work, *app.watch.tasks)


async def in_terminal(settings: Settings) -> None:
    """Talk to the bot line by line: text is said, `:2` presses the second button, `:staff` changes the person."""
    async with open_trial(settings) as trial:
        texts = Languages(settings.timezone)[Locale.UK]
        print(texts.plain("demo.terminal"))  # noqa: T201
        screen = Screen(trial)
        await screen.show()
        while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() != ":q":
            with contextlib.suppress(LookupError, ValueError):
                await screen.do(line.strip())
            await screen.show()


class Screen:
    """One person's chat in a terminal."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._people = {one.key: one.person for one in trial.cast}
        self._person = self._people["resident"]
        self._shown: dict[int, str] = {}

    async def do(self, line: str) -> None:
        """Carry out one line.

        Errors: `LookupError` for a button or a person that is not there.
        """
        if line.startswith(":") and line[1:].isdecimal():
            last = self._person.last
            buttons = [button for row in last.buttons for button in row] if last else []
            await self._person.press(last, buttons[int(line[1:]) - 1].text)
        elif line.startswith(":"):
            self._person = self._people[line[1:]]
            self._shown = {}
        elif line:
            await self._person.say(line)

    async def show(self) -> None:
        """Print what is new or changed of the bot's messages."""
        await self._trial.settle()
        for message in self._person.chat:
            buttons = [button.text for row in message.buttons for button in row]
            listed = "".join(f"\n  :{n} {text}" for n, text in enumerate(buttons, 1))
            files = "".join(f"\n  <{file.name}>" for file in message.files)
            text = f"{message.text}{files}{listed}"
            if message.from_bot and self._shown.get(message.id) != text:
                self._shown[message.id] = text
                print(f"\n{text}\n", flush=True)  # noqa: T201
