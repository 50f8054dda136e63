"""Who is measured: the search, and ready tools over the same passages, asked as these tools are asked.

Nothing of the bot is imported here, so that a process which weighs one of them holds little else.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from rapidfuzz import fuzz, process

from knowledge import documents, meaning
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon

Ask = Callable[[str], object]

WORDS, DEEP = "Viche, words only", "Viche with meaning"
FTS5, FUZZY, BARE = "SQLite FTS5 trigram", "rapidfuzz WRatio", "the bare embedding call"
LIMIT = 10
_STATUS = Path("/proc/self/status")
_WORD = re.compile(r"\w+")


def fuzzy(passages: Sequence[str]) -> Ask:
    """The obvious first version: rapidfuzz over all passages."""
    return lambda question: process.extract(question, passages, scorer=fuzz.WRatio, limit=LIMIT)


def trigrams(question: str) -> str:
    """Any of the three-letter groups of a question's words, as FTS5 is asked for them."""
    words = _WORD.findall(question.lower())
    return " OR ".join(dict.fromkeys(f'"{w[at : at + 3]}"' for w in words for at in range(len(w) - 2)))


def fts5_trigram(passages: Sequence[str]) -> Ask:
    """SQLite's own full text search in memory, ranked by bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = 'trigram')")
    with connection:
        connection.executemany("INSERT INTO passage(text) VALUES (?)", ((text,) for text in passages))
    statement = "SELECT rowid, bm25(passage) FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT ?"

    def ask(question: str) -> object:
        wanted = trigrams(question)
        return connection.execute(statement, (wanted, LIMIT)).fetchall() if wanted else []

    return ask


def words_only() -> Ask:
    return SearchIndex.build(documents.load(), Lexicon.load()).ask


def with_meaning() -> Ask:
    return SearchIndex.build(documents.load(), Lexicon.load(), meaning.load()).ask


def bare_embedding() -> Ask:
    model = meaning.load()
    assert model is not None
    return lambda question: model.embed([question])


def shipped_passages() -> list[str]:
    return [entry.text for entry in documents.load().entries]


def ways(*, deep: bool) -> dict[str, Callable[[], Ask]]:
    """Everybody who is measured on the shipped documents, and how each is built."""
    found = {
        WORDS: words_only,
        FTS5: lambda: fts5_trigram(shipped_passages()),
        FUZZY: lambda: fuzzy(shipped_passages()),
    }
    return found | ({DEEP: with_meaning, BARE: bare_embedding} if deep else {})


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes to be ready: seconds to build; resident memory of the whole process, at the end and at most."""

    build_s: float
    now_mb: float
    peak_mb: float

    @classmethod
    def of(cls, build_s: float) -> "Cost":
        now_mb = psutil.Process().memory_info().rss / 1e6
        return cls(build_s, now_mb, max(now_mb, _peak_mb()))


def _peak_mb() -> float:
    """The most that this process ever held. getrusage would also count the process that started it."""
    with suppress(OSError):
        lines = _STATUS.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:"))
    return 0.0


def weigh(name: str, questions: Sequence[str]) -> Cost:
    """Build one of them and let it answer; meant for a process of its own."""
    started = time.perf_counter()
    ask = ways(deep=True)[name]()
    build_s = time.perf_counter() - started
    for question in questions:
        ask(question)
    return Cost.of(build_s)
