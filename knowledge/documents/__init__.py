"""The documents that come with the bot: metadata in TOML, strategies as the files they were published in.

A strategy's `text` names its source file, which our importer reads at load: the wording is the act's own. News and
the party programme are `statements` in our own words. Kramatorsk's goals are known only from the news of
23 December 2021: their kind is `goals`, so that they may be voted on and are labelled as announced, but they are not
`official`, because the act itself is not here.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.importers import ImportFailed, read
from knowledge.library import Library
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source

FOLDER = Path(__file__).parent
COMMUNITIES = "communities.toml"


def load(folder: Path = FOLDER) -> Library:
    """Build the library of all documents in a folder: strategies first, then goals, news and programmes.

    Errors: `ValueError` names the file and what is wrong with it.
    """
    order = list(DocumentKind)
    paths = sorted(path for path in folder.glob("*.toml") if path.name != COMMUNITIES)
    read_all = sorted((read_document(path) for path in paths), key=lambda pair: order.index(pair[0].kind))
    return Library(
        read_communities(folder / COMMUNITIES),
        (document for document, _ in read_all),
        (entry for _, entries in read_all for entry in entries),
    )


def read_communities(path: Path) -> tuple[Community, ...]:
    """Read the communities. Errors: `ValueError` names the file and what is wrong with it."""
    tables = _parsed(path).get("community", [])
    try:
        return tuple(Community(**{**table, "aliases": tuple(table.get("aliases", ()))}) for table in tables)
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def read_document(path: Path) -> tuple[Document, tuple[Entry, ...]]:
    """Read one document and its entries. Errors: `ValueError` names the file and what is wrong with it."""
    table = _parsed(path)
    try:
        document = Document(
            id=table["id"],
            community=table["community"],
            kind=DocumentKind(table["kind"]),
            title=table["title"],
            source=Source(**table["source"]),
            official=table["official"],
            aliases=tuple(table.get("aliases", ())),
        )
        return document, tuple(_entries(document.id, table, path.parent))
    except KeyError as error:
        raise ValueError(f"{path.name}: {error.args[0]} is missing") from error
    except ImportFailed as error:
        raise ValueError(f"{path.name}: {table['text']} cannot be read: {error}") from error
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _entries(document: str, table: Mapping[str, Any], folder: Path) -> Iterator[Entry]:
    if "text" in table:
        for goal in read(folder / table["text"]).entries:
            yield Entry(document, goal.code, goal.level, goal.text, goal.parent)
    else:
        for code, statement in table["statements"].items():
            yield Entry(document, code, Level.STATEMENT, statement)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
