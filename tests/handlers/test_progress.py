"""A goal as a promise: staff report with a preview, residents read the ledger and all of its history."""

from datetime import UTC, datetime

import pytest

from bot.domain.people import Role
from bot.domain.progress import Status
from tests.support.asking import rows
from tests.support.ledgers import goal_card, number_of, report, reported


async def test_a_goal_nobody_reported_on_says_so(house):
    olena = await house.resident()
    said = await goal_card(olena)
    assert "Громада ще не звітувала" in said.text
    assert "Звітувати" not in olena.buttons
    assert "Усі звіти" not in olena.buttons


async def test_staff_report_and_residents_read_exactly_the_preview(house):
    olena, iryna = await house.resident(), await house.staff()
    await goal_card(iryna)
    said = await iryna.press("Звітувати")
    assert "Мешканці зараз читають так" in said.text
    assert "Зберегти звіт" not in iryna.buttons
    await iryna.press("Стан")
    said = await iryna.press("виконується")
    assert "Стан: виконується, 22 листопада 2026 року" in said.text
    assert "без підтвердження" in said.text
    for field, words in [
        ("Що зроблено", "Триває тендер <b>на дах</b>."),
        ("Підтвердження", "https://zt.gov.ua/rishennia?n=1&m=2"),
        ("Відповідає", "Департамент освіти"),
        ("Термін", "IV квартал 2027"),
        ("Заплановано коштів", "1,2 млн"),
        ("Витрачено коштів", "300 тис"),
    ]:
        await iryna.press(field)
        said = await iryna.say(words)
        assert f"✓ {field}" in iryna.buttons
    block = said.text.partition("не змінюється.\n\n")[2]
    assert block.splitlines() == [
        "Стан: виконується, 22 листопада 2026 року",
        "Триває тендер <b>на дах</b>.",
        "Підтвердження: zt.gov.ua",
        "Відповідає: Департамент освіти",
        "Термін: 31 грудня 2027 року",
        "Заплановано коштів: 1,2\u00a0млн\u00a0грн",
        "Витрачено коштів: 300\u00a0000\u00a0грн",
    ]
    assert "ще не звітувала" in (await goal_card(olena)).text
    answer = await iryna.tap("Зберегти звіт")
    assert "Збережено" in answer.text
    assert block in (await goal_card(olena)).text
    [row] = rows(house, "reports")
    assert (row["planned_kop"], row["spent_kop"]) == (120_000_000, 30_000_000)
    assert "https://zt.gov.ua/rishennia?n=1&amp;m=2" in olena.last.html


async def test_a_correction_is_another_report_and_the_history_has_both(house):
    olena, iryna = await house.resident(), await house.staff()
    await report(iryna, {"Стан": "виконано", "Що зроблено": "Дах полагоджено.", "Витрачено коштів": "900 000"})
    house.clock.pass_(days=3)
    await report(iryna, {"Стан": "виконується", "Витрачено коштів": "950 000"})
    said = await goal_card(olena)
    assert "виконується, 25 листопада 2026 року" in said.text
    assert "Дах полагоджено" not in said.text
    said = await olena.press("Усі звіти")
    newest, oldest = said.text.split("22 листопада 2026 року, 12:00")
    assert "Стан: виконується" in newest
    assert "950\u00a0000" in newest
    assert "Стан: виконано\nДах полагоджено." in oldest
    assert "900\u00a0000" in oldest
    assert "Звітує" not in said.text
    await goal_card(iryna)
    said = await iryna.press("Усі звіти")
    assert said.text.count("Звітує працівник № ") == 2
    await iryna.press("До цілі")
    assert len(rows(house, "reports")) == 2


async def test_terms_change_without_a_word_on_the_status(house):
    olena, iryna = await house.resident(), await house.staff()
    await report(iryna, {"Стан": "виконано", "Підтвердження": "https://zt.gov.ua/akt"})
    house.clock.pass_(days=9)
    await report(iryna, {"Витрачено коштів": "0"})
    said = await goal_card(olena)
    assert "Стан: виконано, 22 листопада" in said.text
    assert "Підтвердження: zt.gov.ua" in said.text
    assert "Витрачено коштів: 0\u00a0грн" in said.text
    said = await olena.press("Усі звіти")
    assert said.text.count("Стан:") == 1


async def test_what_was_wrong_can_be_taken_away(house):
    olena, iryna = await house.resident(), await house.staff()
    await report(iryna, {"Стан": "виконано", "Підтвердження": "https://zt.gov.ua/akt", "Термін": "2025"})
    await goal_card(iryna)
    await iryna.press("Звітувати")
    for field in ("Підтвердження", "Термін"):
        await iryna.press(field)
        await iryna.press("Прибрати")
    await iryna.press("Зберегти звіт")
    said = await goal_card(olena)
    assert "без підтвердження" in said.text
    assert "Термін" not in said.text
    assert "Термін: не вказано" in (await olena.press("Усі звіти")).text


@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        ("Підтвердження", "http://zt.gov.ua/akt", "https://"),
        ("Підтвердження", "https://bank.ua@zlo.example/akt", "https://"),
        ("Підтвердження", "javascript:alert(1)", "https://"),
        ("Підтвердження", "https://localhost", "https://"),
        ("Підтвердження", "https://[1", "https://"),
        ("Підтвердження", "https://zt.gov.ua/" + "а" * 500, "https://"),
        ("Підтвердження", "https://zt.gov.ua/ акт", "https://"),
        ("Підтвердження", "https://zt.gov.ua/\u202efdp.exe", "https://"),
        ("Що зроблено", "я" * 1001, "щонайбільше 1000"),
        ("Що зроблено", "👍👍", "словами"),
        ("Відповідає", "я" * 151, "щонайбільше 150"),
        ("Термін", "колись", "31.12.2027"),
        ("Термін", "1.1.1999", "Перевірте рік"),
        ("Витрачено коштів", "-5", "меншою за нуль"),
        ("Заплановано коштів", "багато", "1,2 млн"),
        ("Стан", "майже готово", "одну з кнопок"),
    ],
)
async def test_bad_words_are_refused_and_nothing_is_lost(house, field, words, why):
    iryna = await house.staff()
    await goal_card(iryna)
    await iryna.press("Звітувати")
    await iryna.press("Відповідає")
    await iryna.say("Уже сказане")
    await iryna.press("✓ Відповідає" if field == "Відповідає" else field)
    assert why in (await iryna.say(words)).text
    said = await iryna.press("До звіту")
    assert "Уже сказане" in said.text
    assert rows(house, "reports") == []


async def test_a_report_that_says_nothing_new_is_not_saved(house):
    iryna = await house.staff()
    await report(iryna, {"Стан": "відкладено"})
    await goal_card(iryna)
    await iryna.press("Звітувати")
    await iryna.press("Стан")
    said = await iryna.press("відкладено")
    assert "Мешканці зараз читають так" in said.text
    assert "Зберегти звіт" not in iryna.buttons


async def test_saved_twice_is_saved_once(house):
    iryna = await house.staff()
    await goal_card(iryna)
    await iryna.press("Звітувати")
    await iryna.press("Стан")
    draft = await iryna.press("заплановано")
    await iryna.tap("Зберегти звіт")
    save = next(b.data for row in draft.buttons for b in row if b.text == "Зберегти звіт")
    answer = await iryna.press_data(save)
    assert "уже збережено" in answer.text
    assert len(rows(house, "reports")) == 1


async def test_two_colleagues_do_not_undo_each_other(house):
    olena, iryna, petro = await house.resident(), await house.staff(), await house.staff("Петро")
    await goal_card(iryna)
    await iryna.press("Звітувати")
    await iryna.press("Витрачено коштів")
    await iryna.say("100 000")
    await report(petro, {"Термін": "2027"})
    await iryna.press("Зберегти звіт")
    said = await goal_card(olena)
    assert "Термін: 31 грудня 2027 року" in said.text
    assert "Витрачено коштів: 100\u00a0000\u00a0грн" in said.text


async def test_what_is_written_beside_the_draft_is_a_question(house):
    iryna = await house.staff()
    await goal_card(iryna)
    await iryna.press("Звітувати")
    await iryna.press("Стан")
    await iryna.press("скасовано")
    assert "доріг" in (await iryna.say("ремонт доріг")).text
    await goal_card(iryna)
    assert "скасовано" in (await iryna.press("Звітувати")).text
    await iryna.press("Скасувати")
    await goal_card(iryna)
    assert "скасовано" not in (await iryna.press("Звітувати")).text


@pytest.mark.parametrize("code", ["p1", "b1"])
async def test_neither_a_programme_nor_news_has_a_ledger(house, code):
    document = {"p1": "zhytomyr-meeting", "b1": "left-opposition-2020"}[code]
    iryna = await house.staff()
    number = next(n for (name, _), n in house.app.services.entries.shelf.ids.items() if name == document)
    said = await goal_card(iryna, number)
    assert "звітувала" not in said.text
    assert not {"Звітувати", "Стежити"} & set(iryna.buttons)
    for forged in (f"kr1:{number}", f"kf1:{number}:1:0:0"):
        assert "лише про цілі з документів громади" in (await iryna.press_data(forged)).text
    assert rows(house, "follows") == []


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MODERATOR])
async def test_only_staff_report(house, role):
    taras = await house.staff("Тарас", role)
    number = number_of(house)
    for forged in (f"kr1:{number}", f"ke1:{number}:words", f"kc1:{number}:status:done"):
        assert (await taras.press_data(forged)).alert
    await taras.press_data(f"kv1:{number}")
    assert rows(house, "reports") == []
    assert rows(house, "flows") == []


async def test_forged_fields_do_nothing(house):
    iryna = await house.staff()
    number = number_of(house)
    for forged in ("ke1:{}:by", "kc1:{}:status:none", "kc1:{}:id:none", "kc1:{}:words:none"):
        assert (await iryna.press_data(forged.format(number))).alert
    assert rows(house, "reports") == []


async def test_overdue_by_itself_to_the_second(house):
    olena, iryna = await house.resident(), await house.staff()
    await report(iryna, {"Термін": "31.12.2026"})
    house.clock.now = datetime(2026, 12, 31, 21, 59, 59, tzinfo=UTC)
    assert "прострочено" not in (await goal_card(olena)).text
    house.clock.pass_(seconds=1)
    assert "Термін: 31 грудня 2026 року — прострочено" in (await goal_card(olena)).text
    await report(iryna, {"Стан": "виконано"})
    assert "прострочено" not in (await goal_card(olena)).text
    await report(iryna, {"Стан": "відкладено"})
    assert "прострочено" in (await goal_card(olena)).text


async def test_a_community_lists_what_is_overdue_by_the_same_rule(house):
    olena = await house.resident()
    progress, shelf = house.app.services.progress, house.app.services.entries.shelf
    await olena.say("/goals")
    assert not any("Прострочені" in label for label in olena.buttons)
    codes = ("1.1.1", "1.1.2", "1.1.3", "2.2.1", "3.1.1", "3.1.2")
    for code, status in zip(codes, [*Status, None], strict=True):
        days = {"due_on": f"2026-11-{10 + codes.index(code)}"}
        await reported(house, number_of(house, code), **days | ({"status": status} if status else {}))
    await reported(house, number_of(house, "1.1.2"), spent_kop=100)
    await reported(house, number_of(house, "1.1.1"), due_on="2026-11-22")
    await reported(house, shelf.ids["luhansk-oblast-2027", "1.1.1"], due_on="2026-11-01")
    late = await progress.overdue("zhytomyr")
    ledgers = {entry: (await progress.history(entry)).ledger for entry in (number_of(house, code) for code in codes)}
    assert {entry for entry, _ in late} == {one for one, ledger in ledgers.items() if ledger.is_overdue(progress.today)}
    assert [shelf.entry(entry).code for entry, _ in late] == ["1.1.2", "2.2.1", "3.1.2"]
    await olena.press_data("bc1:zhytomyr")
    said = await olena.press("Прострочені цілі: 3")
    assert said.text.index("1.1.2.") < said.text.index("2.2.1.") < said.text.index("3.1.2.")
    assert "Термін: 11 листопада 2026 року" in said.text
    assert "прострочено" in (await olena.press("2.2.1.")).text


async def test_in_a_group_the_ledger_is_shown_and_nobody_is_spoken_of(house):
    iryna = await house.staff()
    await report(iryna, {"Стан": "виконано", "Що зроблено": "Готово."})
    group = await house.telegram.group("Сусіди", iryna.person)
    opens = {"inline_keyboard": [[{"text": "Відкрити", "callback_data": f"g1:{number_of(house)}:0:0"}]]}
    await house.app.bot.send_message(group.id, "…", reply_markup=opens)
    await iryna.person.press(iryna.person.chat_in(group)[-1], "Відкрити")
    await house.settle()
    card = iryna.person.chat_in(group)[-1]
    labels = {text for row in card.labels for text in row}
    assert "Стан: виконано" in card.text
    assert not {"Звітувати", "Стежити", "Так, бачу"} & labels
    await iryna.person.press(card, "Усі звіти")
    await house.settle()
    assert "працівник №" not in iryna.person.chat_in(group)[-1].text


async def test_the_longest_ledger_fits_one_message(house):
    olena = await house.resident()
    for n, code in enumerate(["3.1.2"] * 4 + ["3", "3.1"]):
        await reported(
            house,
            number_of(house, code),
            status="done",
            words=f"{n} " + "слово " * 160,
            evidence_url="https://" + "дуже-довга-назва." * 3 + "gov.ua/" + "x" * 400,
            responsible="Відділ " * 20,
            planned_kop=10**14 - n,
            spent_kop=10**14 - n,
        )
    for code in ("3", "3.1", "3.1.2"):
        assert "Стан: виконано" in (await goal_card(olena, code=code)).text
        assert "Стан: виконано" in (await olena.press("Докладніше")).text
    said = await olena.press("Усі звіти")
    assert "1 з 2" in olena.buttons
    assert said.text.count("слово") > 400
    await olena.press("Далі")
    assert "2 з 2" in olena.buttons


async def test_a_goal_that_a_new_edition_drops_keeps_its_history(house):
    olena, iryna = await house.resident(), await house.staff()
    await report(iryna, {"Стан": "виконано", "Що зроблено": "Дах полагоджено."})
    card = await goal_card(olena)
    number = number_of(house)
    shelf = house.app.services.entries.shelf
    gone = shelf.entry(number)
    left = [one for one in shelf.library.entries if one.document == gone.document and one != gone]
    document = shelf.library.document_of(gone)
    await house.app.services.entries.publish(shelf.library.communities[document.community], document, left)
    await house.app.services.entries.load()
    await olena.tap("Усі звіти", card)
    assert "вже немає в чинній редакції" in olena.last.text
    assert "Дах полагоджено." in olena.last.text
    assert gone.text[:40] in olena.last.text
    said = await olena.start(f"g{number}")
    assert "Дах полагоджено." in said.text
    assert "вже немає" in (await iryna.press_data(f"kr1:{number}")).text
