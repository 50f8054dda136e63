"""Moderation at the desk: the heaps, decisions with a way back, restrictions; authors are never shown."""

import re

import pytest

from bot.domain.people import Role
from tests.support.browsing import browsing, come_in
from tests.support.moderating import appealed, hidden, read, sent, shown, told

HELD = "Дивіться https://example.com/a"


@pytest.fixture
async def moderator(house):
    return await house.staff("Мирон", role=Role.MODERATOR)


@pytest.fixture
async def browser(house, moderator):
    async with browsing(house) as browser:
        yield await come_in(browser, house, moderator.person.id)


async def undone(browser):
    """Press the button on the line that says what was done."""
    form = re.search(r'action="/desk/moderation/undo"(.*?)</form>', browser.page, re.DOTALL)[1]
    fields = re.findall(r'name="(pick|deed|back)" value="([^"]*)"', form)
    picks = [value for name, value in fields if name == "pick"]
    return await browser.send("/desk/moderation/undo", **dict(fields) | {"pick": picks})


async def test_held_texts_are_let_through_and_hidden_together_with_a_way_back(house, browser):
    author = await house.resident("Оксана")
    keys = [await sent(author, f"{HELD}{n}") for n in range(3)]
    said = await browser.open("/desk/moderation")
    assert "Затримані відгуки (3)" in said
    assert "посилання від нового учасника" in said
    assert "Оксана" not in said
    back = "/desk/moderation?what=held"
    assert "Позначте хоча б один" in await browser.send("/desk/moderation/release", back=back)
    assert "Пропущено: 2 з 2." in await browser.send("/desk/moderation/release", pick=keys[:2], back=back)
    assert len(await shown(house)) == 2
    assert "Рішення скасовано: 2 з 2." in await undone(browser)
    assert await shown(house) == []
    assert "Оберіть причину" in await browser.send("/desk/moderation/hide", pick=keys, back=back)
    said = await browser.send("/desk/moderation/hide", pick=keys, reason="advertising", back=back)
    assert "Приховано: 3 з 3." in said
    assert "Затриманих відгуків немає." in await browser.open("/desk/moderation?what=held")
    assert (await read(author, keys[0])).reason.value == "advertising"


async def test_who_comes_second_is_told(house, browser):
    author = await house.resident()
    key = await sent(author, HELD)
    await browser.open(f"/desk/moderation/{key}")
    await browser.send("/desk/moderation/release", pick=key, back=f"/desk/moderation/{key}")
    said = await browser.send("/desk/moderation/release", pick=key, back=f"/desk/moderation/{key}")
    assert "Інший модератор уже ухвалив рішення" in said
    assert "пропущено: посилання від нового учасника" in said


async def test_an_appeal_is_decided_and_that_can_be_undone(house, browser):
    author, other = await house.resident(), await house.staff("Інга", role=Role.MODERATOR)
    key = await sent(author)
    await hidden(other)
    await appealed(author)
    said = await browser.open("/desk/moderation")
    assert "Це правда, є фото" in said
    await browser.open(f"/desk/moderation/{key}")
    said = await browser.send(f"/desk/moderation/{key}/decide", granted="yes", back=f"/desk/moderation/{key}")
    assert "Оскарження задоволено" in said
    assert len(await shown(house)) == 1
    assert "Рішення скасовано" in await undone(browser)
    said = await browser.send(f"/desk/moderation/{key}/decide", granted="no", back=f"/desk/moderation/{key}")
    assert "Оскарження відхилено" in said
    await browser.open(f"/desk/moderation/{key}")
    said = await browser.send(f"/desk/moderation/{key}/decide", granted="yes")
    assert "уже ухвалив" in said
    assert browser.status == 403


async def test_an_author_is_restricted_until_a_day_and_let_go(house, browser):
    author = await house.resident("Оксана")
    key = await sent(author)
    path = f"/desk/moderation/{key}/restrict"
    await browser.open(path)
    assert "Оберіть, що обмежити" in await browser.send(path, until="через 3 дні")
    assert 'value="через 3 дні"' in browser.page
    await browser.send(path, how="mute", reason="insult", until="колись")
    assert browser.status == 403
    assert "не довший за рік" in await browser.send(path, how="mute", reason="insult", until="31.12.2028")
    said = await browser.send(path, how="mute", reason="insult", until="до 5 грудня")
    assert "субота, 5 грудня 2026 року, 23:59" in said
    assert "обмежено" not in await told(author)
    until_at = re.search(r'name="until_at" value="(\d+)"', browser.page)[1]
    said = await browser.send(path, how="mute", reason="insult", until_at=until_at, step="do")
    assert "Зроблено. Бот повідомить автора." in said
    assert "Причина: образи" in said
    said = await browser.open("/desk/moderation/restrictions")
    assert "Оксана" not in said
    restriction = re.search(r'name="restriction" value="(\d+)"', browser.page)[1]
    said = await browser.send("/desk/moderation/lift", restriction=restriction, back="/desk/moderation/restrictions")
    assert "Обмеження знято." in said
    assert "Чинних обмежень немає." in said
    await browser.open(f"/desk/moderation/{key}")
    await browser.send("/desk/moderation/lift", restriction=restriction)
    assert browser.status == 403
    await browser.open(path)
    await browser.send(path, how="mute", reason="insult", until_at="9" * 17, step="do")
    assert browser.status == 403


async def test_nobody_decides_about_their_own_text(moderator, browser):
    key = await sent(moderator, HELD)
    assert "Рішення про нього ухвалить інший" in await browser.open(f"/desk/moderation/{key}")
    await browser.open("/desk/moderation")
    await browser.send("/desk/moderation/release", pick=key)
    assert (await read(moderator, key)).is_held


async def test_staff_do_not_moderate(house):
    staff = await house.staff()
    key = await sent(await house.resident(), HELD)
    async with browsing(house) as browser:
        await come_in(browser, house, staff.person.id)
        assert "Модерація" not in browser.text
        for path in ("/desk/moderation", f"/desk/moderation/{key}", "/desk/moderation/restrictions"):
            await browser.open(path)
            assert browser.status == 403
            assert "example.com" not in browser.page
        for path in ("release", "hide", "undo", "lift", f"{key}/decide", f"{key}/restrict"):
            await browser.open("/desk/me")
            await browser.send(f"/desk/moderation/{path}", pick=key, reason="insult", deed="hidden", how="ban")
            assert browser.status == 403
