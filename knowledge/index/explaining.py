"""Why an entry was found: which words of the question met which of its own, and by which way."""

from collections.abc import Mapping, Sequence

from knowledge.index.ranking import Ranking, Told
from knowledge.index.reading import Asked, Reading
from knowledge.lexicon import Sense
from knowledge.model import Reason, Way


def reasons(
    ranking: Ranking, number: int, content: Mapping[int, Asked], senses: Sequence[Sense], reading: Reading
) -> tuple[Reason, ...]:
    """The meetings of a question with one entry, in the order of the question's words."""
    told = ranking.told[number]
    found: dict[Reason, None] = {}
    for asked in content.values():
        met = _met_by_word(ranking, told, asked)
        if met:
            found[Reason(asked.written, met, asked.way)] = None
    mine = {s.concept: s for s in told.senses}
    for sense in senses:
        if sense.concept in mine:
            words = " ".join(reading.words[n].written for n in sense.at)
            met = " ".join(told.words[n] for n in mine[sense.concept].at)
            if not any(r.met == met and r.asked in words for r in found):
                found[Reason(words, met, Way.CONCEPT)] = None
    return tuple(found)


def _met_by_word(ranking: Ranking, told: Told, asked: Asked) -> str | None:
    keys = {asked.key, *(stem for stem, _ in ranking.related.to(asked.key))}
    met = dict.fromkeys(w for w, t in zip(told.words, told.tokens, strict=True) if t.key in keys)
    return " ".join(met) or None
