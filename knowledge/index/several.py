"""Several questions in one message: each is answered by itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.index.reading import LONGEST_MESSAGE
from knowledge.model import Answer, Part, Verdict

MOST_PARTS = 4
"""So many questions of a message are answered; each takes a search."""
_ITEM = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-–—•*])\s+(.*\w.*)$", re.MULTILINE)


def split(text: str) -> list[str]:
    """The questions of a message, or the items of a list; none when it asks only one thing.

    A statement belongs to the question after it ("Ями всюди. Коли зроблять дорогу?").
    """
    text = text[:LONGEST_MESSAGE]
    questions = [part.strip() + "?" for part in text.split("?")[:-1] if any(map(str.isalnum, part))]
    parts = questions if len(questions) > 1 else _ITEM.findall(text)
    return parts[:MOST_PARTS] if len(parts) > 1 else []


def join(whole: Answer, asked: Sequence[str], answers: Sequence[Answer], limit: int) -> Answer:
    """Put the answers to the parts together, unless the message as a whole says more.

    It does when somebody is in danger, and when it finds a goal while the parts do not find two different ones: the
    rest is then a rhetorical question or the same one in other words.
    """
    parts = [
        Part(text, one.hits[0] if one.verdict.answered else None) for text, one in zip(asked, answers, strict=True)
    ]
    found = {part.hit.entry.key: part.hit for part in parts if part.hit}
    if not found:
        return next((one for one in answers if one.verdict is Verdict.EMERGENCY), whole)
    if whole.verdict is Verdict.EMERGENCY or len(found) < (2 if whole.verdict.answered else 1):
        return whole
    answered = [one for one in answers if one.verdict.answered]
    sure = all(one.verdict is Verdict.ANSWER for one in answered)
    others = (hit for hit in whole.hits if hit.entry.key not in found)
    return replace(
        whole,
        verdict=Verdict.ANSWER if sure else Verdict.CHOICE,
        confidence=min(one.confidence for one in answered),
        hits=(*found.values(), *others)[:limit],
        parts=tuple(parts),
    )
