"""Follow, hear once a day of real changes, stop with one tap, and say whether what is called done is seen."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.notices import NoticeKind
from tests.support.asking import rows
from tests.support.databases import look
from tests.support.house import open_house
from tests.support.ledgers import goal_card, number_of, report, reported

NEWS, ASKED = NoticeKind.PROGRESS, NoticeKind.SEEN_ASKED


async def at(house, *moment):
    """Let it become this moment in Kyiv (winter time) and send what is due."""
    house.clock.now = datetime(*moment, tzinfo=UTC) - timedelta(hours=2)
    await sent(house)


async def sent(house):
    while await house.app.outbox.flush():
        pass


def heard(person, kind=NEWS):
    """How many such messages a person was sent; that they arrived is seen where their buttons are pressed."""
    asked = "SELECT count(*) FROM notices JOIN people ON people.id = person WHERE telegram_id = :who AND kind = :kind"
    return look(person.house.path, asked + " AND state = 'sent'", who=person.person.id, kind=kind.value)[0][0]


async def follower(house, name="Олена", **where):
    person = await house.resident(name)
    await goal_card(person, **where)
    await person.press("Стежити")
    return person


async def test_follow_a_goal_hear_of_it_and_open_what_changed(house):
    olena, petro = await follower(house), await house.resident("Петро")
    assert "Не стежити" in olena.buttons
    iryna = await house.staff()
    await report(iryna, {"Стан": "виконується", "Що зроблено": "Триває тендер.", "Витрачено коштів": "5 000"})
    await at(house, 2026, 11, 22, 17, 59, 59)
    assert heard(olena) == 0
    await at(house, 2026, 11, 22, 18, 0, 0)
    assert (heard(olena), heard(petro)) == (1, 0)
    assert olena.last.text == "Змінився стан виконання цілей, за якими ви стежите."
    said = await olena.press("Що змінилося")
    assert "3.1.2. Формування" in said.text
    assert "Стан: виконується\nТриває тендер.\nбез підтвердження\nВитрачено коштів: 5\u00a0000\u00a0грн" in said.text
    assert "Термін" not in said.text
    said = await olena.press("Відкрити: 1")
    assert "Триває тендер." in said.text


async def test_all_changes_of_a_day_are_one_message_and_those_of_the_next_another(house):
    olena = await follower(house)
    await goal_card(olena, code="2.2.1")
    await olena.press("Стежити")
    await reported(house, status="under_way")
    house.clock.pass_(hours=2)
    await reported(house, status="done")
    await reported(house, number_of(house, "2.2.1"), words="Почали.")
    await at(house, 2026, 11, 22, 18, 0, 0)
    assert heard(olena) == 1
    said = await olena.press("Що змінилося")
    assert "Стан: виконано" in said.text
    assert "Почали." in said.text
    await reported(house, status="postponed")
    await at(house, 2026, 11, 22, 23, 0, 0)
    assert heard(olena) == 1
    await at(house, 2026, 11, 23, 18, 0, 0)
    assert heard(olena) == 2
    said = await olena.press("Що змінилося")
    assert "Стан: відкладено" in said.text
    assert "Почали." not in said.text
    await at(house, 2026, 12, 24, 18, 0, 0)
    assert heard(olena) == 2


@pytest.mark.parametrize(("second", "day"), [(59, 22), (60, 23)])
async def test_the_day_ends_at_six_to_the_second(house, second, day):
    olena = await follower(house)
    house.clock.now = datetime(2026, 11, 22, 15, 59, tzinfo=UTC) + timedelta(seconds=second)
    await reported(house, status="done")
    await at(house, 2026, 11, day, 17, 59, 59)
    assert heard(olena) == 0
    await at(house, 2026, 11, day, 18, 0, 0)
    assert heard(olena) == 1


@pytest.mark.parametrize(
    ("reported_at", "due_at"),
    [
        (datetime(2027, 3, 27, 16, 30, tzinfo=UTC), datetime(2027, 3, 28, 15, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 14, 59, 59, tzinfo=UTC), datetime(2027, 3, 28, 15, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 15, 0, tzinfo=UTC), datetime(2026, 10, 25, 16, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 16, 0, tzinfo=UTC)),
    ],
)
async def test_six_in_the_evening_is_that_of_the_clock_on_the_wall(house, reported_at, due_at):
    olena = await follower(house)
    house.clock.now = reported_at
    await reported(house, status="under_way")
    house.clock.now = due_at - timedelta(seconds=1)
    await sent(house)
    assert heard(olena) == 0
    house.clock.now = due_at
    await sent(house)
    assert heard(olena) == 1


@pytest.mark.parametrize(("minute", "n_heard"), [((20, 59, 59), 1), ((21, 0, 0), 0), ((7, 59, 59), 0), ((8, 0, 0), 1)])
async def test_what_was_held_up_is_not_sent_at_night(house, minute, n_heard):
    olena = await follower(house)
    await reported(house, status="under_way")
    day = 23 if minute < (12,) else 22
    await at(house, 2026, 11, day, *minute)
    assert heard(olena) == n_heard


async def test_a_bot_that_was_down_for_days_tells_once(house):
    olena = await follower(house)
    for _ in range(3):
        await reported(house, spent_kop=house.clock.now.day * 100)
        house.clock.pass_(days=1)
    await at(house, 2026, 11, 26, 10, 0, 0)
    assert heard(olena) == 1
    said = await olena.press("Що змінилося")
    assert "Витрачено коштів: 24\u00a0грн" in said.text
    await reported(house, spent_kop=9900)
    await at(house, 2026, 11, 26, 18, 0, 0)
    assert heard(olena) == 1
    await at(house, 2026, 11, 27, 18, 0, 0)
    assert heard(olena) == 2


async def test_follow_all_parts_and_a_whole_community(house):
    olena, petro = await follower(house, code="3"), await house.resident("Петро")
    await petro.say("/goals")
    await petro.press("Стежити за всіма цілями")
    assert "Не стежити за всіма цілями" in petro.buttons
    await reported(house, status="under_way")
    await at(house, 2026, 11, 22, 18, 0, 0)
    assert (heard(olena), heard(petro)) == (1, 1)
    await petro.press("Що змінилося")
    assert "Досить: Житомирська область: усі цілі" in petro.buttons
    await olena.press("Що змінилося")
    await olena.press("Досить: 3. Стійке")
    assert "Ви ще ні за чим не стежите" in olena.last.text
    await reported(house, status="done")
    await at(house, 2026, 11, 23, 18, 0, 0)
    assert (heard(olena), heard(petro)) == (1, 2)


async def test_one_tap_stops_one_goal_or_everything(house):
    olena = await follower(house)
    await goal_card(olena, code="2.2.1")
    await olena.press("Стежити")
    await reported(house, status="under_way")
    await at(house, 2026, 11, 22, 18, 0, 0)
    news = olena.last
    await olena.press("Що змінилося")
    said = await olena.press("Досить: 1")
    assert "3.1.2." not in said.text
    assert "2.2.1." in said.text
    await olena.tap("Досить усіх новин", news)
    await reported(house, number_of(house, "2.2.1"), status="done")
    await at(house, 2026, 11, 23, 18, 0, 0)
    assert heard(olena) == 1
    await goal_card(olena)
    await olena.press("Стежити")
    await reported(house, number_of(house, "2.2.1"), status="postponed")
    await at(house, 2026, 11, 24, 18, 0, 0)
    assert heard(olena) == 2


async def test_who_stops_before_the_evening_hears_nothing_of_the_day(house):
    olena, petro = await follower(house), await follower(house, "Петро")
    await goal_card(petro, code="2.2.1")
    await petro.press("Стежити")
    await reported(house, status="done")
    await reported(house, number_of(house, "2.2.1"), status="under_way")
    for person in (olena, petro):
        await goal_card(person)
        await person.press("Не стежити")
    await at(house, 2026, 11, 30, 18, 0, 0)
    assert [heard(one) for one in (olena, petro)] == [0, 1]
    assert [heard(one, ASKED) for one in (olena, petro)] == [0, 0]
    said = await petro.press("Що змінилося")
    assert "2.2.1." in said.text
    assert "3.1.2." not in said.text


async def test_the_list_of_what_one_follows(house):
    olena = await follower(house)
    await olena.press("За чим я стежу")
    assert "1. 3.1.2. Формування" in olena.last.text
    await olena.press("Відкрити: 1")
    assert "Не стежити" in olena.buttons
    await olena.press("За чим я стежу")
    await olena.press("Не стежити: 1")
    assert "Ви ще ні за чим не стежите" in olena.last.text
    assert rows(house, "follows") == []


async def test_a_followed_goal_that_goes_says_so_and_can_be_stopped(house):
    olena = await follower(house)
    await reported(house, status="under_way", words="Почали.")
    shelf = house.app.services.entries.shelf
    gone = shelf.entry(number_of(house))
    left = [one for one in shelf.library.entries if one.document == gone.document and one != gone]
    document = shelf.library.document_of(gone)
    await house.app.services.entries.publish(shelf.library.communities[document.community], document, left)
    await house.app.services.entries.load()
    await at(house, 2026, 11, 22, 18, 0, 0)
    said = await olena.press("Що змінилося")
    assert "цієї цілі вже немає в документі" in said.text
    assert "Почали." in said.text
    said = await olena.press("За чим я стежу")
    assert "3.1.2. Формування" in said.text
    assert "цієї цілі вже немає в документі" in said.text
    await olena.press("Відкрити: 1")
    assert "вже немає в чинній редакції" in olena.last.text
    await olena.press_data("kl1:0")
    await olena.press("Не стежити: 1")
    assert rows(house, "follows") == []


async def test_who_is_not_kept_is_asked_for_consent(house):
    petro = house.person("Петро")
    await petro.start("c_zhytomyr")
    await petro.press("Користуватися без збереження")
    await goal_card(petro)
    assert "згода" in (await petro.tap("Стежити")).text


async def test_asked_once_and_shown_beside_what_the_hromada_says(house):
    people = [await follower(house, name) for name in ("Олена", "Петро", "Стефа", "Юрко", "Ганна", "Левко")]
    iryna = await house.staff()
    await report(iryna, {"Стан": "виконано"})
    said = await goal_card(iryna)
    assert "Громада: виконано. Мешканці ще не сказали, чи бачать це." in said.text
    await at(house, 2026, 11, 23, 11, 59, 59)
    assert [heard(one, ASKED) for one in people] == [0] * 6
    await at(house, 2026, 11, 23, 12, 0, 0)
    assert [heard(one, ASKED) for one in people] == [1] * 6
    assert heard(iryna, ASKED) == 0
    assert "Громада повідомила, що цю ціль виконано:\n\nФормування" in people[0].last.text
    for person in people[:2]:
        await person.press("Так")
    assert "Мешканці: 2 бачать, 0 не бачать (відповідей поки мало)." in people[1].last.text
    await people[2].press("Ні")
    await people[3].press("Не знаю")
    await people[4].press("Так")
    said = await people[5].press("Так")
    assert "Громада: виконано. Мешканці: 4 бачать, 1 не бачить." in said.text
    assert "✓ Так, бачу" in people[5].buttons
    said = await people[5].press("Ні")
    assert "Мешканці: 3 бачать, 2 не бачать." in said.text
    assert len(rows(house, "sights")) == 6
    assert set(rows(house, "sights")[0]) == {"report", "person", "seen"}
    await report(iryna, {"Підтвердження": "https://zt.gov.ua/akt"})
    said = await goal_card(people[0])
    assert "Мешканці: 3 бачать, 2 не бачать." in said.text
    await at(house, 2026, 11, 29, 12, 0, 0)
    assert [heard(one, ASKED) for one in people] == [1] * 6


async def test_many_goals_done_are_one_question_after_another(house):
    olena = await house.resident()
    await olena.say("/goals")
    await olena.press("Стежити за всіма цілями")
    for code in ("3.1.2", "2.2.1", "3.1.1"):
        await reported(house, number_of(house, code), status="done")
    await at(house, 2026, 11, 23, 12, 0, 0)
    assert heard(olena, ASKED) == 1
    said = await olena.press("Так")
    assert "Ще одна ціль, яку громада назвала виконаною" in said.text
    said = await olena.press("Ні")
    assert "Ще одна ціль" in said.text
    said = await olena.press("Не знаю")
    assert "Громада: виконано." in said.text
    assert sorted(row["seen"] for row in rows(house, "sights")) == ["no", "unknown", "yes"]


async def test_done_by_mistake_is_not_asked_about(house):
    olena, iryna = await follower(house), await house.staff()
    await report(iryna, {"Стан": "виконано"})
    await report(iryna, {"Стан": "виконується"})
    await at(house, 2026, 11, 30, 12, 0, 0)
    assert heard(olena, ASKED) == 0
    await report(iryna, {"Стан": "виконано"})
    await at(house, 2026, 12, 1, 12, 0, 0)
    assert heard(olena, ASKED) == 1
    asked = olena.last
    await report(iryna, {"Стан": "відкладено"})
    assert "громада його змінила" in (await olena.tap("Так", asked)).text
    assert rows(house, "sights") == []


async def test_such_questions_can_be_stopped(house):
    olena = await follower(house)
    await reported(house, status="done")
    await at(house, 2026, 11, 23, 12, 0, 0)
    await olena.press("Досить таких запитань")
    assert "більше не питатиму" in olena.last.text
    await reported(house, status="under_way")
    await reported(house, status="done")
    await at(house, 2026, 11, 30, 12, 0, 0)
    assert heard(olena, ASKED) == 1


async def test_forged_sights_do_nothing(house):
    olena = await house.resident()
    await reported(house, status="planned")
    for forged in ("ps1:1:yes", "ps1:1:maybe", "ps1:77:yes"):
        assert (await olena.press_data(forged)).alert
    assert rows(house, "sights") == []


async def test_my_data_has_it_and_forget_erases_it(house):
    olena = await follower(house)
    await reported(house, status="done")
    await goal_card(olena)
    await olena.press("Так, бачу")
    [file] = (await olena.say("/mydata")).files
    data = json.loads(file.content)
    assert data["follows"] == [f"entry:{number_of(house)}"]
    assert data["seen_done"] == [{"report": 1, "seen": "yes"}]
    await olena.say("/forget")
    await olena.press("Залишити їх без імені")
    assert [rows(house, table) for table in ("follows", "sights", "notices")] == [[], [], []]
    assert "ще не сказали" in (await goal_card(await house.resident("Петро"))).text


async def test_what_was_reported_before_a_restart_is_told_after_it(tmp_path):
    path = tmp_path / "viche.sqlite3"
    async with open_house(path) as house:
        olena = await follower(house)
        await reported(house, status="under_way")
    async with open_house(path, house.telegram, house.clock) as again:
        await at(again, 2026, 11, 22, 18, 0, 0)
        assert heard(olena) == 1


async def goals_round(house):
    """A round whose options are three goals and one idea."""
    goals = [{"title": code, "entry": number_of(house, code)} for code in ("3.1.1", "3.1.2", "2.2.1")]
    return await house.vote_round([*goals, {"title": "Лавки"}], limit=4)


async def test_what_one_votes_for_is_offered_and_only_taps_follow(house):
    olena = await house.resident()
    await goals_round(house)
    await olena.say("/vote")
    assert "Стежити за обраним" not in olena.buttons
    await olena.press("Лавки")
    assert "Стежити за обраним" not in olena.buttons
    await olena.press("2.2.1")
    said = await olena.press("Стежити за обраним")
    assert "окремо від голосу" in said.text
    assert olena.buttons[0].startswith("2.2.1.")
    assert sum(text.startswith(("2.2.1.", "3.1.1.", "3.1.2.")) for text in olena.buttons) == 3
    assert rows(house, "follows") == []
    await olena.press("3.1.2.")
    assert [row["key"] for row in rows(house, "follows")] == [str(number_of(house))]
    assert any(text.startswith("✓ 3.1.2.") for text in olena.buttons)
    await olena.press("✓ 3.1.2.")
    assert rows(house, "follows") == []
    await olena.press("До опитування")
    assert "✓ 2.2.1" in olena.buttons


async def test_no_follow_is_made_of_a_ballot_after_the_close(house):
    """Two people follow the same and vote differently: nothing but the ballots tells them apart."""
    people = [await house.resident(name) for name in ("Олена", "Петро")]
    key = await goals_round(house)
    for person, choice in zip(people, ("2.2.1", "3.1.1"), strict=True):
        await person.say("/vote")
        await person.press(choice)
        await person.press("Стежити за обраним")
        await person.press("3.1.2.")
    kept = [{k: row[k] for k in ("kind", "key")} for row in rows(house, "follows")]
    assert kept[0] == kept[1]
    house.clock.pass_(days=8)
    await house.tick()
    for person in people:
        await person.press_data(f"kw1:{key}:0")
        assert "Стежити за цілями цього опитування" in person.last.text
        await person.press("До опитування")
        assert "Стежити за обраним" not in person.buttons
    assert {row["kind"] for row in rows(house, "notices")} <= {"round_results", "round_reminder"}
