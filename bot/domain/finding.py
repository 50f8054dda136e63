"""Find rounds and their options by words that people remember of them; options also misspelt or in another case."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process, utils

from bot.domain import markup
from bot.domain.broadcasts import Broadcast
from bot.domain.rounds import Option, Phase, Round

ALIKE = 72.0
"""Least likeness of two words in percent: «майданчек» and «майданчик» have 89, «школа» and «школі» 80, «дорога» and
«доріг» 73; «шкілу» and «школа» 60, «дім» and «дим» 67."""

N_WORDS = 6
"""Words of a search that are looked at; nobody remembers more of a title."""


def find(options: Sequence[Option], written: str) -> list[Option]:
    """List the options that have every word, or one like it; the best come first, equals as they were.

    Words of one or two letters are looked at only when there are no others.
    """
    words = _words(written)
    asked = [word for word in words if len(word) > 2 or word.isdecimal()][:N_WORDS] or words[:N_WORDS]
    scored = [(_score(option, asked), option) for option in options] if asked else []
    return [option for score, option in sorted(scored, key=lambda one: -one[0]) if score >= ALIKE]


def find_rounds(
    listed: Sequence[tuple[Round, Phase]], *, phase: str = "", community: str = "", written: str = ""
) -> list[tuple[Round, Phase]]:
    """Keep rounds of a phase and a community that have every word or its beginning; a number may be that of a round."""
    asked = _words(written)

    def fits(round_: Round, its: Phase) -> bool:
        known = [*_words(f"{round_.title} {round_.question}"), str(round_.id)]
        return (
            phase in ("", its.value)
            and community in ("", round_.community)
            and all(any(one.startswith(word) for one in known) for word in asked)
        )

    return [(round_, its) for round_, its in listed if fits(round_, its)]


def find_broadcasts(listed: Sequence[Broadcast], written: str) -> list[Broadcast]:
    """Keep broadcasts that say every word, or one that begins with it; a number may be that of a broadcast."""
    asked = _words(written)

    def fits(one: Broadcast) -> bool:
        said = " ".join(markup.plain(content.text) for content in one.contents.values())
        known = [*_words(said), str(one.id)]
        return all(any(word.startswith(start) for word in known) for start in asked)

    return [one for one in listed if fits(one)]


def _score(option: Option, asked: Sequence[str]) -> float:
    """How well an option fits, in percent; the word that fits worst decides, a word of the title fits a bit better."""
    title = _words(option.title)
    rest = _words(f"{option.place} {option.author} {option.topic} {option.details}")
    return min(max(_likeness(word, title), _likeness(word, rest) - 1) for word in asked)


def _words(text: str) -> list[str]:
    return utils.default_process(text).split()


def _likeness(word: str, words: Sequence[str]) -> float:
    if any(one.startswith(word) for one in words):
        return 100.0
    best = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return best[1] if best else 0.0
