import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.index import SearchIndex
from knowledge.library import Library
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source, Verdict


def library(*goals):
    return Library(
        [Community("hamlet", "Хутірська громада", "Khutir hromada", "у Хутірській громаді", "in Khutir hromada")],
        [Document("plan", "hamlet", DocumentKind.STRATEGY, "Стратегія", Source("рада"), official=True)],
        [Entry("plan", str(n), Level.STRATEGIC, goal) for n, goal in enumerate(goals, 1)],
    )


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("У нас палає квартира на п’ятому поверсі!", "fire"),
        ("дідусь знепритомнів і не дихає", "medical"),
        ("стріляють під вікнами", None),
        ("по нас прилетіло, є поранені", None),
        ("дуже сильно тхне газом у під’їзді", "gas"),
        ("не бачу сенсу жити, хочу померти", "suicide"),
        ("помогите, муж бьёт меня", "violence"),
        ("чоловік б'є, куди звернутися за допомогою", "violence"),
        ("мама впала і не встає", "medical"),
        ("загубилась дівчинка, другу годину не можемо знайти", "general"),
        ("сестра випила всі таблетки", "suicide"),
        ("сусід ганяється за дітьми з сокирою", "crime"),
        ("онука не прийшла зі школи, телефон мовчить", "general"),
        ("після бурі лежить обірваний дріт, іскрить", "general"),
        ("кум схопився за груди, лежить і не відповідає", "medical"),
        ("мальчик выпал с балкона", "medical"),
        ("річка вийшла з берегів, заливає хату", "general"),
        ("помогите, пропал ребенок", "general"),
        ("чи планують ремонт доріг, а то горить хата навпроти, допоможіть", "fire"),
        ("Добрий день, допоможіть мені, будь ласка", "unclear"),
        ("SOS", "unclear"),
        ("my house is on fire", "fire"),
        ("My mother is not breathing", "medical"),
        ("спасите, мужчина тонет", "general"),
    ],
)
def test_emergencies_come_first(index, text, topic):
    answer = index.ask(text, community="zhytomyr")
    assert answer.verdict is Verdict.EMERGENCY
    assert answer.topic == topic if topic else answer.topic


@pytest.mark.parametrize(
    "text",
    [
        "пожежна безпека в школах",
        "чи планують створити добровільні пожежні дружини?",
        "газифікація сіл",
        "профілактика домашнього насильства",
        "швидка допомога в селах",
        "навчання людей діям під час обстрілів",
        "де дітям ховатися під час тривоги, чи збудують укриття",
        "чи замінять у селах проводи, які іскрять",
        "щоб діти зі школи додому не ходили в темряві",
        "літні люди не виходять на зв’язок, бо нема покриття",
        "молодь не хоче жити в селі",
        "коли запустять дирижабль над містом",
        "коли проведуть газ із моря танкерами",
        "хочу поміняти прізвище після весілля, куди йти",
        "допоможіть знайти роботу",
        "нас затопить нечистотами, якщо не полагодять колектор",
        "дякую, дуже допомогли",
    ],
)
def test_questions_about_safety_are_no_emergencies(index, text):
    assert index.ask(text, community="luhansk").verdict is not Verdict.EMERGENCY


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Добрий день", {Verdict.GREETING}),
        ("дуже дякую за відповідь", {Verdict.THANKS}),
        ("Thank you!", {Verdict.THANKS}),
        ("бувайте", {Verdict.FAREWELL}),
        ("ти хто такий?", {Verdict.ABOUT}),
        ("👍👍", {Verdict.NOISE, Verdict.CHATTER}),
        ("", {Verdict.NOISE}),
        ("фівфів олдолд", {Verdict.NOISE}),
        ("qwerty asdf", {Verdict.NOISE}),
        ("яка сьогодні погода", {Verdict.OFFTOPIC}),
        ("третю добу нема води на Шевченка, коли ввімкнуть", {Verdict.INCIDENT}),
        ("які документи треба для субсидії", {Verdict.SERVICE}),
        ("О котрій відчиняється музей у неділю?", {Verdict.SERVICE}),
        ("на який рахунок сплатити за садочок", {Verdict.SERVICE}),
        ("скільки пенсія", {Verdict.SERVICE}),
        ("третій день нема води, коли полагодять", {Verdict.INCIDENT}),
    ],
)
def test_other_messages_get_their_own_verdict(index, text, verdicts):
    assert index.ask(text, community="zhytomyr").verdict in verdicts


@pytest.mark.parametrize(
    "text",
    [
        "чи буде метро",
        "коли запустять дирижабль над містом",
        "чи піднімуть пенсійний вік",
        "чи планують притулок для безпритульних собак",
        "чи планують відкрити крематорій",
        "чи проведуть у нас олімпіаду",
        "як розвинути пам’ять",
        "ееее ммм",
    ],
)
def test_what_no_plan_has_gets_no_goal(index, text):
    assert not index.ask(text, community="zhytomyr").verdict.answered


@pytest.mark.parametrize("text", ["коли полагодять дорогу біля шкли", "полагодіть нам дорогу", "які тарифи обіцяли"])
def test_who_wants_a_common_thing_mended_asks_about_plans(index, text):
    assert index.ask(text, community="zhytomyr").verdict.answered


def test_a_new_thing_is_not_met_by_the_word_new_alone(lexicon):
    plans = library("Нові туристичні маршрути", "Ремонт доріг між селами")
    index = SearchIndex.build(plans, lexicon)
    assert not index.ask("чи збудують нову школу").verdict.answered
    assert index.ask("нові маршрути для туристів").verdict.answered


def test_what_a_plan_meets_only_by_a_wider_subject_is_never_a_sure_answer(lexicon):
    plans = library("Культурні події", "Нові дороги", "Ремонт шкіл", "Чисте довкілля")
    index = SearchIndex.build(plans, lexicon)
    assert index.ask("культура").verdict is Verdict.ANSWER
    assert index.ask("чи проведуть фестиваль").verdict is not Verdict.ANSWER
    assert not index.ask("чи відкриють музей").verdict.answered


@pytest.mark.parametrize("text", ["ями", "асфальт", "вчителі", "ліхтарі"])
def test_who_only_names_a_subject_may_choose_among_what_is_nearest(index, text):
    assert index.ask(text, community="zhytomyr").verdict is Verdict.CHOICE


@pytest.mark.parametrize("text", ["Що в стратегії сказано про кладовища?", "Які цілі громади про кладовища?"])
def test_words_for_the_plan_itself_do_not_find_a_goal_for_another_subject(lexicon, text):
    index = SearchIndex.build(
        library("Стратегія громади має такі цілі: більше шкіл", "Світло в кожному дворі"), lexicon
    )
    assert not index.ask(text).verdict.answered
    assert index.ask("Що в стратегії сказано про школи?").hits[0].entry.code == "1"


def test_goals_left_out_are_as_though_they_were_not_there(index):
    plain = index.study("індустріальні парки", community="zhytomyr").answer
    found = {hit.entry.key for hit in plain.hits}
    without = index.study("індустріальні парки", community="zhytomyr", without=found).answer
    assert plain.verdict is Verdict.ANSWER
    assert found.isdisjoint(hit.entry.key for hit in without.hits)
    assert not without.verdict.answered


def test_a_greeting_before_a_question_does_not_hide_it(index):
    answer = index.ask("Доброго дня! Чи будуть ремонтувати школи?", community="zhytomyr")
    assert answer.verdict.answered


BAD_INPUT = {
    "4000 characters": "дорога та освіта " * 250,
    "one letter": "л",
    "digits": "1234567890",
    "punctuation": "?!.,;:—…«»()",
    "emoji": "🚌🚧🏥❤️",
    "right to left": "\u202eшкола\u202c مدرسة",
    "zero width": "ш\u200bк\u200bо\u200bл\u200bа",
    "another alphabet": "学校を建てますか Ελλάδα",
    "one word 500 times": "вода " * 500,
    "no such code": "ціль 99.99.99",
    "several questions": "Коли зроблять дорогу? Чи буде садок? А що зі сміттям? І де лікарня?",
    "one long word": "а" * 4000,
    "4000 Latin characters": "hello world testing words " * 154,
    "4000 characters of noise": "прцкш йцвфн зщшгн " * 222,
    "only newlines": "\n\n\n",
    "html": "<b>школа</b> & <script>",
    "null": "\x00школа\x00",
    "surrogate": "школа \ud83d",
}


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_gets_a_verdict_quickly(index, text):
    start = time.perf_counter()
    answer = index.ask(text, community="zhytomyr")
    assert time.perf_counter() - start < 0.2
    assert answer.verdict in set(Verdict)


def test_invisible_letters_do_not_hide_a_word(index):
    assert index.ask(BAD_INPUT["zero width"], community="zhytomyr").verdict.answered


def test_no_word_is_cut_where_reading_ends(index):
    assert index.ask(BAD_INPUT["4000 characters"], community="zhytomyr").corrections == ()


def codes(answer):
    return [(part.asked, part.hit and part.hit.entry.code) for part in answer.parts]


def test_each_of_several_questions_is_answered(index):
    answer = index.ask("Чи буде ремонт доріг? Хочеться знати. І що з лікарнями?", community="zhytomyr")
    assert codes(answer) == [("Чи буде ремонт доріг?", "b18"), ("Хочеться знати. І що з лікарнями?", "3.1.1")]
    assert [hit.entry.code for hit in answer.hits[:2]] == ["b18", "3.1.1"]


def test_each_item_of_a_list_is_answered(index):
    answer = index.ask("Розкажіть про:\n1. переробку відходів\n2) водопровід", community="zhytomyr")
    assert codes(answer) == [("переробку відходів", "1.3.4"), ("водопровід", "2.2.1")]


def test_a_question_beside_another_that_no_goal_answers_is_answered(index):
    answer = index.ask("Яка завтра погода? І що з водопроводом?", community="zhytomyr")
    assert codes(answer) == [("Яка завтра погода?", None), ("І що з водопроводом?", "2.2.1")]


@pytest.mark.parametrize(
    "text", ["Скільки можна терпіти? Коли зроблять дорогу?", "Коли зроблять дорогу?? Коли?", "Дорога розбита. Коли?"]
)
def test_a_question_put_twice_is_one(index, text):
    answer = index.ask(text, community="zhytomyr")
    assert answer.verdict.answered
    assert answer.parts == ()


@pytest.mark.parametrize("text", ["Хата горить? Коли зроблять дорогу?", "Коли школа? Хата горить, допоможіть. Де ви?"])
def test_danger_comes_before_questions(index, text):
    assert index.ask(text, community="zhytomyr").verdict is Verdict.EMERGENCY


def test_whoever_asks_about_a_shelter_for_victims_is_not_shouted_at(index):
    text = "Куди подітися жінці, яку б’є чоловік? Чи планують якісь прихистки?"
    assert index.ask(text, community="luhansk").verdict is not Verdict.EMERGENCY


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["zhytomyr", "luhansk", None]))
def test_no_text_makes_it_fail(index, text, community):
    answer = index.ask(text, community=community)
    assert 0 <= answer.confidence <= 1
    assert answer.verdict is not Verdict.ANSWER or answer.hits


WORDS = st.sampled_from(
    [
        *("ціль", "3.1", "дорога,", "школи?", "нема", "не", "горить", "ЦНАП", "2027", "asdf", "irjkf", "дякую"),
        *("’", "-", "/", ":)", "їх", "Житомир", "пункт", "№", "стратегічні", "а", "для", "партія"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=4))
def test_no_mixture_of_words_makes_it_fail(index, asked, subject):
    answer = index.ask(" ".join(asked), subject=tuple(subject))
    assert len(answer.hits) <= 10
