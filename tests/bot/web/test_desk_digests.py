"""The digest at the desk: read, taken along, and every line opening the very thing."""

import base64
import hashlib
import io
import json
import re
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from bot.domain.people import Role
from tests.support.asking import METRO, passed
from tests.support.browsing import ADDRESS, browsing, come_in
from tests.support.feedback import LAMP, ROAD, sent
from tests.support.ledgers import number_of, reported
from tests.support.writing import actor

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WEEK = "period=week&community=zhytomyr"


@pytest.fixture
async def week(house, browser):
    """A week with a question, feedback and an overdue goal; staff read of it on Monday."""
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await sent(olena, ROAD)
    await reported(house, status="under_way", due_on="2026-11-22")
    house.clock.now = MONDAY
    await come_in(browser, house, iryna.person.id)
    return iryna


async def test_each_line_opens_the_very_thing(house, browser, week):
    said = await browser.open(f"/desk/digests?{WEEK}")
    assert "16–22 листопада 2026 року" in said
    assert "Що зробити зараз" in said
    for path in (
        *("/desk/questions?community=zhytomyr", "/desk/feedback?which=new&amp;community=zhytomyr"),
        *("/desk/goals?lack=overdue&amp;community=zhytomyr", f"/desk/goals/{number_of(house)}"),
    ):
        assert f'href="{path}"' in browser.page, path
    (question,) = set(re.findall(r'href="(/desk/questions/\d+)"', browser.page))
    assert METRO in await browser.open(question)


async def test_a_period_and_a_place_are_chosen_and_wrong_days_are_said(browser, week):
    assert (
        "16 листопада — 23 листопада"
        in await browser.open("/desk/digests?period=days&first=2026-11-16&last=2026-11-23")
        or "16–23 листопада 2026 року" in browser.text
    )
    assert "усі громади" in await browser.open("/desk/digests?period=month&community=all")
    assert "1–31 жовтня 2026 року" in browser.text
    for days in (
        "first=2026-11-23&last=2026-11-16",
        "first=&last=x",
        "first=2026-11-16&last=2027-01-01",
        "first=0001-01-01&last=0001-01-02",
    ):
        said = await browser.open(f"/desk/digests?period=days&{days}")
        assert browser.status == 403
        assert "Оберіть перший і останній день" in said
        assert "16–22 листопада 2026 року" in said
        assert (await browser.open(f"/desk/digests/page?period=days&{days}"), browser.status)[1] == 403


async def test_the_page_to_print_has_the_style_that_its_policy_allows_and_no_other(browser, week):
    answer = await browser.client.get(f"/desk/digests/page?{WEEK}")
    assert answer.status_code == 200
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    sign = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"style-src 'sha256-{sign}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert f'href="{ADDRESS}/desk/questions/' in answer.text
    assert "t.me" not in answer.text
    other = await browser.client.get("/desk/digests")
    assert "style-src 'self'" in other.headers["content-security-policy"]


async def test_every_form_is_taken_along(browser, week):
    got = {}
    for form in ("html", "txt", "xlsx", "csv", "json", "png"):
        answer = await browser.client.get(f"/desk/digests/file/{form}?{WEEK}")
        assert answer.headers["content-disposition"] == f'attachment; filename="viche-2026-11-16-2026-11-22.{form}"'
        got[form] = answer
    assert got["png"].content.startswith(b"\x89PNG")
    assert ["Запитань", 1.0, 0.0] in CalamineWorkbook.from_filelike(io.BytesIO(got["xlsx"].content)).get_sheet_by_name(
        "Коротко"
    ).to_python()
    assert json.loads(got["json"].content)["asked"]["asked"] == {"now": 1, "before": 0}
    assert f"{ADDRESS}/desk/questions" in got["txt"].text
    assert "Запитань;1;0" in got["csv"].text
    assert (await browser.open(f"/desk/digests/file/exe?{WEEK}"), browser.status)[1] == 404
    assert "Діаграми немає" in await browser.open("/desk/digests/file/png?period=day&community=all")


async def test_the_list_of_moderators_is_no_link_for_others(house, browser, week):
    await sent(await house.resident("Петро"), "Дивіться https://example.com/a")
    assert "1 допис чекає на модератора" in await browser.open(f"/desk/digests?{WEEK}")
    assert 'href="/desk/moderation"' not in browser.page
    async with browsing(house) as other:
        await come_in(other, house, (await house.staff("Марко", Role.MODERATOR)).person.id)
        await other.open(f"/desk/digests?{WEEK}")
        assert '<a href="/desk/moderation">1 допис' in other.page


async def test_staff_correct_topics_one_by_one_and_take_it_back(house, browser, week):
    key = await sent(await house.resident("Петро"), LAMP, topic="culture")
    await browser.open(f"/desk/feedback/{key}")
    assert "Тема: Безпека." in await browser.send(f"/desk/feedback/{key}/topic", topic="safety")
    assert "тема: Безпека" in browser.text
    await browser.send("/desk/feedback/topic/undo", was=f"{key} culture", back=f"/desk/feedback/{key}")
    assert "Попередню тему повернуто: 1 з 1." in browser.text
    assert "тема: Культура й спорт" in browser.text
    assert "Такої теми немає." in await browser.send(f"/desk/feedback/{key}/topic", topic="astrology")
    assert "Тема: Без теми." in await browser.send(f"/desk/feedback/{key}/topic", topic="")


async def test_many_topics_are_set_at_once(house, browser, week):
    keys = [await sent(await house.resident(name), f"{LAMP} {name}") for name in ("Петро", "Марта")]
    await browser.open("/desk/feedback")
    said = await browser.send("/desk/feedback/topic", pick=keys, set_topic="infrastructure")
    assert "Нова тема — «Дороги й комунальні послуги». Відгуків: 2 з 2. Скасувати" in said
    undone = await browser.send("/desk/feedback/topic/undo", was=[f"{key} " for key in keys], back="/desk/feedback")
    assert "Попередню тему повернуто: 2 з 2." in undone
    assert "Оберіть тему." in await browser.send("/desk/feedback/topic", pick=keys, set_topic="")
    assert "Спершу позначте" in await browser.send("/desk/feedback/topic", set_topic="safety")


async def test_moderators_read_topics_and_set_none(house, browser, week):
    key = await sent(await house.resident("Петро"), LAMP)
    async with browsing(house) as other:
        await come_in(other, house, (await house.staff("Марко", Role.MODERATOR)).person.id)
        await other.open("/desk/digests/mine")
        await other.send(f"/desk/feedback/{key}/topic", topic="safety")
        assert other.status == 403
        await other.send("/desk/feedback/topic", pick=[key], set_topic="safety")
        assert other.status == 403


async def corrected(house, author, staff, n):
    """Send pieces about two things without a topic, which staff set."""
    texts = {"safety": "Зробіть укриття у школі номер", "environment": "Приберіть сміття у лісі біля дачі"}
    for topic, text in texts.items():
        key = await sent(author, f"{text} {n}")
        await house.app.services.feedbackdesk.set_topic(await actor(staff), key, topic)
    house.clock.pass_(hours=10)


async def test_the_bot_learns_from_the_topics_that_staff_set_and_says_how_often_it_is_right(house, browser, week):
    petro = await house.resident("Петро")
    for n in range(14):
        await corrected(house, petro, week, n)
    await come_in(browser, house, week.person.id)
    days = "/desk/digests?period=days&first=2026-11-23&community=all&last="
    assert "Якщо теми ніхто не обрав" not in await browser.open(f"{days}{house.clock.now.date()}")
    for n in range(14, 20):
        await corrected(house, petro, week, n)
    await come_in(browser, house, week.person.id)
    said = await browser.open(f"{days}{house.clock.now.date()}")
    assert "бот визначив так само 100 % із них" in said.replace("\u00a0", " "), said[said.index("Перевірено") :][:120]
