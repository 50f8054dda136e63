"""The digest: in the desk's layout, as the page that is printed and passed on, and as files."""

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from bot.domain.digests import Digest, Period, PeriodKind
from bot.domain.errors import NotAllowed, NotFound
from bot.reports.digest import picture
from bot.reports.digest.forms import DigestForm, file_name
from bot.reports.digest.leads import Leads
from bot.reports.digest.sections import sections, span_of, title_of
from bot.web.desk.visit import Visit, read_iso
from bot.web.headers import HEADERS

DAYS, EVERYWHERE = "days", "all"
LONGEST_DAYS = 366

TYPES = {
    DigestForm.HTML: "text/html",
    DigestForm.TXT: "text/plain",
    DigestForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DigestForm.CSV: "text/csv",
    DigestForm.JSON: "application/json",
    DigestForm.PNG: "image/png",
}

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which digest an address asks for. `query` asks for the same one."""

    period: Period
    community: str | None
    query: str


async def digest(visit: Visit) -> Response:
    """Show it as a list of what is to be done and of what happened, each line with the way to the thing itself."""
    error = ""
    try:
        wanted = _wanted(visit)
    except NotAllowed as why:
        error, wanted = visit.wrong(why), _Wanted(_last(visit, PeriodKind.WEEK), _community(visit), "")
    made, leads = await _make(visit, wanted), Leads(desk="/desk/", role=visit.actor.role)
    return visit.show(
        "digest.html",
        403 if error else 200,
        error=error,
        wanted=wanted,
        everywhere=EVERYWHERE,
        how=visit.asked("period", (*PeriodKind, DAYS)) or PeriodKind.WEEK,
        hows=(*PeriodKind, DAYS),
        title=title_of(visit.texts, visit.services.digests.place_of(made, visit.actor.locale)),
        span=span_of(wanted.period, visit.texts),
        is_quiet=made.is_empty,
        made_at=made.made_at,
        sections=[
            (one, [(line, leads.address(line.opens, line.page)) for line in one.lines])
            for one in sections(made, visit.texts)
        ],
        forms=[form for form in DigestForm if form is not DigestForm.PNG or picture.spec(made, visit.texts)],
        today=visit.services.digests.today(),
    )


async def page(visit: Visit) -> Response:
    """Show the page that goes out by letter and on paper; its one style is allowed by what it says, and no other."""
    written = (await _file(visit, await _make(visit, _wanted(visit)), DigestForm.HTML)).decode()
    style = _STYLE.search(written)
    assert style is not None
    said = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = HEADERS["Content-Security-Policy"].replace("style-src 'self'", f"style-src 'sha256-{said}'")
    return HTMLResponse(written, headers={"Content-Security-Policy": policy})


async def file(visit: Visit) -> Response:
    asked = visit.request.path_params["form"]
    if asked not in set(DigestForm):
        raise NotFound("results.no_such_file")
    wanted, form = _wanted(visit), DigestForm(asked)
    content = await _file(visit, await _make(visit, wanted), form)
    if not content:
        raise NotFound("web.digest_no_chart")
    named = {"Content-Disposition": f'attachment; filename="{file_name(wanted.period, form)}"'}
    return Response(content, media_type=TYPES[form], headers=named)


async def _make(visit: Visit, wanted: _Wanted) -> Digest:
    return await visit.services.digests.make(visit.actor, wanted.period, wanted.community)


async def _file(visit: Visit, made: Digest, form: DigestForm) -> bytes:
    leads = Leads(desk=visit.desk, role=visit.actor.role)
    return await visit.services.digests.file(visit.actor, made, form, leads)


def _wanted(visit: Visit) -> _Wanted:
    """Read the filters.

    Errors: `NotAllowed` for days of which there is no digest.
    """
    how = visit.asked("period", (*PeriodKind, DAYS)) or PeriodKind.WEEK.value
    period = _days(visit) if how == DAYS else _last(visit, PeriodKind(how))
    community = _community(visit)
    asked = {"period": how, "community": community or EVERYWHERE}
    if how == DAYS:
        asked |= {"first": period.first_on.isoformat(), "last": period.last_on.isoformat()}
    return _Wanted(period, community, urlencode(asked))


def _last(visit: Visit, kind: PeriodKind) -> Period:
    return Period.last(kind, visit.services.digests.today())


def _days(visit: Visit) -> Period:
    first_on, last_on = read_iso(visit.asked("first")), read_iso(visit.asked("last"))
    if first_on is None or last_on is None or last_on > visit.services.digests.today():
        raise NotAllowed("web.digest_wrong_days")
    period = Period(first_on, last_on)
    if not 1 <= period.n_days <= LONGEST_DAYS or first_on.year < 2000:
        raise NotAllowed("web.digest_wrong_days")
    return period


def _community(visit: Visit) -> str | None:
    """The community that is asked for, the reader's own without one; None for all."""
    known = [place for place, _ in visit.communities]
    asked = visit.asked("community", [*known, EVERYWHERE])
    if asked:
        return None if asked == EVERYWHERE else asked
    return visit.services.digests.own_place(visit.actor)
