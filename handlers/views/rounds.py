"""Rounds as everybody sees them: the list, and what a round is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from bot.domain.messages import Button, Reply, Shared
from bot.domain.rounds import BallotKind, Phase, Round
from bot.domain.wording import shorten
from bot.reports import conditions
from bot.services.rounds import RoundView
from bot.texts import Html, Texts
from handlers.callbacks import (
    READ,
    CheckReceipt,
    OpenBallot,
    OpenResults,
    OpenRound,
    OpenRounds,
    TellOfCoercion,
)
from handlers.views.buttons import MAX_TEXT, Row, cut, menu_row, pager, press
from handlers.views.corrections import corrections

PAGE = 7
"""Rounds on one page of the list."""

N_CORRECTIONS = (8, 4, 2, 1)
"""Corrections on a card, the newest first: fewer until it fits one message."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A round in the list; `has_room` if the person still has something to choose."""

    round: Round
    phase: Phase
    has_room: bool = False


def rounds(texts: Texts, listed: Sequence[Listed], page: int) -> Reply:
    """List the rounds; those in which something is left to choose come first."""
    page, n_pages, part = cut(listed, page, PAGE)
    is_any_open = any(one.phase is Phase.OPEN for one in listed)
    parts: list[str] = [texts("rounds.list" if is_any_open else "rounds.none_open")]
    parts += [f"<b>{escape(one.round.title)}</b>\n{_standing(texts, one)}" for one in part]
    rows: list[Row] = [(press(one.round.title, _opens(one)),) for one in part]
    rows += pager(texts, page, n_pages, [OpenRounds(number) for number in range(n_pages)])
    rows.append((press(texts.plain("receipts.check"), CheckReceipt()),))
    rows.append(menu_row(texts))
    return Reply("\n\n".join(parts), tuple(rows))


def nothing(texts: Texts) -> Reply:
    return Reply(texts("rounds.nothing"), (menu_row(texts),))


def _opens(one: Listed) -> object:
    if one.phase is Phase.OPEN:
        return OpenBallot(one.round.id)
    return OpenResults(one.round.id) if one.phase is Phase.RESULTS else OpenRound(one.round.id)


def _standing(texts: Texts, one: Listed) -> str:
    """Say in a line where a round stands, and the person in it."""
    said = [phase_of(texts, one.round, one.phase)]
    if one.phase is Phase.OPEN:
        said.append(texts("rounds.has_room" if one.has_room else "rounds.all_chosen"))
    return " · ".join(said)


def phase_of(texts: Texts, round_: Round, phase: Phase) -> str:
    """Say where a round stands, with the moment that matters next."""
    moments = {Phase.ANNOUNCED: round_.opens_at, Phase.OPEN: round_.closes_at, Phase.CHECKING: round_.shows_at}
    moment = moments.get(phase)
    return texts(f"rounds.phase_{phase.value}", moment=texts.formats.moment(moment) if moment else "")


def kind_of(texts: Texts, round_: Round) -> str:
    """Call a round what it is: without checked identity it is never more than a poll."""
    if not round_.is_binding:
        return texts.plain("rounds.kind_poll")
    return texts.plain("rounds.kind_checked" if round_.budget_kop is None else "rounds.kind_budget")


def how_it_ended(texts: Texts, round_: Round, now: datetime) -> Html:
    """Say of a round that is over how it ended."""
    if round_.ending is not None:
        return texts(f"rounds.ended_{round_.ending.how.value}", reason=round_.ending.reason)
    phase = round_.phase(now)
    assert round_.shows_at is not None
    return texts(f"rounds.over_{phase.value}", moment=texts.formats.moment(round_.shows_at))


def card(texts: Texts, view: RoundView, *, has_voted: bool, bot_username: str, label: str) -> Reply:
    """Say what a round is about. `label` names the invitation that its share button carries."""
    said = (_about(texts, view, most) for most in N_CORRECTIONS)
    text = next((one for one in said if len(one) <= MAX_TEXT), _about(texts, view, 0))
    return Reply(text, tuple(_ways(texts, view, has_voted, bot_username, label)))


def _about(texts: Texts, view: RoundView, most_corrections: int) -> str:
    round_ = view.round
    parts = [f"<b>{escape(round_.title)}</b>\n<i>{kind_of(texts, round_)}</i>", escape(round_.question)]
    if round_.ending is not None:
        parts.append(how_it_ended(texts, round_, view.now))
    parts += ["\n".join(f"• {line}" for line in _conditions(texts, view)), *_declared(texts, round_)]
    parts += corrections(texts, view, most_corrections)
    if not round_.is_binding:
        parts.append(texts("rounds.disclaimer"))
    return "\n\n".join(parts)


def _conditions(texts: Texts, view: RoundView) -> list[str]:
    """Say the rules of a round in sentences, one each."""
    round_ = view.round
    said = [_when(texts, view), conditions.who_may_vote(round_, texts)]
    if round_.districts:
        said.append(texts("rounds.by_district"))
    said.append(how_to_vote(texts, round_))
    if round_.budget_kop is not None and round_.ballot is not BallotKind.KNAPSACK:
        said.append(texts("rounds.budget", budget=texts.formats.money(round_.budget_kop)))
    return [*said, conditions.rule_of(view.sheet, texts), texts("rounds.secrecy")]


def _when(texts: Texts, view: RoundView) -> str:
    round_ = view.round
    assert round_.opens_at is not None
    assert round_.closes_at is not None
    assert round_.shows_at is not None
    moment = texts.formats.moment
    when = texts("rounds.when", opens_at=moment(round_.opens_at), closes_at=moment(round_.closes_at))
    if round_.shows_at == round_.closes_at:
        return when
    return f"{when} {texts('rounds.results_when', moment=moment(round_.shows_at))}"


def how_to_vote(texts: Texts, round_: Round) -> str:
    return escape(conditions.how_to_vote(round_, texts))


def _declared(texts: Texts, round_: Round) -> list[str]:
    return [texts("ballots.declares", declaration=round_.declaration)] if round_.declaration else []


def _ways(texts: Texts, view: RoundView, has_voted: bool, bot_username: str, label: str) -> list[Row]:
    key, rows = view.round.id, list[Row]()
    if view.phase is Phase.OPEN:
        rows.append((press(texts.plain("rounds.change" if has_voted else "rounds.vote"), OpenBallot(key)),))
    else:
        rows.append((press(texts.plain("ballots.read_options"), OpenBallot(key, 0, 0, READ)),))
    if view.round.shows_results(view.now):
        rows.append((press(texts.plain("notices.open_results"), OpenResults(key)),))
    if view.phase in (Phase.ANNOUNCED, Phase.OPEN):
        rows.append((invite(texts, view.round, bot_username, label),))
    if view.phase is Phase.OPEN:
        rows.append((press(texts.plain("coercion.button"), TellOfCoercion(key)),))
    return [*rows, (press(texts.plain("rounds.all"), OpenRounds()), *menu_row(texts)[:1])]


def invite(texts: Texts, round_: Round, bot_username: str, label: str) -> Button:
    """Pass a link to a round on with Telegram's own dialogue: it needs no words typed and works in any chat."""
    said = texts.plain("rounds.invitation", title=round_.title)
    query = urlencode({"url": _link(bot_username, round_, label), "text": said})
    return Button(texts.plain("rounds.invite"), url=f"https://t.me/share/url?{query}")


def shared(texts: Texts, round_: Round, phase: Phase, bot_username: str, label: str) -> Shared:
    """Offer a round for another chat: what is asked and until when, never anything about a person."""
    standing = phase_of(texts, round_, phase)
    head = f"<b>{escape(round_.title)}</b>\n<i>{kind_of(texts, round_)}</i>"
    text = "\n\n".join([head, escape(round_.question), standing[:1].upper() + standing[1:]])
    button = Button(texts.plain("rounds.vote"), url=_link(bot_username, round_, label))
    title = shorten(round_.title, 100)
    return Shared(f"r{round_.id}", title, phase_of(texts, round_, phase), Reply(text, ((button,),)))


def _link(bot_username: str, round_: Round, label: str) -> str:
    return f"https://t.me/{bot_username}?start=r{round_.id}_{label}"


def explain_coercion(texts: Texts, key: int) -> Reply:
    return Reply(
        texts("coercion.explained"),
        (
            (press(texts.plain("coercion.tell"), TellOfCoercion(key, 1)),),
            (press(texts.plain("coercion.back"), OpenRound(key)),),
        ),
    )


def coercion_told(texts: Texts, key: int) -> Reply:
    return Reply(
        texts("coercion.told"),
        ((press(texts.plain("rounds.change"), OpenBallot(key)),), menu_row(texts)),
    )
