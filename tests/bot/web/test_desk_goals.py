"""The desk's room of goals: found by how they stand, reported on with a preview, singly and from a table."""

import re

import pytest

from bot.domain.people import Role
from bot.domain.progress import Follow, FollowKind
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.ledgers import goal_card, number_of, reported
from tests.support.writing import actor

FORM = {
    "status": "under_way",
    "words": "Триває <b>тендер</b>.",
    "evidence_url": "https://zt.gov.ua/t",
    "responsible": "Департамент освіти",
    "due_on": "IV квартал 2027",
    "planned_kop": "1,2 млн",
    "spent_kop": "151,50",
}


@pytest.fixture
async def browser(house):
    """The browser of somebody who works in the browser alone."""
    clerk = await house.app.services.accounts.invite(DESK, "clerk@example.com", "Марія", Role.STAFF)
    async with browsing(house) as browser:
        yield await come_in(browser, house, clerk.telegram_id)


async def found(browser, query):
    text = await browser.open(f"/desk/goals?community=all&{query}")
    return int(re.search(r"Знайдено (\d+) ціл", text)[1])


async def test_goals_are_found_by_how_they_stand_and_read(house, browser):
    await reported(house, status="under_way", due_on="2026-11-21", responsible="Департамент освіти")
    await reported(house, number_of(house, "1.1.1"), status="done", evidence_url="https://zt.gov.ua/a")
    every = await found(browser, "")
    assert every > 200
    assert await found(browser, "document=zhytomyr-oblast-2027") == 45
    assert await found(browser, "lack=overdue") == 1
    assert "прострочено" in browser.text
    assert "3.1.2." in browser.text
    assert await found(browser, "lack=evidence") == 1
    assert await found(browser, "lack=report") == every - 2
    assert await found(browser, "status=done") == 1
    assert await found(browser, "responsible=Департамент освіти") == 1
    assert await found(browser, "document=zhytomyr-oblast-2027&text=3.1.2.") == 1
    assert await found(browser, "document=zhytomyr-oblast-2027&text=ЗДОРОВ'Я") > 0
    assert await found(browser, "text=такого немає ніде") == 0
    assert "Змініть або скиньте умови" in browser.text


async def test_a_list_is_paged_and_keeps_its_filters(browser):
    await found(browser, "document=luhansk-oblast-2027")
    following = re.search(r'href="([^"]+)" rel="next"', browser.page)[1].replace("&amp;", "&")
    assert "document=luhansk-oblast-2027" in following
    assert "Сторінка 2" in await browser.open(following)
    assert "Знайдено 169 цілей" in browser.text


async def test_a_report_is_read_before_it_is_saved_and_its_followers_counted(house, browser):
    olena = await house.resident()
    number = number_of(house)
    await house.app.services.progress.follow(await actor(olena), Follow(FollowKind.ENTRY, str(number)))
    path = f"/desk/goals/{number}/report"
    assert "Громада ще не звітувала" in await browser.open(path)
    shown = await browser.send(path, **FORM)
    assert "Стан: виконується" in shown
    assert "Триває <b>тендер</b>." in shown
    assert "<b>тендер" not in browser.page
    assert "Про зміни о 18:00 дізнається 1 людина" in shown
    assert "Громада ще не звітувала" in (await goal_card(olena)).text
    assert "Триває" in browser.page
    await browser.send(path, step="edit", newest="0", **FORM)
    assert 'value="IV квартал 2027"' in browser.page
    saved = await browser.send(path, step="save", newest="0", **FORM)
    assert browser.path == f"/desk/goals/{number}"
    assert "Звіт збережено. Про нього о 18:00 дізнається 1 людина." in saved
    assert "Звітує Марія" in saved
    lines = (await goal_card(olena)).text
    for line in ("Стан: виконується", "31 грудня 2027", "1,2\xa0млн", "151,50", "Департамент освіти"):
        assert line in lines
        assert line in browser.page


async def test_what_cannot_be_read_is_asked_again_and_nothing_typed_is_lost(house, browser):
    path = f"/desk/goals/{number_of(house)}/report"
    await browser.open(path)
    wrong = FORM | {"due_on": "колись", "planned_kop": "багато", "evidence_url": "http://x"}
    said = await browser.send(path, **wrong)
    assert browser.status == 403
    assert "Виправте позначені поля" in said
    assert browser.page.count('aria-invalid="true"') == 3
    for written in wrong.values():
        assert written.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in browser.page
    await browser.open(path)
    assert "немає нічого нового" in await browser.send(path, newest="0")


async def test_who_writes_while_a_colleague_reports_is_told(house, browser):
    number = number_of(house)
    path = f"/desk/goals/{number}/report"
    await browser.open(path)
    await reported(house, status="postponed")
    said = await browser.send(path, step="save", newest="0", **FORM)
    assert "хтось із колег звітував" in said
    assert "відкладено" in said
    newest = re.search(r'name="newest" value="(\d+)"', browser.page)[1]
    assert "За ціллю ще ніхто не стежить." in await browser.send(path, step="check", newest=newest, **FORM)
    saved = await browser.send(path, step="save", newest=newest, **FORM)
    assert "Звіт збережено. За ціллю ще ніхто не стежить." in saved


async def test_only_what_changed_is_reported_and_a_correction_is_another_report(house, browser):
    number = number_of(house)
    path = f"/desk/goals/{number}/report"
    await browser.open(path)
    await browser.send(path, step="save", newest="0", **FORM)
    await browser.open(path)
    for value in ("31.12.2027", "1200000", "151,50"):
        assert f'value="{value}"' in browser.page
    newest = re.search(r'name="newest" value="(\d+)"', browser.page)[1]
    await browser.send(path, step="save", newest=newest, **FORM | {"due_on": "", "words": "Тендер відбувся."})
    ledger = (await house.app.services.progress.history(number)).ledger
    assert [report.words for report in ledger.reports] == ["Тендер відбувся.", "Триває <b>тендер</b>."]
    assert ledger.terms.due_on is None
    assert ledger.terms.planned_kop == 120_000_000
    assert "не вказано" in browser.text


async def test_a_table_is_taken_filled_checked_and_saved(house, browser):
    answer = await browser.client.get("/desk/goals/table.csv?document=zhytomyr-oblast-2027")
    table = answer.content.decode("utf-8-sig")
    assert table.startswith("Документ;Код;Ціль;Стан;")
    assert table.count("\r\n") >= 46
    await browser.open("/desk/goals/table")
    assert "Оберіть файл" in await browser.send("/desk/goals/table")
    same = await browser.send("/desk/goals/table", files={"table": ("goals.csv", answer.content)})
    assert "немає нічого нового" in same
    lines = "Документ;Код;Стан;Термін;Заплановано коштів\n"
    for code in ("3.1.2", "1.1.1"):
        lines += f"zhytomyr-oblast-2027;{code};виконується;31.12.2027;1,2 млн\n"
    checked = await browser.send("/desk/goals/table", files={"table": ("goals.csv", lines.encode("cp1251"))})
    assert "У таблиці 2 нові звіти" in checked
    assert "1,2\xa0млн\xa0грн" in browser.page
    piece = re.search(r'name="piece" hidden>\n(.+?)</textarea>', browser.page, re.DOTALL)[1]
    assert "Збережено 2 звіти." in await browser.send("/desk/goals/table", step="save", piece=piece)
    again = await house.app.services.progress.history(number_of(house))
    assert again.ledger.terms.planned_kop == 120_000_000


async def test_a_table_with_mistakes_names_every_line_and_saves_nothing(house, browser):
    await browser.open("/desk/goals/table")
    lines = "document;code;status\nzhytomyr-oblast-2027;3.1.2;готово\nleft-opposition-2020;b1;done\nx\n"
    said = await browser.send("/desk/goals/table", files={"table": ("a.csv", lines.encode())}, step="save")
    assert "Рядок 2. Стану «готово» немає" in said
    assert "Рядок 3. left-opposition-2020 b1" in said
    assert "Рядок 4." in said
    assert not (await house.app.services.progress.history(number_of(house))).ledger.reports
    await browser.open("/desk/goals/table")
    assert "Файл завеликий" in await browser.send(
        "/desk/goals/table", files={"table": ("a.csv", b"x" * (1 << 20) + b"x")}
    )
    await browser.open("/desk/goals/table")
    assert browser.status == 200
    await browser.send("/desk/goals/table", files={"table": ("a.csv", b"\x00\x01")})
    assert browser.status == 403


async def test_moderators_look_and_do_not_report(house):
    moderator = await house.staff(role=Role.MODERATOR)
    number = number_of(house)
    async with browsing(house) as browser:
        await come_in(browser, house, moderator.person.id)
        assert "Звіти з таблиці" not in await browser.open("/desk/goals")
        await browser.open(f"/desk/goals/{number}")
        assert "Звітувати" not in browser.text
        for path in (f"/desk/goals/{number}/report", "/desk/goals/table", "/desk/goals/table.csv"):
            await browser.open(path)
            assert browser.status == 403
        await browser.open("/desk/me")
        await browser.send(f"/desk/goals/{number}/report", step="save", newest="0", **FORM)
        assert browser.status == 403
        await browser.open("/desk/goals/999999")
        assert browser.status == 404
