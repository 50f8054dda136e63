"""Two editions are compared goal by goal."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.editions import Comparison, Pair, compare, marked
from knowledge.model import Entry, Level

LEVELS = (Level.STRATEGIC, Level.OPERATIONAL, Level.TASK)


def goal(code: str, text: str) -> Entry:
    return Entry("d", code, LEVELS[code.count(".")], text, code.rpartition(".")[0] or None)


OLD = [
    goal("1", "Чиста вода в кожній хаті"),
    goal("1.1", "Пробурити свердловину на Заріччі"),
    goal("1.2", "Замінити водогін у центрі села"),
    goal("2", "Жива громада"),
]


def test_an_edition_is_the_same_as_itself():
    assert compare(OLD, OLD) == Comparison((), (), (), (), 4)


def test_what_is_new_and_what_is_gone():
    new = [*OLD[:2], *OLD[3:], goal("2.1", "Молодь лишається вдома")]
    assert compare(OLD, new) == Comparison((new[3],), (OLD[2],), (), (), 3)


def test_other_words_under_the_same_code():
    new = [goal("1", "Питна вода в кожній хаті"), *OLD[1:]]
    assert compare(OLD, new).changed == (Pair(OLD[0], new[0]),)
    other = [goal("1", "Дороги без ям"), *OLD[1:]]
    assert compare(OLD, other).changed == (Pair(OLD[0], other[0]),)


def test_a_goal_put_before_the_others_moves_them_and_changes_none():
    new = [
        goal("1", "Безпечне небо"),
        goal("2", OLD[0].text),
        goal("2.1", OLD[1].text),
        goal("2.2", OLD[2].text),
        goal("3", OLD[3].text),
    ]
    found = compare(OLD, new)
    assert (found.added, found.removed, found.changed, found.n_same) == ((new[0],), (), (), 0)
    assert found.moved == tuple(map(Pair, OLD, new[1:]))


def test_a_goal_that_moved_and_lost_a_word_has_changed():
    new = [*OLD[:2], OLD[3], goal("2.1", "Замінити водогін у центрі")]
    assert compare(OLD, new) == Comparison((), (), (Pair(OLD[2], new[3]),), (), 3)


def test_another_level_is_a_move():
    new = [*OLD[:3], Entry("d", "2", Level.OPERATIONAL, "Жива громада", "1")]
    assert compare(OLD, new).moved == (Pair(OLD[3], new[3]),)


def test_another_document_is_told_from_a_new_edition():
    other = [goal("1", "Дороги без ям"), goal("1.1", "Ліхтарі біля школи"), goal("2", "Тепло взимку")]
    assert compare(OLD, other).is_another
    assert not compare(OLD, [*other, OLD[1]]).is_another
    assert not compare([], other).is_another


def test_the_words_that_changed_are_marked():
    before, after = "Замінити водогін у селі", "Замінити старий водогін у селі та місті"
    assert marked(before, after) == [
        ("Замінити", False),
        ("старий", True),
        ("водогін у селі", False),
        ("та місті", True),
    ]
    assert marked(after, before) == [("Замінити", False), ("водогін у селі", False)]
    assert marked("", "Слово") == [("Слово", True)]


entries = st.lists(
    st.builds(
        goal,
        st.sampled_from(("1", "1.1", "1.2", "2", "2.1")),
        st.sampled_from(("Вода", "Вода й світло", "Млин", "Рада")),
    ),
    unique_by=lambda entry: entry.code,
)


@given(entries, entries)
def test_every_goal_is_counted_once(before, after):
    found = compare(before, after)
    paired = len(found.changed) + len(found.moved) + found.n_same
    assert len(found.removed) + paired == len(before)
    assert len(found.added) + paired == len(after)
