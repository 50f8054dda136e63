"""Rounds as those see them who prepare and run them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.domain.audit import Act
from bot.domain.messages import Button, Reply
from bot.domain.rounds import Phase, Round
from bot.domain.wording import shorten
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
ACTS = 10
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

    @property
    def can_be_changed(self) -> bool:
        return self.view.phase is Phase.DRAFT or (self.may_publish and self.view.phase in (Phase.ANNOUNCED, Phase.OPEN))


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
    rows = [*(_editing(texts, view) if shown.can_be_changed else []), *_doing(texts, shown), _to_desk(texts)]
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


def _doing(texts: Texts, shown: Managed) -> list[Row]:
    """What can be done with a round in its phase, by whom."""
    key, phase = shown.round.id, shown.view.phase
    is_before_close = phase in (Phase.ANNOUNCED, Phase.OPEN)
    has_closed = phase in (Phase.CHECKING, Phase.RESULTS, Phase.ARCHIVED)
    acts = {
        "desk.preview": phase is Phase.DRAFT and PreviewRound(key),
        "desk.extend": shown.may_publish and is_before_close and AskToEnd(key, "extended"),
        "desk.cancel": shown.may_publish and is_before_close and AskToEnd(key, "cancelled"),
        "desk.annul": shown.may_publish and has_closed and AskToEnd(key, "annulled"),
        "desk.disputes": shown.may_publish and phase in (Phase.OPEN, Phase.CHECKING) and OpenDisputes(key),
        "desk.results": phase in (Phase.RESULTS, Phase.ARCHIVED) and OpenResults(key),
        "desk.codes": shown.may_publish and phase in (Phase.DRAFT, Phase.ANNOUNCED, Phase.OPEN) and OpenCodes(key),
        "desk.poster": is_before_close and SendPoster(key),
        "desk.trail": OpenTrail(key, 0),
        "desk.remove": phase is Phase.DRAFT and RemoveDraft(key, "ask"),
    }
    return [(press(texts.plain(label), act),) for label, act in acts.items() if act]


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
    """Say one act: its detail begins with what was done, such as `changed: closes_at 2026-…`."""
    did, _, what = act.detail.partition(": ")
    field, _, value = what.partition(" ")
    if did == "changed":
        what = _changed(texts, field, value)
    elif did == "option_changed":
        title, _, value = value.rpartition(" → ")
        what = f"{title} · {texts.plain(f'sheets.{field}')} → {_value(texts, field, value)}"
    when = f"{texts.formats.moment(act.acted_at)} · {who(texts, act, me)}"
    return f"<i>{escape(when)}</i>\n{texts(f'trail.{did}', what=shorten(what, 300))}"


def _changed(texts: Texts, field: str, value: str) -> str:
    """Name a condition, and what it became if that can be said in few words."""
    name = texts.plain(f"fields.{field}")
    return name if field in fields.LISTED else f"{name} → {_value(texts, field, value)}"


def _value(texts: Texts, field: str, written: str) -> str:
    """Say what the trail has kept as it was written: a moment in UTC, money in kopiykas, words."""
    if field.endswith("_at") and written != "None":
        return texts.formats.moment(datetime.fromisoformat(written))
    if field.endswith("_kop") and written != "None":
        return texts.formats.money(int(written))
    return texts.plain("sheets.nothing") if written in ("", "None") else written


def who(texts: Texts, act: Act, me: int | None) -> str:
    """Say who did something; `me` is the number of who reads it."""
    if act.actor is not None and act.actor == me:
        return texts.plain("desk.by_me")
    if act.actor is None:
        return texts.plain("desk.by_command_line")
    return texts.plain(f"desk.by_{act.role}", number=act.actor)


def link(bot_username: str, round_: int) -> str:
    return f"https://t.me/{bot_username}?start=r{round_}"


def _to_desk(texts: Texts) -> Row:
    return (press(texts.plain("desk.all"), OpenDesk(0)),)


def to_round(texts: Texts, round_: int) -> Button:
    return press(texts.plain("desk.to_round"), ManageRound(round_))
