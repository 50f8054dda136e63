from pathlib import Path

import pytest

from knowledge.language.letters import clean
from knowledge.language.words import words
from knowledge.lexicon import Lexicon, Strength, check
from knowledge.lexicon.phrases import token
from knowledge.model import Verdict

CONCEPTS = """
[[concept]]
id = "roads"
name = "дороги"
everyday = ["траса"]

[[concept]]
id = "road-repair"
name = "ремонт доріг"
broader = ["roads"]
official = ["дорожнє покриття", "газифік*"]
everyday = ["ями на дорозі"]
weak = ["покриття"]
not = ["дорога ціна"]
"""
OUTSIDE = """
[[class]]
verdict = "emergency"
topic = "fire"
cues = ["горить хата"]
hints = ["дим"]
examples = ["Горить хата у сусідів"]
not = ["пожежна безпека"]
"""
FILLERS = """
fillers = ["чи", "який", "будь ласка"]
generic = ["розвиток"]
followups = ["а для"]
[levels]
strategic = ["стратегічна ціль"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "roads.toml").write_text(CONCEPTS, encoding="utf-8")
    (tmp_path / "outside" / "emergency.toml").write_text(OUTSIDE, encoding="utf-8")
    (tmp_path / "fillers.toml").write_text(FILLERS, encoding="utf-8")
    return tmp_path


def met(lexicon, text):
    senses = lexicon.senses([token(w.lower) for w in words(clean(text))])
    return {s.concept: s.strength for s in sorted(senses, key=lambda s: s.strength is Strength.STRONG)}


@pytest.mark.parametrize(
    "text", ["ями на дорозі", "На дорогах самі ями", "дорогу з’їли ями", "ямами вкрита вся дорога"]
)
def test_a_phrase_is_met_in_any_form_and_order(folder, text):
    assert "road-repair" in met(Lexicon.load(folder), text)


def test_a_phrase_is_not_met_when_its_words_are_far_apart(folder):
    assert met(Lexicon.load(folder), "ями копали вчора зранку біля нової дорожньої бази траса") == {
        "roads": Strength.STRONG
    }


def test_a_hint_counts_only_beside_another_word_of_the_concept(folder):
    lexicon = Lexicon.load(folder)
    assert met(lexicon, "яке там покриття") == {}
    assert met(lexicon, "ями на дорозі, погане покриття")["road-repair"] is Strength.STRONG


def test_a_root_meets_any_ending(folder):
    assert "road-repair" in met(Lexicon.load(folder), "газифікацію обіцяли")


def test_a_trap_puts_out_its_own_concept_only(folder):
    lexicon = Lexicon.load(folder)
    assert "road-repair" not in met(lexicon, "дорога ціна")
    assert "roads" in met(lexicon, "дорога ціна на трасі")


def test_a_word_of_a_phrase_calls_its_concepts_to_mind(folder):
    lexicon = Lexicon.load(folder)
    assert lexicon.echoes(token("ямах")) == ("road-repair",)
    assert lexicon.echoes(token("ціна")) == ()


def test_wider_concepts_come_with_their_distance(folder):
    assert list(Lexicon.load(folder).wider("road-repair")) == [("roads", 1)]


def test_signs_of_other_messages(folder):
    signs = Lexicon.load(folder).signs([token(w) for w in ("у", "сусідів", "горить", "хата", "дим")])
    assert {(s.verdict, s.topic, s.cue) for s in signs} == {
        (Verdict.EMERGENCY, "fire", True),
        (Verdict.EMERGENCY, "fire", False),
    }


def test_words_of_asking(folder):
    speech = Lexicon.load(folder).speech
    assert speech.is_filler("якими")
    assert not speech.is_filler("дорога")
    assert speech.is_general("розвиток")
    assert speech.courtesies([token("скажіть"), token("будь"), token("ласка")]) == {1, 2}
    assert speech.opening(["а", "для", "молоді"]) == 2
    assert not speech.opening(["для", "молоді"])


def test_a_sound_lexicon_has_no_faults(folder):
    assert check(folder) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[concept]]\nid = "Bad Id"\nname = "x"', "bad.toml:2: an id is made of"),
        ('[[concept]]\nid = "a"', "bad.toml:2: a has no name"),
        ('[[concept]]\nid = "a"\nname = "а"\nbroader = ["nowhere"]', "no concept nowhere"),
        ('[[concept]]\nid = "a"\nname = "а"\nbroader = ["a"]', "a is broader than itself"),
        ('[[concept]]\nid = "a"\nname = "а"\nofficial = ["кіт*"]', "bad.toml:4: a: the root of «кіт*» is shorter"),
        ('[[concept]]\nid = "a"\nname = "а"\nofficial = "слово"', "official must be a list"),
        ('[[concept]]\nid = "a"\nname = "а"\nevryday = ["б"]', "bad.toml:4: a: unknown key evryday"),
        ('[[concept]]\nid = "roads"\nname = "а"', "roads stands twice"),
        ('[[class]]\nverdict = "panic"', "no verdict 'panic'"),
        ('[[class]]\nverdict = "service"\ntopic = "fire"', "only an emergency"),
        ('[[concept]\nid = "a"', "bad.toml: "),
        ('[[concpt]]\nid = "a"', "unknown table concpt"),
    ],
)
def test_faults_are_named_and_the_rest_still_loads(folder, text, fault):
    (folder / "bad.toml").write_text(text, encoding="utf-8")
    assert any(fault in found for found in check(folder)), check(folder)
    assert "road-repair" in Lexicon.load(folder).concepts


def test_a_useless_folder_is_an_empty_lexicon(tmp_path):
    assert not Lexicon.load(tmp_path).concepts
