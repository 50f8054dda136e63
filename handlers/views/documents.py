"""What the bot answers by, as staff see it: documents, also those that are off, and files on their way."""

from collections.abc import Sequence

from bot.domain.messages import Reply
from bot.domain.uploads import Upload
from bot.texts import Texts
from handlers.callbacks.uploads import OpenDocuments, OpenShelved, OpenUpload, RollBack, SwitchDocument
from handlers.views.buttons import Row, cut, menu_row, pager, press
from knowledge.editions import Shelved

N_PER_PAGE = 6


def documents(texts: Texts, shelved: Sequence[Shelved], open_: Sequence[Upload], page: int) -> Reply:
    """List the files on their way, then every document."""
    page, n_pages, shown = cut(shelved, page, N_PER_PAGE)
    rows: list[Row] = []
    if page == 0:
        rows += [(press(texts.plain("uploads.in_list", name=one.name), OpenUpload(one.id)),) for one in open_]
    for one in shown:
        key = "uploads.document_on" if one.edition else "uploads.document_off"
        rows.append((press(texts.plain(key, title=one.document.title), OpenShelved(one.document.id)),))
    rows += pager(texts, page, n_pages, [OpenDocuments(n) for n in range(n_pages)])
    return Reply(texts("uploads.list", n=len(shelved)), (*rows, menu_row(texts)))


def shelved(texts: Texts, one: Shelved, community: str, said: str = "") -> Reply:
    """Show a document with its editions and what can be done with it."""
    document = one.document
    kind = texts.plain(f"uploads.kind_{document.kind.value}")
    about = texts("uploads.about", title=document.title, kind=kind, community=community, id=document.id)
    editions = [
        texts("uploads.edition", moment=texts.formats.moment(edition.published_at), n=edition.n_entries)
        for edition in one.editions[:N_PER_PAGE]
    ]
    state = texts("uploads.is_on" if one.edition else "uploads.is_off")
    parts = [*([said] if said else []), f"{about}\n{state}", "\n".join([texts("uploads.editions"), *editions])]
    label = "uploads.switch_off" if one.edition else "uploads.switch_on"
    rows: list[Row] = [(press(texts.plain(label), SwitchDocument(document.id, int(not one.edition))),)]
    if one.edition and len(one.editions) > 1:
        rows.append((press(texts.plain("uploads.roll_back"), RollBack(document.id)),))
    return Reply("\n\n".join(parts), (*rows, (press(texts.plain("uploads.to_list"), OpenDocuments()),)))


def ask_to_roll_back(texts: Texts, one: Shelved) -> Reply:
    before = one.editions[1]
    said = texts("uploads.ask_to_roll_back", title=one.document.title, moment=texts.formats.moment(before.published_at))
    yes = (press(texts.plain("uploads.roll_back"), RollBack(one.document.id, 1)),)
    return Reply(said, (yes, (press(texts.plain("uploads.back"), OpenShelved(one.document.id)),)))
