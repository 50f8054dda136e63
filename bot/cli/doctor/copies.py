"""Copies of the database: whether they can be made, whether there is one, whether it is whole."""

from datetime import datetime
from pathlib import Path

from bot.cli.doctor.findings import Finding, failed, fine, warning
from bot.cli.words import in_words
from bot.domain.errors import Unavailable
from bot.services.copies import newest, newest_at, word_of
from bot.storage.backups import verify


def examine_backups(folder: Path, now: datetime, *, is_on: bool) -> Finding:
    """Look at the folder and read the whole of the newest copy; `is_on`: the bot makes them by the clock."""
    match word_of(folder, now, is_on=is_on):
        case "unwritable":
            todo = "Let BACKUP_DIR name a folder of the bot's user, with room for copies."
            return failed("backups", f"{folder} is not there and cannot be made, or cannot be written.", todo)
        case "off":
            todo = "Make them in another way, or say in BACKUP_AT at which hour the bot makes one."
            return warning("backups", f"The bot makes no copies, and there is none in {folder}.", todo)
        case "none_yet":
            return warning("backups", f"There is no copy in {folder} yet.", "The bot makes one soon after its start.")
        case "none":
            todo = "If the bot runs, its log says why; python -m bot backup makes one now."
            return failed("backups", f"There is no copy in {folder}.", todo)
        case word:
            return _newest(folder, is_old=word == "old")


def _newest(folder: Path, *, is_old: bool) -> Finding:
    copy = newest(folder)
    assert copy is not None, "there is one"
    try:
        verify(copy)
    except Unavailable as error:
        todo = "Check the disk, then make another one: python -m bot backup."
        return failed("backups", in_words(error), todo)
    says = f"The newest copy in {folder} is whole, of {newest_at(folder):%Y-%m-%d %H:%M} UTC."
    if is_old:
        todo = "It is older than two days: the bot's log says why no newer one was made."
        return failed("backups", says, todo)
    return fine("backups", says)
