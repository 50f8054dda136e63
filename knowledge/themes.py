"""What texts are about: the subjects of the lexicon, and what people say of other texts."""

from collections import Counter
from collections.abc import Sequence

from knowledge.language.letters import clean
from knowledge.language.words import parts, words
from knowledge.lexicon import Lexicon, Strength
from knowledge.lexicon.phrases import token
from knowledge.likeness import Likeness

ENOUGH = 30
"""From so many texts with a subject that people chose it can be learned; fewer say more of their authors."""
LEAST = 0.25
"""Less speaks for no subject."""
PEOPLE = 2.0
"""What people chose for such texts counts so much more than the lexicon: a correction must be able to win."""
HELD_BACK = 5
"""One choice of so many is not learned when it is asked how many are found."""

Tagged = tuple[str, str]
"""A subject that people chose, and the text."""


class Themes:
    """Tells the subjects of texts. `tagged` are texts whose subject people chose."""

    def __init__(self, lexicon: Lexicon, tagged: Sequence[Tagged] = ()) -> None:
        self._lexicon = lexicon
        self._tagged = tagged
        self._named: dict[str, list[str]] = {}
        can_learn = len(tagged) >= ENOUGH and len({subject for subject, _ in tagged}) > 1
        self._learned = Likeness.fit(tagged) if can_learn else None

    def concepts(self, text: str) -> list[str]:
        """The concepts that a text names, each once, without the wider ones of those it names."""
        if text not in self._named:
            self._named[text] = self._concepts(text)
        return self._named[text]

    def _concepts(self, text: str) -> list[str]:
        tokens = [token(part.lower) for word in words(clean(text)) for part in parts(word)]
        strong = (sense.concept for sense in self._lexicon.senses(tokens) if sense.strength is Strength.STRONG)
        named = dict.fromkeys(strong)
        wider = {above for concept in named for above, _ in self._lexicon.wider(concept)}
        return [concept for concept in named if concept not in wider]

    def name_of(self, concept: str) -> str:
        return self._lexicon.concepts[concept].name

    def subject(self, text: str) -> str | None:
        """The subject for which most speaks; None where little speaks for any."""
        named = Counter(self._lexicon.concepts[one].subject for one in self.concepts(text))
        scores = {subject: n / named.total() for subject, n in named.items()}
        for subject, score in self._learned.scores(text) if self._learned else ():
            if score >= LEAST:
                scores[subject] = scores.get(subject, 0.0) + PEOPLE * score
        best = max(scores, key=lambda subject: (scores[subject], subject), default=None)
        return best if best is not None and scores[best] >= LEAST else None

    def accuracy(self) -> float | None:
        """The share of people's choices that is found without having been learned; None for too few."""
        if self._learned is None:
            return None
        without = Themes(self._lexicon, [one for n, one in enumerate(self._tagged) if n % HELD_BACK])
        held_back = self._tagged[::HELD_BACK]
        return sum(without.subject(text) == subject for subject, text in held_back) / len(held_back)
