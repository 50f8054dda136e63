"""Vote, as residents do it: every kind of ballot, tap by tap."""

import json
from datetime import timedelta

import pytest

from bot.domain.rounds import BallotKind, OptionClass
from bot.domain.tally import Rule
from tests.support.databases import look

PRICED = [
    {"title": title, "cost_kop": cost} for title, cost in (("Парк", 100_00), ("Дорога", 150_00), ("Школа", 50_00))
]


def choices(house):
    """What the ballots hold, by the titles of options."""
    titles = dict(look(house.path, "SELECT id, title FROM options"))
    written = look(house.path, "SELECT choices FROM ballots")
    return [{titles[option]: value for option, value in json.loads(row)} for (row,) in written]


async def test_two_taps_from_the_menu_to_a_counted_vote(house):
    await house.vote_round()
    olena = await house.resident()
    assert olena.buttons[0] == "Голосувати"
    await olena.press("Голосувати")
    said = await olena.tap("Парк")
    assert said.text == "Збережено. Обрано 1 з 3."
    assert not said.alert
    assert choices(house) == [{"Парк": 1}]
    assert "✓ Парк" in olena.buttons
    assert "Ваш вибір збережено:\n✓ Парк" in olena.last.text
    assert "Вибір можна змінити до 29 листопада 2026 року, 12:00." in olena.last.text


async def test_a_tap_is_one_edit_and_one_answer(house):
    await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    house.telegram.calls.clear()
    await olena.tap("Школа")
    calls = sorted(call.method for call in house.telegram.calls if call.method != "getUpdates")
    assert calls == ["answerCallbackQuery", "editMessageText"]


async def test_approval_refuses_one_too_many_and_says_what_to_do(house):
    await house.vote_round(limit=2)
    olena = await house.resident()
    await olena.say("голосувати")
    await olena.tap("Парк")
    await olena.tap("Школа")
    said = await olena.tap("Дорога")
    assert said.alert
    assert said.text == "Можна обрати щонайбільше 2. Спершу зніміть якийсь вибір."
    assert (await olena.tap("✓ Парк")).text == "Збережено. Обрано 1 з 2."
    await olena.tap("Дорога")
    assert choices(house) == [{"Школа": 1, "Дорога": 1}]


async def test_classes_show_and_keep_their_own_limits(house):
    classes = (OptionClass("Великі", 1), OptionClass("Малі", 2))
    options = [
        *({"title": f"Великий {n}", "option_class": 0} for n in range(3)),
        *({"title": f"Малий {n}", "option_class": 1} for n in range(3)),
    ]
    await house.vote_round(options, ballot=BallotKind.CLASSES, classes=classes)
    olena = await house.resident()
    said = await olena.say("/vote")
    assert "Можна обрати: Великі — щонайбільше 1; Малі — щонайбільше 2." in said.text
    assert (await olena.tap("Великий 1")).text == "Збережено. Великі: обрано 1 з 1."
    assert "Великі: обрано 1 з 1.\nМалі: обрано 0 з 2." in olena.last.text
    refused = await olena.tap("Великий 2")
    assert refused.text == "У групі «Великі» можна обрати щонайбільше 1. Спершу зніміть якийсь вибір."
    await olena.tap("Малий 0")
    assert choices(house) == [{"Великий 1": 1, "Малий 0": 1}]


async def test_points_are_given_one_by_one_and_taken_away(house):
    await house.vote_round(ballot=BallotKind.POINTS, limit=5)
    olena = await house.resident()
    await olena.say("/vote")
    for _ in range(3):
        await olena.tap(next(label for label in olena.buttons if "Парк" in label))
    await olena.tap("Дорога")
    assert "3 бали · Парк" in olena.last.text
    assert "Роздано 4 з 5 балів." in olena.last.text
    await olena.tap("1 бал · Дорога")
    refused = await olena.tap("2 бали · Дорога")
    assert refused.alert
    assert "Усі бали роздано (5)" in refused.text
    await olena.press("Забрати бали")
    assert (await olena.tap("3 бали · Парк")).text == "Збережено. Роздано 4 з 5 балів."
    assert "Торкніться варіанта, щоб забрати" in olena.last.text
    await olena.tap("Школа")
    assert choices(house) == [{"Парк": 2, "Дорога": 2}]


async def test_ranking_gives_the_next_place_and_the_others_move_up(house):
    await house.vote_round(ballot=BallotKind.RANKING, limit=3)
    olena = await house.resident()
    await olena.say("/vote")
    for title in ("Школа", "Парк", "Дорога"):
        await olena.tap(title)
    assert "1. Школа\n2. Парк\n3. Дорога" in olena.last.text
    assert (await olena.tap("Лікарня")).alert
    assert (await olena.tap("1. Школа")).text == "Збережено. Зайнято 2 з 3 місць."
    assert "1. Парк\n2. Дорога" in olena.last.text
    assert choices(house) == [{"Парк": 1, "Дорога": 2}]


async def test_knapsack_shows_what_no_longer_fits_and_by_how_much(house):
    await house.vote_round(PRICED, ballot=BallotKind.KNAPSACK, budget_kop=200_00)
    olena = await house.resident()
    said = await olena.say("/vote")
    assert "доки вистачає 200\u00a0грн" in said.text
    assert (await olena.tap("Парк")).text == "Збережено. Обрано на 100\u00a0грн. Лишилося 100\u00a0грн."
    assert "✗ Дорога · 150\u00a0грн" in olena.buttons
    assert "✗ — уже не вміщується в бюджет." in olena.last.text
    refused = await olena.tap("✗ Дорога")
    assert refused.alert
    assert refused.text == "Не вміщується: бракує 50\u00a0грн. Спершу зніміть якийсь вибір."
    assert choices(house) == [{"Парк": 1}]


async def test_a_double_tap_and_an_old_card_end_in_what_was_wanted(house):
    await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    old = olena.last
    await olena.tap("Парк", old)
    await olena.tap("Парк", old)
    await olena.tap("Школа", old)
    assert choices(house) == [{"Парк": 1, "Школа": 1}]


async def test_the_receipt_names_the_version_and_grows_with_each_change(house):
    await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    receipts = []
    for title in ("Парк", "Школа"):
        await olena.tap(title)
        receipts.append(olena.last.text.split("Квитанція: ")[1].split("\n")[0])
    assert [receipt[-2:] for receipt in receipts] == ["-1", "-2"]
    assert receipts[0][:-2] == receipts[1][:-2]


async def test_the_whole_ballot_is_taken_back_after_a_question(house):
    await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    await olena.tap("Парк")
    await olena.press("Зняти весь вибір")
    assert choices(house) == [{"Парк": 1}]
    await olena.press("Ні, залишити")
    assert "✓ Парк" in olena.buttons
    await olena.press("Зняти весь вибір")
    assert (await olena.tap("Так, зняти")).text == "Збережено: нічого не обрано."
    assert choices(house) == [{}]
    assert "ваш голос не рахується" in olena.last.text


async def test_a_round_that_is_over_turns_the_old_card_and_keeps_the_share(house):
    await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    await olena.tap("Парк")
    old = olena.last
    house.clock.pass_(days=7)
    said = await olena.tap("Школа", old)
    assert said.alert
    assert said.text == "Голосування завершено. Змінити вибір уже не можна."
    assert "Голосування завершено." in olena.last.text
    assert [label for label in olena.buttons if label in ("Результати", "Моя частка")] == ["Результати", "Моя частка"]
    assert choices(house) == [{"Парк": 1}]


async def test_before_it_opens_the_options_can_be_read_and_not_chosen(house):
    key = await house.vote_round(opens_in=timedelta(days=1))
    olena = await house.resident()
    await olena.press("Голосувати")
    await olena.press("Пріоритети року")
    await olena.press("Прочитати про варіанти")
    assert "Голосування почнеться 23 листопада 2026 року, 12:00" in olena.last.text
    await olena.press("Парк")
    assert "Обрати" not in olena.buttons
    option = next(iter((await house.sheet(key)).by_id))
    assert (await olena.press_data(f"t1:{key}:{option}:1:0:0:0")).text == "Голосування ще не почалося."
    assert choices(house) == []


async def test_sixty_options_stay_usable_and_everything_fits(house):
    options = [
        {
            "title": f"{n} " + "Довгий заголовок проєкту " * 4,
            "details": "Опис " * 200,
            "cost_kop": 1_234_567_89,
            "topic": f"Тема {n % 3}",
        }
        for n in range(60)
    ]
    await house.vote_round(options, question="Що? " * 120, declaration="Так. " * 95, limit=60)
    olena = await house.resident()
    await olena.say("/vote")
    for _ in range(9):
        for label in [one for one in olena.buttons if "Довгий" in one and not one.startswith("✓")]:
            await olena.tap(label)
        if "Далі →" in olena.buttons:
            await olena.press("Далі →")
    assert len(choices(house)[0]) == 60
    assert olena.last.text.count("✓") == 60
    assert len(olena.last.text) <= 4096
    await olena.press("Теми")
    await olena.press("Тема 1")
    assert "1 з 3" in olena.buttons
    assert "Тема: Тема 1." in olena.last.text


@pytest.mark.parametrize("word", ["майданчик", "майданчек", "Майданчика!", "шевченка майданчик", "Марія"])
async def test_an_option_is_found_by_a_word_and_chosen_there(house, word):
    wanted = {"title": "Дитячий майданчик", "place": "вул. Шевченка", "author": "Марія П."}
    await house.vote_round([*(f"Проєкт {n}" for n in range(20)), wanted])
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Знайти за словом")
    said = await olena.say(word)
    assert "Знайдено" in said.text
    assert olena.buttons[0] == "Дитячий майданчик"
    await olena.tap("Дитячий")
    assert "✓ Дитячий майданчик" in olena.buttons
    assert choices(house) == [{"Дитячий майданчик": 1}]


async def test_a_word_that_finds_nothing_can_be_tried_again(house):
    await house.vote_round([f"Проєкт {n}" for n in range(20)])
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Знайти за словом")
    assert "нічого не знайдено" in (await olena.say("дирижабль")).text
    assert "Знайдено" in (await olena.say("проект")).text
    assert "Знайдено" not in (await olena.say("індустріальні парки")).text


async def test_an_option_is_read_chosen_and_taken_away_on_its_card(house):
    entry = next(iter(house.app.services.entries.shelf.by_id))
    one = {"title": "Парк <b>", "details": "Лавки & дерева", "place": "Центр", "author": "Ганна", "cost_kop": 5000_00}
    await house.vote_round([one | {"entry": entry}, "Дорога"], limit=1)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Прочитати про варіанти")
    said = await olena.press("Парк")
    assert "Вартість: 5 000 грн\nДе: Центр\nАвтор: Ганна\n\nЛавки & дерева" in said.text.replace("\u00a0", " ")
    assert (await olena.tap("Обрати")).text == "Збережено. Обрано 1 з 1."
    await olena.press("Прочитати про варіанти")
    await olena.press("✓ Парк")
    assert "Відкрити ціль громади" in olena.buttons
    await olena.press("Зняти вибір")
    assert choices(house) == [{}]


async def test_the_order_is_ones_own_and_stays(house):
    await house.vote_round([f"Проєкт {n}" for n in range(7)])
    seen = []
    for name in ("Олена", "Ганна", "Петро"):
        talker = await house.resident(name)
        await talker.say("/vote")
        first = [label for label in talker.buttons if label.startswith("Проєкт")]
        await talker.say("/vote")
        assert [label for label in talker.buttons if label.startswith("Проєкт")] == first
        seen.append(tuple(first))
    assert len(set(seen)) > 1


async def test_my_share_says_when_it_is_known_and_then_what_it_paid_for(house):
    await house.vote_round(PRICED, limit=2, budget_kop=200_00, rule=Rule.EQUAL_SHARES)
    olena = await house.resident()
    await olena.say("/vote")
    await olena.tap("Парк")
    sheet = olena.last
    said = await olena.tap("Моя частка")
    assert said.alert
    assert said.text == "Результати ще приховано. Їх буде видно 29 листопада 2026 року, 12:00."
    assert "✓ Парк" in "".join(olena.buttons)
    house.clock.pass_(days=7)
    await olena.tap("Дорога", sheet)
    closed = olena.last
    await house.tick()
    await olena.tap("Моя частка", closed)
    [card] = [message for message in olena.person.chat if message.id == closed.id]
    assert "Парк" in card.text
    assert "100\u00a0грн" in card.text


@pytest.mark.parametrize("choices", ["", "zzzz", "A" * 36, "a1b2", "ffffffffffffffff"])
async def test_a_forged_share_harms_nobody(house, choices):
    key = await house.vote_round(PRICED, limit=2, budget_kop=200_00)
    house.clock.pass_(days=8)
    await house.tick()
    olena = await house.resident()
    said = await olena.press_data(f"ms1:{key}:{choices}")
    assert "пішло не так" not in said.text + olena.last.text
