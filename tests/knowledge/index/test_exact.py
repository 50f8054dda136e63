import pytest

from knowledge.index.exact import find_codes
from knowledge.index.places import names_elsewhere
from knowledge.model import Level, Verdict, Way


def keys(answer):
    return [h.entry.key for h in answer.hits]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.1.2", "3.1.2"),
        ("ціль 2.2", "2.2"),
        ("Про що пункт 3.3.4?", "3.3.4"),
        ("завдання №1.2.1 поясніть", "1.2.1"),
        ("ціль номер 2", "2"),
        ("розкажіть про 1,3", "1.3"),
        ("Третя стратегічна ціль", "3"),
        ("що в другій цілі?", "2"),
        ("первая цель о чём", "1"),
    ],
)
def test_a_code_is_found_exactly_with_its_children(index, text, code):
    answer = index.ask(text, community="luhansk")
    assert answer.verdict is Verdict.ANSWER
    assert keys(answer)[0] == ("luhansk-oblast-2027", code)
    assert answer.hits[0].reasons[0].way is Way.CODE
    assert all(h.entry.parent == code or h.entry.code == answer.hits[0].entry.parent for h in answer.hits[1:])


@pytest.mark.parametrize("text", ["перші цілі", "третя оперативна ціль", "друга школа, третя ціна"])
def test_several_goals_or_parts_of_one_are_no_code(text):
    assert find_codes(text, {"1", "2", "3"}) == ()


@pytest.mark.parametrize("text", ["ціль 9.9", "пункт 3.3.77", "про що завдання 8.1.1"])
def test_a_code_that_the_community_lacks_is_unknown(index, text):
    answer = index.ask(text, community="zhytomyr")
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.hits == ()


@pytest.mark.parametrize(
    "text", ["нарада 12.05.2024", "о 18.00 зустріч", "дайте 2.5 грн", "сплатив 1.200 грн", "3 кілометри", "2027 рік"]
)
def test_dates_times_and_amounts_are_no_codes(text):
    assert find_codes(text, {"2", "3", "2.5"}) == ()


def test_codes_with_letters_are_known_from_the_library():
    assert find_codes("що в b12?", {"b12"}) == ("b12",)
    assert find_codes("що в b12?", {"1"}) == ()


def test_a_named_place_comes_before_the_chosen_community(index):
    answer = index.ask("туризм у Краматорську", community="zhytomyr")
    assert {index.library.community_of(h.entry).id for h in answer.hits} == {"kramatorsk"}


def test_without_a_community_all_are_searched(index):
    found = {index.library.community_of(h.entry).id for h in index.ask("розвиток туризму").hits}
    assert {"zhytomyr", "luhansk"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "Які цілі записала Полтавська область?",
        "що в планах Жмеринської громади",
        "стратегія Херсонської області",
        "стратегія розвитку Миколаєва",
        "що ремонтують у Львові",
        "какие планы у Одессы",
        "туризм у Польщі",
        "що будують у Криму",
    ],
)
def test_a_place_that_the_library_lacks_is_unknown(index, text):
    assert not index.ask(text).verdict.answered


@pytest.mark.parametrize(
    "text",
    [
        *("автобус до Києва", "співпраця з Польщею", "київська траса", "кримінал", "луганський кінний завод"),
        *("син поїхав у Польщу, бо роботи нема", "все везуть в Київ", "уехали во Львов"),
    ],
)
def test_a_direction_or_a_partner_is_no_other_place(index, text):
    assert not names_elsewhere(index._reader.read(text).words)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("які стратегічні цілі", Level.STRATEGIC),
        ("Назвіть оперативні цілі", Level.OPERATIONAL),
        ("які є операційні цілі громади?", Level.OPERATIONAL),
        ("какие стратегические цели", Level.STRATEGIC),
    ],
)
def test_a_level_asked_for_is_listed(index, text, level):
    answer = index.ask(text, community="zhytomyr")
    assert answer.verdict is Verdict.ANSWER
    assert {h.entry.level for h in answer.hits} == {level}
    assert all(index.library.document_of(h.entry).official for h in answer.hits)


def test_a_level_within_a_subject_is_a_question_about_the_subject(index):
    answer = index.ask("які завдання щодо сміття?", community="luhansk")
    assert answer.hits[0].entry.code.startswith("3.3.1")


def test_the_party_is_asked_by_name(index):
    answer = index.ask("що обіцяла ліва опозиція щодо доріг", community="zhytomyr")
    assert {h.entry.document for h in answer.hits} == {"left-opposition-2020"}


@pytest.mark.parametrize(("text", "code"), [("2", "2"), ("1.3?", "1.3")])
def test_a_bare_code_is_a_code(index, text, code):
    assert keys(index.ask(text, community="zhytomyr"))[0] == ("zhytomyr-oblast-2027", code)


def test_noise_around_a_word_of_planning_lists_nothing(index):
    assert not index.ask("вщшгщ ціль хзщхз", community="luhansk").verdict.answered
