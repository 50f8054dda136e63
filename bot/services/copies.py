"""The folder with copies of the database: which is the newest, and whether all is well with it."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.backups import made_at

LASTS = timedelta(days=2)
"""A daily copy that is older is one that was not made."""

FIRST_WITHIN = timedelta(hours=1)
"""The first copy begins with the bot, and is made by then however large the database is."""


def names(folder: Path) -> list[str]:
    """What lies there; nothing in a folder that is not there yet, or may not be read."""
    with suppress(OSError):
        return [file.name for file in folder.iterdir()]
    return []


def newest(folder: Path) -> Path | None:
    """The newest copy, by the moment in its name: the time of a file changes when it is carried."""
    found = [name for name in names(folder) if made_at(name)]
    return folder / max(found) if found else None


def newest_at(folder: Path) -> datetime | None:
    """When the newest copy was made; None for no copy."""
    copy = newest(folder)
    return made_at(copy.name) if copy else None


def can_be_written(folder: Path) -> bool:
    """Say whether copies can be put there; a folder that is not there has to be made."""
    place = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def word_of(
    folder: Path, now: datetime, *, is_on: bool, has_failed: bool = False, since_at: datetime | None = None
) -> str:
    """Say in one word how it is with copies.

    `is_on`: they are made by the clock, here `since_at`; `has_failed`: the last try did.
    """
    if is_on and not can_be_written(folder):
        return "unwritable"
    if has_failed:
        return "failed"
    if (made := newest_at(folder)) is not None:
        return "old" if now - made > LASTS else "ok"
    if not is_on:
        return "off"
    is_first = not folder.exists() or (since_at is not None and now - since_at < FIRST_WITHIN)
    return "none_yet" if is_first else "none"
