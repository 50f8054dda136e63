"""The outside, as the services and handlers see it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.domain.broadcasts import Broadcast
from bot.domain.feedback import FeedbackFile
from bot.domain.letters import Envelope, LetterState
from bot.domain.messages import Reply, Shared, Toast
from bot.domain.notices import NoticeState


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one try.

    Shapes: `messages` are the ids of what arrived; `reason` what Telegram said of what it refused; `file_ids` are those
    of the files of the message, in their order, when there were any that Telegram did not have;
    `is_file_unknown`: Telegram does not know a file by its id, so that it has to have the bytes again.
    Units: `wait_s`: nobody may be sent anything for so long, then it may be tried again.
    """

    state: NoticeState
    wait_s: float | None = None
    messages: tuple[int, ...] = ()
    reason: str = ""
    file_ids: tuple[str, ...] = ()
    is_file_unknown: bool = False

    @property
    def is_trouble(self) -> bool:
        return self.state is NoticeState.WAITING


class Outlet(Protocol):
    """Where words leave the house. Each call waits until Telegram took it or will never take it.

    Errors: none for what Telegram refuses about the person (blocked, deleted, too old): that is life, and is logged.
    """

    async def send(
        self, chat: int, reply: Reply, *, answers: int | None = None, topic: int | None = None
    ) -> int | None:
        """Send a message and return its id; `answers` is the message it replies to, `topic` its place in a forum."""

    async def deliver(self, chat: int, reply: Reply, *, paid: bool = False) -> Sent:
        """Try once to send a message of the bot's own accord, and say what became of it.

        `paid`: Telegram may charge the bot for it, and then takes more at a time.
        """

    async def take_back(self, chat: int, messages: Sequence[int], instead: Reply) -> Sent:
        """Try once to delete messages; what can no longer be deleted says `instead` from then on.

        Shapes: the state is `SENT` when they are gone or changed, `REFUSED` when they stay as they are.
        """

    async def send_file(self, chat: int, file: FeedbackFile) -> bool:
        """Send a file that Telegram keeps; False when it keeps it no longer."""

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        """Change a message; False when it can no longer be changed."""

    async def refresh(self, chat: int, message: int, reply: Reply) -> bool:
        """Try once to change a message of the bot's own accord; False when it is not changed, for whatever reason."""

    async def acknowledge(self, query: str, toast: Toast | None = None) -> bool:
        """Stop the pressed button from spinning; False when it was answered before, or too long ago for a toast."""

    async def offer(self, query: str, results: Sequence[Shared], *, cache_s: int, personal: bool) -> None:
        """Answer an inline query."""


Preview: TypeAlias = Callable[[int, Broadcast], Awaitable[Sequence[Sent]]]
"""Send a broadcast to one chat exactly as it will arrive, once in each of its languages; say what became of each."""


class Files(Protocol):
    """Where files that people send are fetched from."""

    async def fetch(self, file_id: str, most_bytes: int) -> bytes:
        """Fetch a file.

        Errors: `NotAllowed` for one that is larger, `NotFound` when it cannot be had.
        """


class Names(Protocol):
    """Where people's names come from: they are asked of Telegram and never kept."""

    async def of(self, telegram_id: int) -> str | None:
        """How somebody calls themselves; None when that cannot be had."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one try to send a letter.

    Shapes: `answer` is what the server said, in one line; `bounces`: it does not know the address; `is_operators`: the
    server does not know us, so that no letter goes until the settings are mended.
    """

    state: LetterState
    answer: str
    bounces: bool = False
    is_operators: bool = False


class Mail(Protocol):
    """Where letters leave the house."""

    async def send(self, letter: Envelope, handing_over: Callable[[], Awaitable[None]]) -> Posted:
        """Try once; `handing_over` is awaited when the server may have the letter from the next moment on.

        Errors: none of the network's or the server's, they are read; what `handing_over` raises, and nothing is sent.
        """


@dataclass(frozen=True, slots=True)
class FromTelegram:
    """What pages ask of Telegram: what people are called, a broadcast sent to oneself, a file sent to the bot."""

    names: Names
    preview: Preview
    files: Files
