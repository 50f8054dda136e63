"""Why an entry was found: which words of the question met which of its own, and by which way."""

from knowledge.index.question import Question
from knowledge.index.ranking import Ranking, Told
from knowledge.index.reading import Asked
from knowledge.lexicon import Sense, Strength
from knowledge.model import Reason, Way


def reasons(ranking: Ranking, number: int, question: Question) -> tuple[Reason, ...]:
    """The meetings of a question with one entry, in the order of the question's words; what met is as written there."""
    told = ranking.told[number]
    found: dict[Reason, None] = {}
    explained: set[int] = set()
    for place, asked in question.words.items():
        met = _met(ranking, told, asked)
        if met:
            found[Reason(asked.written, met, asked.way)] = None
            explained.add(place)
    for sense in question.senses:
        mine = _met_by_concept(ranking, told, sense.concept)
        if mine and not explained.issuperset(sense.at):
            explained.update(sense.at)
            asked_words = " ".join(question.written[n] for n in sense.at)
            found[Reason(asked_words, " ".join(told.words[n] for n in mine.at), Way.CONCEPT)] = None
    if not found:
        for place, concepts in question.echoes.items():
            met_by = (_met_by_concept(ranking, told, concept) for concept in concepts)
            met_sense = next((sense for sense in met_by if sense), None)
            if met_sense:
                met = " ".join(told.words[n] for n in met_sense.at)
                found[Reason(question.written[place], met, Way.CONCEPT)] = None
    return tuple(found)


def _met_by_concept(ranking: Ranking, told: Told, concept: str) -> Sense | None:
    """Where an entry speaks of a concept, of one above it, or of one below it."""
    above = [concept, *(wider for wider, _ in ranking.lexicon.wider(concept))]
    strong = [sense for sense in told.senses if sense.strength is Strength.STRONG]
    exact = [sense for one in above for sense in strong if sense.concept == one]
    below = (s for s in strong if any(wider == concept for wider, _ in ranking.lexicon.wider(s.concept)))
    return exact[0] if exact else next(below, None)


def _met(ranking: Ranking, told: Told, asked: Asked) -> str | None:
    keys = {asked.key, *(key for key, _ in ranking.related.to(asked.key))}
    met = dict.fromkeys(word for word, t in zip(told.words, told.tokens, strict=True) if t.key in keys)
    return " ".join(met) or None
