"""Logs for the operator: structured, without the token and without personal data."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from bot.settings import LogFormat, Settings

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""What a bot token looks like, wherever it turns up: httpx writes whole addresses."""

QUOTED = re.compile(r"""(?:"|(?<![A-Za-z])'|[^\t\n\x20-\x7e]).*""", re.DOTALL)
TELLING = re.compile(r"\S+@\S+|\d{5,}")
"""What others say of a failure may repeat what somebody wrote, mostly in quotes and seldom in Latin letters; numbers of
people, phones and addresses may stand before that."""

SAFE_WORDS = re.compile(r"[A-Za-z_][A-Za-z_ .,()'-]*")

LONGEST_CHAIN = 10

FROM_OUTSIDE = ("error", "said", "answer", "detail")
"""Fields that hold what Telegram, the mail server or a library said."""

NOISY = ("httpx", "httpcore", "aiosqlite", "asyncio", "uvicorn", "alembic", "telegram", "aiohttp")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def without_people(said: str) -> str:
    """Keep of what somebody else said only what cannot be about a person."""
    return TELLING.sub("[…]", QUOTED.sub("[…]", TOKEN.sub("<token>", said)))


def traceback_of(exc_info: ExcInfo) -> str:
    """Write where an error came from and what kind it is; of its message only the first words, up to any value."""
    told: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None and len(told) < LONGEST_CHAIN:
        words = SAFE_WORDS.match(str(error))
        kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
        told.append("".join(traceback.format_tb(error.__traceback__)) + f"{kind}: {words[0] if words else '[…]'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(told))


class WithoutPeople(logging.Filter):
    """For what libraries say. Sits on the handlers, since a logger's own filters do not see what its children say."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg, record.args = without_people(record.getMessage()), ()
        return True


def _without_people(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = without_people(value) if name in FROM_OUTSIDE else TOKEN.sub("<token>", value)
    return event


SHARED: list[Any] = [
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(traceback_of),
    _without_people,
]


def quiet_logs() -> None:
    """For commands that print an answer: only what went wrong, and never in the midst of the answer."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            *SHARED,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def set_up_logs(settings: Settings) -> None:
    """Send everything to stderr: pretty for people, JSON lines for machines."""
    shared: list[Any] = [structlog.stdlib.add_log_level, *SHARED]
    is_json = settings.log_format is LogFormat.JSON
    look: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if is_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=look, foreign_pre_chain=shared))
    handler.addFilter(WithoutPeople())
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
