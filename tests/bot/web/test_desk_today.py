"""The page of the morning: what waits, by number and by name, each with the way to settle it."""

from datetime import date

from bot.domain.people import Role
from tests.support.asking import METRO, passed
from tests.support.browsing import browsing, come_in
from tests.support.ledgers import number_of, reported
from tests.support.moderating import assigned, sent
from tests.support.writing import actor

HELD = "Дивіться https://example.com/a"


async def opened(house, person):
    async with browsing(house) as browser:
        await come_in(browser, house, person.person.id)
        await browser.open("/desk/")
        return browser


async def test_what_waits_leads_to_what_settles_it(house):
    staff, author = await house.staff(), await house.resident("Оксана")
    key, own = await sent(author, "Немає світла на Садовій"), await sent(author, "Яма на Лесі Українки")
    await assigned(staff, own, staff)
    await house.app.services.feedbackdesk.set_deadline(await actor(staff), own, date(2026, 11, 23))
    await reported(house, status="under_way", due_on="2026-11-23")
    await passed(author, METRO)
    house.clock.pass_(days=2)
    browser = await opened(house, staff)
    for path in (
        *("/desk/feedback?which=overdue", "/desk/feedback?which=new", "/desk/questions?community=zhytomyr"),
        *("/desk/goals?lack=overdue", f"/desk/goals/{number_of(house)}", "/desk/feedback?whose=mine"),
        *(f"/desk/feedback/{key}", f"/desk/feedback/{own}", "/desk/questions/"),
    ):
        assert f'href="{path}' in browser.page
    assert browser.text.index("Яма на Лесі") < browser.text.index(METRO) < browser.text.index("Немає світла")
    assert "термін був 23 листопада 2026 року" in browser.text
    assert "2 дні тому" in browser.text
    assert "Доручено вам" in browser.text
    assert "Оксана" not in browser.text


async def test_held_texts_are_named_to_moderators_alone(house):
    key = await sent(await house.resident(), HELD)
    moderator, staff = await house.staff(role=Role.MODERATOR), await house.staff("Петро")
    assert f'href="/desk/moderation/{key}"' in (await opened(house, moderator)).page
    page = (await opened(house, staff)).page
    assert "example.com" not in page
    assert "/desk/moderation" not in page


async def test_another_community_has_its_own_morning(house):
    operator = await house.staff(role=Role.OPERATOR)
    await sent(await house.resident(), "Немає світла на Садовій")
    await reported(house, status="under_way", due_on="2026-11-01")
    async with browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        await browser.send("/desk/community", community="zhytomyr")
        assert "Садовій" in browser.text
        assert "3.1.2." in browser.text
        await browser.send("/desk/community", community="luhansk")
        assert "Зараз на вас нічого не чекає." in browser.text
        assert "3.1.2." not in browser.text
        assert '<option value="luhansk" selected>' in browser.page
        await browser.send("/desk/community", community="")
        assert "Садовій" in browser.text
        await browser.send("/desk/community", community="nowhere")
        assert browser.status == 404
