"""Learn the verdict's weights anew: `python -m tests.calibrate [FILES...] [--write]`.

Asks every question of the graded files, without and with the embedding, learns what the verdict's numbers foretell,
and prints how well they foretell communities and families of questions that they have not seen. `--write` puts the
weights with these figures into `knowledge/verdict.toml`. Without files: the sets made for this, which no figure of
docs/quality.md is measured on. The same files and the same code give the same weights.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge import documents, quality
from knowledge.calibration import Case, Floats, cross_validate, learn
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon
from knowledge.meaning import Meaning
from knowledge.quality import Bin, Outcome
from knowledge.verdict import EXISTS
from tests.eval import MEANING, ROOT, read_library, row, ways_to_search

SETS = (ROOT / "tests" / "data" / "calibration", ROOT.parent / "shared" / "eval")
WEIGHTS = ROOT / "knowledge" / "verdict.toml"
NAMES: Mapping[str, tuple[str, ...]] = {
    "asked": ("inside", "outside", "cues", "unknown", "sensed", "explained", "strange", "elsewhere"),
    "told": ("firmest", "broadly", "shared", "lacking", "beyond", "elsewhere"),
    "right": (
        *("inside", "outside", "cues", "explained", "firmest", "shared", "lead", "broadly", "strange", "beyond"),
        *("lacking", "elsewhere"),
    ),
}
"""The numbers that each chance is learned from; with the embedding `near` joins the last two."""
ABOUT_PLANS = frozenset({"missing", "elsewhere"})
"""Kinds of unanswerable questions that are put about plans all the same."""
ROBBED = 0.1
"""What a question counts whose goals were taken away, beside one that was written to have none. Balanced accuracy on
communities left out: 0.85 at 0, 0.87 at 0.1, 0.86 at 0.3."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A question with what the search said; `robbed` of its goals, it has become one that nothing answers."""

    outcome: Outcome
    numbers: Mapping[str, float]
    robbed: bool

    @property
    def answerable(self) -> bool:
        return self.outcome.question.answerable and not self.robbed

    @property
    def about_plans(self) -> bool:
        return self.outcome.question.answerable or self.outcome.question.sub in ABOUT_PLANS


Grouping = Callable[[Observation], str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.calibrate", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.relative_to(ROOT)}")
    given = parser.parse_args()
    files = given.files or [p for s in SETS for p in sorted(s.glob("*.jsonl")) if not p.stem.endswith("_passages")]
    lexicon = Lexicon.load()
    sections, notes = [], [f"Learned by `make calibrate` from {', '.join(p.stem for p in files)}."]
    for way, meaning in ways_to_search(None).items():
        seen = [one for path in files for one in observe(path, lexicon, meaning)]
        name = "with meaning" if way == MEANING else "without meaning"
        print(f"\n{name}: {len(seen)} cases\n")
        for left_out, grouping in (("communities", by_community), ("families of questions", by_family)):
            said, bins = judge(seen, grouping, with_meaning=way == MEANING)
            notes.append(f"{name}, {left_out} left out: {said}")
            print("\n".join([f"{left_out} left out: {said}", "", *reliability_table(bins), ""]), flush=True)
        sections += [section(f"{name}.{chance}", w) for chance, w in weigh(seen, with_meaning=way == MEANING).items()]
    if given.write:
        WEIGHTS.write_text("\n".join([*(f"# {note}" for note in notes), "", *sections]), encoding="utf-8")


def observe(path: Path, lexicon: Lexicon, meaning: Meaning | None) -> list[Observation]:
    """Ask each question of a file, and once more without the goals that answer it."""
    passages = path.with_name(f"{path.stem}_passages.jsonl")
    index = SearchIndex.build(read_library(passages) if passages.exists() else documents.load(), lexicon, meaning)
    found = []
    for question in quality.read_questions(path):
        for robbed in (False, True) if question.answerable else (False,):
            gone = [e.key for e in index.library.entries if (e.document, quality.passage(e.code)) in question.gold]
            study = index.study(question.text, community=question.community, without=gone if robbed else ())
            found.append(Observation(Outcome(question, study.answer), study.numbers, robbed))
    return found


def by_community(one: Observation) -> str:
    return one.outcome.question.community or "all"


def by_family(one: Observation) -> str:
    """Questions about the same goal are one family; any other message stands alone."""
    question = one.outcome.question
    return str(max(question.gold, key=lambda key: question.gold[key]) if question.gold else question.text)


def cases(seen: Sequence[Observation], grouping: Grouping) -> dict[str, list[Case]]:
    """What there is to learn each chance from; what a rule decided has no numbers."""
    ranked = [one for one in seen if one.numbers]
    whole = [one for one in ranked if not one.robbed]
    return {
        "asked": [Case(o.numbers, o.about_plans, grouping(o)) for o in whole],
        "told": [
            Case(o.numbers, o.answerable, grouping(o), ROBBED if o.robbed else 1.0) for o in ranked if o.about_plans
        ],
        "right": [Case(o.numbers, quality.first_is_right(o.outcome), grouping(o)) for o in whole],
    }


def names(chance: str, *, with_meaning: bool) -> tuple[str, ...]:
    return (*NAMES[chance], "near") if with_meaning and chance != "asked" else NAMES[chance]


def weigh(seen: Sequence[Observation], *, with_meaning: bool) -> dict[str, dict[str, float]]:
    known = cases(seen, by_community)
    return {chance: learn(known[chance], names(chance, with_meaning=with_meaning)) for chance in NAMES}


def judge(seen: Sequence[Observation], grouping: Grouping, *, with_meaning: bool) -> tuple[str, list[Bin]]:
    """Foretell every question by weights that know nothing of its group: what would be shown, and how sure."""
    known = cases(seen, grouping)
    whole = [one for one in seen if not one.robbed]
    ranked = [one for one in whole if one.numbers]
    asked = [Case(one.numbers, one.answerable, grouping(one)) for one in ranked]
    chance = {name: cross_validate(known[name], names(name, with_meaning=with_meaning), asked) for name in NAMES}
    shown = iter((chance["asked"] * chance["told"] >= EXISTS).tolist())
    told = [next(shown) if one.numbers else one.outcome.answer.verdict.answered for one in whole]
    answered = _share(told, [one.answerable for one in whole])
    refused = 1 - _share(told, [not one.answerable for one in whole])
    area = area_under_curve(chance["asked"] * chance["told"], np.array([one.answerable for one in ranked]))
    sure = zip(ranked, chance["right"].tolist(), strict=True)
    bins = quality.reliability([_confident(one.outcome, c) for one, c in sure])
    return (
        f"AUC {area:.2f}, answered {answered:.2f}, refused {refused:.2f}, "
        f"balanced {(answered + refused) / 2:.2f}, calibration error {quality.calibration_error(bins):.3f}"
    ), bins


def area_under_curve(foretold: Floats, so: np.ndarray) -> float:
    """The chance that a case that is so was foretold higher than one that is not."""
    wrong = foretold[~so]
    above = (foretold[so][:, None] > wrong).mean() + (foretold[so][:, None] == wrong).mean() / 2
    return float(above)


def reliability_table(bins: Sequence[Bin]) -> list[str]:
    lines = [row(["confidence", "n", "foretold", "right"]), "|---|---:|---:|---:|"]
    return lines + [row([f"{b.low:.1f}–{b.high:.1f}", str(b.n), f"{b.confidence:.2f}", f"{b.right:.2f}"]) for b in bins]


def section(name: str, weights: Mapping[str, float]) -> str:
    """A table of verdict.toml; the name may hold a space and a dot."""
    way, chance = name.split(".")
    return "\n".join([f'["{way}".{chance}]', *(f"{key} = {value:.3f}" for key, value in weights.items()), ""])


def _share(told: Sequence[bool], among: Sequence[bool]) -> float:
    return float(np.mean([one for one, counts in zip(told, among, strict=True) if counts]))


def _confident(outcome: Outcome, confidence: float) -> Outcome:
    return replace(outcome, answer=replace(outcome.answer, confidence=confidence))


if __name__ == "__main__":
    main()
