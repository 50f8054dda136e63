"""The command line. `docs/commands.md` lists every command; a test compares.

Exit codes: 0 fine, 1 the thing failed, 2 wrong use. An error is one line on stderr.
"""

import os
import sys

import cyclopts

from bot import __version__
from bot.cli import (
    asking,
    audit,
    backups,
    counting,
    desk,
    digests,
    doctor,
    documents,
    editions,
    mail,
    people,
    progress,
    rounds,
    serving,
    settlements,
)
from bot.cli.words import in_words
from bot.domain.errors import DomainError
from bot.logs import quiet_logs
from bot.memory import collect_seldom, share_one_arena
from bot.settings import WrongSetting

FINE, FAILED, WRONG_USE = 0, 1, 2
INTERRUPTED = 130
ONLY_MINE = 0o077
"""Taken from the rights of every file and folder that is made: databases, exports and codes are for their owner."""

app = cyclopts.App(
    name="python -m bot",
    help="Viche: residents ask about their hromada's goals. Settings come from the environment and from .env.",
    version=__version__,
    version_flags=["--version"],
    help_format="plaintext",
)
app.command(serving.run)
app.command(serving.demo)
app.command(serving.chat)
app.command(asking.ask)
app.command(asking.evaluate)
app.command(documents.knowledge)
documents.knowledge.command(editions.compare_, name="compare")
documents.knowledge.command(editions.rollback)
app.command(people.grant)
app.command(people.people)
app.command(desk.desk)
app.command(settlements.settlements)
app.command(counting.tally)
app.command(counting.export)
app.command(rounds.rounds)
app.command(digests.digest)
app.command(progress.progress)
app.command(mail.mail)
app.command(backups.backup)
app.command(backups.verify)
app.command(backups.restore)
app.command(backups.move)
app.command(audit.audit)
app.command(doctor.doctor)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    os.umask(ONLY_MINE)
    share_one_arena()
    collect_seldom()
    quiet_logs()
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except (WrongSetting, cyclopts.CycloptsError) as error:
        return _fail(_first_line(str(error)), WRONG_USE)
    except DomainError as error:
        return _fail(in_words(error), FAILED)
    except BrokenPipeError:
        return _leave_quietly()
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code if isinstance(code, int) else FINE


def _leave_quietly() -> int:
    """Whoever read our output has had enough; Python must not complain when it flushes the rest."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


def _fail(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code


def _first_line(text: str) -> str:
    return " ".join(text.split())
