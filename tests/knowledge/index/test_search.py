import pytest

from knowledge.index import SearchIndex
from knowledge.library import Library
from knowledge.model import Verdict, Way


def first(answer):
    return answer.hits[0].entry.code if answer.hits else None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("відеоспостереження", "4.1.1/4"),
        ("відіоспостереженя", "4.1.1/4"),
        ("відео спостереження", "4.1.1/4"),
        ("videosposterezhennia", "4.1.1/4"),
        ("dbltjcgjcntht;tyyz", "4.1.1/4"),
        ("дуaльна oсвіта", "1.3.4/5"),
        ("дуальнаосвіта", "1.3.4/5"),
        ("ДУАЛЬНА ОСВІТА!!!", "1.3.4/5"),
    ],
)
def test_mistyped_words_are_repaired(index, asked, code):
    assert first(index.ask(asked, community="luhansk")) in (code, "3.2.2/9")


def test_a_latin_name_is_found_by_whoever_writes_it_in_ukrainian(index):
    answer = index.ask("макдональдс", community="zhytomyr")
    assert (first(answer), answer.corrections[0].read) == ("p4/3", "mcdonald’s")


def test_a_little_word_means_nothing_even_where_it_is_spelled_like_a_subject(index):
    assert index.study("але").question.senses == ()
    assert index.study("аллея в центре").question.senses


def test_what_was_read_otherwise_is_said(index):
    answer = index.ask("vepbxyf irjkf", community="zhytomyr")
    assert [(c.typed, c.read) for c in answer.corrections] == [("vepbxyf", "музична"), ("irjkf", "школа")]


@pytest.mark.parametrize("text", ["ЗДОРОВ'Я населення", "Здоров`я Населення", "здоров’я населення"])
def test_case_and_apostrophes_are_no_corrections(index, text):
    assert index.ask(text, community="zhytomyr").corrections == ()


def test_official_goals_come_before_a_party_programme(index):
    answer = index.ask("розвиток туризму", community="zhytomyr")
    official = [index.library.document_of(h.entry).official for h in answer.hits[:2]]
    assert official == [True, True]


def test_reasons_name_words_as_they_stand_in_the_goal(index):
    answer = index.ask("чи розчищатимуть поля від мін", community="luhansk")
    assert answer.hits[0].entry.code == "4.1.1/1"
    met = [r for h in answer.hits[:1] for r in h.reasons]
    assert met
    for reason in met:
        for word in reason.met.split():
            assert word in answer.hits[0].entry.text
        assert reason.way in set(Way)


def test_a_goal_that_shares_no_word_is_met_by_concept(index):
    answer = index.ask("куди здавати батарейки і пластик", community="luhansk")
    assert any(r.way is Way.CONCEPT for h in answer.hits[:3] for r in h.reasons)


def test_scores_fall_and_stay_between_0_and_1(index):
    scores = [h.score for h in index.ask("підтримка молоді").hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < s <= 1 for s in scores)


def test_a_follow_up_keeps_the_subject(index):
    asked = index.ask("Чи допомагають підприємцям?", community="luhansk")
    assert asked.subject
    alone = index.ask("а для жінок?", community="luhansk")
    further = index.ask("а для жінок?", community="luhansk", subject=asked.subject)
    assert first(further) == "1.3.1/3"
    assert set(further.subject) > set(alone.subject)


def test_more_about_the_same_repeats_the_subject(index):
    asked = index.ask("розмінування", community="luhansk")
    assert first(index.ask("детальніше", community="luhansk", subject=asked.subject)) == first(asked)


def test_who_asks_on_about_others_gets_theirs_first_and_elsewhere_the_same(index):
    old = index.ask("що планують для літніх людей", community="zhytomyr")
    assert first(old) == "3.3.3"
    assert first(index.ask("а для дітей?", community="zhytomyr", subject=old.subject)) == "3.3.2"
    hospitals = index.ask("що з лікарнями", community="zhytomyr")
    assert first(index.ask("а в селах?", community="zhytomyr", subject=hospitals.subject)) == first(hospitals)


@pytest.mark.parametrize("text", ["аааа", "А?", "мммм"])
def test_drawn_out_letters_go_on_with_nothing(index, text):
    asked = index.ask("коли зроблять дороги", community="zhytomyr")
    assert not index.ask(text, community="zhytomyr", subject=asked.subject).verdict.answered


def test_a_new_question_leaves_the_subject(index):
    answer = index.ask("Коли відремонтують дороги?", community="luhansk", subject=("розмінування",))
    assert "розмінування" not in answer.subject


def test_no_more_hits_than_asked_for(index):
    assert len(index.ask("розвиток громади", limit=3).hits) <= 3


def test_an_unknown_community_has_no_goals(index):
    answer = index.ask("дороги", community="atlantis")
    assert answer.hits == ()
    assert not answer.verdict.answered


def test_an_empty_library_answers_honestly(lexicon):
    empty = SearchIndex.build(Library([], [], []), lexicon)
    for text in ("дороги", "ціль 1.1", "які стратегічні цілі", ""):
        assert not empty.ask(text).verdict.answered
    assert empty.ask("Горить хата, рятуйте!").verdict is Verdict.EMERGENCY


def test_a_goal_of_the_community_goes_before_a_partys_programme(index):
    [first, *_] = index.ask("ями на дорогах").hits
    assert index.library.document_of(first.entry).is_promise
