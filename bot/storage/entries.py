"""Communities, documents and their editions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import words
from bot.storage.conflicts import insert_new, upsert
from bot.storage.schema import communities, documents, editions, entries, vectors, wordings
from knowledge.editions import Edition, Shelved
from knowledge.lexicon.own import NO_OWN_WORDS, OwnWords
from knowledge.library import Library
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source


@dataclass(frozen=True, slots=True)
class Published:
    """What is published now, and how people there call it.

    Shapes: `ids` maps `(document, code)` to the number that deep links and buttons carry.
    """

    library: Library
    ids: Mapping[tuple[str, str], int]
    own: OwnWords = NO_OWN_WORDS


async def publish(
    connection: AsyncConnection, community: Community, document: Document, content: Sequence[Entry], now: datetime
) -> bool:
    """Make `content` the current edition of a document; False when the current one already says the same.

    Entries keep their number across editions: the number belongs to `(document, code)`.
    Errors: `ValueError` for an edition without entries.
    """
    if not content:
        raise ValueError(f"{document.id}: an edition without entries")
    await _keep_community(connection, community)
    current = await _keep_document(connection, document)
    content_hash = _hash(content)
    if current == content_hash:
        return False
    await _put(connection, document.id, content, content_hash, now)
    return True


async def roll_back(
    connection: AsyncConnection, document: str, now: datetime, edition: int | None = None
) -> datetime | None:
    """Publish an earlier edition anew, the one before the current one if none is named.

    Returns its old moment of publication, None when there is no such edition.
    """
    current = select(documents.c.edition).where(documents.c.id == document).scalar_subquery()
    which = editions.c.id < current if edition is None else editions.c.id == edition
    earlier = (
        await connection.execute(
            select(editions).where(editions.c.document == document, which).order_by(editions.c.id.desc()).limit(1)
        )
    ).one_or_none()
    if earlier is None:
        return None
    content = [entry for _, entry in await of_edition(connection, earlier.id)]
    await _put(connection, document, content, earlier.content_hash, now)
    published_at: datetime = earlier.published_at
    return published_at


async def newest(connection: AsyncConnection, document: str) -> list[tuple[int, Entry]]:
    """The entries of a document's newest edition with their numbers, also when it is switched off."""
    return await of_edition(connection, await newest_edition(connection, document))


async def newest_edition(connection: AsyncConnection, document: str) -> int | None:
    newest_: int | None = await connection.scalar(
        select(func.max(editions.c.id)).where(editions.c.document == document)
    )
    return newest_


async def of_edition(connection: AsyncConnection, edition: int | None) -> list[tuple[int, Entry]]:
    """The entries of an edition with their numbers."""
    rows = await connection.execute(
        select(entries.c.id, entries.c.document, entries.c.code, wordings)
        .join(wordings, wordings.c.entry == entries.c.id)
        .where(wordings.c.edition == edition)
        .order_by(wordings.c.position)
    )
    return [(row.id, _entry(row)) for row in rows]


async def _put(
    connection: AsyncConnection, document: str, content: Sequence[Entry], content_hash: str, now: datetime
) -> None:
    """Keep an edition and make it the current one."""
    edition = await connection.scalar(
        insert(editions).values(document=document, published_at=now, content_hash=content_hash).returning(editions.c.id)
    )
    await connection.execute(
        insert_new(connection, entries), [{"document": e.document, "code": e.code} for e in content]
    )
    rows = await connection.execute(select(entries.c.code, entries.c.id).where(entries.c.document == document))
    ids = {code: key for code, key in rows}  # noqa: C416  (rows are not pairs to mypy)
    await connection.execute(
        insert(wordings),
        [
            {
                "edition": edition,
                "entry": ids[entry.code],
                "position": position,
                "level": entry.level.value,
                "text": entry.text,
                "parent": entry.parent,
                "publisher": entry.source.publisher if entry.source else None,
                "published_on": _iso(entry.source.published_on if entry.source else None),
            }
            for position, entry in enumerate(content)
        ],
    )
    await connection.execute(update(documents).where(documents.c.id == document).values(edition=edition))


async def shelved(connection: AsyncConnection) -> list[Shelved]:
    """Every document that was ever published, also those that are switched off, with its editions."""
    rows = await connection.execute(select(documents).order_by(documents.c.position))
    known = [(_document(row), row.edition) for row in rows]
    counted = (
        select(editions, func.count(wordings.c.entry).label("n_entries"))
        .join(wordings, wordings.c.edition == editions.c.id)
        .group_by(editions.c.id)
        .order_by(editions.c.id.desc())
    )
    found: dict[str, list[Edition]] = {}
    for row in await connection.execute(counted):
        found.setdefault(row.document, []).append(Edition(row.id, row.published_at, row.n_entries))
    return [Shelved(document, tuple(found.get(document.id, ())), edition) for document, edition in known]


async def switch(connection: AsyncConnection, document: str, *, on: bool) -> bool:
    """Publish a document's newest edition again, or none of it any more; False when it has none."""
    edition = await newest_edition(connection, document)
    if edition is None:
        return False
    shown = edition if on else None
    await connection.execute(update(documents).where(documents.c.id == document).values(edition=shown))
    return True


async def published(connection: AsyncConnection) -> Published:
    """Read everything that is published, in the order in which it was first published."""
    known = [
        Community(row.id, row.name, row.name_en, row.place, row.place_en, tuple(row.aliases))
        for row in await connection.execute(select(communities).order_by(communities.c.position))
    ]
    rows = await connection.execute(
        select(documents).where(documents.c.edition.is_not(None)).order_by(documents.c.position)
    )
    shown = list(map(_document, rows))
    goals = (await connection.execute(_CURRENT)).all()
    ids = {(row.document, row.code): row.id for row in goals}
    return Published(Library(known, shown, map(_entry, goals)), ids, await words.known(connection))


async def add(
    connection: AsyncConnection, community: Community, document: Document, text: str, source: Source, now: datetime
) -> int:
    """Publish a document with one more statement; return its number. A code is never used again."""
    n_codes = select(func.count()).select_from(entries).where(entries.c.document == document.id)
    new = Entry(document.id, f"q{1 + (await connection.scalar(n_codes) or 0)}", Level.STATEMENT, text, source=source)
    await publish(connection, community, document, [*await _content(connection, document.id), new], now)
    found = select(entries.c.id).where(entries.c.document == document.id, entries.c.code == new.code)
    return int((await connection.execute(found)).scalar_one())


async def reword(connection: AsyncConnection, key: int, text: str, source: Source, now: datetime) -> None:
    """Publish a document with other words in the place of one of its entries; its number stays."""
    known = await published(connection)
    old = next((entry for entry in known.library.entries if known.ids[entry.key] == key), None)
    if old is None:
        return
    document = known.library.document_of(old)
    new = Entry(old.document, old.code, old.level, text, old.parent, source)
    content = [new if entry == old else entry for entry in known.library.entries if entry.document == document.id]
    await publish(connection, known.library.communities[document.community], document, content, now)


async def take_out(connection: AsyncConnection, key: int, now: datetime) -> None:
    """Publish a document without one of its entries; without its last one it is published no longer."""
    known = await published(connection)
    gone = next((entry for entry in known.library.entries if known.ids[entry.key] == key), None)
    if gone is None:
        return
    document = known.library.document_of(gone)
    left = [entry for entry in known.library.entries if entry.document == document.id and entry != gone]
    if left:
        await publish(connection, known.library.communities[document.community], document, left, now)
    else:
        await connection.execute(update(documents).where(documents.c.id == document.id).values(edition=None))


async def _content(connection: AsyncConnection, document: str) -> list[Entry]:
    return [_entry(row) for row in await connection.execute(_CURRENT.where(documents.c.id == document))]


async def last_wording(connection: AsyncConnection, key: int) -> Entry | None:
    """How an entry read last, also when no published edition has it any more."""
    asked = (
        select(entries.c.document, entries.c.code, wordings)
        .join(wordings, wordings.c.entry == entries.c.id)
        .where(entries.c.id == key)
        .order_by(wordings.c.edition.desc())
        .limit(1)
    )
    row = (await connection.execute(asked)).one_or_none()
    return _entry(row) if row else None


async def read_vectors(connection: AsyncConnection, model: str) -> dict[str, bytes]:
    """Cached passage vectors by the hash of their text."""
    rows = await connection.execute(select(vectors.c.text_hash, vectors.c.vector).where(vectors.c.model == model))
    return {text_hash: vector for text_hash, vector in rows}  # noqa: C416


async def keep_vectors(connection: AsyncConnection, model: str, new: Mapping[str, bytes]) -> None:
    if new:
        rows = [{"text_hash": key, "model": model, "vector": vector} for key, vector in new.items()]
        await connection.execute(insert_new(connection, vectors), rows)


_CURRENT = (
    select(entries.c.id, entries.c.document, entries.c.code, wordings)
    .join(wordings, wordings.c.entry == entries.c.id)
    .join(documents, documents.c.edition == wordings.c.edition)
    .order_by(documents.c.position, wordings.c.position)
)


def _document(row: Row[Any]) -> Document:
    source = Source(row.publisher, _date(row.published_on), row.url)
    kind, aliases = DocumentKind(row.kind), tuple(row.aliases)
    return Document(row.id, row.community, kind, row.title, source, row.official, aliases)


def _entry(row: Row[Any]) -> Entry:
    source = Source(row.publisher, _date(row.published_on)) if row.publisher else None
    return Entry(row.document, row.code, Level(row.level), row.text, row.parent, source)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


async def _keep_community(connection: AsyncConnection, community: Community) -> None:
    position = await connection.scalar(select(func.count()).select_from(communities))
    known = await connection.scalar(select(communities.c.position).where(communities.c.id == community.id))
    row = {
        "id": community.id,
        "name": community.name,
        "name_en": community.name_en,
        "place": community.place,
        "place_en": community.place_en,
        "aliases": list(community.aliases),
        "position": position if known is None else known,
    }
    await connection.execute(upsert(connection, communities, row), row)


async def _keep_document(connection: AsyncConnection, document: Document) -> str | None:
    """Write a document's description and return the hash of its current edition, if it has one."""
    known = (
        await connection.execute(select(documents.c.position, documents.c.edition).where(documents.c.id == document.id))
    ).one_or_none()
    position = known.position if known else await connection.scalar(select(func.count()).select_from(documents))
    row = {
        "id": document.id,
        "community": document.community,
        "kind": document.kind.value,
        "title": document.title,
        "publisher": document.source.publisher,
        "published_on": _iso(document.source.published_on),
        "url": document.source.url,
        "official": document.official,
        "aliases": list(document.aliases),
        "position": position,
    }
    await connection.execute(upsert(connection, documents, row), row)
    if known is None or known.edition is None:
        return None
    content_hash: str | None = await connection.scalar(
        select(editions.c.content_hash).where(editions.c.id == known.edition)
    )
    return content_hash


def _hash(content: Sequence[Entry]) -> str:
    lines = [[entry.code, entry.level.value, entry.text, entry.parent, *_written(entry.source)] for entry in content]
    return sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def _written(source: Source | None) -> list[str | None]:
    """Nothing for most entries, whose source is their document's."""
    return [source.publisher, _iso(source.published_on)] if source else []


async def known_documents(connection: AsyncConnection) -> set[str]:
    return set(await connection.scalars(select(documents.c.id)))
