"""A clerk prepares a vote for the first time, a moderator helps, staff announce it."""

import pytest

from bot.domain.people import Role
from bot.domain.rounds import BallotKind, Phase, Trust
from bot.domain.tally import Rule
from tests.support.rounds import OPERATOR, announced, draft, opened, sheet


async def _begin(iryna, title="Що зробити першим"):
    await iryna.say("/rounds")
    await iryna.press("Створити опитування")
    await iryna.press("Житомирська область")
    return await iryna.say(title)


async def _set(talker, field, words):
    await talker.press(field)
    return await talker.say(words)


async def test_from_nothing_to_an_announced_round(house):
    iryna = await house.staff()
    assert "Опитувань ще немає" in (await iryna.say("/rounds")).text
    card = await _begin(iryna)
    assert card.text.startswith("№ 1. Що зробити першим\nчернетка · Житомирська область")
    assert "Бракує запитання до мешканців." in card.text
    assert "Переглянути й оголосити" in iryna.buttons

    card = await _set(iryna, "Запитання", "Оберіть три справи.")
    assert "✓ Запитання: Оберіть три справи." in card.text
    await iryna.press("Початок")
    card = await iryna.press("Завтра о 9:00")
    assert "Початок: понеділок, 23 листопада 2026 року, 09:00 (через 21 годину)" in card.text
    await iryna.press("Завершення")
    card = await iryna.press("Через 14 днів після початку")
    assert "Завершення: понеділок, 7 грудня 2026 року, 09:00 (через 15 днів)" in card.text

    await iryna.press("0 варіантів")
    await iryna.press("Додати списком або файлом")
    said = await iryna.say("Парк на Заріччі; 250 000; Олена Коваль\nШкола; 1,2 млн\n• Освітлення; 300 тис")
    assert "✓ Додано 3 варіанти." in said.text
    assert "1. Парк на Заріччі — 250 000 грн" in said.text.replace("\u00a0", " ")
    card = await iryna.press("До опитування")
    assert "Усе заповнено" in card.text

    shown = await iryna.press("Переглянути й оголосити")
    assert "Ось що побачать мешканці" in shown.text
    assert "консультативне опитування" in shown.text
    assert "не вибори, не референдум" in shown.text
    assert "Освітлення" in shown.text
    said = await iryna.press("Оголосити")
    assert "https://t.me/viche_demo_bot?start=r1" in said.text
    assert (await sheet(house, 1)).round.phase(house.clock.now) is Phase.ANNOUNCED
    house.clock.pass_(hours=21)
    assert (await sheet(house, 1)).round.phase(house.clock.now) is Phase.OPEN


async def test_every_choice_by_button(house):
    iryna = await house.staff()
    await draft(house, cost_kop=100_000)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    for field, choice in (
        ("Як голосують", "роздати бали"),
        ("Скільки обирають", "20"),
        ("Скільки переможців", "5"),
        ("Результати", "Через 3 дні після завершення"),
        ("Хто голосує", "із кодом від громади"),
        ("Що підтверджують", "Мені виповнилося 16 років"),
    ):
        await iryna.press(field)
        await iryna.press(choice)
    await _set(iryna, "Бюджет", "1,5 млн")
    await iryna.press("Як рахуємо")
    await iryna.press("метод рівних часток")
    await _set(iryna, "Округи", "Центр; 12 500\nЗаріччя")
    found = (await sheet(house, 1)).round
    assert (found.ballot, found.limit, found.n_winners) == (BallotKind.POINTS, 20, 5)
    assert (found.results_at - found.closes_at).days == 3
    assert found.least_trust is Trust.CODE
    assert found.declaration == "Мені виповнилося 16 років, і я мешкаю в цій громаді."
    assert (found.budget_kop, found.rule) == (150_000_000, Rule.EQUAL_SHARES)
    assert [(one.name, one.population) for one in found.districts] == [("Центр", 12_500), ("Заріччя", 0)]
    for field, choice in (("Бюджет", "Без бюджету"), ("Округи", "Без округів"), ("Результати", "Одразу")):
        await iryna.press(field)
        await iryna.press(choice)
    found = (await sheet(house, 1)).round
    assert (found.budget_kop, found.districts, found.results_at) == (None, (), None)


async def test_another_kind_of_ballot_brings_its_usual_limit(house):
    iryna = await house.staff()
    await draft(house)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("Як голосують")
    card = await iryna.press("роздати бали")
    assert "Скільки обирають: 10" in card.text


async def test_groups_and_options_put_into_them(house):
    iryna = await house.staff()
    await draft(house, options=())
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("Як голосують")
    await iryna.press("обрати за групами")
    card = await _set(iryna, "Групи", "Великі; 3\nМалі; 2")
    assert "Групи: Великі — 3; Малі — 2" in card.text
    await iryna.press("0 варіантів")
    await iryna.press("Додати списком")
    said = await iryna.say("Парк;;;;;великі\nШкола;;;;;Середні")
    assert "Рядок 2: групи «Середні» немає" in said.text
    assert (await sheet(house, 1)).options == ()
    await iryna.say("Парк;;;;;великі\nШкола")
    await iryna.press("2. Школа")
    card = await iryna.press("До групи «Малі»")
    assert "Група: Малі" in card.text
    assert [one.option_class for one in (await sheet(house, 1)).options] == [0, 1]


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("Завершення", "колись", "Не вдалося прочитати дату"),
        ("Завершення", "31.02.2027 10:00", "Такого дня в календарі немає"),
        ("Завершення", "1 грудня", "Додайте годину"),
        ("Завершення", "28.03.2027 03:30", "годинник переводять"),
        ("Бюджет", "-5", "не може бути меншою за нуль"),
        ("Бюджет", "багато", "Не вдалося прочитати суму"),
        ("Скільки обирають", "сім", "Напишіть число"),
        ("Скільки обирають", "0", "Можна від 1 до 100"),
        ("Назва", "🙂🙂🙂", "самих знаків чи малюнків замало"),
        ("Запитання", "ї" * 501, "Текст задовгий"),
        ("Як голосують", "балами", "натиснути одну з кнопок"),
        ("Групи", "", ""),
    ],
)
async def test_what_cannot_be_read_is_explained_and_asked_again(house, field, words, said):
    iryna = await house.staff()
    await draft(house)
    before = (await sheet(house, 1)).round
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    if not words:
        assert field not in iryna.buttons, "groups belong to another kind of ballot"
        return
    answer = await _set(iryna, field, words)
    assert said in answer.text
    assert (await sheet(house, 1)).round == before
    if field == "Завершення":
        assert "✓ Завершення: субота, 5 грудня 2026 року, 18:00" in (await iryna.say("5 грудня о 18:00")).text


async def test_a_question_has_a_way_back_and_is_forgotten_after_it(house):
    iryna = await house.staff()
    await draft(house)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    asked = await iryna.press("Назва")
    assert "Зараз: Що зробити першим" in asked.text
    card = await iryna.press("← Нічого не змінювати")
    assert card.text.startswith("№ 1. Що зробити першим")
    await iryna.say("індустріальні парки")
    assert (await sheet(house, 1)).round.title == "Що зробити першим"
    assert "1.1.2." in iryna.last.text


async def test_of_two_questions_the_last_is_answered(house):
    iryna = await house.staff()
    await draft(house)
    await iryna.say("/rounds")
    card = await iryna.press("№ 1")
    await iryna.press("Назва")
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("Запитання")
    await iryna.say("Що важливіше?")
    found = (await sheet(house, 1)).round
    assert (found.title, found.question) == ("Що зробити першим", "Що важливіше?")
    assert card.text.startswith("№ 1.")


async def test_a_question_left_open_for_a_month_waits_no_more(house):
    iryna = await house.staff()
    await draft(house, closes_at=house.clock.now.replace(year=2027))
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("Назва")
    house.clock.pass_(days=30)
    await iryna.say("індустріальні парки")
    assert (await sheet(house, 1)).round.title == "Що зробити першим"


async def test_a_moderator_prepares_and_asks_staff(house):
    petro = await house.staff("Петро", Role.MODERATOR)
    iryna = await house.staff("Ірина")
    await _begin(petro, "Майданчики")
    await _set(petro, "Запитання", "Який майданчик потрібен першим?")
    await petro.press("0 варіантів")
    await petro.press("Додати списком")
    await petro.say("Заріччя\nЦентр\nСадова")
    card = await petro.press("До опитування")
    assert "Попросіть його відкрити /rounds, опитування № 1" in card.text
    await _set(petro, "Початок", "завтра 9:00")
    await _set(petro, "Завершення", "через 2 тижні")
    await petro.press("Переглянути")
    assert "Оголосити" not in petro.buttons
    assert "Коди для мешканців" not in petro.buttons

    await iryna.say("/rounds")
    await iryna.press("№ 1. Майданчики")
    await iryna.press("Переглянути")
    await iryna.press("Оголосити")
    await petro.say("/rounds")
    card = await petro.press("№ 1. Майданчики")
    assert "оголошено" in card.text
    assert not any(field in petro.buttons for field in ("Назва", "Початок", "Скасувати опитування"))


async def test_residents_see_nothing_of_it(house):
    olena = await house.resident()
    await draft(house)
    assert "лише працівникам" in (await olena.say("/rounds")).text
    assert "лише працівникам" in (await olena.say("/confirm 5")).text


async def test_a_wrong_date_is_seen_before_it_opens_and_set_right(house):
    """Announced for a Sunday instead of Saturday; noticed at 21:55, five minutes before it would open."""
    iryna = await house.staff()
    await announced(house, opens_at=house.clock.now.replace(hour=20, minute=0))
    house.clock.now = house.clock.now.replace(hour=19, minute=55)
    await iryna.say("/rounds")
    card = await iryna.press("№ 1")
    assert "неділя, 22 листопада 2026 року, 22:00 (через 5 хвилин)" in card.text
    card = await _set(iryna, "Початок", "28 листопада о 9:00")
    assert "субота, 28 листопада 2026 року, 09:00 (через 6 днів)" in card.text
    house.clock.pass_(minutes=6)
    assert (await sheet(house, 1)).round.phase(house.clock.now) is Phase.ANNOUNCED


async def test_an_announced_round_cannot_be_spoilt(house):
    iryna = await house.staff()
    await announced(house, options=("Парк", "Школа"), limit=2)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    said = await _set(iryna, "Завершення", "сьогодні о 13:00")
    assert "Завершення має бути пізніше за початок" in said.text
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("2 варіанти")
    await iryna.press("1. Парк")
    await iryna.press("Вилучити варіант")
    assert len((await sheet(house, 1)).options) == 2


async def test_while_people_vote_only_words_change_and_everybody_sees_it(house):
    iryna, olena = await house.staff(), await house.resident()
    await opened(house)
    await iryna.say("/rounds")
    card = await iryna.press("№ 1")
    assert "умови вже не змінити" in card.text
    assert "Початок" not in iryna.buttons
    await _set(iryna, "Назва", "Що зробити насамперед")
    await iryna.press("3 варіанти")
    assert "Додати списком або файлом" not in iryna.buttons
    await iryna.press("1. Парк")
    assert "Вартість" not in iryna.buttons
    await iryna.press("Опис")
    await iryna.say("Біля річки.")
    seen = await house.app.services.rounds.view(await _actor(olena), 1)
    assert [(one.field, one.before, one.after) for one in seen.corrections] == [
        ("details", "", "Біля річки."),
        ("title", "Що зробити першим", "Що зробити насамперед"),
    ]


async def _actor(talker):
    return await talker.house.app.services.people.recognise(talker.person.id, "uk")


async def test_old_buttons_do_no_harm_after_the_opening(house):
    iryna = await house.staff()
    await announced(house)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    old = await iryna.press("Завершення")
    house.clock.pass_(days=2)
    before = (await sheet(house, 1)).round
    answer = await iryna.person.press(old, "Через 21 день після початку")
    assert "лише назву, запитання й описи" in answer.text
    assert (await sheet(house, 1)).round == before


async def test_a_draft_is_deleted_after_one_question(house):
    iryna = await house.staff()
    await draft(house)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    assert "Повернути її не можна" in (await iryna.press("Стерти чернетку")).text
    said = await iryna.press("Так, стерти")
    assert "Опитувань ще немає" in said.text


async def test_who_did_what(house):
    iryna = await house.staff()
    petro = await house.staff("Петро", Role.MODERATOR)
    await _begin(petro)
    await _set(petro, "Запитання", "Що важливіше?")
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await _set(iryna, "Початок", "завтра 9:00")
    await _set(iryna, "Бюджет", "1,2 млн")
    await iryna.press("Як голосують")
    await iryna.press("роздати бали")
    await iryna.press("0 варіантів")
    await iryna.press("Додати списком")
    await iryna.say("Парк")
    await iryna.press("1. Парк")
    await iryna.press("Вартість")
    await iryna.say("300 тис")
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    said = (await iryna.press("Хто що робив")).text.replace("\u00a0", " ")
    assert "ви\nзмінено: Початок → 23 листопада 2026 року, 09:00" in said
    assert "ви\nзмінено: Бюджет → 1 200 000 грн" in said
    assert "ви\nзмінено: Як голосують\n" in said
    assert "ви\nзмінено варіант: Парк · Вартість → 300 000 грн" in said
    assert "модератор № 2\nзмінено: Запитання → Що важливіше?" in said
    assert "створено: Що зробити першим" in said


async def test_many_rounds_go_over_pages(house):
    iryna = await house.staff()
    for number in range(9):
        await draft(house, title=f"Опитування {number}")
    said = await iryna.say("/rounds")
    assert "Опитування 8" in said.text
    assert "Опитування 0" not in said.text
    assert "Опитування 0" in (await iryna.press("Далі →")).text


async def test_markup_in_titles_is_only_text(house):
    iryna = await house.staff()
    card = await _begin(iryna, "<b>Парк</b> & {title} \u202eкраП")
    assert card.text.startswith("№ 1. <b>Парк</b> & {title} краП")
    assert (await sheet(house, 1)).round.title == "<b>Парк</b> & {title} краП"
    await house.app.services.rounds.change(OPERATOR, 1, question="<script>alert(1)</script>")
    await iryna.say("/rounds")
    assert "<script>" in (await iryna.press("№ 1")).text
