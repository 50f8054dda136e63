"""How a goal stands, in few short lines: the same in the bot, at the desk and wherever residents read it."""

from datetime import date
from html import escape
from urllib.parse import urlsplit

from bot.domain.progress import MAX_WORDS, Ledger, Report, Sight, Terms
from bot.domain.wording import shorten
from bot.texts import Html, Texts

SHORT_WORDS = 200
"""Longest words on the goal's card, in characters; the history has all of them."""

FEW = 5
"""Answers below this number are called few."""


def lines(texts: Texts, ledger: Ledger, today: date) -> Html:
    """Say how a goal stands: the hromada's word, what residents see, and the terms."""
    if not ledger.reports:
        return Html(f"<i>{texts('progress.none')}</i>")
    return Html("\n".join([*_claim(texts, ledger), *_sights(texts, ledger), *_terms(texts, ledger, today)]))


def step(texts: Texts, report: Report, before: Terms, *, length: int = MAX_WORDS) -> Html:
    """Say what a report said, beside the terms before it."""
    said: list[str] = [f"<b>{texts.formats.moment(report.reported_at)}</b>"]
    if report.status is not None:
        said.append(texts("progress.status", status=texts.plain(f"progress.status_{report.status.value}")))
        said += [escape(shorten(report.words, length))] if report.words else []
        said.append(evidence(texts, report))
    now = named(texts, report.terms, with_unknown=True)
    said += [line for name, line in now.items() if getattr(report.terms, name) != getattr(before, name)]
    return Html("\n".join(said))


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
        said.append(escape(shorten(claim.words, SHORT_WORDS)))
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


def _terms(texts: Texts, ledger: Ledger, today: date) -> list[str]:
    said = named(texts, ledger.terms)
    if ledger.is_overdue(today):
        said["due_on"] = f"{said['due_on']} — <b>{texts('progress.overdue')}</b>"
    return list(said.values())
