"""Goals of the hromada as options of a round."""

from collections.abc import Sequence
from textwrap import shorten

from bot.domain.errors import NotAllowed
from bot.domain.rounds import Option
from bot.domain.wording import MAX_TEXT
from bot.services.entries import Shelf
from knowledge.model import Document, Entry


def documents_to_vote_on(shelf: Shelf, community: str) -> tuple[Document, ...]:
    """The documents that speak for a community: a party's programme and news are not voted on."""
    return tuple(document for document in shelf.library.documents_of(community) if document.is_promise)


def same_level(shelf: Shelf, entry: Entry) -> tuple[Entry, ...]:
    """Every goal of the same document and level, in its order."""
    return tuple(e for e in shelf.library.entries if (e.document, e.level) == (entry.document, entry.level))


def as_options(shelf: Shelf, entries: Sequence[Entry]) -> list[Option]:
    """Make options of goals, each linked to its goal; a long wording stands whole in the details.

    Errors: `NotAllowed` for a goal of a document that does not speak for its community.
    """
    if not all(shelf.library.document_of(entry).is_promise for entry in entries):
        raise NotAllowed("goals.not_votable")
    return [as_option(entry, shelf.number(entry)) for entry in entries]


def as_option(entry: Entry, number: int) -> Option:
    """Make an option of a goal and link it by the goal's number."""
    title = shorten(entry.text, MAX_TEXT["title"], placeholder="…")
    details = "" if title == " ".join(entry.text.split()) else entry.text[: MAX_TEXT["details"]]
    return Option(0, 0, 0, title, details, entry=number)
