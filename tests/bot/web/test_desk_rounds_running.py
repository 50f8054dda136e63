"""A round that runs, in the browser: turnout without choices, endings, doubts, codes, results."""

import re
from datetime import timedelta
from html import unescape

import pytest

from bot.domain.people import Role
from bot.domain.rounds import Phase
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.rounds import actor, draft, sheet, told, vote


async def clerk(house, name, role=Role.STAFF):
    account = await house.app.services.accounts.invite(DESK, f"{len(name)}{name}@example.com", name, role)
    return account.telegram_id


@pytest.fixture
async def browser(house):
    async with browsing(house) as browser:
        browser.telegram_id = await clerk(house, "Марія")
        yield await come_in(browser, house, browser.telegram_id)


@pytest.fixture
async def colleague(house):
    async with browsing(house) as browser:
        yield await come_in(browser, house, await clerk(house, "Петро"))


def hidden(browser):
    found = re.findall(r'type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', browser.page)
    return {name: unescape(value) for name, value in found}


async def test_turnout_is_shown_and_no_page_tells_a_choice(house, browser):
    olena = await house.resident()
    key = await house.vote_round(results_at=house.clock.now + timedelta(days=9))
    await vote(olena, key, "Парк")
    said = await browser.open(f"/desk/rounds/{key}")
    assert "Проголосувала 1 людина. Хто й за що, не видно нікому." in said
    assert "Парк" not in said
    house.clock.pass_(days=8)
    await house.tick()
    await come_in(browser, house, browser.telegram_id)
    for path in ("", "/disputes", "/trail"):
        assert "Парк" not in await browser.open(f"/desk/rounds/{key}{path}")
    assert "Результати стануть видимі" in await browser.open(f"/desk/rounds/{key}")
    assert "Проголосувала 1 людина" in browser.text


async def test_results_are_those_of_the_public_page(house, browser):
    olena = await house.resident()
    key = await house.vote_round()
    await vote(olena, key, "Парк")
    house.clock.pass_(days=8)
    await come_in(browser, house, browser.telegram_id)
    assert "Голоси рахують" in await browser.open(f"/desk/rounds/{key}")
    await house.tick()
    said = await browser.open(f"/desk/rounds/{key}")
    assert "Підсумок за варіантами" in said
    assert f'href="/rounds/{key}/ballots.xlsx"' in browser.page
    assert "Парк" in said
    assert (await browser.client.get(f"/rounds/{key}/ballots.csv")).status_code == 200


async def test_a_round_is_extended_after_one_more_look(house, browser):
    olena = await house.resident()
    key = await house.vote_round()
    await vote(olena, key, "Парк")
    before = (await sheet(house, key)).round.closes_at
    at = f"/desk/rounds/{key}/end/extended"
    said = await browser.open(at)
    assert "Зараз завершується: неділя, 29 листопада 2026 року, 12:00 (через 7 днів)" in said
    for closes_at, reason, why in (
        ("1.12.2026 12:00", "—", "причин"),
        ("28.11.2026 12:00", "Світла не було", "пізніш"),
        ("колись", "Світла не було", "Не вдалося прочитати дату"),
    ):
        said = await browser.send(at, closes_at=closes_at, reason=reason)
        assert browser.status == 403
        assert why in said
        assert f'value="{closes_at}"' in browser.page
    said = await browser.send(at, closes_at="через 9 днів", reason="Не було <b>світла</b>")
    assert "вівторок, 1 грудня 2026 року, 12:00 (через 9 днів)" in said
    assert "Повідомлення отримає 1 людина, яка голосувала." in said
    assert "Не було <b>світла</b>" in said
    assert (await sheet(house, key)).round.closes_at == before
    assert "Не було <b>світла</b>" in await browser.send(at, **hidden(browser), back="yes")
    await browser.send(at, closes_at="через 9 днів", reason="Не було світла")
    assert "Опитування продовжено" in await browser.send(at, **hidden(browser), sure="yes")
    assert (await sheet(house, key)).round.closes_at == before + timedelta(days=2)
    assert "Не було світла" in (await told(olena)).text
    assert "продовжено: Не було світла" in await browser.open(f"/desk/rounds/{key}/trail")


async def test_two_end_a_round_at_once_the_second_is_told(house, browser, colleague):
    key = await house.vote_round()
    at = f"/desk/rounds/{key}/end"
    await browser.open(f"{at}/cancelled")
    await browser.send(f"{at}/cancelled", reason="Помилка в умовах")
    await colleague.open(f"{at}/extended")
    await colleague.send(f"{at}/extended", closes_at="через 9 днів", reason="Не було світла")
    await colleague.send(f"{at}/extended", **hidden(colleague), sure="yes")
    said = await browser.send(f"{at}/cancelled", **hidden(browser), sure="yes")
    assert "тим часом змінили" in said
    assert "Помилка в умовах" in said
    assert (await sheet(house, key)).round.phase(house.clock.now) is Phase.OPEN
    await browser.send(f"{at}/cancelled", reason="Помилка в умовах")
    assert "Опитування скасовано" in await browser.send(f"{at}/cancelled", **hidden(browser), sure="yes")
    assert "Причина: Помилка в умовах" in await browser.open(f"/desk/rounds/{key}")
    await browser.open(f"{at}/cancelled")
    assert browser.status == 403


async def test_results_are_annulled(house, browser):
    key = await house.vote_round()
    await browser.open(f"/desk/rounds/{key}/end/annulled")
    assert browser.status == 403
    house.clock.pass_(days=8)
    await house.tick()
    await come_in(browser, house, browser.telegram_id)
    at = f"/desk/rounds/{key}/end/annulled"
    await browser.open(at)
    await browser.send(at, reason="Суд скасував рішення")
    assert "Результати визнано недійсними" in await browser.send(at, **hidden(browser), sure="yes")
    assert "Підсумок за варіантами" not in await browser.open(f"/desk/rounds/{key}")


async def test_one_proposes_another_decides_the_voter_is_heard(house, browser, colleague):
    olena = await house.resident()
    key = await house.vote_round()
    ballot = await vote(olena, key, "Парк")
    at = f"/desk/rounds/{key}/disputes"
    assert "Нічого підозрілого" in await browser.open(at)
    for receipt, reason in (("щось", "bought"), (ballot.code, ""), ("00000-00000-1", "bought")):
        await browser.send(f"{at}/propose", receipt=receipt, reason=reason)
        assert browser.status in (403, 404)
        assert f'value="{receipt}"' in browser.page
    said = await browser.send(f"{at}/propose", receipt=ballot.code.lower(), reason="bought")
    assert "Пропозицію № 1 записано" in said
    assert "Чекає на рішення колеги" in said
    assert "Підтвердити № 1" not in said
    assert "Парк" not in said
    await browser.send(f"{at}/decide", void="1", grant="yes")
    assert browser.status == 403
    assert await house.app.services.counting.n_ballots(key) == 1

    assert "Чекає на ваше рішення" in await colleague.open(at)
    assert "✓ 1 голос визнано недійсним." in await colleague.send(f"{at}/decide", void="1", grant="yes")
    assert "вже ухвалено" in await colleague.send(f"{at}/decide", void="1")
    assert await house.app.services.counting.n_ballots(key) == 0

    disputes = house.app.services.disputes
    verified = await disputes.verify(await actor(olena), ballot.code)
    await disputes.appeal(await actor(olena), key, verified.receipt, "Я голосувала <b>сама</b>")
    assert "«Я голосувала <b>сама</b>»" in await browser.open(at)
    assert "Голос знову зараховано" in await browser.send(f"{at}/appeal", receipt=verified.receipt, grant="yes")
    assert await house.app.services.counting.n_ballots(key) == 1
    said = await browser.open(f"/desk/rounds/{key}/trail")
    assert "підтверджено пропозицію № 1" in said
    assert "Петро" in said


async def test_proposals_of_another_round_are_not_decided_here(house, browser, colleague):
    olena = await house.resident()
    key, other = await house.vote_round(), await house.vote_round()
    ballot = await vote(olena, key, "Парк")
    await browser.open(f"/desk/rounds/{key}/disputes")
    await browser.send(f"/desk/rounds/{key}/disputes/propose", receipt=ballot.code, reason="bought")
    await colleague.open(f"/desk/rounds/{other}/disputes")
    said = await colleague.send(f"/desk/rounds/{other}/disputes/decide", void="1", grant="yes")
    assert "Такої пропозиції немає" in said
    assert await house.app.services.counting.n_ballots(key) == 1


async def test_many_votes_over_one_invitation_are_made_void_together(house, browser, colleague):
    key = await house.vote_round()
    for number in range(20):
        await vote(await house.resident(f"Мешканець {number}"), key, "Парк", via="zustrich")
    await house.tick()
    said = await browser.open(f"/desk/rounds/{key}/disputes")
    assert "за запрошенням «zustrich»" in said
    said = await browser.send(f"/desk/rounds/{key}/disputes/propose", via="zustrich", reason="bought")
    assert "усі голоси за запрошенням «zustrich»" in said
    await colleague.open(f"/desk/rounds/{key}/disputes")
    said = await colleague.send(f"/desk/rounds/{key}/disputes/decide", void="1")
    assert "Пропозицію відхилено" in said
    assert await house.app.services.counting.n_ballots(key) == 20


async def test_codes_are_downloaded_once(house, browser):
    key = await draft(house)
    at = f"/desk/rounds/{key}/codes"
    assert "Створено: 0, використано: 0." in await browser.open(at)
    for n in ("0", "1001", "багато"):
        await browser.send(at, n=n, serial="1")
        assert browser.status == 403
    await browser.open(at)
    sent = {"n": "12", "serial": "1"}
    await browser.send(at, **sent)
    sheet_of_codes = browser.page
    assert len(set(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", sheet_of_codes))) == 12
    assert "script" not in sheet_of_codes
    await browser.open(at)
    assert "Створено: 12, використано: 0." in browser.text
    await browser.send(at, **sent)
    assert browser.status == 403
    assert await house.app.services.trusts.codes_of(DESK, key) == (12, 0)
    assert "створено кодів: 12" in await browser.open(f"/desk/rounds/{key}/trail")


async def test_sheets_are_files_and_not_pages(house, browser):
    key = await house.vote_round(title="Парк & <script>")
    answer = await browser.client.get(f"/desk/rounds/{key}/poster.html")
    assert answer.headers["content-disposition"] == f'attachment; filename="poster-{key}.html"'
    assert f"t.me/viche_bot?start=r{key}" in answer.text
    assert "<script>" not in answer.text
    await browser.open(f"/desk/rounds/{await draft(house)}/poster.html")
    assert browser.status == 403


async def test_a_person_is_confirmed(house, browser):
    olena = await house.resident()
    await browser.open("/desk/rounds/confirm")
    for number in ("1", "абв", "", "-5", "9" * 30):
        await browser.send("/desk/rounds/confirm", number=number)
        assert browser.status in (403, 404)
    said = await browser.send("/desk/rounds/confirm", number=f"№ {olena.person.id}")
    assert "підтверджено" in said
    assert "вже підтверджено" in await browser.send("/desk/rounds/confirm", number=str(olena.person.id))
