"""What somebody follows, what is new there, and what they are asked of it."""

from collections.abc import Mapping, Sequence

from bot.domain.messages import Reply
from bot.domain.notices import NoticeKind
from bot.domain.progress import Follow, FollowKind, News, Report
from bot.domain.rounds import Round
from bot.reports.ledger import step
from bot.services.entries import Shelf
from bot.texts import Texts
from bot.texts.naming import name_of
from handlers.callbacks import (
    Browse,
    FollowOption,
    Mute,
    OfferGoals,
    OpenBallot,
    OpenEntry,
    OpenFollowed,
    OpenHistory,
    OpenNews,
    StopFollowing,
)
from handlers.views import ledger, progress
from handlers.views.buttons import Row, cut, menu_row, pager, press
from knowledge.model import Entry

PAGE = 6
NEWS_PAGE = 4
"""Goals with news on one page: with the longest words they fit one message."""

TITLE, WORDS = 120, 200
"""Longest wording of a goal, and longest words of a report, in a list."""

Wordings = Mapping[int, Entry | None]
"""How goals read, or read before they went; by number."""


def followed(texts: Texts, shelf: Shelf, known: Sequence[Follow], wordings: Wordings, page: int) -> Reply:
    """List what somebody follows, each with a button that opens it and one that stops it."""
    page, n_pages, part = cut(known, page, PAGE)
    parts: list[str] = [texts("follows.list" if known else "follows.nothing")]
    rows: list[Row] = []
    for number, what in enumerate(part, page * PAGE + 1):
        parts.append(texts("follows.line", number=number, name=_name(texts, shelf, what, wordings)))
        stop = press(texts.plain("follows.stop_number", number=number), StopFollowing(what.kind.value, what.key))
        rows.append((*_opens(texts, shelf, what, number), stop))
    rows += pager(texts, page, n_pages, [OpenFollowed(turn) for turn in range(n_pages)])
    if not known:
        rows.append((press(texts.plain("entries.browse"), Browse()),))
    return Reply("\n\n".join(parts), (*rows, menu_row(texts)))


def offered(
    texts: Texts, shelf: Shelf, round_: Round, goals: Sequence[int], known: Sequence[Follow], page: int
) -> Reply:
    """Offer the goals of a round; each is followed by a tap of its own."""
    page, n_pages, part = cut(goals, page, PAGE)
    rows: list[Row] = []
    for number in part:
        follows = Follow(FollowKind.ENTRY, str(number)) in known
        mark = "✓ " if follows else ""
        what = FollowOption(round_.id, number, int(not follows), page)
        rows.append((press(mark + progress.titled(shelf.entry(number)), what),))
    rows += pager(texts, page, n_pages, [OfferGoals(round_.id, turn) for turn in range(n_pages)])
    rows.append((press(texts.plain("follows.mine"), OpenFollowed(0)),))
    rows.append((press(texts.plain("follows.to_sheet"), OpenBallot(round_.id)),))
    return Reply(texts("follows.offer"), tuple(rows))


def news(texts: Texts, shelf: Shelf, found: Sequence[News], wordings: Wordings, since: int, page: int) -> Reply:
    """Say what changed on each goal; «enough» under each stops the follow by which one hears of it."""
    page, n_pages, part = cut(found, page, NEWS_PAGE)
    parts: list[str] = [texts("follows.news" if found else "follows.no_news")]
    rows: list[Row] = []
    for number, one in enumerate(part, page * NEWS_PAGE + 1):
        report, before = one.change
        name = _name(texts, shelf, Follow(FollowKind.ENTRY, str(one.entry)), wordings)
        said = step(texts, report, before, length=WORDS)
        parts.append(texts("follows.line", number=number, name=name) + "\n" + said)
        stop = StopFollowing(one.heard_by.kind.value, one.heard_by.key)
        opens = press(texts.plain("follows.open_number", number=number), _to_goal(shelf, one.entry))
        rows.append((opens, press(_enough(texts, shelf, one, number, wordings), stop)))
    rows += pager(texts, page, n_pages, [OpenNews(since, turn) for turn in range(n_pages)])
    rows.append((press(texts.plain("follows.mine"), OpenFollowed(0)),))
    rows.append((press(texts.plain("notices.enough_progress"), Mute(NoticeKind.PROGRESS.value)),))
    return Reply("\n\n".join(parts), (*rows, menu_row(texts)))


def ask_next(texts: Texts, shelf: Shelf, report: Report) -> Reply:
    """Thank, and ask of the next goal that is said to be done."""
    goal = progress.titled(shelf.entry(report.entry))
    to_goal = (press(texts.plain("progress.to_goal"), OpenEntry(report.entry, 0, 0)),)
    return Reply(
        texts("follows.ask_next", goal=goal), (ledger.seen_buttons(texts, report.id), to_goal, menu_row(texts))
    )


def _name(texts: Texts, shelf: Shelf, what: Follow, wordings: Wordings) -> str:
    """Name what is followed; of a goal that a new edition no longer has, say so. Not escaped."""
    if what.kind is FollowKind.COMMUNITY:
        community = shelf.library.communities.get(what.key)
        return texts.plain("follows.all_of", community=name_of(texts, community)) if community else what.key
    entry = wordings.get(int(what.key))
    name = progress.titled(entry, TITLE) if entry else f"№ {what.key}"
    return name if int(what.key) in shelf.by_id else texts.plain("follows.gone", name=name)


def _enough(texts: Texts, shelf: Shelf, one: News, number: int, wordings: Wordings) -> str:
    """Say what stops: this goal, or the wider thing that is followed."""
    if one.heard_by == Follow(FollowKind.ENTRY, str(one.entry)):
        return texts.plain("follows.enough_number", number=number)
    return texts.plain("follows.enough_of", name=_name(texts, shelf, one.heard_by, wordings))


def _opens(texts: Texts, shelf: Shelf, what: Follow, number: int) -> Row:
    if what.kind is FollowKind.COMMUNITY:
        return ()
    return (press(texts.plain("follows.open_number", number=number), _to_goal(shelf, int(what.key))),)


def _to_goal(shelf: Shelf, number: int) -> OpenEntry | OpenHistory:
    return OpenEntry(number, 0, 0) if number in shelf.by_id else OpenHistory(number, 0)
