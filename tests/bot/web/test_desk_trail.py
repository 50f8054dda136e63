"""The trail at the desk: every act in words, with the thing it is about, found by what, who and when."""

import re
from functools import partial

import pytest

from bot.domain.audit import Act
from bot.domain.people import Role
from bot.storage import audit
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.ledgers import number_of, report
from tests.support.moderating import assigned, hidden, replied, sent


@pytest.fixture
async def busy(house):
    """A house in which much was done; return the operator who did it, and the feedback."""
    operator, author = await house.staff(role=Role.OPERATOR), await house.resident("Олена")
    key = await sent(author)
    await assigned(operator, key, operator)
    await replied(operator, key)
    await hidden(operator)
    await report(operator, {"Стан": "виконано", "Термін": "31.12.2027"})
    await house.vote_round()
    await house.app.services.accounts.invite(DESK, "m@example.com", "Марія", Role.STAFF)
    async with browsing(house) as browser:
        yield await come_in(browser, house, operator.person.id), key


def lines(browser):
    """What was done, without the filters."""
    table = re.search(r"<tbody>(.*)</tbody>", browser.page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", table[1]) if table else ""


async def test_every_act_is_said_in_words_and_leads_to_its_thing(house, busy):
    browser, key = busy
    await browser.open("/desk/trail")
    said = lines(browser)
    for words in (
        *("вхід до кабінету", "запрошено колегу, роль: працівник громади", "оголошено", "створено: Пріоритети року"),
        *("звіт про ціль: Стан — виконано, Термін", "приховано: образи", "надіслано відповідь"),
        *("доручено: Ірина", "3.1.2. Формування", "опитування № 1", f"відгук № {key}", "командний рядок"),
    ):
        assert words in said
    for code in ("assigned", "status:", "invited", "hidden", "entered", "2027-12-31"):
        assert code not in said
    for room in (f"moderation/{key}", f"feedback/{key}", f"goals/{number_of(house)}", "rounds/1"):
        assert f'href="/desk/{room}"' in browser.page
    assert "Олена" not in said


async def test_acts_are_found_by_thing_colleague_act_and_day(house, busy):
    browser, key = busy

    async def found(query):
        await browser.open(f"/desk/trail?{query}")
        return lines(browser).count("2026 року")

    every = await found("")
    assert await found("thing=entry") == 1
    assert await found("thing=feedback") == 3
    assert await found(f"about=feedback:{key}&action=moderate") == 1
    assert await found("action=reply") == 2
    assert 0 < await found("actor=0") < every
    assert await found("first=2026-11-22&last=2026-11-22") == every
    assert await found("first=2026-11-23") == 0
    assert "Таких дій немає" in browser.text
    assert await found("last=2026-11-21") == 0
    assert await found("first=учора&thing=щось&actor=x") == every


async def test_what_a_newer_version_wrote_is_an_act_all_the_same(house, busy):
    browser, _ = busy
    act = Act(house.clock.now, None, "moderator", "moderate", "feedback:12345678", "levitated: 5")
    await house.app.database.write(partial(audit.add, act=act))
    await browser.open("/desk/trail?action=moderate")
    assert "інша дія" in lines(browser)
    assert "levitated" not in browser.page
