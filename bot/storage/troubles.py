"""What a database complains of, in one clear line."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import Unavailable

SAID = {
    "database is locked": "database.locked",
    "readonly database": "database.read_only",
    "unable to open": "database.cannot_open",
    "disk is full": "database.disk_full",
    "disk i/o error": "database.disk_error",
    "file is not a database": "database.not_a_database",
    "malformed": "database.damaged",
}
"""Parts of what SQLite says."""

STATES = {
    "08": "database.server_away",
    "57P": "database.server_away",
    "28": "database.server_refuses",
    "3D000": "database.server_refuses",
    "42501": "database.server_refuses",
    "25006": "database.server_read_only",
    "55P03": "database.locked",
    "53100": "database.disk_full",
    "53300": "database.server_is_full",
    "58030": "database.disk_error",
    "XX": "database.damaged",
}
"""How PostgreSQL's states begin. Source: appendix A of its manual."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the driver says of the file or the server into one clear line."""
    try:
        yield
    except DBAPIError as error:
        if key := _key_of(error):
            raise Unavailable(key, detail=_first_line(error.orig)) from error
        raise
    except (ConnectionError, TimeoutError, socket.gaierror) as error:
        raise Unavailable("database.server_away", detail=str(error)) from error
    except OSError as error:
        raise Unavailable("database.cannot_open", detail=str(error)) from error
    except Exception as error:
        if not type(error).__module__.startswith("asyncpg."):
            raise
        # SQLAlchemy lets through what its driver says of a connection that ends while it is being made ready.
        raise Unavailable("database.server_away", detail=_first_line(error)) from error


def _key_of(error: DBAPIError) -> str | None:
    if error.connection_invalidated:
        return "database.server_away"
    if state := getattr(error.orig, "sqlstate", None):
        return next((key for begin, key in STATES.items() if state.startswith(begin)), None)
    said = str(error.orig).lower()
    return next((key for part, key in SAID.items() if part in said), None)


def _first_line(error: BaseException | None) -> str:
    return str(error).partition("\n")[0]
