"""What speaks for and against an answer, as numbers for the verdict."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.index.mending import Asked
from knowledge.index.postings import Floats
from knowledge.index.question import Question, Subject
from knowledge.index.ranking import ECHO, FADED, GENERAL, Ranking
from knowledge.index.terms import concept_term
from knowledge.lexicon import Strength
from knowledge.model import Way
from knowledge.verdict import Evidence

DETAILED = 50
"""Entries of a plan that goes into detail: there a subject met only by a wider concept is rather one it lacks."""
_INFINITIVE = ("ти", "тися", "тись")
"""How the dictionary form of a Ukrainian verb ends."""
_NO_INFINITIVES = frozenset({"мати", "плати", "свати"})


def gather(
    ranking: Ranking, question: Question, scope: NDArray[np.bool_], total: Floats, order: Sequence[int]
) -> Evidence:
    """Weigh how much of the question the best entry meets.

    Shapes: `total` are the final scores in scope, `order` the numbers of the best entries.
    """
    first = order[0] if order else None
    mass = explained = outright = firmest = strange = 0.0
    for subject in question.subjects:
        weight = _weight(subject, question)
        met, wider = _meet(ranking, subject, question, first) if first is not None else (0.0, 0.0)
        best = max(met, wider)
        mass += weight
        explained += weight * best
        outright += weight * met
        firmest = max(firmest, weight * best)
        strange += weight * _is_strange(ranking, subject, question)
    mass = mass or 1.0
    strong = {c for c, strength in question.strengths.items() if strength is Strength.STRONG}
    shared = strong & ranking.concepts[first] if first is not None else frozenset[str]()
    return Evidence(
        lead=1.0 - float(total[order[1]] / total[order[0]]) if len(order) > 1 else 1.0,
        explained=explained / mass,
        firmest=firmest,
        broadly=min(1.0, float(scope.sum()) / DETAILED) * (explained - outright) / mass,
        sensed=float(bool(strong)),
        shared=len(shared) / max(len(strong), 1),
        lacking=float(bool(strong) and not shared and not ranking.speaks(strong, scope)),
        strange=strange / mass,
        unknown=sum(not a.known for a in question.words.values()) / max(len(question.words), 1),
        repaired=sum(a.way is Way.REPAIR for a in question.words.values()) / max(len(question.words), 1),
    )


def _weight(subject: Subject, question: Question) -> float:
    """How much a subject weighs; words of every plan and mere deeds ("збудують") say little about what is asked."""
    if question.faded and subject.words <= question.faded:
        return FADED
    telling = subject.concepts or not all(_says_little(question.words[n]) for n in subject.words)
    return 1.0 if telling else GENERAL


def _says_little(word: Asked) -> bool:
    return word.general or len(word.read) == 1 or (word.key.endswith(_INFINITIVE) and word.key not in _NO_INFINITIVES)


def _meet(ranking: Ranking, subject: Subject, question: Question, entry: int) -> tuple[float, float]:
    """Say how far an entry meets a subject, 0…1: in its own words and concepts, and by wider ones.

    A phrase that carries a concept is met in its words only where all of them are there: "новий" alone is no "нова
    школа". Only words without a concept call others to mind; a deed calls nothing.
    """
    held = ranking.held_by
    forms = min([held(entry, question.words[n].key) for n in subject.words], default=0.0)
    if subject.concepts:
        terms = [concept_term(concept) for concept in subject.concepts]
        itself = max([ranking.postings.held_by(entry, term) for term in terms])
        return max(itself, forms), max([held(entry, term) for term in terms])
    echoed = [c for n in subject.words if not _says_little(question.words[n]) for c in question.echoes.get(n, ())]
    return forms, ECHO * max([held(entry, concept_term(c)) for c in echoed], default=0.0)


def _is_strange(ranking: Ranking, subject: Subject, question: Question) -> bool:
    """Tell whether neither the library nor the lexicon has anything to do with a subject ("дирижабль")."""
    return not subject.concepts and not any(
        n in question.echoes or ranking.knows(question.words[n].key) for n in subject.words
    )
