"""What people type is shown as they typed it, on every page; a way in lets one browser in, however many try."""

import asyncio

from bot.domain.people import Role
from bot.web.desk.site import READ
from tests.support.browsing import ADDRESS, browsing, come_in
from tests.support.furnished import furnish

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'{{7*7}} javascript:alert(1)"
MARKS = ("<script", "<img src=x", 'onerror=alert(1)>"', "49 javascript", 'href="javascript')


async def test_no_page_takes_what_was_typed_for_markup(house):
    furnished = await furnish(house, text=HOSTILE, title=HOSTILE)
    n_seen = 0
    async with browsing(house) as browser:
        await come_in(browser, house, furnished.staff[Role.OPERATOR])
        await browser.open("/desk/me")
        await browser.send("/desk/me/name", name=HOSTILE[:80])
        await browser.send("/desk/people/invite", email="<b>@example.com", name=HOSTILE[:80], role="staff")
        for address in READ:
            await browser.client.get(furnished.path(address))
            await browser.open(f"{furnished.path(address)}?q={HOSTILE}&words={HOSTILE}&text={HOSTILE}&ask={HOSTILE}")
            if "<body" in browser.page:
                assert not [mark for mark in MARKS if mark in browser.page], address
                n_seen += HOSTILE[:24] in browser.text
    assert n_seen > 10


async def test_a_way_in_lets_one_of_two_in(house):
    staff = await house.staff()
    path = f"/desk/enter/{await house.app.services.sessions.link(staff.person.id)}"
    async with browsing(house) as one, browsing(house) as other:
        await asyncio.gather(one.send(path), other.send(path))
        assert sorted([one.status, other.status]) == [200, 404]
    actor = await house.app.services.people.recognise(staff.person.id, "uk")
    assert len(await house.app.services.sessions.of(actor)) == 1


async def test_links_lead_to_the_public_address_whatever_the_proxy_says(house):
    operator = await house.staff(role=Role.OPERATOR)
    async with browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        await browser.open("/desk/people")
        browser.client.headers["Host"] = "127.0.0.1:8080"
        await browser.send("/desk/people/invite", email="new@example.com", name="Марія", role="staff")
        assert f"{ADDRESS}/desk/enter/" in browser.page


async def test_who_forgets_themselves_is_out(house):
    staff = await house.staff()
    async with browsing(house) as browser:
        await come_in(browser, house, staff.person.id)
        people = house.app.services.people
        await people.forget(await people.recognise(staff.person.id, "uk"), withdraw=False)
        await browser.open("/desk/feedback")
        assert browser.path == "/desk/enter"
