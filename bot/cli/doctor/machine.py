"""Here: settings, disk, memory."""

import re
import shutil
from pathlib import Path

from bot.cli.doctor.findings import Finding, failed, fine, warning
from bot.services.watch import FULL_PART, MB, Limits, disk_word
from bot.settings import MeaningMode, Settings, open_to_all

NAME = re.compile(r"^\s*(?:export\s+)?(\w+)\s*=", re.MULTILINE)
MEMORY = Path("/proc/meminfo")
LITTLE_MEMORY_MB = 200
MEANING_MB = 100


def examine_settings(settings: Settings, file: Path = Path(".env")) -> list[Finding]:
    """Look for names that mean nothing, and for files with secrets that others can read."""
    known = {name.upper() for name in type(settings).model_fields}
    written = NAME.findall(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else []
    unknown = [name for name in written if name.upper() not in known]
    found = []
    if unknown:
        todo = "Look for a typing mistake: .env.example has all names."
        found.append(warning("settings", f"{file} has names that mean nothing: {', '.join(unknown)}.", todo))
    found += [
        warning("settings", f"Everybody on this machine can read {path}.", f"chmod 600 {path}")
        for path in open_to_all()
    ]
    source = f"{file} is read" if file.is_file() else f"There is no {file}; the environment is read"
    return found or [fine("settings", f"{source}; no file with secrets is open to everybody.")]


def examine_disk(limits: Limits) -> Finding:
    folder = next(one for one in (limits.folder.absolute(), *limits.folder.absolute().parents) if one.exists())
    free_mb = shutil.disk_usage(folder).free / MB
    word = disk_word(Limits(folder, limits.disk_low_mb))
    says = f"{free_mb:,.0f} MB are free where the database lies."
    if word == "full":
        return failed(
            "disk", says, f"Free some space: less than {limits.disk_low_mb / FULL_PART:.0f} MB is too little."
        )
    if word == "low":
        return warning("disk", says, f"Free some space: DISK_LOW_MB is {limits.disk_low_mb}.")
    return fine("disk", says)


def examine_memory(meaning: MeaningMode, file: Path = MEMORY) -> Finding:
    needed_mb = LITTLE_MEMORY_MB + (MEANING_MB if meaning is MeaningMode.AUTO else 0)
    try:
        lines = dict(line.split(":", 1) for line in file.read_text().splitlines())
        free_mb = int(lines["MemAvailable"].split()[0]) * 1024 / MB
    except (OSError, KeyError, ValueError):
        return warning("memory", "This system does not say how much is free.")
    says = f"{free_mb:,.0f} MB are free."
    if free_mb < needed_mb:
        todo = "End other programs; MEANING=off saves 100 MB. If the bot runs already, it has its memory."
        return warning("memory", f"{says} The bot needs about {needed_mb}.", todo)
    return fine("memory", says)
