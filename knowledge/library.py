"""The published documents as one immutable tree to walk."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from knowledge.model import Community, Document, DocumentKind, Entry, Source


class Library:
    """Communities, their documents and the entries in document order.

    Errors: `ValueError` names the entry whose document, parent or code is broken.
    """

    def __init__(
        self, communities: Iterable[Community], documents: Iterable[Document], entries: Iterable[Entry]
    ) -> None:
        self.communities: Mapping[str, Community] = MappingProxyType({c.id: c for c in communities})
        self.documents: Mapping[str, Document] = MappingProxyType(_by_id(documents))
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._by_key: dict[tuple[str, str], Entry] = {}
        self._children: dict[tuple[str, str | None], list[Entry]] = {}
        for document in self.documents.values():
            if document.community not in self.communities:
                raise ValueError(f"{document.id}: unknown community {document.community}")
        for entry in self.entries:
            self._add(entry)
        for entry in self.entries:
            if entry.parent is not None and (entry.document, entry.parent) not in self._by_key:
                raise ValueError(f"{entry.document} {entry.code}: no parent {entry.parent}")

    def _add(self, entry: Entry) -> None:
        if entry.document not in self.documents:
            raise ValueError(f"{entry.document} {entry.code}: unknown document")
        if entry.key in self._by_key:
            raise ValueError(f"{entry.document} {entry.code}: code used twice")
        if entry.parent == entry.code:
            raise ValueError(f"{entry.document} {entry.code}: is its own parent")
        self._by_key[entry.key] = entry
        self._children.setdefault((entry.document, entry.parent), []).append(entry)

    def entry(self, document: str, code: str) -> Entry | None:
        return self._by_key.get((document, code))

    def document_of(self, entry: Entry) -> Document:
        return self.documents[entry.document]

    def source_of(self, entry: Entry) -> Source:
        return entry.source or self.document_of(entry).source

    def without(self, kind: DocumentKind) -> "Library":
        """The same library without the documents of a kind."""
        documents = {d.id: d for d in self.documents.values() if d.kind is not kind}
        return Library(
            self.communities.values(), documents.values(), (e for e in self.entries if e.document in documents)
        )

    def community_of(self, entry: Entry) -> Community:
        return self.communities[self.documents[entry.document].community]

    def children(self, entry: Entry) -> tuple[Entry, ...]:
        return tuple(self._children.get(entry.key, ()))

    def top(self, document: str) -> tuple[Entry, ...]:
        """The entries of a document that have no parent, in document order."""
        return tuple(self._children.get((document, None), ()))

    def ancestors(self, entry: Entry) -> tuple[Entry, ...]:
        """What stands above an entry, widest first, without the entry itself."""
        above: list[Entry] = []
        while entry.parent is not None:
            entry = self._by_key[(entry.document, entry.parent)]
            above.append(entry)
        return tuple(reversed(above))

    def documents_of(self, community: str) -> tuple[Document, ...]:
        """A community's documents, official ones first, each group in the order they were given."""
        own = [d for d in self.documents.values() if d.community == community]
        return tuple(sorted(own, key=lambda d: not d.official))


def _by_id(documents: Iterable[Document]) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.id in found:
            raise ValueError(f"{document.id}: two documents have this id")
        found[document.id] = document
    return found
