"""What speaks for and against an answer, as numbers for the verdict."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.index.postings import Floats
from knowledge.index.question import Question
from knowledge.index.ranking import Ranking, Scores, concept_term
from knowledge.lexicon import Strength
from knowledge.verdict import Evidence


def gather(
    ranking: Ranking, question: Question, scores: Scores, scope: NDArray[np.bool_], total: Floats, order: Sequence[int]
) -> Evidence:
    """Weigh how much of the question the best entry meets, how much any entry in scope does, and how much none.

    Shapes: `total` are the final scores in scope, `order` the numbers of the best entries.
    """
    first = order[0] if len(order) else None
    mass = explained = reachable = absent = 0.0
    for subject in question.subjects:
        worth = [(scores.words[n], ranking.ideal(question.words[n].key)) for n in subject.words]
        worth += [(scores.concepts[c], ranking.ideal(concept_term(c))) for c in subject.concepts]
        weight = max((ranking.idf(question.words[n]) for n in subject.words), default=ranking.unknown_idf)
        mass += weight
        explained += weight * max((min(1.0, w[first] / ideal) for w, ideal in worth if first is not None), default=0.0)
        reachable += weight * max(
            (min(1.0, w.max(initial=0.0, where=scope) / ideal) for w, ideal in worth), default=0.0
        )
        if subject.concepts and not any(ranking.holds(c, scope) for c in subject.concepts):
            absent += weight
    strong = {c for c, strength in question.strengths.items() if strength is Strength.STRONG}
    top = float(total[first]) if first is not None else 0.0
    return Evidence(
        top=top,
        lead=(top - float(total[order[1]])) / top if len(order) > 1 else 1.0,
        explained=float(explained) / mass if mass else 0.0,
        reachable=float(reachable) / mass if mass else 0.0,
        absent=absent / mass if mass else 0.0,
        shared=len(strong & ranking.concepts[first]) / len(strong) if strong and first is not None else 0.0,
        unknown=sum(not a.known for a in question.words.values()) / max(len(question.words), 1),
        n_words=len(question.words),
    )
