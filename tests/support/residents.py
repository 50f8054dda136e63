"""A hromada with many residents, as its database is after a year: who agreed, asked, voted, wrote, was told."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert

from bot.storage.migrate import create
from bot.storage.schema import (
    ballots,
    communities,
    deliveries,
    feedback,
    notices,
    options,
    people,
    questions,
    rounds,
    turns,
    voters,
)
from bot.storage.schema import broadcasts as sent
from tests.support.rows import SINCE, WORDS

BATCH = 5000


def settle(path: Path, n: int) -> None:
    """Make a database in which each of `n` people has asked twice, a fifth voted, a twentieth wrote."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        create(connection)
        for table, rows in _rows(n, random.Random(1)):
            _insert(connection, table, rows)
    engine.dispose()


def _insert(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _rows(n: int, chance: random.Random) -> Iterator[tuple[Table, Iterator[dict[str, Any]]]]:
    everybody = range(1, n + 1)

    def moment():
        return SINCE + timedelta(seconds=chance.randrange(2**24))

    def said(n_words):
        return " ".join(chance.choices(WORDS, k=n_words))

    place = {"name": "", "name_en": "", "place": "", "place_en": "", "aliases": [], "position": 0}
    yield communities, iter([{"id": "home", **place}])
    known = {"locale": "uk", "community": "home", "consent_version": 1}
    yield people, ({"id": one, "telegram_id": 10**9 + one, "consent_at": moment(), **known} for one in everybody)
    answered = {"community": "home", "verdict": "answer", "confidence": 0.9, "document": "home", "code": "1.1.1"}
    keys = iter(chance.sample(range(2**52), 2 * n))
    yield questions, ({"id": key, "text": said(7), "asked_at": moment(), **answered} for key in keys)
    terms = {"title": "", "question": "", "ballot": "approval", "limit": 5, "classes": [], "districts": []}
    terms |= {"rule": "greedy", "least_trust": 0, "declaration": "", "revision": 1}
    yield rounds, iter([{"id": 1, "community": "home", **terms}])
    text = dict.fromkeys(("title", "details", "author", "place", "topic"), "")
    yield options, ({"id": one, "round": 1, "position": one, **text} for one in range(1, 21))
    yield voters, ({"round": 1, "person": one, "by_code": False} for one in everybody[::5])
    vote = {"round": 1, "version": 3, "trust": 0}
    names = sorted(chance.randbytes(16) for _ in everybody[::5])
    yield ballots, ({"voter": name, "choices": {"3": 1, "7": 1, "12": 1}, **vote} for name in names)
    told = {"kind": "round_results", "params": {"round": 1, "title": said(4)}, "state": "sent", "n_attempts": 1}
    yield notices, ({"person": one, "cause": "round:1:results", "due_at": moment(), **told} for one in everybody[::5])
    new = {"community": "home", "state": "answered", "is_named": False, "is_offered": False, "is_public": False}
    written = chance.sample(range(2**52), n // 20)
    yield (
        feedback,
        ({"id": key, "text": said(40), "sent_at": moment(), "changed_at": moment(), **new} for key in written),
    )
    yield (
        turns,
        (
            {"feedback": k, "by_staff": True, "text": said(40), "said_at": moment(), "is_question": False}
            for k in written
        ),
    )
    kind = {"state": "done", "kind": "news", "is_emergency": False, "audience": {}, "author": 1}
    yield sent, iter([{"id": 1, "changed_at": moment(), **kind}])
    got = {"broadcast": 1, "state": "sent", "n_attempts": 1, "is_opened": False, "is_replied": False, "is_muted": False}
    yield deliveries, ({"person": one, "message": one, **got} for one in everybody)
