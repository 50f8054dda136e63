"""Learning the verdict's weights anew: the same questions give the same weights, in the form that the judge reads."""

import json
import tomllib

import pytest

from knowledge.verdict import WEIGHTS
from tests import calibrate

GOALS = {"1": "Ремонт доріг", "2": "Сучасна освіта", "3": "Підтримка малого бізнесу", "4": "Чиста вода"}
ASKED = {
    "1": ("чи полагодять дороги", "ями на дорозі"),
    "2": ("що буде зі школами", "чи покращать навчання"),
    "3": ("допомога підприємцям", "гроші на бізнес"),
    "4": ("питна вода", "чи буде вода з крана чистою"),
}
LACKING = ("чи збудують стадіон", "чи відкриють музей", "яка завтра погода", "рецепт борщу", "чи буде метро")


@pytest.fixture(scope="module")
def seen(tmp_path_factory, lexicon):
    folder = tmp_path_factory.mktemp("graded")
    goals = [
        {"doc": "plan", "community": "c", "code": code, "level": "strategic", "text": text, "parent": None}
        for code, text in GOALS.items()
    ]
    asked = [(text, [{"doc": "plan", "code": code, "grade": 2}]) for code, texts in ASKED.items() for text in texts]
    asked += [(text, []) for text in LACKING]
    rows = [
        {
            "id": str(n),
            "query": text,
            "community": "c",
            "kind": "question",
            "answerable": bool(gold),
            "gold": gold,
            "sub": None if gold else "missing" if text.startswith("чи") else "offtopic",
        }
        for n, (text, gold) in enumerate(asked)
    ]
    for name, items in (("set", rows), ("set_passages", goals)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    return calibrate.observe(folder / "set.jsonl", lexicon, None)


def test_each_answerable_question_is_asked_once_more_without_its_goals(seen):
    robbed = [one for one in seen if one.robbed]
    assert len(robbed) == sum(len(texts) for texts in ASKED.values())
    for one in robbed:
        assert not one.answerable
        assert {hit.entry.key for hit in one.outcome.answer.hits}.isdisjoint(one.outcome.question.gold)


def test_weights_are_learned_alike_twice_and_read_by_the_judge(seen):
    first, second = (calibrate.weigh(seen, with_meaning=False) for _ in range(2))
    assert first == second
    written = "\n".join(calibrate.section(f"without meaning.{chance}", weights) for chance, weights in first.items())
    learned = tomllib.loads(written)["without meaning"]
    assert {chance: weights.keys() for chance, weights in learned.items()} == {
        chance: weights.keys() for chance, weights in WEIGHTS["without meaning"].items()
    }
    assert first["told"]["firmest"] > 0


def test_what_is_foretold_for_families_left_out_is_summed_up(seen):
    said, bins = calibrate.judge(seen, calibrate.by_family, with_meaning=False)
    assert said.startswith("AUC ")
    assert sum(b.n for b in bins) <= len(seen)
    assert all(0 <= b.confidence <= 1 and 0 <= b.right <= 1 for b in bins)
