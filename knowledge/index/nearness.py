"""Nearness in meaning: the entries' vectors and a question's, both centred."""

from collections.abc import Sequence

import numpy as np

from knowledge.index.postings import Floats
from knowledge.library import Library
from knowledge.meaning import Meaning

CHILDREN_SHARE = 0.3
"""How much a goal's children move its vector: broad questions then find the goal above them."""


class Nearness:
    """Compares questions with entries.

    Source: subtracting the mean question and the mean entry raises nDCG@5 of the vectors alone from 0.44 to 0.48,
    for the model gives every pair of texts 0.8 or more.
    """

    def __init__(self, library: Library, meaning: Meaning, messages: Sequence[str]) -> None:
        self._meaning = meaning
        own = meaning.embed([e.text for e in library.entries])
        number = {e.key: n for n, e in enumerate(library.entries)}
        family = own.copy()
        for n, entry in enumerate(library.entries):
            children = [number[c.key] for c in library.children(entry)]
            if children:
                family[n] += CHILDREN_SHARE * own[children].mean(axis=0)
        self._entries = _unit(family - family.mean(axis=0))
        self._mean_message = meaning.embed(messages).mean(axis=0)

    def to(self, text: str) -> Floats:
        """The cosine of a question with every entry, −1…1."""
        asked = self._meaning.embed_question(text) - self._mean_message
        near: Floats = self._entries @ (asked / max(float(np.linalg.norm(asked)), 1e-6))
        return near


def _unit(rows: Floats) -> Floats:
    result: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return result
