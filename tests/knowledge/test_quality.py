import json
import math
import runpy
from pathlib import Path

import pytest

from knowledge import quality
from knowledge.model import Answer, Entry, Hit, Level, Verdict
from knowledge.quality import Outcome, Question

SHARED = Path(__file__).parents[3] / "shared" / "eval"


def answer(*codes, verdict=Verdict.ANSWER, confidence=0.9):
    return Answer(verdict, confidence, tuple(Hit(Entry("d", c, Level.TASK, "x"), 0.5) for c in codes))


def question(gold, kind="question"):
    return Question("q", "?", None, kind, bool(gold), {("d", c): g for c, g in gold.items()})


def test_ndcg_by_hand():
    outcome = Outcome(question({"1": 2, "2": 1}), answer("2", "9", "1"))
    assert quality.ndcg(outcome) == pytest.approx((1 + 3 / 2) / (3 + 1 / math.log2(3)))


def test_statements_of_a_paragraph_count_once():
    outcome = Outcome(question({"p3": 2}), answer("p3/2", "p3/1", "p4/1"))
    assert outcome.ranked == [("d", "p3"), ("d", "p4")]
    assert quality.ndcg(outcome) == 1


def test_spheres_keep_their_own_code():
    assert quality.passage("3.3.1/2") == "3.3.1/2"


def test_a_refusal_is_an_empty_ranking():
    good = Outcome(question({"1": 2}), answer("1", verdict=Verdict.UNKNOWN))
    bad = Outcome(question({}), answer("1", verdict=Verdict.SERVICE))
    worse = Outcome(question({}), answer("1", verdict=Verdict.CHOICE))
    found = quality.figures([good, bad, worse])
    assert (found.ndcg, found.wrongly_refused, found.rightly_refused) == (0, 1, 0.5)
    assert found.refusal_accuracy == 0.25
    assert [f.outcome for f in quality.failures([good, bad, worse])] == [good, worse]


def test_reliability_sets_confidence_beside_truth():
    sure = [Outcome(question({"1": 1}), answer("1", confidence=0.9)) for _ in range(9)]
    sure.append(Outcome(question({"2": 1}), answer("1", confidence=0.9)))
    (only,) = quality.reliability(sure)
    assert (only.n, only.right) == (10, 0.9)
    assert quality.calibration_error([only]) == pytest.approx(0)


def test_questions_are_read_and_faults_named(tmp_path):
    path = tmp_path / "q.jsonl"
    row = {"id": "1", "query": "?", "community": None, "kind": "k", "answerable": True, "gold": []}
    path.write_text(json.dumps(row) + "\n\n" + '{"id": 2}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"q\.jsonl, line 3"):
        quality.read_questions(path)


@pytest.fixture(scope="module")
def outcomes(index):
    questions = [
        q for name in ("questions", "questions_more") for q in quality.read_questions(SHARED / f"{name}.jsonl")
    ]
    return quality.run(questions, lambda q: index.ask(q.text, community=q.community))


@pytest.mark.skipif(not SHARED.exists(), reason="the development questions are not beside the repository")
class TestDevelopmentQuestions:
    """The floor below which quality must not fall, and agreement with the scorer that comes with the questions."""

    def test_floor_without_the_embedding(self, outcomes):
        found = quality.figures(outcomes)
        assert found.ndcg >= 0.58
        assert found.refusal_accuracy >= 0.80

    def test_confidence_means_what_it_says(self, outcomes):
        judged = [o for o in outcomes if 0 < o.answer.confidence < 1]
        assert quality.calibration_error(quality.reliability(judged)) <= 0.12

    def test_figures_agree_with_the_scorer_of_the_questions(self, outcomes):
        scorer = runpy.run_path(str(SHARED / "score.py"))
        gold = [
            json.loads(line)
            for n in ("questions", "questions_more")
            for line in (SHARED / f"{n}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        rows = [
            {
                "id": o.question.id,
                "answered": o.answer.verdict.answered,
                "results": [{"document": h.entry.document, "code": h.entry.code} for h in o.answer.hits],
            }
            for o in outcomes
        ]
        theirs = scorer["evaluate"](gold, rows)
        ours = quality.figures(outcomes)
        assert theirs["headline"]["nDCG@5"] == pytest.approx(ours.ndcg)
        assert theirs["headline"]["balanced refusal accuracy"] == pytest.approx(ours.refusal_accuracy)
        assert theirs["overall"]["MRR@10"] == pytest.approx(ours.mrr)
        for kind, figures in quality.by_kind(outcomes).items():
            assert theirs["kinds"][kind]["nDCG@5"] == pytest.approx(figures.ndcg) if figures.ndcg is not None else True
