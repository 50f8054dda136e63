"""Which entries may answer a question."""

import numpy as np
from numpy.typing import NDArray

from knowledge.library import Library
from knowledge.model import DocumentKind


class Scopes:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._community = np.array([library.community_of(e).id for e in library.entries], dtype=np.str_)
        self._document = np.array([e.document for e in library.entries], dtype=np.str_)

    def inside(
        self, places: tuple[str, ...], documents: tuple[str, ...], kind: DocumentKind | None
    ) -> NDArray[np.bool_]:
        """Those of the places, or all without any.

        A document or a kind of it narrows them further, unless nothing would be left.
        """
        inside = np.isin(self._community, places) if places else np.ones(self._community.size, dtype=np.bool_)
        for named in (documents, self._of_kind(kind)):
            narrowed = inside & np.isin(self._document, named)
            inside = narrowed if narrowed.any() else inside
        inside.setflags(write=False)
        return inside

    def _of_kind(self, kind: DocumentKind | None) -> list[str]:
        return [d.id for d in self._library.documents.values() if d.kind is kind]
