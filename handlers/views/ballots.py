"""A voter's sheet: what is asked, what is chosen, what is left, and a button for each option."""

from collections.abc import Sequence
from html import escape

from bot.domain.ballots import in_order, left_in_class, used
from bot.domain.messages import Reply
from bot.domain.rounds import BallotKind, Option, Phase
from bot.domain.wording import shorten
from bot.services.ballots import Paper
from bot.texts import Texts
from handlers.callbacks import (
    CHOOSE,
    READ,
    TAKE,
    MyShare,
    OfferGoals,
    OpenBallot,
    OpenDistricts,
    OpenResults,
    OpenRound,
    Withdraw,
    written,
)
from handlers.views import options, trust
from handlers.views.buttons import MAX_TEXT, TOAST, Row, cut, pager, press
from handlers.views.rounds import how_it_ended, how_to_vote, kind_of

TITLES = (120, 60, 40, 20)
"""Longest title in a list of options, in characters: shorter until everything fits one message, also sixty options with
all of them chosen. Below `WITH_COST` there is no room for costs either; they stand on the buttons."""

WITH_COST = 40


def sheet(texts: Texts, paper: Paper, page: int = 0, topic: int = 0, mode: int = CHOOSE) -> Reply:
    """Show the sheet of a round that is open or will be; the options of another can be read."""
    if paper.phase is not Phase.OPEN:
        mode = READ
    shown = options.on_topic(paper, topic)
    page, n_pages, part = cut(shown, page, options.PAGE)
    turns = [OpenBallot(paper.round.id, number, topic, mode) for number in range(n_pages)]
    rows = [
        *trust.way_to_vote(texts, paper),
        *((options.tap(texts, paper, option, page, topic, mode),) for option in part),
        *pager(texts, page, n_pages, turns),
        *_modes(texts, paper, page, topic, mode),
        options.tools(texts, paper, topic),
        _about_mine(texts, paper),
        _follow(texts, paper),
        (press(texts.plain("rounds.about"), OpenRound(paper.round.id)),),
    ]
    cards = (_text(texts, paper, part, topic, mode, title) for title in TITLES)
    text = next((card for card in cards if len(card) <= MAX_TEXT), _text(texts, paper, part, topic, mode, TITLES[-1]))
    return Reply(text, tuple(row for row in rows if row))


def closed(texts: Texts, paper: Paper, share: MyShare | None = None) -> Reply:
    """Say that voting is over and where the results are; `share` is what an old sheet knew of its voter's choices."""
    round_ = paper.round
    rows: list[Row] = []
    if round_.shows_results(paper.now):
        rows.append((press(texts.plain("notices.open_results"), OpenResults(round_.id)),))
    if share is not None:
        rows.append((press(texts.plain("ballots.my_share"), share),))
    rows.append((press(texts.plain("ballots.read_options"), OpenBallot(round_.id, 0, 0, READ)),))
    rows.append((press(texts.plain("rounds.about"), OpenRound(round_.id)),))
    return Reply(f"<b>{escape(round_.title)}</b>\n\n{how_it_ended(texts, round_, paper.now)}", tuple(rows))


def ask_to_withdraw(texts: Texts, paper: Paper) -> Reply:
    return Reply(
        texts("ballots.ask_to_withdraw"),
        (
            (press(texts.plain("ballots.withdraw_so"), Withdraw(paper.round.id, 1)),),
            (press(texts.plain("ballots.keep"), OpenBallot(paper.round.id)),),
        ),
    )


def saved(texts: Texts, paper: Paper, option: Option) -> str:
    """Say after a tap that it is counted, and what is left."""
    if not paper.choices:
        return texts.plain("ballots.saved_nothing")
    classes = [option.option_class or 0] if paper.round.ballot is BallotKind.CLASSES else None
    return shorten(texts.plain("ballots.saved", left=" ".join(left(texts, paper, classes))), TOAST)


def left(texts: Texts, paper: Paper, classes: list[int] | None = None) -> list[str]:
    """Say how much is chosen, and how much can still be; for some `classes`, or all."""
    round_, n_used = paper.round, used(paper.round, paper.choices)
    match round_.ballot:
        case BallotKind.CLASSES:
            return [_left_in_class(texts, paper, index) for index in classes or range(len(round_.classes))]
        case BallotKind.KNAPSACK:
            spent_kop = paper.sheet.cost_kop(paper.choices)
            money = texts.formats.money
            left_kop = (round_.budget_kop or 0) - spent_kop
            return [texts.plain("ballots.left_knapsack", spent=money(spent_kop), left=money(left_kop))]
        case BallotKind.POINTS:
            return [texts.plain("ballots.left_points", used=n_used, n=round_.limit)]
        case BallotKind.RANKING:
            return [texts.plain("ballots.left_ranking", used=n_used, n=round_.limit)]
        case BallotKind.APPROVAL:
            return [texts.plain("ballots.left_approval", used=n_used, limit=round_.limit)]


def _left_in_class(texts: Texts, paper: Paper, index: int) -> str:
    shown = paper.round.classes[index]
    n_used = shown.limit - left_in_class(paper.sheet, paper.choices, index)
    return texts.plain("ballots.left_class", name=shown.name, used=n_used, limit=shown.limit)


def _text(texts: Texts, paper: Paper, part: Sequence[Option], topic: int, mode: int, title: int) -> str:
    parts = [
        _head(texts, paper),
        *_before(texts, paper),
        *_chosen(texts, paper, mode, title),
        *_page(texts, paper, part, topic, title),
        *_small_print(texts, paper),
    ]
    return "\n\n".join(parts)


def _head(texts: Texts, paper: Paper) -> str:
    round_ = paper.round
    return f"<b>{escape(round_.title)}</b>\n<i>{kind_of(texts, round_)}</i>\n\n{escape(round_.question)}"


def _before(texts: Texts, paper: Paper) -> Sequence[str]:
    """Say what stands between the person and their vote."""
    said = []
    if paper.phase is Phase.ANNOUNCED and paper.round.opens_at:
        said.append(texts("ballots.begins", moment=texts.formats.moment(paper.round.opens_at)))
    if paper.phase is Phase.OPEN and paper.needs_trust:
        said.append(texts(f"trust.needs_{paper.round.least_trust.name.lower()}"))
    if paper.ballot is not None and paper.ballot.void:
        said.append(texts("ballots.void", reason=texts.plain(f"voids.reason_{paper.ballot.void}")))
    return said


def _chosen(texts: Texts, paper: Paper, mode: int, title: int) -> list[str]:
    """List what is chosen and say what is left."""
    if paper.phase is not Phase.OPEN:
        return []
    chosen = in_order(paper.sheet, paper.choices)
    hints = {CHOOSE: [], TAKE: [texts("ballots.takes")], READ: [texts("ballots.reads")]}.get(mode, [])
    if not paper.order:
        return [texts("options.none")]
    if paper.needs_trust and not chosen:
        return [*hints, how_to_vote(texts, paper.round)]
    if not chosen:
        nothing = "ballots.nothing" if paper.ballot is None else "ballots.nothing_any_more"
        return [texts(nothing), *hints, how_to_vote(texts, paper.round)]
    lines = [
        escape(options.mark_of(texts, paper.sheet, paper.choices, option)) + _line(texts, option, title)
        for option in chosen
    ]
    listed = "\n".join([texts("ballots.chosen"), *lines])
    return [listed, escape("\n".join(left(texts, paper))), *hints]


def _line(texts: Texts, option: Option, title: int) -> str:
    return options.line(texts, option, title, with_cost=title >= WITH_COST)


def _page(texts: Texts, paper: Paper, part: Sequence[Option], topic: int, title: int) -> Sequence[str]:
    """Write the options of the page in full where their buttons would be cut."""
    topics, said = paper.sheet.topics, list[str]()
    if 0 < topic <= len(topics):
        said.append(texts("options.topic", topic=topics[topic - 1]))
    if options.is_long(texts, paper):
        said.append("\n".join(f"• {_line(texts, option, title)}" for option in part))
    if any(options.mark_of(texts, paper.sheet, paper.choices, option) == "✗ " for option in part):
        said.append(texts("ballots.too_dear"))
    return said


def _small_print(texts: Texts, paper: Paper) -> list[str]:
    """Say until when a choice can be changed, its receipt, and what is declared by it."""
    if paper.phase is not Phase.OPEN or paper.round.closes_at is None:
        return []
    said = [texts("ballots.until", moment=texts.formats.moment(paper.round.closes_at))]
    if paper.voter is not None and paper.voter.district is not None and paper.round.districts:
        said.append(texts("trust.district", name=paper.round.districts[paper.voter.district].name))
    if paper.ballot is not None:
        said.append(texts("ballots.receipt", code=paper.ballot.code))
    if paper.round.declaration:
        said.append(texts("ballots.declares", declaration=shorten(paper.round.declaration, 500)))
    return ["\n".join(said)]


def _modes(texts: Texts, paper: Paper, page: int, topic: int, mode: int) -> list[Row]:
    """Offer to take points away, and to read instead of choosing."""
    if paper.phase is not Phase.OPEN:
        return []

    def to(key: str, other: int) -> Row:
        return (press(texts.plain(key), OpenBallot(paper.round.id, page, topic, other)),)

    if mode != CHOOSE:
        return [to("ballots.back_to_choosing", CHOOSE)]
    rows = [to("ballots.read_options", READ)]
    if paper.round.ballot is BallotKind.POINTS and paper.choices:
        rows.insert(0, to("ballots.take_points", TAKE))
    return rows


def _about_mine(texts: Texts, paper: Paper) -> Row:
    """Offer what can be done with one's own choices."""
    row = []
    if paper.phase is Phase.OPEN and paper.choices:
        row.append(press(texts.plain("ballots.withdraw"), Withdraw(paper.round.id)))
        if said := written(paper.sheet, paper.choices):
            row.append(press(texts.plain("ballots.my_share"), MyShare(paper.round.id, said)))
    if paper.phase is Phase.OPEN and paper.round.districts and not paper.needs_district:
        row.append(press(texts.plain("trust.other_district"), OpenDistricts(paper.round.id)))
    return tuple(row)


def _follow(texts: Texts, paper: Paper) -> Row:
    """Offer to follow goals among the options; which ones is another tap, so that no follow is made of a ballot."""
    if paper.phase is Phase.OPEN and any(option.entry is not None for option in in_order(paper.sheet, paper.choices)):
        return (press(texts.plain("follows.offer_button"), OfferGoals(paper.round.id, 0)),)
    return ()
