"""What speaks for and against an answer, as numbers for the verdict."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.index.postings import Floats
from knowledge.index.question import Question
from knowledge.index.ranking import GENERAL, Ranking
from knowledge.lexicon import Strength
from knowledge.model import Way
from knowledge.verdict import Evidence

DETAILED = 50
"""Entries of a plan that goes into detail: there a subject met only by a wider concept is rather one it lacks."""


def gather(
    ranking: Ranking, question: Question, scope: NDArray[np.bool_], total: Floats, order: Sequence[int]
) -> Evidence:
    """Weigh how much of the question the best entry meets.

    Shapes: `total` are the final scores in scope, `order` the numbers of the best entries.
    """
    first = order[0] if order else None
    mass = explained = firmest = 0.0
    for subject in question.subjects:
        weight = max((GENERAL if question.words[n].general else 1.0 for n in subject.words), default=GENERAL)
        here = ranking.met(subject, question, first) if first is not None else 0.0
        mass += weight
        explained += weight * here
        firmest = max(firmest, weight * here)
    strong = {c for c, strength in question.strengths.items() if strength is Strength.STRONG}
    return Evidence(
        lead=1.0 - float(total[order[1]] / total[order[0]]) if len(order) > 1 else 1.0,
        explained=explained / mass if mass else 0.0,
        firmest=firmest,
        broadly=min(1.0, float(scope.sum()) / DETAILED) * (1.0 - firmest) if strong else 0.0,
        sensed=float(bool(strong)),
        shared=len(strong & ranking.concepts[first]) / len(strong) if strong and first is not None else 0.0,
        unknown=sum(not a.known for a in question.words.values()) / max(len(question.words), 1),
        repaired=sum(a.way is Way.REPAIR for a in question.words.values()) / max(len(question.words), 1),
    )
