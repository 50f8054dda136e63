"""Feedback at the desk: found, read, answered after a look, given, dated, merged, closed; many at once, and back."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feedback import Feedback, FeedbackFile
from bot.domain.people import Role
from bot.storage import feedback
from tests.support.browsing import browsing, come_in
from tests.support.feedback import ANSWER, LAMP, QUESTION, ROAD, ROAD_TOO, heard, replied, sent, uploaded
from tests.support.house import NOON
from tests.support.writing import actor


@pytest.fixture
async def browser(house):
    """The browser of a clerk, who is in."""
    iryna = await house.staff()
    async with browsing(house) as browser:
        yield await come_in(browser, house, iryna.person.id)


def card(key):
    return f"/desk/feedback/{key}"


def listed(browser):
    """The numbers in the list, in its order."""
    return [int(key) for key in re.findall(r'id="one-(\d+)"', browser.page)]


async def test_the_list_is_filtered_by_what_stands_in_the_address(house, browser):
    olena, taras = await house.resident(), await house.staff("Тарас")
    assert "Жоден відгук не чекає на відповідь." in await browser.open("/desk/feedback")
    goal = house.app.services.entries.ids["zhytomyr-oblast-2027", "1.1"]
    road = await sent(olena, ROAD, topic="infrastructure", settlement="Житомир", entry=goal)
    lamp = await sent(olena, LAMP, community="luhansk")
    await house.app.services.settlements.replace("zhytomyr", ["Житомир", "Корбутівка"])
    worker, desk = await actor(taras), house.app.services.feedbackdesk
    await desk.assign(worker, lamp, worker.id, None)
    said = await browser.open("/desk/feedback")
    assert listed(browser) == [road, lamp]
    assert "нове · сьогодні · Дороги й комунальні послуги · Житомирська область · Житомир" in said
    assert "у роботі · сьогодні · Луганська область · Тарас" in said
    assert "Олена" not in said
    for query, found in {
        "order=newest": [lamp, road],
        "q=КИЇВСЬКІЙ б’ються": [road],
        "q=б'ються": [road],
        f"q=№ {lamp}": [lamp],
        "topic=infrastructure": [road],
        "place=Житомир": [road],
        "place=Корбутівка": [],
        f"goal={goal}": [road],
        "community=luhansk": [lamp],
        "whose=nobodys": [road],
        "whose=mine": [],
        "which=new": [road],
        "which=closed": [],
        "which=x&whose=y&order=z&goal=w&topic=v&page=-7": [road, lamp],
    }.items():
        await browser.open(f"/desk/feedback?{query}")
        assert (browser.status, listed(browser)) == (200, found), query


async def test_the_list_has_pages(house, browser):
    async def work(connection):
        for key in range(1, 27):
            when = NOON + timedelta(seconds=key)
            await feedback.add(connection, Feedback(key, "zhytomyr", f"Лавка номер {key}", when, when), ())

    await house.app.database.write(work)
    await browser.open("/desk/feedback?q=лавка")
    assert listed(browser) == list(range(1, 26))
    following = re.search(r'href="([^"]+)" rel="next"', browser.page)[1]
    await browser.open(following.replace("&amp;", "&"))
    assert listed(browser) == [26]
    assert 'rel="prev"' in browser.page


async def test_an_answer_is_read_before_it_is_sent(house, browser):
    olena = await house.resident()
    key = await sent(olena)
    said = await browser.open(card(key))
    assert ROAD in said
    assert "Автор не називає себе." in said
    assert "неділя, 22 листопада 2026 року" in said
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="0", answer=" ... ")
    assert "Напишіть кілька слів" in said
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="0", answer=f"{ANSWER}\r\n<i>Так</i>")
    assert f"Відповідь на відгук «{ROAD}» {ANSWER} <i>Так</i>" in said
    assert "<i>Так" not in browser.page
    assert "Надіслати 1 людині" in said
    await browser.send(f"{card(key)}/words", how="answer", n_turns="0", answer=ANSWER, step="write")
    assert ANSWER in browser.page
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="0", answer=ANSWER, step="send")
    assert "✓ Надіслано." in said
    assert f"Відповідь громади 22 листопада 2026 року, 12:00 {ANSWER}" in said
    assert "Ірина надіслано відповідь" in said
    assert any(ANSWER in text for text in await heard(olena))


async def test_what_was_said_meanwhile_is_read_first(house, browser):
    olena = await house.resident()
    key = await sent(olena)
    await browser.open(card(key))
    await browser.send(f"{card(key)}/words", how="ask", n_turns="0", ask=QUESTION, step="send")
    assert "Уточнення працівника" in browser.text
    await replied(olena, key, "Біля школи <b>№ 5</b>")
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="1", answer=ANSWER, step="send")
    assert "Поки ви писали, у відгуку з’явилося нове." in said
    assert "Біля школи <b>№ 5</b>" in said
    assert 'name="n_turns" value="2"' in browser.page
    assert not any(ANSWER in text for text in await heard(olena))
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="2", answer=ANSWER, step="send")
    assert "✓ Надіслано." in said


async def test_it_is_given_dated_and_both_are_taken_back(house, browser):
    olena, taras = await house.resident(), await house.staff("Тарас")
    key, his = await sent(olena), (await actor(taras)).id
    await browser.open(card(key))
    mine = re.search(r'value="(\d+)">Ірина \(ви\)', browser.page)[1]
    said = await browser.send(f"{card(key)}/assign", colleague=mine, previous="")
    assert "✓ Тепер за цей відгук відповідаєте ви. Скасувати" in said
    said = await browser.send("/desk/feedback/give-back", pick=str(key), back=card(key))
    assert "Нікому не доручено." in said
    assert browser.path == card(key)
    said = await browser.send(f"{card(key)}/assign", colleague=str(his), previous="")
    assert "Доручено: Тарас." in said
    said = await browser.send(f"{card(key)}/assign", colleague=mine, previous="")
    assert "Колега був швидший" in said
    said = await browser.send(f"{card(key)}/deadline", due_on="2026-12-05")
    assert "Термін: 5 грудня 2026 року. Скасувати" in said
    assert "Цей день уже минув." in await browser.send(f"{card(key)}/deadline", due_on="2026-11-21")
    assert "Оберіть день." in await browser.send(f"{card(key)}/deadline", due_on="коли-небудь")
    said = await browser.send("/desk/feedback/deadline/undo", was=f"{key} ", back=card(key))
    assert "Попередній термін повернуто: 1 з 1." in said
    assert (await house.app.services.feedbackdesk.view(await actor(taras), key)).feedback.due_on is None


async def test_many_are_taken_dated_and_closed_with_a_way_back(house, browser):
    olena, taras = await house.resident(), await house.staff("Тарас")
    road, lamp = await sent(olena, ROAD), await sent(olena, LAMP)
    worker, desk = await actor(taras), house.app.services.feedbackdesk
    await desk.assign(worker, lamp, worker.id, None)
    await browser.open("/desk/feedback?order=newest")
    back, both = "/desk/feedback?order=newest", [str(road), str(lamp)]
    said = await browser.send("/desk/feedback/take", pick=both, back=back)
    assert "Узято собі: 1 з 2. Скасувати" in said
    assert listed(browser) == [lamp, road]
    said = await browser.send("/desk/feedback/give-back", pick=str(road), back=back)
    assert "Більше не доручено вам: 1 з 1." in said
    said = await browser.send("/desk/feedback/deadline", pick=both, due_on="2026-12-05", back=back)
    assert "Новий термін: 5 грудня 2026 року. Відгуків: 2 з 2. Скасувати" in said
    assert f'name="was" value="{road} "' in browser.page
    await browser.send("/desk/feedback/deadline/undo", was=[f"{road} ", f"{lamp} ", "x"], back=back)
    assert (await desk.view(worker, lamp)).feedback.due_on is None
    said = await browser.send("/desk/feedback/close", pick=both, back=back)
    assert "Закрити позначені відгуки" in said
    assert len(listed(browser)) == 0
    said = await browser.send("/desk/feedback/close", pick=both, back=back, sure="1")
    assert "Закрито: 2 з 2. Автори про це дізнаються. Скасувати" in said
    assert "Цей відгук уже закрито." in await browser.send("/desk/feedback/close", pick=both, back=back, sure="1")
    said = await browser.send("/desk/feedback/reopen", pick=both, back="https://evil.example/desk/feedback")
    assert "Відкрито знову: 2 з 2." in said
    assert browser.path == "/desk/feedback"
    assert "Спершу позначте щось" in await browser.send("/desk/feedback/take", back=back)
    assert "Оберіть день." in await browser.send("/desk/feedback/deadline", pick=both, due_on="", back=back)


async def test_it_is_linked_to_a_goal_and_unlinked(house, browser):
    olena = await house.resident()
    key = await sent(olena)
    await browser.open(f"{card(key)}/goal?q=2.2.1")
    goal = re.search(r'for="goal-(\d+)">2\.2\.1\.', browser.page)[1]
    assert "Ціль: 2.2.1." in await browser.send(f"{card(key)}/goal", goal=goal)
    assert "Не пов’язувати з ціллю" in await browser.open(f"{card(key)}/goal")
    assert "Ціль:" not in (await browser.send(f"{card(key)}/goal")).split("Хто що робив")[0]


async def test_only_what_its_author_offered_is_published(house, browser):
    olena = await house.resident()
    key, private = await sent(olena, is_offered=True), await sent(olena, LAMP)
    await browser.open(f"{card(private)}/show")
    assert browser.status == 403
    said = await browser.open(f"{card(key)}/show")
    assert "без імені автора" in said
    assert "Тепер відгук бачать усі" in await browser.send(f"{card(key)}/show", how="public")
    assert "Тепер відгук бачать лише автор" in await browser.send(f"{card(key)}/show", how="private")
    said = await browser.send(f"{card(private)}/show", how="public")
    assert "Автор не пропонував" in said


async def test_both_are_read_before_they_are_merged(house, browser):
    olena, petro = await house.resident(), await house.resident("Петро")
    road, again = await sent(olena, ROAD), await sent(petro, ROAD_TOO)
    said = await browser.open(f"{card(again)}/merge")
    assert ROAD in said
    assert "Напишіть номер відгуку цифрами." in await browser.open(f"{card(again)}/merge?into=abc")
    assert "Цього відгуку немає." in await browser.open(f"{card(again)}/merge?into=999999")
    said = await browser.open(f"{card(again)}/merge?into=№ {road}")
    assert "Скасувати це не можна." in said
    said = await browser.send(f"{card(again)}/merge", into=str(road))
    assert browser.path == card(road)
    assert "До нього приєднано 1 схожий відгук." in said
    said = await browser.open(card(again))
    assert f"Об’єднано з відгуком № {road}." in said
    assert "Переглянути перед надсиланням" not in said
    assert "Ці відгуки не можна об’єднати." in await browser.send(f"{card(road)}/merge", into=str(road))


async def test_it_is_closed_after_a_look_and_opened_again(house, browser):
    olena = await house.resident()
    key = await sent(olena)
    said = await browser.open(f"{card(key)}/close")
    assert f"Ваш відгук «{ROAD}» тепер має стан: закрито." in said
    said = await browser.send(f"{card(key)}/close")
    assert "✓ Закрито. Автор про це дізнається. Скасувати" in said
    said = await browser.send(f"{card(key)}/words", how="answer", n_turns="0", answer=ANSWER, step="send")
    assert "Цей відгук уже закрито." in said
    assert ANSWER in browser.page
    assert "✓ Відкрито знову." in await browser.send(f"{card(key)}/reopen")


async def test_files_are_named_and_opened_in_the_bot(house, browser):
    olena = await house.resident()
    key = await sent(olena, files=await uploaded(olena))
    said = await browser.open(card(key))
    assert "1 документ, 1 голосове" in said
    assert "акт.pdf" in said
    assert f'href="https://t.me/viche_bot?start=o{key}"' in browser.page
    iryna = await house.staff("Оксана")
    shown = await iryna.start(f"o{key}")
    assert any(label.startswith("Показати файли") for row in shown.labels for label in row)


async def test_a_file_of_before_that_may_be_a_program_is_named_as_one(house, browser, monkeypatch):
    olena, oksana = await house.resident(), await house.staff("Оксана")
    document, _ = await uploaded(olena)
    with monkeypatch.context() as before:
        before.setattr(FeedbackFile, "is_opened", True)
        key = await sent(olena, files=(replace(document, name="акт.pdf.exe"),))
    assert "акт.pdf.exe — не відкривайте: це може бути програма" in await browser.open(card(key))
    shown = await oksana.start(f"o{key}")
    files = next(label for row in shown.labels for label in row if label.startswith("Показати файли"))
    assert "краще не відкривати" in (await oksana.tap(files)).text


async def test_a_name_is_shown_to_staff_alone_and_only_if_given(house, browser):
    olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
    named, hidden = await sent(olena, is_named=True), await sent(olena, LAMP)
    assert "Автор: Олена" in await browser.open(card(named))
    assert "Олена" not in await browser.open(card(hidden))
    async with browsing(house) as other:
        await come_in(other, house, taras.person.id)
        said = await other.open(card(named))
        assert "Олена" not in said
        assert "Автор назвав себе." in said


async def test_moderators_read_and_do_nothing(house):
    olena, taras = await house.resident(), await house.staff("Тарас", Role.MODERATOR)
    key = await sent(olena, is_offered=True)
    async with browsing(house) as browser:
        await come_in(browser, house, taras.person.id)
        await browser.open("/desk/feedback")
        assert listed(browser) == [key]
        assert 'name="pick"' not in browser.page
        for act, fields in (
            ("words", {"how": "answer", "answer": ANSWER, "step": "send", "n_turns": "0"}),
            ("assign", {"colleague": "1"}),
            ("deadline", {"due_on": "2026-12-05"}),
            ("goal", {"goal": "1"}),
            ("show", {"how": "public"}),
            ("merge", {"into": "1"}),
            ("close", {}),
            ("reopen", {}),
        ):
            assert "Переглянути перед надсиланням" not in await browser.open(card(key))
            await browser.send(f"{card(key)}/{act}", **fields)
            assert browser.status in (403, 404), act
        for act in ("take", "give-back", "deadline", "deadline/undo", "close", "reopen"):
            await browser.open(card(key))
            await browser.send(f"/desk/feedback/{act}", pick=str(key), was=f"{key} ", sure="1", due_on="2026-12-05")
            assert browser.status == 403, act
        for page in ("goal", "merge", "show", "close"):
            await browser.open(f"{card(key)}/{page}")
            assert browser.status == 403, page
    found = await house.app.services.feedback.view(await actor(olena), key)
    assert (found.feedback.state.value, found.turns) == ("new", [])
