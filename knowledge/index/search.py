"""SearchIndex: reads a message, names, ranks and judges."""

import numpy as np
from numpy.typing import NDArray

from knowledge.index.exact import Named, Names
from knowledge.index.explaining import reasons
from knowledge.index.ranking import Ranking, best
from knowledge.index.reading import Reader, Reading
from knowledge.index.vocabulary import Vocabulary
from knowledge.language.letters import clean
from knowledge.language.words import parts, words
from knowledge.lexicon import Lexicon
from knowledge.library import Library
from knowledge.meaning import Meaning
from knowledge.model import Answer, DocumentKind, Hit, Reason, Verdict, Way
from knowledge.verdict import Evidence, Judge

SUBJECT_WORDS = 8


class SearchIndex:
    """All published documents, ready to be asked. Immutable; swap it in one assignment."""

    def __init__(self, library: Library, lexicon: Lexicon, meaning: Meaning | None) -> None:
        self.library = library
        self.lexicon = lexicon
        self._meaning = meaning
        self._ranking = Ranking(library, lexicon)
        self._names = Names(library, lexicon.speech)
        self._judge = Judge(lexicon)
        told = [word.lower() for one in self._ranking.told for word in one.words]
        phrases = (part.lower for text in lexicon.phrases() for w in words(clean(text)) for part in parts(w))
        self._reader = Reader(Vocabulary([*told, *phrases, *lexicon.speech.words]), lexicon.speech)
        entries = library.entries
        self._community = np.array([library.documents[e.document].community for e in entries], dtype=np.str_)
        self._document = np.array([e.document for e in entries], dtype=np.str_)
        self._number = {e.key: n for n, e in enumerate(entries)}

    @classmethod
    def build(cls, library: Library, lexicon: Lexicon, meaning: Meaning | None = None) -> "SearchIndex":
        """Build the index; takes seconds, more where passages have to be embedded."""
        return cls(library, lexicon, meaning)

    def ask(self, text: str, *, community: str | None = None, subject: tuple[str, ...] = (), limit: int = 10) -> Answer:
        """Answer a message. Never raises on any text."""
        reading = self._reader.read(text)
        if subject:
            reading = self._reader.resume(reading, subject)
        named = self._names.read(reading)
        scope = self._scope(named, community)
        outside = self._judge.at_once(reading.tokens)
        if outside is not None:
            return Answer(outside.verdict, 1.0, corrections=reading.corrections, topic=outside.topic)
        if named.codes:
            return self._by_code(named, scope, reading, limit)
        if named.broad and not named.elsewhere:
            return self._top(named, scope, reading, limit)
        return self._by_words(reading, named, scope, limit)

    def _scope(self, named: Named, community: str | None) -> NDArray[np.bool_]:
        """Which entries may answer: those of the places or documents named, else of the person's community."""
        places = named.places or ((community,) if community else ())
        inside = np.isin(self._community, places) if places else np.ones(len(self.library.entries), dtype=np.bool_)
        if named.documents:
            inside &= np.isin(self._document, named.documents)
        if named.kind:
            wanted = [d.id for d in self.library.documents.values() if d.kind is named.kind]
            narrowed = inside & np.isin(self._document, wanted)
            inside = narrowed if narrowed.any() else inside
        return inside

    def _by_code(self, named: Named, scope: NDArray[np.bool_], reading: Reading, limit: int) -> Answer:
        inside = [e for n, e in enumerate(self.library.entries) if scope[n] and e.code.lower() in named.codes]
        inside.sort(key=lambda e: not self.library.document_of(e).official)
        if not inside:
            return Answer(Verdict.UNKNOWN, 0.0, corrections=reading.corrections)
        found = [Hit(e, 1.0, (Reason(e.code, e.code, Way.CODE),)) for e in inside]
        found += [Hit(c, 0.5, (Reason(e.code, e.code, Way.CODE),)) for e in inside for c in self.library.children(e)]
        return Answer(Verdict.ANSWER, 1.0, tuple(found[:limit]), reading.corrections)

    def _top(self, named: Named, scope: NDArray[np.bool_], reading: Reading, limit: int) -> Answer:
        """List what stands at the level asked for, or at the top."""
        entries = [e for n, e in enumerate(self.library.entries) if scope[n]]
        official = [e for e in entries if self.library.document_of(e).kind is not DocumentKind.NEWS] or entries
        own = [e for e in official if self.library.document_of(e).official] or official
        listed = [e for e in own if e.level is named.level] or [e for e in own if e.parent is None]
        hits = tuple(Hit(e, 1.0, (Reason("", e.code, Way.NAME),)) for e in listed[:limit])
        return Answer(Verdict.ANSWER if hits else Verdict.UNKNOWN, 1.0 if hits else 0.0, hits, reading.corrections)

    def _by_words(self, reading: Reading, named: Named, scope: NDArray[np.bool_], limit: int) -> Answer:
        content = {n: w for n, w in enumerate(reading.words) if not w.filler and n not in named.at}
        senses = self.lexicon.senses(reading.tokens)
        scores = self._ranking.score(content, senses)
        total = np.where(scope, scores.total * self._ranking.weight, 0.0)
        order = best(total, limit)
        hits = tuple(
            Hit(entry, min(1.0, float(total[n]) / 4), reasons(self._ranking, int(n), content, senses, reading))
            for n in order
            for entry in (self.library.entries[n],)
        )
        judged = self._judge.weigh(
            Evidence(top=float(total[order[0]]) if len(order) else 0.0, elsewhere=named.elsewhere)
        )
        kept = tuple(dict.fromkeys(w.read for w in content.values()))[:SUBJECT_WORDS]
        return Answer(judged.verdict, judged.confidence, hits, reading.corrections, judged.topic, kept)
