"""Commands about copies of the database: backup, verify, restore, move."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app import bring_up_to_date, open_services
from bot.domain.backups import Afterword
from bot.domain.errors import Unavailable
from bot.domain.time import utc_now
from bot.services.backups import AFTERWORD
from bot.services.restoring import Restored, Restoring
from bot.settings import Settings, WrongSetting, read_settings
from bot.storage.backups import back_up
from bot.storage.backups import verify as verify_copy
from bot.storage.copying import Told, copy_database, undisturbed
from bot.storage.database import Database


def backup(target: Path | None = None, /) -> None:
    """Copy the database into one file, also while the bot runs, and verify the copy.

    Parameters
    ----------
    target
        The new file; a name of its own in BACKUP_DIR if it is left out.
    """
    settings = read_settings()
    if settings.database_path is not None and not settings.database_path.exists():
        raise Unavailable("backups.nothing")
    asyncio.run(_keep_afterword(settings))
    made = back_up(settings.database_url, settings.backup_dir, utc_now(), target)
    print(made)


async def _keep_afterword(settings: Settings) -> None:
    async with open_services(settings) as (_, services):
        await services.backups.keep_afterword()


def verify(file: Path, /) -> None:
    """Read a whole copy and say whether it can be restored.

    Parameters
    ----------
    file
        The copy.
    """
    kept = verify_copy(file)
    moment = _moment(kept.made_at, read_settings())
    print(f"{file}: whole, of {moment}, schema {kept.revision}, {kept.n_rows} rows")


def restore(
    file: Path,
    /,
    *,
    into: str | None = None,
    cancel_rounds: Annotated[str | None, Parameter(name="--cancel-rounds")] = None,
) -> None:
    """Make an empty database what a copy holds. Whoever erased themselves since is erased again.

    Parameters
    ----------
    file
        The copy.
    into
        The address of the database; DATABASE_URL if it is left out.
    cancel_rounds
        Cancel rounds of voting that are open and whose key is lost, with this public reason.
    """
    settings = _settings(into)
    restoring = Restoring(utc_now, settings.timezone, settings.voter_secret, cancel_rounds)
    afterwords = _afterwords(file, settings)
    with _progress() as told:
        done = asyncio.run(restoring.restore(file, settings.database_url, afterwords, told))
    _say(done, settings, has_afterword=bool(afterwords))


def _afterwords(file: Path, settings: Settings) -> list[Afterword]:
    """Read what lies beside the copy and in BACKUP_DIR, the newest last."""
    places = {folder.resolve() / AFTERWORD for folder in (file.parent, settings.backup_dir)}
    there = sorted((place for place in places if place.exists()), key=lambda place: place.stat().st_mtime)
    return [_afterword(place) for place in there]


def _afterword(place: Path) -> Afterword:
    try:
        return Afterword.read(place.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable("backups.afterword_damaged", file=place) from error


def _say(done: Restored, settings: Settings, *, has_afterword: bool) -> None:
    print(f"Restored as of {_moment(done.made_at, settings)}: {done.n_rows} rows.")
    if has_afterword:
        print(f"Erased again, as they had asked since: {done.n_erased}.")
    else:
        print(f"There is no {AFTERWORD} beside the copy: who erased themselves since it was made is there again.")
    if done.cancelled:
        print(f"Cancelled, since their keys are lost: {', '.join(map(str, done.cancelled))}.")
    print("Roles are those of then: look through them. Broadcasts that were on their way are paused.")


def move(*, to: str) -> None:
    """Copy everything into another, empty database, such as PostgreSQL, and compare. Stop the bot before.

    Parameters
    ----------
    to
        The address of the empty database.
    """
    settings, target = read_settings(), _settings(to)
    if settings.database_path is not None and not settings.database_path.exists():
        raise Unavailable("backups.nothing")
    with _progress() as told:
        n_rows = asyncio.run(_move(settings, target.database_url, told))
    print(f"Moved: {sum(n_rows.values())} rows in {len(n_rows)} tables; counts and checksums agree.")
    print("Set DATABASE_URL to the new database and start the bot. The old one is left as it was.")


async def _move(settings: Settings, target: str, told: Told) -> dict[str, int]:
    database = Database(settings.database_url)
    try:
        await bring_up_to_date(database, settings)
    finally:
        await database.close()
    async with undisturbed(settings.database_url):
        return await copy_database(settings.database_url, target, told)


def _settings(url: str | None) -> Settings:
    """Read the settings for another database, whose address is checked like DATABASE_URL."""
    if url is None:
        return read_settings()
    try:
        return read_settings(database_url=url)
    except WrongSetting as error:
        raise WrongSetting(str(error).replace("DATABASE_URL", "The address of the database", 1)) from None


def _moment(moment: datetime, settings: Settings) -> str:
    return f"{moment.astimezone(ZoneInfo(settings.timezone)):%Y-%m-%d %H:%M}"


@contextmanager
def _progress() -> Iterator[Told]:
    """Show how far it is, on stderr, where somebody watches."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda table, done, n_all: progress.update(task, description=table, completed=done, total=n_all)
