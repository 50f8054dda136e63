"""What a question names exactly: a code, a place, a document, a level. These come before any score."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.index.places import ADJECTIVE, names_elsewhere
from knowledge.index.reading import Reading
from knowledge.language.letters import clean, skeleton
from knowledge.language.words import words
from knowledge.lexicon.phrases import Phrases, Token, compile_phrase
from knowledge.lexicon.speech import Speech
from knowledge.library import Library
from knowledge.model import Community, DocumentKind, Level

_DOTTED = re.compile(r"(?<![\d.,/])\d{1,2}(?:[.,]\d{1,2}){1,3}(?:/\d{1,3})?(?![\d/%]|[.,]\d)")
_AFTER_WORD = re.compile(
    r"(?:ціл[іьею]\w*|завдан\w+|пункт\w*|п\.|код\w*|розділ\w*|напрям\w*|обіцянк\w+|абзац\w*|цел[иьюя]\w*|задач\w+)"
    r"\s*(?:№|номер|під\s+номером|з\s+номером|#|:)?\s*"
    r"(?P<code>(?:[a-zа-яіїєґ]{1,3}[-. ]?)?\d{1,3}(?:[.,/]\d{1,3})*)(?!\d|[-–]?\w)",
    re.IGNORECASE,
)
_ORDINALS = (
    *("перш|перв", "друг|втор", "трет", "четверт", "п’ят|пят"),
    *("шост|шест", "сьом|седьм", "восьм", "дев’ят|девят", "десят"),
)
_BY_ORDINAL = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'({one})' for one in _ORDINALS)})(?:ь?[аяую]|[ау][яю]|ь?[оеі][їйюя])"
    r"\s+(?:стратег\w+\s+)?(?:ц[іе]л[ьи]|цілі|ціллю|целью)(?!\w)",
    re.IGNORECASE,
)
"""A goal by its place, in the singular: "третя стратегічна ціль", not "перші цілі"."""
_NOT_CODES = re.compile(
    r"\d[\d.,]*\s*(?:грн|%|км|м\b|га\b|год|рок|рік|°|градус|ранку|вечора|годин)|\b\d{1,2}[.:]\d{2}\s+(?:на|о|до|після)\b"
)
_LETTER_CODE = re.compile(r"(?<!\w)[bpбп]\d{1,2}(?:/\d{1,2})?(?!\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SHORTEST_PLACE = 4

_KINDS = (
    (DocumentKind.PROGRAMME, ("партія", "партійна", "політсила", "передвиборча", "перед виборами", "предвыборная")),
    (DocumentKind.NEWS, ("нарада", "новина", "стаття")),
)
_BROAD = (
    *("стратегія", "план", "ціль", "цель", "мета", "пріоритет", "розвиток", "програма розвитку", "план розвитку"),
    *("напрям", "напрям розвитку", "документ", "зміст", "виступає", "складається", "загалом"),
    *("головний", "основний", "ключовий"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    Shapes: `places` are community ids, `documents` document ids, `at` the numbers of the words that name something,
    `plan` of those for the plan itself ("у стратегії", "які цілі"); `broad` says that nothing besides it is asked
    about; `elsewhere` that a place outside the library is meant.
    """

    codes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    level: Level | None = None
    kind: DocumentKind | None = None
    broad: bool = False
    elsewhere: bool = False
    at: frozenset[int] = frozenset()
    plan: frozenset[int] = frozenset()


class Names:
    """The names of a library's places and documents, compiled for looking up."""

    def __init__(self, library: Library, speech: Speech) -> None:
        self._codes = {e.code for e in library.entries}
        named: list[tuple[tuple[str, str], str]] = []
        for community in library.communities.values():
            named += [(("place", community.id), name) for name in (community.name, *community.aliases)]
        for document in library.documents.values():
            named += [(("document", document.id), name) for name in (document.title, *document.aliases)]
        named += [(("level", level.value), name) for level, phrases in speech.levels.items() for name in phrases]
        named += [(("kind", kind.value), name) for kind, phrases in _KINDS for name in phrases]
        named += [(("broad", ""), name) for name in _BROAD]
        self._phrases = Phrases((compile_phrase(name), what) for what, name in named)
        self._roots = tuple((root, c.id) for c in library.communities.values() for root in _place_roots(c))
        self._any_root = tuple(root for root, _ in self._roots)

    def read(self, reading: Reading, tells: Callable[[int], bool]) -> Named:
        """Find what is named. `tells` says of a word's number whether the library has anything to say about it."""
        tokens = reading.tokens
        found: dict[str, dict[str, None]] = {}
        at: set[int] = set()
        plan: set[int] = set()
        for match in self._phrases.find(tokens):
            sort, what = match.what
            found.setdefault(sort, {})[what] = None
            (plan if sort in ("broad", "level") else at).update(match.at)
        places = found.get("place", {})
        for number, community in self._rooted(tokens):
            places[community] = None
            at.add(number)
        codes = find_codes(reading.text, self._codes)
        named = at | plan
        left = [n for n, w in enumerate(reading.words) if not (w.filler or w.general or n in named)] if named else []
        broad = not any(map(tells, left)) if plan else not left and bool(at)
        level = next(iter(found.get("level", {})), None)
        kind = next(iter(found.get("kind", {})), None)
        return Named(
            codes=codes,
            places=tuple(places),
            documents=tuple(found.get("document", {})),
            level=Level(level) if level else None,
            kind=DocumentKind(kind) if kind else None,
            broad=broad and not codes,
            elsewhere=not places and names_elsewhere(reading.words),
            at=frozenset(at),
            plan=frozenset(plan),
        )

    def names_place(self, tokens: Sequence[Token]) -> bool:
        """Tell whether a place of the library is named."""
        return any(match.what[0] == "place" for match in self._phrases.find(tokens)) or any(self._rooted(tokens))

    def _rooted(self, tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
        """The numbers of words about a place ("житомирський") with its community."""
        for number, token in enumerate(tokens):
            if token.bones.startswith(self._any_root):
                yield from ((number, community) for root, community in self._roots if token.bones.startswith(root))


def _place_roots(community: Community) -> list[str]:
    """What words about a place begin with: "Житомирська область" gives `житомир`, so "Житомирщина" is met too."""
    first = words(clean(community.name))[:1]
    bones = skeleton(first[0].lower) if first else ""
    root = ADJECTIVE.sub("", bones)
    return [root] if root != bones and len(root) >= _SHORTEST_PLACE else []


def find_codes(text: str, codes: set[str]) -> tuple[str, ...]:
    """The codes a message asks for, in the library's spelling where it has them; dates and amounts are none."""
    if _plain(text.strip(" .?!")) in codes:
        return (_plain(text.strip(" .?!")),)
    places = (str(m.lastindex) for m in _BY_ORDINAL.finditer(text))
    ordinals = tuple(dict.fromkeys(place for place in places if place in codes))
    if not _DIGIT.search(text):
        return ordinals
    text = _NOT_CODES.sub(" ", text)
    asked = [m.group("code") for m in _AFTER_WORD.finditer(text)]
    asked += [m.group() for m in _DOTTED.finditer(text) if not _is_date(m.group())]
    asked += [m.group() for m in _LETTER_CODE.finditer(text) if _plain(m.group()) in codes]
    return (*ordinals, *dict.fromkeys(_plain(code) for code in asked))


def _is_date(text: str) -> bool:
    pieces = re.split("[.,]", text)
    return len(pieces) == 2 and len(pieces[1]) == 2 and pieces[1].startswith("0")


def _plain(code: str) -> str:
    return code.replace(",", ".").replace(" ", "").lower().replace("б", "b").replace("п", "p").strip(".")
