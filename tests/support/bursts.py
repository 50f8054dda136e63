"""Many people writing at once, and the count of what each was answered."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.domain.people import Locale
from bot.settings import Settings
from handlers.callbacks import Agree, pack
from tests.support.processes import Telegram

HOME = "zhytomyr"
MESSAGES = ("3.1", "туризм", "ремонт доріг", "школи", "лікарні", "сміття", "/help", "/language", "/privacy")
"""The first five that are answered each in its own way are used, so that it is seen which of them was answered."""

N_KINDS = 5

UNDER_WAY: int = Settings.model_fields["workers"].default
"""Most answers that may be sent and not yet noted on disk: one for each worker."""


@dataclass(frozen=True, slots=True)
class Count:
    """What became of a burst. `others` are messages of the bot that answer none of the questions."""

    asked: int
    never: int
    twice: int
    others: int


def move_in(server: Telegram, people: int) -> None:
    """Let people start the bot from their community's link and agree to what it keeps."""
    server.do("load", people=people, total=people, texts=[f"/start c_{HOME}"])
    for person in range(1, people + 1):
        assert server.do("press", person=person, what=pack(Agree(Locale.UK.value, f"c_{HOME}"))), (
            "consent was not answered"
        )


def learn_answers(server: Telegram, person: int = 1) -> dict[str, str]:
    """Write one message after another; return five of them with an answer that no other has."""
    for message in MESSAGES:
        server.do("load", people=1, total=1, texts=[message], first=person)
    said = server.do("chats")[str(person)]
    found: dict[str, str] = {}
    for message in MESSAGES:
        answer = said[said.index([False, message]) + 1][1]
        if answer not in found.values() and len(found) < N_KINDS:
            found[message] = answer
    assert len(found) == N_KINDS, found
    return found


def ask(server: Telegram, answers: dict[str, str], people: int, n_messages: int) -> None:
    """Let everybody write all at once, message after message."""
    for number in range(n_messages // people):
        server.do("burst", people=people, text=list(answers)[number % N_KINDS])


def count(server: Telegram, answers: dict[str, str]) -> Count:
    """Compare what was asked with what was answered, person by person."""
    asked = never = twice = others = 0
    for said in server.do("chats").values():
        wanted = Counter(answers[text] for by_bot, text in said if not by_bot and text in answers)
        got = Counter(text for by_bot, text in said if by_bot)
        asked += wanted.total()
        never += (wanted - got).total()
        twice += sum(got[text] - wanted[text] for text in wanted if got[text] > wanted[text])
        others += sum(n for text, n in got.items() if text not in answers.values())
    return Count(asked, never, twice, others)


def wait_until_answered(server: Telegram, answers: dict[str, str], patience_s: float = 60, quiet_s: float = 4) -> Count:
    """Wait until everything is answered, or until nothing has come for a while."""
    until, last = time.monotonic() + patience_s, time.monotonic()
    seen: Any = None
    while True:
        now = count(server, answers)
        if now != seen:
            seen, last = now, time.monotonic()
        if not now.never or time.monotonic() > until or time.monotonic() - last > quiet_s:
            return now
        time.sleep(0.2)
