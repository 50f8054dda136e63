"""SearchIndex: reads a message, looks for what it names, ranks the goals and judges."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from knowledge.index import several
from knowledge.index.evidence import gather
from knowledge.index.exact import Named, Names
from knowledge.index.explaining import Explaining, Spoken
from knowledge.index.gist import Gist
from knowledge.index.nearness import Nearness
from knowledge.index.places import areas
from knowledge.index.postings import Floats
from knowledge.index.question import Question
from knowledge.index.ranking import Ranking, best
from knowledge.index.reading import Reader, Reading
from knowledge.index.scopes import Scopes
from knowledge.index.vocabulary import Vocabulary
from knowledge.language.forms import forget
from knowledge.language.letters import clean
from knowledge.language.words import parts, words
from knowledge.lexicon import Lexicon
from knowledge.lexicon.own import NO_OWN_WORDS, OwnWords
from knowledge.lexicon.phrases import token
from knowledge.library import Library
from knowledge.meaning import Meaning
from knowledge.model import Answer, DocumentKind, Entry, Hit, Reason, Verdict, Way, because
from knowledge.verdict import Impression, Judge, Judgement, Message, is_outside

MEANING_WEIGHT = 2.0
"""What a cosine of 1 weighs beside the score by words. nDCG@5: 0.653 without, 0.715 at 1.5, 0.719 at 2, 0.713 at 3."""
MESSAGES_A_CLASS = 8
"""So many example messages of each class make the mean question, about a hundred in all."""
LEVEL_ASKED = 1.5
"""How much an entry of the level asked for gains ("які оперативні цілі щодо …"); broad questions 0.65, without 0.60."""
SUBJECT_WORDS = 8
DEPTH = 10
"""So many goals are weighed in any case."""
N_SCOPES = 64
"""Scopes kept ready; people of a hromada ask within the same few."""
N_EXPLAINED = 1 << 11
"""Entries kept ready to be explained; most questions find the same few hundred."""
AS_WELL = 0.85
"""A goal that reaches so much of the best score fits as well as the best. nDCG@5 on `five`: 0.79 from 0.75 up, 0.78 at
0.65."""
FULL_SCORE = 4.0
"""A score that few best hits reach; it becomes 1."""


@dataclass(frozen=True, slots=True)
class Study:
    """An answer with what led to it; `numbers` are the verdict's, none where a rule decided."""

    answer: Answer
    reading: Reading
    question: Question
    named: Named
    numbers: Mapping[str, float] = field(default_factory=dict)


class SearchIndex:
    """All published documents, ready to be asked. Immutable; swap it in one assignment."""

    def __init__(self, library: Library, lexicon: Lexicon, meaning: Meaning | None, own: OwnWords) -> None:
        lexicon = lexicon.with_everyday(own.of_concepts)
        self.library = library
        self.lexicon = lexicon
        self._ranking = Ranking(library, lexicon, own.of_goals)
        self._names = Names(library, lexicon.speech)
        self._judge = Judge(lexicon, with_meaning=meaning is not None)
        self._reader = Reader(Vocabulary(_all_words(self._ranking, lexicon)), lexicon.speech)
        self._scope = lru_cache(N_SCOPES)(Scopes(library).inside)
        self._spoken = lru_cache(N_EXPLAINED)(lambda number: Spoken(self._ranking.told[number], lexicon))
        self._is_promise = [library.document_of(e).is_promise for e in library.entries]
        self._level = np.array([e.level.value for e in library.entries], dtype=np.str_)
        messages = _ordinary_messages(lexicon)
        self._nearness = (
            Nearness(library, meaning, messages, self._ranking.concepts, _glosses(self._ranking))
            if meaning and library.entries and messages
            else None
        )

    @classmethod
    def build(
        cls, library: Library, lexicon: Lexicon, meaning: Meaning | None = None, own: OwnWords = NO_OWN_WORDS
    ) -> "SearchIndex":
        """Build the index; takes seconds, and a minute for every thousand entries whose vectors are not remembered."""
        index = cls(library, lexicon, meaning, own)
        forget()
        return index

    @property
    def passages(self) -> list[str]:
        """The texts whose vectors a build with a model of meaning needs."""
        goals = (entry.text for entry in self.library.entries)
        return [*goals, *_ordinary_messages(self.lexicon), *_glosses(self._ranking).values()]

    def ask(
        self,
        text: str,
        *,
        community: str | None = None,
        subject: tuple[str, ...] = (),
        limit: int = 10,
        answer_of: Callable[[Study], Answer] = attrgetter("answer"),
    ) -> Answer:
        """Answer a message. Never raises on any text.

        Shapes: `community` narrows the search unless the message names a place; `subject` is an earlier answer's, for
        messages that go on asking ("а для молоді?"). Of several questions each is answered. `answer_of` may know better
        than the documents what a question deserves.
        """
        whole = answer_of(self.study(text, community=community, subject=subject, limit=limit))
        asked = several.split(text)
        answers = [answer_of(self.study(one, community=community, limit=limit)) for one in asked]
        return several.join(whole, asked, answers, limit) if asked else whole

    def study(
        self,
        text: str,
        *,
        community: str | None = None,
        subject: tuple[str, ...] = (),
        limit: int = 10,
        without: Collection[tuple[str, str]] = (),
    ) -> Study:
        """Answer a message and keep what led to the answer, as though the library had no goals `without`."""
        reading = self._reader.read(text)
        said = reading
        if subject and self._goes_on(reading):
            reading = self._reader.resume(reading, self._still_meant(reading, subject))
        question = Question.of(reading, self.lexicon)
        named = self._names.read(reading, lambda n: self._tells(n, reading, question))
        places = named.places or ((community,) if community else ())
        scope = self._scope(places, named.documents, named.kind)
        if without:
            scope = scope & np.array([e.key not in without for e in self.library.entries], dtype=np.bool_)
        meant = question.meant if said is reading else Question.of(said, self.lexicon).meant
        heard = self._judge.listen(_message(said, meant, readable=bool(named.codes)))
        judged = self._judge.at_once(heard)
        numbers: Mapping[str, float] = {}
        hits: Sequence[Hit] = ()
        if judged is None and named.codes:
            hits, judged = self._by_code(named, scope)
        elif judged is None and named.broad and not named.elsewhere and not is_outside(heard):
            hits, judged = self._top(named, scope)
        elif judged is None:
            question = question.without(named.at).beside(named.plan)
            hits, judged, numbers = self._by_words(question, heard, named, scope, limit)
        answer = Answer(
            judged.verdict,
            judged.confidence,
            tuple(hits[:limit]),
            reading.corrections,
            judged.topic,
            (*(reading.words[n].read for n in sorted(named.at) if named.places), *question.subject)[:SUBJECT_WORDS],
        )
        return Study(answer, reading, question, named, numbers)

    def gist(self, text: str, community: str | None) -> Gist:
        """Say what a message is about, to compare it with others."""
        reading = self._reader.read(text)
        question = Question.of(reading, self.lexicon)
        return self.gist_of(question, self._names.read(reading, lambda n: self._tells(n, reading, question)), community)

    def gist_of(self, question: Question, named: Named, community: str | None) -> Gist:
        """Sum up a question that was read; to name one's own community says nothing."""
        places = {place for place in named.places if place != community}
        return Gist.of(question.without(named.at), places, lambda word: word.general or word.key in areas())

    def _tells(self, number: int, reading: Reading, question: Question) -> bool:
        """Tell whether a word says something that a list of all goals would leave unanswered."""
        word = reading.words[number]
        return number in question.meant or self._ranking.knows(word.key) or not word.known

    def _goes_on(self, reading: Reading) -> bool:
        """Tell whether a message continues an earlier one: it opens so, or has nothing of its own to look for."""
        opening = self.lexicon.speech.opening([w.read for w in reading.words])
        bare = len(reading.content) == 1 and len(reading.words) > 1 and self._names.names_place(reading.tokens)
        return bool(opening) or bare or not (reading.content or reading.stammers)

    def _still_meant(self, reading: Reading, subject: tuple[str, ...]) -> tuple[str, ...]:
        """An earlier subject without its place when the message names another one ("а в Луганську?")."""
        if not self._names.names_place(reading.tokens):
            return subject
        return tuple(word for word in subject if not self._names.names_place([token(word)]))

    def _inside(self, scope: NDArray[np.bool_]) -> list[Entry]:
        return [self.library.entries[n] for n in np.flatnonzero(scope)]

    def _by_code(self, named: Named, scope: NDArray[np.bool_]) -> tuple[list[Hit], Judgement]:
        """The entries of a code with their children and parent, official first; a code that nothing has is unknown."""
        asked = [e for e in self._inside(scope) if e.code.lower() in named.codes]
        asked.sort(key=lambda e: not self.library.document_of(e).official)
        hits = [Hit(e, 1.0, because(Reason(e.code, e.code, Way.CODE))) for e in asked]
        near = [(e, child) for e in asked for child in self.library.children(e)]
        near += [(e, above) for e in asked for above in self.library.ancestors(e)[-1:]]
        hits += [Hit(other, 0.5, because(Reason(e.code, other.code, Way.CODE))) for e, other in near]
        return hits, Judgement(Verdict.ANSWER, 1.0) if hits else Judgement(Verdict.UNKNOWN, 0.0)

    def _top(self, named: Named, scope: NDArray[np.bool_]) -> tuple[list[Hit], Judgement]:
        """What stands at the level asked for, else at the top, first what has parts; official where there are any."""
        inside = self._inside(scope)
        told = [e for e in inside if self.library.document_of(e).kind is not DocumentKind.NEWS] or inside
        told = [e for e in told if self.library.document_of(e).official] or told
        top = [e for e in told if e.parent is None]
        branching = [e for e in top if self.library.children(e)]
        listed = [e for e in told if e.level is named.level] or branching or top
        hits = [Hit(e, 1.0, because(Reason("", e.code, Way.NAME))) for e in listed]
        return hits, Judgement(Verdict.ANSWER, 1.0) if hits else Judgement(Verdict.UNKNOWN, 0.0)

    def _promises_first(self, order: list[int], total: Floats) -> list[int]:
        """Put what speaks for the community before news and programmes that fit hardly better."""
        scores = total[order].tolist()
        fitting = [n for n, score in zip(order, scores, strict=True) if score >= AS_WELL * scores[0]]
        promises = [n for n in fitting if self._is_promise[n]]
        rest = [n for n in order if n not in promises]
        return promises + rest

    def _by_words(
        self, question: Question, heard: Impression, named: Named, scope: NDArray[np.bool_], limit: int
    ) -> tuple[list[Hit], Judgement, Mapping[str, float]]:
        total = self._ranking.score(question)
        near = self._nearness.to(question.text) if self._nearness else None
        if near is not None:
            total = total + (MEANING_WEIGHT * np.maximum(near, 0.0)).astype(np.float32)
        total = self._ranking.raise_parents(total * self._ranking.weight)
        if named.level:
            total = np.where(self._level == named.level.value, total * np.float32(LEVEL_ASKED), total)
        total *= scope
        order = self._promises_first(best(total, max(limit, DEPTH)).tolist(), total)
        evidence = gather(self._ranking, question, scope, total, order)
        nearest = float(near[order[0]]) if near is not None and order else 0.0
        evidence = evidence._replace(elsewhere=float(named.elsewhere), near=nearest)
        judged, numbers = self._judge.weigh(heard, evidence)
        explaining = Explaining(self._ranking, question, self._spoken)
        hits = [
            Hit(self.library.entries[n], min(1.0, float(total[n]) / FULL_SCORE), partial(explaining.reasons, n))
            for n in order[:limit]
        ]
        if judged.verdict.answered and not hits:
            judged = Judgement(Verdict.UNKNOWN, 0.0)
        return hits, judged, numbers


def _glosses(ranking: Ranking) -> dict[str, str]:
    """What people say for each concept that a goal speaks of."""
    return {concept: ranking.lexicon.gloss(concept) for concept in sorted(set().union(*ranking.concepts))}


def _ordinary_messages(lexicon: Lexicon) -> list[str]:
    return [text for one in lexicon.outside for text in one.examples[:MESSAGES_A_CLASS]]


def _all_words(ranking: Ranking, lexicon: Lexicon) -> set[str]:
    """Every word once: all of them in a list would take 20 MB while the index is built."""
    told = {word.lower() for one in ranking.told for word in one.words}
    phrases = {part.lower for text in lexicon.phrases() for word in words(clean(text)) for part in parts(word)}
    return told | phrases | lexicon.speech.words


def _message(reading: Reading, meant: frozenset[int], *, readable: bool) -> Message:
    content = frozenset(n for n, w in enumerate(reading.words) if not w.filler)
    unreadable = frozenset(n for n in content if not (readable or reading.words[n].known))
    return Message(reading.text, reading.tokens, content, unreadable, meant)
