"""The dictionaries of word forms, in little memory."""

from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap


class _Seeds:
    """Where each block of a front-coded stream begins and what its first record may repeat, without a tuple for each.

    A block's own first key stands for the key before it: what the two share is all that is read of it.
    """

    def __init__(self, firsts: Sequence[bytes], blocks: Sequence[tuple[int, bytes, bytes]]) -> None:
        self._firsts = firsts
        self._starts = array("I", (start for start, _, _ in blocks))
        self._values = b"".join(value for _, _, value in blocks)
        self._ends = array("I", accumulate((len(value) for _, _, value in blocks), initial=0))

    def __getitem__(self, block: int) -> tuple[int, bytes, bytes]:
        value = self._values[self._ends[block] : self._ends[block + 1]]
        return self._starts[block], self._firsts[block], value


class Dictionary(StreamMap):
    """A language's words with their dictionary forms.

    Source: simplemma 2.0 through its front-coded reader, which needs 29 MB for Ukrainian and Russian where a mapping
    needs 230, and whose index of blocks takes 16 of them; here it takes 6.
    """

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._blocks = _Seeds(self._firsts, self._blocks)  # type: ignore[assignment]  # only ever asked for one


@cache
def dictionary(language: str) -> Dictionary:
    return Dictionary(language)
