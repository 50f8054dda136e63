"""Corrections by hand: whatever is done, and in whatever order, the tree holds together."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.editing import (
    REFUSALS,
    Add,
    Describe,
    Dismiss,
    EditRefused,
    Join,
    Remove,
    SetCode,
    SetLevel,
    SetParent,
    SetText,
    apply,
    edited,
    read_edit,
    written,
)
from knowledge.importers import Oddity, read_bytes
from knowledge.library import Library
from knowledge.manuscript import About, Manuscript, about, counts
from knowledge.model import Community, DocumentKind, Level

TEXT = """Стратегія розвитку громади
Ціль 1. Чисте село
1.1. Вода для кожної хати
1.1.1. Пробурити свердловину
1.1.3. Замінити водогін
1.2. Ліс без сміття
Ціль 2. Жива громада
2.1. Молодь удома
"""
ABOUT = About("village", "village", "Стратегія")
VILLAGE = Community("village", "Зарічанська громада", "Zarichchia hromada", "у громаді", "in the hromada")


@pytest.fixture
def read():
    return Manuscript.begin(ABOUT, read_bytes(TEXT.encode()))


def codes(manuscript):
    return [entry.code for entry in manuscript.entries]


def odd(manuscript):
    return [(one.oddity, one.text) for _, one in manuscript.warnings()]


def library(manuscript):
    return Library([VILLAGE], [manuscript.about.document(VILLAGE)], manuscript.content())


def test_what_was_read_is_the_manuscript_with_its_warnings(read):
    assert codes(read) == ["1", "1.1", "1.1.1", "1.1.3", "1.2", "2", "2.1"]
    assert odd(read) == [(Oddity.LEFT_OVER, "Стратегія розвитку громади"), (Oddity.GAP, "1.1.2")]
    assert counts(read.entries) == {Level.STRATEGIC: 2, Level.OPERATIONAL: 3, Level.TASK: 2}
    assert [entry.place.line for entry in read.entries] == [2, 3, 4, 5, 6, 7, 8]


def test_a_new_code_takes_along_what_is_numbered_after_it(read):
    new = apply(read, SetCode("1.1", "1.7"))
    assert codes(new) == ["1", "1.7", "1.7.1", "1.7.3", "1.2", "2", "2.1"]
    assert new.find("1.7.3").parent == "1.7"
    library(new)


def test_closing_a_gap_settles_its_warning_and_opening_one_is_noticed(read):
    closed = apply(read, SetCode("1.1.3", "1.1.2"))
    assert (Oddity.GAP, "1.1.2") not in odd(closed)
    opened = apply(read, SetCode("2", "4"))
    assert (Oddity.GAP, "2") in odd(opened)
    assert (Oddity.GAP, "3") in odd(opened)
    assert [one.place.line for _, one in opened.warnings() if one.text == "3"] == [7]


def test_a_goal_moves_with_all_that_is_under_it(read):
    moved = apply(read, SetParent("1.1", "2"))
    assert codes(moved) == ["1", "1.2", "2", "2.1", "1.1", "1.1.1", "1.1.3"]
    assert [e.code for e in library(moved).children(library(moved).entry("village", "2"))] == ["2.1", "1.1"]
    top = apply(moved, SetParent("1.1", None))
    assert top.find("1.1").parent is None


def test_a_goal_wider_than_the_one_above_it_is_noticed(read):
    assert (Oddity.LEVEL, "2.1") in odd(edited(read, [SetLevel("2", Level.TASK)]))


def test_taking_out_a_goal_leaves_what_is_under_it_unless_asked(read):
    assert apply(read, Remove("1.1")).find("1.1.1").parent == "1"
    assert codes(apply(read, Remove("1.1", whole=True))) == ["1", "1.2", "2", "2.1"]


def test_a_new_goal_comes_last_under_its_parent(read):
    new = apply(read, Add("1.1.4", Level.TASK, "  Полагодити   колонки ", "1.1"))
    assert codes(new)[2:6] == ["1.1.1", "1.1.3", "1.1.4", "1.2"]
    assert new.find("1.1.4").text == "Полагодити колонки"


def test_a_line_that_was_left_over_joins_a_goal(read):
    [number] = [number for number, one in read.noticed.items() if one.oddity is Oddity.LEFT_OVER]
    joined = apply(read, Join(number, "1"))
    assert joined.find("1").text == "Чисте село Стратегія розвитку громади"
    assert odd(joined) == [(Oddity.GAP, "1.1.2")]
    assert odd(apply(read, Dismiss(number))) == [(Oddity.GAP, "1.1.2")]
    with pytest.raises(EditRefused, match="no_warning"):
        apply(joined, Join(number, "1"))


def test_a_goal_that_was_corrected_is_no_longer_odd():
    twice = Manuscript.begin(ABOUT, read_bytes("Ціль 1. Село\n1.1. Вода\n1.1. Ліс\n".encode()))
    assert odd(twice) == [(Oddity.DUPLICATE, "1.1")]
    assert odd(apply(twice, SetCode("1.1-2", "1.2"))) == []


def test_the_document_is_described(read):
    done = edited(
        read,
        [
            Describe("title", " Програма  партії "),
            Describe("kind", "programme"),
            Describe("published_on", "2026-03-01"),
            Describe("url", "https://example.org/p"),
            Describe("id", "party-2026"),
        ],
    )
    document = done.about.document(VILLAGE)
    assert (document.id, document.title, document.kind) == ("party-2026", "Програма партії", DocumentKind.PROGRAMME)
    assert not document.official
    assert (document.source.publisher, document.source.published_on) == (VILLAGE.name, date(2026, 3, 1))
    assert about(document) == replace(done.about, publisher=VILLAGE.name)
    assert {entry.document for entry in done.content()} == {"party-2026"}


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (SetText("9", "Слово"), "no_goal"),
        (SetText("1", "…"), "wrong_text"),
        (SetText("1", "я" * 4001), "wrong_text"),
        (SetCode("1", "2"), "code_taken"),
        (SetCode("1", " . "), "wrong_code"),
        (SetCode("1", "1" * 65), "wrong_code"),
        (SetCode("1.1", "1." + "1" * 61), "wrong_code"),
        (SetParent("1", "1.1.1"), "under_itself"),
        (SetParent("1", "1"), "under_itself"),
        (Add("2.1", Level.TASK, "Слово"), "code_taken"),
        (Add("2.2", Level.TASK, "Слово", "9"), "no_goal"),
        (Join(99, "1"), "no_warning"),
        (Dismiss(99), "no_warning"),
        (Describe("id", "Стратегія"), "wrong_id"),
        (Describe("id", "a" * 33), "wrong_id"),
        (Describe("kind", "faq"), "wrong_kind"),
        (Describe("nothing", "x"), "wrong_kind"),
        (Describe("published_on", "01.03.2026"), "wrong_date"),
        (Describe("url", "javascript:alert(1)"), "wrong_url"),
        (Describe("title", ""), "wrong_text"),
        (Describe("publisher", "я" * 301), "wrong_text"),
    ],
)
def test_what_cannot_be_done_says_why(read, edit, why):
    with pytest.raises(EditRefused) as refused:
        apply(read, edit)
    assert refused.value.key == why
    assert set(refused.value.params) == set(REFUSALS[why])


CODES = st.sampled_from(["1", "1.1", "1.1.1", "1.1.3", "1.2", "2", "2.1", "3", "3.1"])
EDITS = st.one_of(
    st.builds(SetCode, CODES, CODES),
    st.builds(SetLevel, CODES, st.sampled_from(Level)),
    st.builds(SetParent, CODES, st.none() | CODES),
    st.builds(SetText, CODES, st.text(max_size=20)),
    st.builds(Remove, CODES, st.booleans()),
    st.builds(Add, CODES, st.sampled_from(Level), st.text(max_size=20), st.none() | CODES),
    st.builds(Join, st.integers(0, 3), CODES),
    st.builds(Dismiss, st.integers(0, 3)),
    st.builds(Describe, st.sampled_from(["id", "title", "kind", "url"]), st.text(max_size=20)),
)


@given(st.lists(EDITS, max_size=12))
def test_whatever_is_done_the_tree_holds_together(edits):
    manuscript = Manuscript.begin(ABOUT, read_bytes(TEXT.encode()))
    for edit in edits:
        assert read_edit(written(edit)) == edit
        try:
            manuscript = apply(manuscript, edit)
        except EditRefused:
            continue
        library(manuscript)
        manuscript.warnings()
        seen: set[str] = set()
        for entry in manuscript.entries:
            assert entry.parent is None or entry.parent in seen
            seen.add(entry.code)
