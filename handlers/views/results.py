"""What came of a round: the card, its picture, its files, and what one voter's share paid for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from bot.domain.ballots import Choices
from bot.domain.messages import Attachment, Button, Reply
from bot.domain.published import Published
from bot.domain.rounds import BallotKind, Option, Round, Sheet
from bot.domain.tally import Rule, paid
from bot.domain.wording import shorten
from bot.reports import words
from bot.reports.chart import N_IN_PICTURE
from bot.reports.conditions import rule_of
from bot.reports.files import Form
from bot.texts import Texts
from handlers.callbacks import OpenResults, OpenRound, SendFile
from handlers.views.buttons import Row, menu_row, press
from handlers.views.rounds import how_it_ended

MAX_TEXT = 4096
"""Telegram's limit in characters; counted with markup, which Telegram does not, so that nothing can be too long."""

N_LINES = (20, 12, 7, 4, 2, 1, 0)
"""Options, districts and ties on a card: fewer until it fits one message. The page and the files hold all."""

TITLE = 80
"""Longest title on a line."""

FORMS = (Form.XLSX, Form.CSV, Form.PB)


def results(texts: Texts, published: Published, public_url: str | None) -> Reply:
    """Say everything in one message, with the files as buttons."""
    cards = (_card(texts, published, n_lines) for n_lines in N_LINES)
    key = published.round.id
    rows: list[Row] = [(press(texts.plain(f"results.file_{form.value}"), SendFile(key, form.value)),) for form in FORMS]
    if public_url:
        rows.append((Button(texts.plain("results.page"), url=f"{public_url}/rounds/{key}"),))
    text = next((card for card in cards if len(card) <= MAX_TEXT), _heading(texts, published))
    return Reply(text, (*rows, *_about(texts, key)))


def picture(texts: Texts, published: Published, png: bytes) -> Reply:
    """Show the chart, with a caption that says what is on it."""
    said = [_heading(texts, published), *words.who_voted(published, texts), texts("results.picture")]
    if len(published.sheet.options) > N_IN_PICTURE:
        said.append(texts("results.picture_top", number=N_IN_PICTURE))
    return Reply("\n".join(said), (), Attachment(f"viche-{published.round.id}.png", png))


def file(texts: Texts, published: Published, form: Form, content: bytes) -> Reply:
    name = f"viche-{published.round.id}.{form.value}"
    return Reply(texts("results.file_caption", title=published.round.title), (), Attachment(name, content))


def ended(texts: Texts, round_: Round, now: datetime) -> Reply:
    """Say why there are no results."""
    return Reply(f"<b>{escape(round_.title)}</b>\n\n{how_it_ended(texts, round_, now)}", _about(texts, round_.id))


def my_share(texts: Texts, published: Published, choices: Choices) -> Reply:
    """Say which of somebody's choices win, and what their share of the budget paid for."""
    won = [option for option in published.winners(published.binding) if option.id in choices]
    said: list[str] = [
        texts("results.my_winners", titles=words.titles(texts, won)) if won else texts("results.my_none")
    ]
    shared = published.results.outcomes.get(Rule.EQUAL_SHARES)
    if shared is not None and shared.share is not None:
        payments = paid(shared, _marks(published.sheet, choices))
        share = texts.formats.money(round(shared.share))
        said.append(texts("results.my_paid" if payments else "results.my_paid_nothing", share=share))
        said += [
            f"· {escape(published.sheet.by_id[int(project)].title)}: {texts.formats.money(round(payment))}"
            for project, payment in payments.items()
        ]
    return Reply("\n".join(said), ((press(texts.plain("notices.open_results"), OpenResults(published.round.id)),),))


def _marks(sheet: Sheet, choices: Choices) -> dict[str, int]:
    """What a ballot counts: points, or the Borda points of its places."""
    is_ranking = sheet.round.ballot is BallotKind.RANKING
    return {str(option): len(choices) + 1 - value if is_ranking else value for option, value in choices.items()}


def _about(texts: Texts, key: int) -> tuple[Row, ...]:
    return ((press(texts.plain("notices.open_round"), OpenRound(key)),), menu_row(texts))


def _heading(texts: Texts, published: Published) -> str:
    return f"<b>{texts('results.heading', title=published.round.title)}</b>"


def _card(texts: Texts, published: Published, n_lines: int) -> str:
    round_ = published.round
    opening = [_heading(texts, published), *words.who_voted(published, texts)]
    if not round_.is_binding:
        opening.append(texts("rounds.disclaimer"))
    is_shared = Rule.EQUAL_SHARES in published.results.outcomes and published.results.n_ballots
    parts: Iterable[Sequence[str]] = (
        opening,
        _winners(texts, published, n_lines),
        _others(texts, published, n_lines),
        [escape(line) for line in words.comparison(published, texts)],
        [escape(line) for line in words.ties(published, texts, published.binding)[:n_lines]],
        _rows(texts.plain("results.levels"), words.levels(published, texts)),
        _rows(texts.plain("results.districts"), words.districts(published, texts)[:n_lines]),
        words.why_hidden(published, texts),
        [_bold(texts.plain("results.how")), escape(rule_of(published.sheet, texts))],
        [texts("results.my_share_hint")] if is_shared else [],
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


def _winners(texts: Texts, published: Published, n_lines: int) -> list[str]:
    won = published.winners(published.binding)
    if not won:
        return [words.no_winner(published, texts)]
    rule = words.rule_name(texts, published.round.rule)
    heading = texts.plain("results.winners_by", rule=rule) if published.other else texts.plain("results.winners")
    lines = [f"{at}. {_line(texts, published, option)}" for at, option in enumerate(won[:n_lines], start=1)]
    return [_bold(heading), *lines, *_more(texts, len(won) - n_lines), *words.spent(published.binding, texts)]


def _others(texts: Texts, published: Published, n_lines: int) -> list[str]:
    lost = published.ranked[len(published.binding.winners) :]
    if not lost or not published.results.n_ballots:
        return []
    lines = [f"· {_line(texts, published, option)}" for option in lost[:n_lines]]
    return [_bold(texts.plain("results.others")), *lines, *_more(texts, len(lost) - n_lines)]


def _line(texts: Texts, published: Published, option: Option) -> str:
    cost = "" if option.cost_kop is None else f", {texts.formats.money(option.cost_kop)}"
    return f"{escape(shorten(option.title, TITLE))} — {words.support(published, texts, option)}{cost}"


def _more(texts: Texts, n_more: int) -> list[str]:
    return [words.counted(texts, "results.n_more", n_more)] if n_more > 0 else []


def _rows(heading: str, rows: words.Rows) -> list[str]:
    return [_bold(heading), *(f"· {escape(name)}: {said}" for name, said in rows)] if rows else []


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"
