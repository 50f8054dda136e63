"""How a goal stands, in few short lines, and what can be done about it."""

from html import escape
from urllib.parse import urlsplit

from bot.domain.messages import Button
from bot.domain.progress import Ledger, Report, Sight, Terms
from bot.domain.wording import shorten
from bot.services.progress import Standing
from bot.texts import Html, Texts
from handlers.callbacks import FollowGoal, OpenFollowed, OpenHistory, OpenReport, See
from handlers.views.buttons import Row, press

MAX_WORDS = 200
"""Longest words on the goal's card, in characters; the history has all of them."""

FEW = 5
"""Answers below this number are called few."""


def lines(texts: Texts, standing: Standing) -> str:
    """Say how a goal stands: the hromada's word, what residents see, and the terms."""
    ledger = standing.ledger
    if not ledger.reports:
        return f"<i>{texts('progress.none')}</i>"
    return "\n".join([*_claim(texts, ledger), *_sights(texts, ledger), *_terms(texts, standing)])


def buttons(texts: Texts, number: int, standing: Standing, page: int, question: int) -> list[Row]:
    """Offer to say what one sees, to follow, to read the history, and to staff to report."""
    rows: list[Row] = []
    ledger = standing.ledger
    if ledger.done and standing.follows is not None:
        rows.append(seen_buttons(texts, ledger.done.id, standing.seen))
    row: list[Button] = []
    if standing.follows is not None:
        key = "follows.stop" if standing.follows else "follows.follow"
        row.append(press(texts.plain(key), FollowGoal(number, int(not standing.follows), page, question)))
    if standing.follows:
        row.append(press(texts.plain("follows.mine"), OpenFollowed(0)))
    rows.append(tuple(row))
    work: list[Button] = []
    if ledger.reports:
        work.append(press(texts.plain("progress.history"), OpenHistory(number, 0)))
    if standing.may_report:
        work.append(press(texts.plain("progress.report"), OpenReport(number)))
    return [one for one in (*rows, tuple(work)) if one]


def seen_buttons(texts: Texts, report: int, seen: Sight | None = None) -> Row:
    """Ask whether one sees it; what one said before is ticked and can be changed."""
    return tuple(
        press(("✓ " if how is seen else "") + texts.plain(f"progress.seen_{how.value}"), See(report, how.value))
        for how in Sight
    )


def evidence(texts: Texts, report: Report) -> str:
    """Link to what proves a report, by the name of its host; or say that there is nothing."""
    if report.evidence_url is None:
        return texts("progress.no_evidence")
    host = urlsplit(report.evidence_url).hostname or ""
    link = f'<a href="{escape(report.evidence_url)}">{escape(shorten(host, 60))}</a>'
    return texts("progress.evidence", link=Html(link))


def named(texts: Texts, terms: Terms, *, with_unknown: bool = False) -> dict[str, str]:
    """Say each of the terms that is known, by its name; `with_unknown` also that the others are not. Escaped."""
    money = texts.formats.money_short
    said = {
        "responsible": terms.responsible,
        "due_on": texts.formats.day(terms.due_on) if terms.due_on else "",
        "planned_kop": "" if terms.planned_kop is None else money(terms.planned_kop),
        "spent_kop": "" if terms.spent_kop is None else money(terms.spent_kop),
    }
    unknown = texts.plain("progress.unknown")
    return {
        name: texts("progress.term", name=texts.plain(f"progress.field_{name}"), value=value or unknown)
        for name, value in said.items()
        if value or with_unknown
    }


def _claim(texts: Texts, ledger: Ledger) -> list[str]:
    claim = ledger.claim
    if claim is None or claim.status is None:
        return []
    day = texts.formats.day(texts.formats.local(claim.reported_at).date())
    said: list[str] = [texts("progress.stands", status=texts.plain(f"progress.status_{claim.status.value}"), day=day)]
    if claim.words:
        said.append(escape(shorten(claim.words, MAX_WORDS)))
    return [*said, evidence(texts, claim)]


def _sights(texts: Texts, ledger: Ledger) -> list[str]:
    """Put what residents see beside what the hromada says."""
    if ledger.done is None:
        return []
    n_yes, n_no = ledger.sights.get(Sight.YES, 0), ledger.sights.get(Sight.NO, 0)
    if not n_yes + n_no:
        return [texts("progress.not_seen_yet")]
    yes, no = texts.plain("progress.n_yes", n=n_yes), texts.plain("progress.n_no", n=n_no)
    few = texts.plain("progress.few") if n_yes + n_no < FEW else ""
    return [texts("progress.seen", yes=yes, no=no, few=few)]


def _terms(texts: Texts, standing: Standing) -> list[str]:
    said = named(texts, standing.ledger.terms)
    if standing.ledger.is_overdue(standing.today):
        said["due_on"] = f"{said['due_on']} — <b>{texts('progress.overdue')}</b>"
    return list(said.values())
