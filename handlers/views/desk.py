"""Rounds as those see them who prepare and run them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.domain.audit import Act
from bot.domain.messages import Button, Reply
from bot.domain.rounddesk import Deed, can_be_changed, deeds
from bot.domain.rounds import Phase, Round
from bot.domain.wording import shorten
from bot.reports.trail import did, who
from bot.services.rounds import RoundView
from bot.texts import Html, Texts
from bot.texts.naming import name_of
from handlers.callbacks import (
    AskToEnd,
    BeginRound,
    ManageRound,
    OpenCodes,
    OpenDesk,
    OpenDisputes,
    OpenMenu,
    OpenResults,
    OpenSheet,
    OpenTrail,
    PreviewRound,
    PublishRound,
    RemoveDraft,
    SendPoster,
)
from handlers.views import fields
from handlers.views.buttons import Row, pager, press
from knowledge.model import Community

PAGE = 8
ACTS, MAX_ACT = 10, 330
SHOWN_OPTIONS = 15
"""Options named in a preview; with all sixty it would not fit a message."""


@dataclass(frozen=True, slots=True)
class Managed:
    """A round on the desk: who looks at it (`may_publish`), and how many voted where that can be said."""

    view: RoundView
    community: str
    may_publish: bool
    n_voted: int | None = None

    @property
    def round(self) -> Round:
        return self.view.round


def desk(texts: Texts, rounds: Sequence[tuple[Round, Phase]], page: int) -> Reply:
    """List all rounds, the newest first."""
    n_pages = max(1, -(-len(rounds) // PAGE))
    page = min(page, n_pages - 1)
    part = rounds[page * PAGE : (page + 1) * PAGE]
    listed = [_line(texts, round_, phase) for round_, phase in part] or [texts("desk.none")]
    rows: list[Row] = [(press(f"№ {round_.id}. {round_.title}", ManageRound(round_.id)),) for round_, _ in part]
    rows.extend(pager(texts, page, n_pages, [OpenDesk(number) for number in range(n_pages)]))
    rows.append((press(texts.plain("desk.create"), BeginRound("")),))
    rows.append((press(texts.plain("menu.button"), OpenMenu()),))
    return Reply("\n\n".join([texts("desk.title"), *listed]), tuple(rows))


def _line(texts: Texts, round_: Round, phase: Phase) -> str:
    said = texts.plain(f"desk.phase_{phase.value}")
    if round_.opens_at and round_.closes_at:
        said += f", {texts.formats.moment(round_.opens_at)} – {texts.formats.moment(round_.closes_at)}"
    return f"<b>№ {round_.id}. {escape(round_.title)}</b>\n<i>{escape(said)}</i>"


def choose_community(texts: Texts, known: Iterable[Community]) -> Reply:
    rows = [(press(name_of(texts, community), BeginRound(community.id)),) for community in known]
    return Reply(texts("desk.choose_community"), (*rows, _to_desk(texts)))


def ask_title(texts: Texts) -> Reply:
    return Reply(texts("desk.ask_title"), ((press(texts.plain("fields.back"), OpenDesk(0)),),))


def card(texts: Texts, shown: Managed, saved: str = "") -> Reply:
    """Show a round with everything that is set, what is missing, and what can be done; `saved` is the last change."""
    view, round_ = shown.view, shown.round
    phase = texts.plain(f"desk.phase_{view.phase.value}")
    head = f"<b>№ {round_.id}. {escape(round_.title)}</b>\n<i>{escape(f'{phase} · {shown.community}')}</i>"
    parts = [
        *([texts("desk.saved", value=saved)] if saved else []),
        head,
        Html(f"{fields.lines(texts, round_, view.now)}\n{_options_line(texts, view)}"),
        *_standing(texts, shown),
    ]
    rows = [
        *(_editing(texts, view) if can_be_changed(view.phase, may_publish=shown.may_publish) else []),
        *_doing(texts, shown),
        _to_desk(texts),
    ]
    return Reply("\n\n".join(parts), tuple(rows))


def _options_line(texts: Texts, view: RoundView) -> str:
    options = view.sheet.options
    total_kop = sum(option.cost_kop or 0 for option in options)
    said = texts.formats.number(len(options))
    if total_kop:
        said += texts.plain("desk.together", cost=texts.formats.money(total_kop))
    return texts("fields.line", field=texts.plain("desk.options"), value=said)


def _standing(texts: Texts, shown: Managed) -> list[str]:
    """Say what is missing, how many voted, why the round was ended, and who may announce it."""
    view = shown.view
    parts: list[str] = []
    if view.phase is Phase.DRAFT:
        missing = "\n".join(f"• {texts(problem)}" for problem in view.problems)
        parts.append(texts("desk.missing", problems=Html(missing)) if missing else texts("desk.ready"))
        if not shown.may_publish:
            parts.append(texts("desk.ask_staff", number=shown.round.id))
    if shown.n_voted is not None:
        parts.append(texts("desk.turnout", n=shown.n_voted))
    if view.phase is Phase.OPEN:
        parts.append(texts("desk.only_words"))
    if shown.round.ending:
        parts.append(texts("desk.ended_because", reason=shown.round.ending.reason))
    return parts


def _editing(texts: Texts, view: RoundView) -> list[Row]:
    label = texts.plain("desk.open_options", n=len(view.sheet.options))
    return [*fields.buttons(texts, view), (press(label, OpenSheet(view.round.id, 0)),)]


PAYLOADS: Mapping[Deed, Callable[[int], object]] = {
    Deed.PREVIEW: PreviewRound,
    Deed.EXTEND: lambda key: AskToEnd(key, "extended"),
    Deed.CANCEL: lambda key: AskToEnd(key, "cancelled"),
    Deed.ANNUL: lambda key: AskToEnd(key, "annulled"),
    Deed.DISPUTES: OpenDisputes,
    Deed.RESULTS: OpenResults,
    Deed.CODES: OpenCodes,
    Deed.POSTER: SendPoster,
    Deed.TRAIL: lambda key: OpenTrail(key, 0),
    Deed.REMOVE: lambda key: RemoveDraft(key, "ask"),
}


def _doing(texts: Texts, shown: Managed) -> list[Row]:
    """What can be done with a round in its phase, by whom."""
    return [
        (press(texts.plain(f"desk.{deed.value}"), PAYLOADS[deed](shown.round.id)),)
        for deed in deeds(shown.view.phase, may_publish=shown.may_publish)
    ]


def preview(texts: Texts, shown: Managed) -> Reply:
    """Show a draft as residents will see it, and ask whether to announce it."""
    view, round_ = shown.view, shown.round
    sorted_ = fields.lines(texts, round_, view.now)
    parts = [texts("desk.preview_head"), f"<b>{escape(round_.title)}</b>"]
    parts.append(texts("desk.binding" if round_.is_binding else "desk.consultative"))
    parts += [sorted_, _sample(texts, view), *_standing(texts, shown)]
    rows: list[Row] = []
    if shown.may_publish and not view.problems:
        parts.append(texts("desk.publish_note"))
        rows.append((press(texts.plain("desk.publish"), PublishRound(round_.id)),))
    return Reply("\n\n".join(parts), (*rows, fields.back_row(texts, round_.id)))


def _sample(texts: Texts, view: RoundView) -> str:
    options = view.sheet.options
    lines = [f"• {escape(shorten(o.title, 60))}{_cost(texts, o.cost_kop)}" for o in options[:SHOWN_OPTIONS]]
    if len(options) > SHOWN_OPTIONS:
        lines.append(texts("desk.more_options", n=len(options) - SHOWN_OPTIONS))
    return "\n".join(lines)


def _cost(texts: Texts, kop: int | None) -> str:
    return "" if kop is None else f" — {texts.formats.money(kop)}"


def published(texts: Texts, shown: Managed, link: str) -> Reply:
    """Say that a round is announced, with the link to spread."""
    said = texts("desk.published", title=shown.round.title, link=Html(link))
    rows: list[Row] = [(press(texts.plain("desk.poster"), SendPoster(shown.round.id)),)]
    rows.append((press(texts.plain("desk.to_round"), ManageRound(shown.round.id)),))
    return Reply(said, tuple(rows))


def ask_to_remove(texts: Texts, round_: Round) -> Reply:
    sure: Row = (press(texts.plain("desk.remove_yes"), RemoveDraft(round_.id, "yes")),)
    return Reply(texts("desk.ask_remove", title=round_.title), (sure, fields.back_row(texts, round_.id)))


def trail(texts: Texts, round_: Round, acts: Sequence[Act], me: int | None, page: int) -> Reply:
    """Say who did what with a round, the newest first."""
    n_pages = max(1, -(-len(acts) // ACTS))
    page = min(page, n_pages - 1)
    lines = [_act(texts, act, me) for act in acts[page * ACTS : (page + 1) * ACTS]]
    turns = [OpenTrail(round_.id, number) for number in range(n_pages)]
    rows = (*pager(texts, page, n_pages, turns), (press(texts.plain("desk.to_round"), ManageRound(round_.id)),))
    return Reply("\n\n".join([texts("desk.trail_head", title=round_.title), *lines]), rows)


def _act(texts: Texts, act: Act, me: int | None) -> str:
    when = f"{texts.formats.moment(act.acted_at)} · {who(texts, act, me)}"
    return f"<i>{escape(when)}</i>\n{escape(shorten(did(texts, act), MAX_ACT))}"


def _to_desk(texts: Texts) -> Row:
    return (press(texts.plain("desk.all"), OpenDesk(0)),)


def to_round(texts: Texts, round_: int) -> Button:
    return press(texts.plain("desk.to_round"), ManageRound(round_))
