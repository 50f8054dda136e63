"""Goals as cards: one goal, a list of goals, a document, a community."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from bot.domain.messages import Button, Reply, Shared
from bot.domain.wording import shorten
from bot.reports.ledger import lines
from bot.services.entries import Shelf
from bot.services.progress import Standing
from bot.texts import Html, Texts
from bot.texts.naming import label, level_name, name_of
from handlers.callbacks import (
    FollowCommunity,
    OpenCommunities,
    OpenCommunity,
    OpenDebt,
    OpenDetails,
    OpenDocument,
    OpenEntry,
    OpenMenu,
    OpenOverdue,
    OpenProposals,
    ShowAnswer,
    WriteFeedback,
)
from handlers.views import ledger
from handlers.views.buttons import Row, cut, pager, press
from knowledge.model import Community, Document, Entry, Source

PAGE = 6
"""Goals on one page of a list: more do not fit a phone's screen."""

MAX_TEXT = 1200
"""Longest wording shown in full, in characters; what people write into documents has no end."""


MAX_LISTED = 250
"""Longest wording in a list; with a page of them and the ledger a goal's card still fits one message."""

MAX_ABOVE = 500
"""Longest wording of what stands above: five of them and the goal itself fit one message."""


def communities(texts: Texts, known: Iterable[Community]) -> Reply:
    rows = [(press(name_of(texts, community), OpenCommunity(community.id)),) for community in known]
    return Reply(texts("entries.communities"), (*rows, (press(texts.plain("menu.button"), OpenMenu()),)))


def community(texts: Texts, shelf: Shelf, shown: Community, n_overdue: int, *, follows: bool | None) -> Reply:
    """List a community's documents, official ones first; `follows` is None where nobody is to be spoken of."""
    documents = shelf.library.documents_of(shown.id)
    lines = "\n".join(f"• {escape(d.title)} — {kind_of(texts, d)}" for d in documents)
    rows: list[Row] = [(press(d.title, OpenDocument(d.id, 0)),) for d in documents]
    rows.append((press(texts.plain("proposals.button"), OpenProposals(shown.id, 0)),))
    rows.append((press(texts.plain("gaps.debt"), OpenDebt(shown.id)),))
    if n_overdue:
        rows.append((press(texts.plain("progress.n_overdue", number=n_overdue), OpenOverdue(shown.id, 0)),))
    if follows is not None:
        key = "follows.stop_community" if follows else "follows.follow_community"
        rows.append((press(texts.plain(key), FollowCommunity(shown.id, int(not follows))),))
    rows.append(_back(texts, shelf))
    return Reply(texts("entries.documents", community=name_of(texts, shown), documents=Html(lines)), tuple(rows))


def document(texts: Texts, shelf: Shelf, shown: Document, page: int) -> Reply:
    """List the top goals of a document."""
    top = shelf.library.top(shown.id)
    page, n_pages, part = cut(top, page, PAGE)
    head = f"<b>{escape(shown.title)}</b>\n<i>{source_of(texts, shown, shown.source)}</i>"
    turns = [OpenDocument(shown.id, number) for number in range(n_pages)]
    rows = [*_list(shelf, part, 0), *pager(texts, page, n_pages, turns)]
    rows.append((press(texts.plain("entries.up"), OpenCommunity(shown.community)),))
    return Reply("\n\n".join([head, *_lines(part)]), tuple(rows))


def entry(texts: Texts, shelf: Shelf, shown: Entry, page: int, question: int, standing: Standing | None) -> Reply:
    """Show one goal with what stands above it, how it stands, and what it consists of."""
    children = shelf.library.children(shown)
    page, n_pages, part = cut(children, page, PAGE)
    number = shelf.number(shown)
    parts = [breadcrumbs(texts, shelf, shown), _wording(shown)]
    if standing is not None:
        parts.append(lines(texts, standing.ledger, standing.today))
    if children:
        parts.append(texts("entries.parts", n=len(children)))
        parts.extend(_lines(part))
    else:
        parts.append(f"<i>{source_of_entry(texts, shelf, shown)}</i>")
    turns = [OpenEntry(number, turn, question) for turn in range(n_pages)]
    rows = [*_list(shelf, part, question), *pager(texts, page, n_pages, turns)]
    rows.append((press(texts.plain("entries.details"), OpenDetails(number, question)), share(texts, number)))
    rows.append((press(texts.plain("feedback.about_goal"), WriteFeedback(number)),))
    if standing is not None:
        rows += ledger.buttons(texts, number, standing, page, question)
    rows.append(_way_up(texts, shelf, shown, question))
    return Reply("\n\n".join(parts), tuple(rows))


def details(texts: Texts, shelf: Shelf, shown: Entry, question: int, standing: Standing | None) -> Reply:
    """Say everything known about one goal: what it belongs to, what stands beside it, where it comes from."""
    library = shelf.library
    document_ = library.document_of(shown)
    number = shelf.number(shown)
    source = Html(source_of_entry(texts, shelf, shown))
    parts = [_wording(shown)]
    parts.extend(
        texts(
            "entries.belongs", level=level_of(texts, shelf, above), code=above.code, text=shorten(above.text, MAX_ABOVE)
        )
        for above in library.ancestors(shown)
    )
    parts.append(texts("entries.level", level=level_of(texts, shelf, shown)))
    parts.append(texts("entries.source", source=source, title=quoted(document_.title)))
    if document_.source.url:
        parts.append(escape(document_.source.url))
    rows: list[Row] = []
    if library.children(shown):
        rows.append((press(children_label(texts, shelf, shown), OpenEntry(number, 0, question)),))
    rows.append((share(texts, number),))
    rows.append((press(texts.plain("feedback.about_goal"), WriteFeedback(number)),))
    if standing is not None:
        parts.append(lines(texts, standing.ledger, standing.today))
        rows += ledger.buttons(texts, number, standing, 0, question)
    rows.append(_way_up(texts, shelf, shown, question))
    return Reply("\n\n".join(parts), tuple(rows))


def shared(texts: Texts, shelf: Shelf, shown: Entry, bot_username: str) -> Shared:
    """Offer a goal for another chat, with a link that opens it in the bot."""
    number = shelf.number(shown)
    document_ = shelf.library.document_of(shown)
    source = f"<i>{source_of_entry(texts, shelf, shown)}</i>"
    text = "\n\n".join([breadcrumbs(texts, shelf, shown), _wording(shown), source])
    link = Button(texts.plain("entries.open_in_bot"), url=deep_link(bot_username, number))
    return Shared(
        id=str(number),
        title=shorten(f"{label(shown)} {shown.text}", 100),
        description=f"{name_of(texts, shelf.library.community_of(shown))} · {kind_of(texts, document_)}",
        reply=Reply(text, ((link,),)),
    )


def deep_link(bot_username: str, number: int) -> str:
    return f"https://t.me/{bot_username}?start=g{number}"


def share(texts: Texts, number: int) -> Button:
    return Button(texts.plain("entries.share"), share=f"№{number}")


def children_label(texts: Texts, shelf: Shelf, shown: Entry) -> str:
    children = shelf.library.children(shown)
    return texts.plain(f"entries.open_{children[0].level.value}", n=len(children))


def breadcrumbs(texts: Texts, shelf: Shelf, shown: Entry) -> str:
    """Name the community and what stands above a goal, in one line."""
    names = [name_of(texts, shelf.library.community_of(shown))]
    names.extend(shorten(f"{label(above)} {above.text}", 60) for above in shelf.library.ancestors(shown))
    return "<i>" + escape(" › ".join(names)) + "</i>"


def titled(shown: Entry, wording: str) -> str:
    """Put the code in bold before a wording that is escaped already."""
    return f"<b>{escape(label(shown))}</b> {wording}" if label(shown) else wording


def level_of(texts: Texts, shelf: Shelf, shown: Entry) -> str:
    """Name the level; a statement is named after the kind of text that makes it."""
    return level_name(texts, shown.level, shelf.library.document_of(shown).kind)


def kind_of(texts: Texts, shown: Document) -> str:
    if shown.official:
        return texts.plain("documents.official")
    return texts.plain(f"documents.{shown.kind.value}")


def source_of_entry(texts: Texts, shelf: Shelf, shown: Entry) -> str:
    """Name where an entry comes from: its document, or a source of its own; escaped."""
    return source_of(texts, shelf.library.document_of(shown), shelf.library.source_of(shown))


def source_of(texts: Texts, shown: Document, source: Source) -> str:
    """Name the publisher, the date and what kind of document it is; escaped."""
    parts = [source.publisher]
    if source.published_on:
        parts.append(texts.formats.day(source.published_on))
    parts.append(kind_of(texts, shown))
    return escape(", ".join(parts))


def quoted(title: str) -> str:
    """Turn the quotes inside a title into inner ones: it is put between «»."""
    return title.replace("«", "„").replace("»", "“")


def mark(text: str, words: Iterable[str]) -> str:
    """Escape a wording and underline the words that matched."""
    found = sorted({word for word in words if word}, key=len, reverse=True)
    if not found:
        return escape(text)
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in found) + r")(?!\w)", re.IGNORECASE)
    pieces = pattern.split(text)
    return "".join(f"<u>{escape(piece)}</u>" if i % 2 else escape(piece) for i, piece in enumerate(pieces))


def _wording(shown: Entry) -> str:
    return titled(shown, escape(shorten(shown.text, MAX_TEXT)))


def _lines(part: Sequence[Entry]) -> list[str]:
    return [titled(e, escape(shorten(e.text, MAX_LISTED))) for e in part]


def _list(shelf: Shelf, part: Sequence[Entry], question: int) -> list[Row]:
    return [(press(f"{label(e)} {e.text}".strip(), OpenEntry(shelf.number(e), 0, question)),) for e in part]


def _way_up(texts: Texts, shelf: Shelf, shown: Entry, question: int) -> Row:
    """Lead one level up, to the page where the goal stands, and back to the answer from which it was opened."""
    above = shelf.library.ancestors(shown)
    beside = shelf.library.children(above[-1]) if above else shelf.library.top(shown.document)
    page = beside.index(shown) // PAGE
    up = OpenEntry(shelf.number(above[-1]), page, question) if above else OpenDocument(shown.document, page)
    row: Row = (press(texts.plain("entries.up"), up),)
    if question:
        row = (press(texts.plain("questions.back"), ShowAnswer(question, 0)), *row)
    return row


def _back(texts: Texts, shelf: Shelf) -> Row:
    if len(shelf.library.communities) == 1:
        return (press(texts.plain("menu.button"), OpenMenu()),)
    return (press(texts.plain("entries.up"), OpenCommunities()),)
