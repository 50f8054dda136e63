"""Many reports from one table: taken along as it stands, filled in, checked, then saved as a whole."""

from starlette.responses import Response

from bot.domain.errors import NotAllowed
from bot.domain.permissions import Action, require
from bot.reports.separated import write_csv
from bot.services.reporttable import as_table, read_reports
from bot.texts import imports
from bot.web.desk.pages.goals import wanted_of
from bot.web.desk.visit import Visit
from knowledge.importers.decode import decode
from knowledge.importers.report import ImportFailed

LARGEST = 1024 * 1024
"""Bytes: ten thousand goals."""

PIECE = 10_000
"""Letters of the table in one field of the page that asks to save it; a field holds no more than 64 KiB."""


async def ask(visit: Visit, error: str = "") -> Response:
    require(visit.actor, Action.REPORT_PROGRESS)
    return visit.show("goal_table.html", 403 if error else 200, error=error)


async def check(visit: Visit) -> Response:
    """Show what a table would report; then save it as it was shown."""
    require(visit.actor, Action.REPORT_PROGRESS)
    try:
        table = await _table(visit)
    except NotAllowed as error:
        return await ask(visit, visit.wrong(error))
    except ImportFailed as error:
        return await ask(visit, imports.failed(visit.texts, error))
    entries, progress = visit.services.entries, visit.services.progress
    read = read_reports(table, entries.shelf, visit.services.clock(), visit.texts)
    drafts = [] if read.wrong else await visit.services.goaldesk.preview(visit.actor, read.reports)
    if drafts and visit.written("step") == "save":
        n = await progress.report(visit.actor, read.reports)
        return visit.done("/desk/goals", "web.reports_saved", n=n)
    wrong = [(line, visit.wrong(why)) for line, why in read.wrong]
    pieces = [table[begin : begin + PIECE] for begin in range(0, len(table), PIECE)]
    return visit.show("goal_table_check.html", 403 if wrong else 200, wrong=wrong, drafts=drafts, pieces=pieces)


async def take(visit: Visit) -> Response:
    """Give the goals that are looked for as such a table, to be filled in."""
    require(visit.actor, Action.REPORT_PROGRESS)
    goals = await visit.services.goaldesk.all(visit.actor, wanted_of(visit))
    table = as_table([(goal.entry, goal.ledger) for goal in goals], visit.texts)
    named = {"Content-Disposition": 'attachment; filename="goals.csv"'}
    return Response(write_csv(table), media_type="text/csv", headers=named)


async def _table(visit: Visit) -> str:
    """The table of a file, or of the page that asked to save it.

    Errors: `NotAllowed` for none or one that is too large, `ImportFailed` for what is no text.
    """
    file = visit.file("table")
    if file is not None:
        content = await file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise NotAllowed("web.table_too_large")
        return decode(content)
    table = "".join(value for value in visit.form.getlist("piece") if isinstance(value, str))
    if not table:
        raise NotAllowed("web.no_file")
    if len(table) > LARGEST:
        raise NotAllowed("web.table_too_large")
    return table
