"""A colleague's page: the role, where they are in, what they did; all of their sessions closed by the operator."""

import re

from bot.domain.people import Role
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK


async def test_an_operator_looks_at_a_colleague_and_closes_their_sessions(house):
    clerk = await house.app.services.accounts.invite(DESK, "clerk@example.com", "Марія", Role.STAFF)
    operator = await house.staff(role=Role.OPERATOR)
    path = f"/desk/people/{clerk.telegram_id}"
    async with browsing(house) as hers, browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        await browser.open("/desk/people")
        assert f'href="{path}"' in browser.page
        said = await browser.open(path)
        assert "Зараз ніде" in said
        assert "clerk@example.com · ще не підтверджено" in said
        await come_in(hers, house, clerk.telegram_id)
        assert "новий колега вхід до кабінету" in await browser.open("/desk/trail?action=enter_desk")
        await come_in(hers, house, clerk.telegram_id)
        said = await browser.open(path)
        assert "Firefox, Windows" in said
        assert "вхід до кабінету" in said
        left = await house.app.services.sessions.link(clerk.telegram_id)
        assert "Усі входи закрито" in await browser.send(f"{path}/close")
        assert "Зараз ніде" in browser.text
        await hers.open("/desk/")
        assert hers.path == "/desk/enter"
        await hers.send(f"/desk/enter/{left}")
        assert hers.status == 404
        assert "закрито всі входи колеги" in await browser.open("/desk/trail?action=manage_people")
        for wrong in ("5", "x", "9" * 30):
            await browser.open(f"/desk/people/{wrong}")
            assert browser.status == 404
        await come_in(hers, house, clerk.telegram_id)
        await hers.open(path)
        assert hers.status == 403
        await hers.open("/desk/me")
        await hers.send(f"/desk/people/{operator.person.id}/close")
        assert hers.status == 403
        await browser.open(path)
        assert browser.status == 200


async def test_an_operator_invites_by_a_link_that_is_shown_once_and_withdraws_it(house):
    operator, iryna = await house.staff("Петро", role=Role.OPERATOR), await house.resident("Ірина")
    async with browsing(house) as browser:
        await come_in(browser, house, operator.person.id)
        await browser.open("/desk/people")
        assert "Запрошення, яких ще не прийняли" not in browser.text
        said = await browser.send("/desk/people/link", role="moderator")
        links = re.findall(r"https://t\.me/\w+\?start=(i_[\w-]{43})", said)
        assert len(links) == 1
        assert "№ 1, модератор: створено 22 листопада 2026 року, 12:00" in said
        assert "Створив: Петро" in said
        assert "start=i_" not in await browser.open("/desk/people")
        assert "Запрошення відкликано" in await browser.send("/desk/people/link/1/withdraw")
        assert "Це запрошення вже не діє" in (await iryna.start(links[0])).text
        await browser.send("/desk/people/link/1/withdraw")
        assert browser.status == 404
        await browser.open("/desk/people")
        assert "Оберіть роль" in await browser.send("/desk/people/link", role="mayor")
        said = await browser.send("/desk/people/link", role="staff")
        await iryna.start(re.search(r"start=(i_[\w-]{43})", said)[1])
        assert "Петро запрошує вас" in iryna.last.text
        await iryna.press("Прийняти роль")
        assert "запрошення № 2" in await browser.open("/desk/trail?action=manage_people")
        assert "прийнято запрошення за посиланням" in browser.text
