import pytest

from knowledge.language.latin import from_latin, from_layout
from knowledge.language.letters import skeleton


def test_the_layout_left_off():
    assert from_layout("dekbwz") == "вулиця"
    assert from_layout("j,kfcnm") == "область"
    assert from_layout("Pljhjd'z") == "Здоровєя"


@pytest.mark.parametrize(
    ("latin", "word"),
    [
        ("zhytlo", "житло"),
        ("shchastia", "щастя"),
        ("schastya", "щастя"),
        ("likarnia", "лікарня"),
        ("likarnya", "лікарня"),
        ("stantsiia", "станція"),
        ("yizhak", "їжак"),
        ("hromada", "громада"),
        ("gromada", "громада"),
    ],
)
def test_official_and_everyday_transliteration(latin, word):
    assert skeleton(from_latin(latin)) == skeleton(word)
