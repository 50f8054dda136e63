"""The desk's doors: who comes in, who stays, which forms count, what strangers see."""

import asyncio
import re

import pytest

from bot.domain.people import Role
from bot.services.sessions import device_of
from tests.support.browsing import ADDRESS, browsing, come_in
from tests.support.databases import stored
from tests.support.house import DESK


@pytest.fixture
async def clerk(house):
    """Somebody who works in the browser alone."""
    return await house.app.services.accounts.invite(DESK, "clerk@example.com", "Марія", Role.STAFF)


async def test_a_stranger_is_led_to_the_way_in(browser):
    assert "Вхід до кабінету" in await browser.open("/desk")
    assert browser.path == "/desk/enter"
    assert "Люди та ролі" not in browser.text


async def test_the_bot_hands_out_a_way_in_that_works_once(house, browser):
    staff = await house.staff()
    card = await staff.say("/desk")
    assert "15 хвилин" in card.text
    link = card.buttons[0][0].url
    assert link.startswith(f"{ADDRESS}/desk/enter/")
    path = link.removeprefix(ADDRESS)
    assert "Натисніть кнопку, щоб увійти." in await browser.open(path)
    await browser.open(path)  # a mail program looks too
    assert "Сьогодні" in await browser.send(path)
    assert browser.path == "/desk/"
    async with browsing(house) as other:
        assert "вже не діє" in await other.send(path)
        assert other.status == 404
        assert "Вхід до кабінету" in await other.open("/desk/")


async def test_the_bot_gives_residents_no_way_in(house):
    resident = await house.resident()
    said = await resident.say("/desk")
    assert "enter" not in said.text
    assert not [b for row in said.buttons for b in row if b.url]


async def test_a_link_grows_old(house, browser, clerk):
    token = await house.app.services.sessions.link(clerk.telegram_id)
    house.clock.pass_(minutes=15)
    assert "вже не діє" in await browser.open(f"/desk/enter/{token}")
    assert "вже не діє" in await browser.send(f"/desk/enter/{token}")


async def test_who_is_new_agrees_first(house, browser, clerk):
    token = await house.app.services.sessions.link(clerk.telegram_id, confirms="clerk@example.com")
    assert "Перш ніж почати" in await browser.send(f"/desk/enter/{token}")
    assert "Перш ніж почати" in await browser.open("/desk/me")
    assert "Зараз на вас нічого не чекає." in await browser.send("/desk/agree")
    assert "clerk@example.com" in await browser.open("/desk/me")
    account = await house.app.services.accounts.find(clerk.telegram_id)
    assert account.takes_letters


async def test_a_session_ends_when_idle_and_at_last(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    for _ in range(7):
        house.clock.pass_(minutes=100)
        assert "Мій профіль" in await browser.open("/desk/me")
    house.clock.pass_(minutes=20)
    await browser.open("/desk/me")
    assert browser.path == "/desk/enter"


async def test_a_session_ends_after_two_idle_hours(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    house.clock.pass_(hours=2)
    await browser.open("/desk/me")
    assert browser.path == "/desk/enter"


async def test_what_was_written_meanwhile_is_given_back(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/me")
    house.clock.pass_(hours=3)
    said = await browser.send("/desk/me/name", name="Довгий лист <до людей>")
    assert "Час входу минув" in said
    assert "Довгий лист <до людей>" in said


async def test_one_comes_back_to_the_page_that_one_was_going_to(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    house.clock.pass_(hours=3)
    await browser.open("/desk/questions?q=вода&page=0")
    assert browser.path == "/desk/enter"
    await come_in(browser, house, clerk.telegram_id)
    assert (browser.path, 'value="вода"' in browser.page) == ("/desk/questions", True)
    house.clock.pass_(hours=3)
    assert "Час входу минув" in await browser.send("/desk/me/name", came_from="/desk/me", name="Марія Іванівна")
    await come_in(browser, house, clerk.telegram_id)
    assert browser.path == "/desk/me"
    await browser.send("/desk/leave")
    await come_in(browser, house, clerk.telegram_id)
    assert browser.path == "/desk/"


async def test_a_button_that_is_clicked_twice_makes_one_thing(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/broadcasts/new")
    page, path, words = browser.page, "/desk/broadcasts/new", {"text_uk": "Збори в суботу", "kind": "news"}
    sign = re.search(r'name="csrf" value="(\w+)"', page)[1]
    sent = [browser.client.post(path, data={"csrf": sign, **words}) for _ in range(2)]
    assert {answer.headers["location"] for answer in await asyncio.gather(*sent)} == {"/desk/broadcasts/1"}
    browser.page = page
    await browser.send(path, **words)
    assert browser.path == "/desk/broadcasts/1"
    browser.page = page
    await browser.send(path, **words | {"text_uk": "Збори в неділю"})
    assert browser.path == "/desk/broadcasts/2"
    for _ in range(2):
        browser.page = page
        assert "Рядок 1" in await browser.send(path, **words | {"text_uk": "<b>Збори"})


async def test_a_form_of_an_earlier_session_gives_back_what_was_written(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/me")
    old = browser.page
    await browser.send("/desk/leave")
    await come_in(browser, house, clerk.telegram_id)
    browser.page = old
    said = await browser.send("/desk/me/name", name="Марія <Іванівна>")
    assert (browser.status, "Сторінка вже не діє" in said, "Марія <Іванівна>" in said) == (403, True, True)
    assert "Марія <Іванівна>" not in await browser.open("/desk/me")
    await browser.open("/desk/nothing")
    assert "До кабінету" in browser.text


@pytest.mark.parametrize("odd", ["/desk/people/%ff%fe", "/desk/%D1%8F;,%22%0d%0a", "/desk/questions?q=%ff;%22"])
async def test_no_address_that_is_asked_for_before_coming_in_breaks_anything(house, browser, clerk, odd):
    await browser.open(odd)
    assert browser.status in {200, 404}
    await come_in(browser, house, clerk.telegram_id)
    assert browser.status in {200, 404}
    await browser.open("/desk/me")
    assert browser.status == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/desk/me", "//evil.example", "/desk/enter", "/desk/me/name"]
)
async def test_nobody_is_led_elsewhere(house, browser, clerk, elsewhere):
    await come_in(browser, house, clerk.telegram_id)
    await browser.send("/desk/leave")
    browser.client.cookies.set("__Host-viche-to", elsewhere, domain="viche.example")
    await come_in(browser, house, clerk.telegram_id)
    assert browser.path == "/desk/"
    house.clock.pass_(hours=3)
    await browser.send("/desk/me/name", came_from=elsewhere, name="Марія Іванівна")
    await come_in(browser, house, clerk.telegram_id)
    assert browser.path == "/desk/"


async def test_what_was_sent_meanwhile_is_said_to_be_lost_however_it_was_sent(house, browser, clerk):
    """A single word, several files with words beside them, a file too large to be read: nothing is lost in silence."""
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/me")
    house.clock.pass_(hours=3)
    assert "Зробимо." in await browser.send("/desk/feedback/1/words", answer="Зробимо.", how="answer", n_turns="1")
    assert ">answer<" not in browser.page
    files = [("files", (f"{n}.png", b"x" * 1000, "image/png")) for n in range(3)]
    said = await browser.send("/desk/broadcasts/1/files", files=files, words="Підпис під ними")
    assert (browser.status, "Підпис під ними" in said) == (403, True)
    assert "Файл бот не зберіг" in said
    said = await browser.send("/desk/documents/uploads", files={"file": ("a.pdf", b"x" * 10**6, "application/pdf")})
    assert "Час входу минув Нічого не збережено. Файл бот не зберіг" in said
    undo = {"was": ["25 2026-12-05", "26 2026-12-06"], "back": "/desk/feedback"}
    await browser.send("/desk/feedback/deadline/undo", **undo)
    assert browser.path == "/desk/enter"


async def test_a_role_taken_away_ends_the_session_at_once(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await house.app.services.accounts.grant(DESK, clerk.telegram_id, Role.RESIDENT)
    await browser.open("/desk/me")
    assert browser.path == "/desk/enter"
    token = await house.app.services.sessions.link(clerk.telegram_id)
    assert "немає ролі" in await browser.send(f"/desk/enter/{token}")
    assert browser.status == 403


async def test_leaving_and_closing_other_browsers(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    async with browsing(house) as left_behind:
        await come_in(left_behind, house, clerk.telegram_id)
        page = await browser.open("/desk/me")
        assert page.count("Firefox, Windows") == 2
        session = re.search(r'name="session" value="(\w+)"', browser.page)[1]
        assert "Вхід на тому пристрої закрито." in await browser.send("/desk/me/close", session=session)
        await left_behind.open("/desk/")
        assert left_behind.path == "/desk/enter"
    await browser.send("/desk/leave")
    await browser.open("/desk/")
    assert browser.path == "/desk/enter"


async def test_forms_of_others_do_nothing(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.send("/desk/me/name", csrf="0" * 64, name="Зловмисник")
    assert browser.status == 403
    sign = re.search(r'name="csrf" value="(\w+)"', (await browser.client.get("/desk/me")).text)[1]
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = await browser.client.post("/desk/me/name", data={"csrf": sign, "name": "Зловмисник"}, headers=headers)
        assert answer.status_code == 403
    assert "Зловмисник" not in await browser.open("/desk/me")
    answer = await browser.client.post("/desk/enter/x", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


async def test_pages_do_nothing_but_show_and_are_not_kept(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    answer = await browser.client.get("/desk/me")
    assert "script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"]
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_the_cookie_is_kept_from_scripts_and_other_sites(house, browser, clerk):
    token = await house.app.services.sessions.link(clerk.telegram_id)
    answer = await browser.client.post(f"/desk/enter/{token}")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-viche=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie


async def test_of_tokens_only_digests_are_kept(house, browser, clerk):
    token = await house.app.services.sessions.link(clerk.telegram_id)
    await browser.client.post(f"/desk/enter/{token}")
    session = browser.client.cookies["__Host-viche"]
    await house.app.database.write(lambda connection: connection.exec_driver_sql("SELECT 1"))
    kept = b"".join(stored(house.path).values())
    assert token.encode() not in kept
    assert session.encode() not in kept


async def test_guessing_is_slowed_down(browser):
    answers = [await browser.client.post(f"/desk/enter/{n}") for n in range(30)]
    assert answers[0].status_code == 404
    assert answers[-1].status_code == 429
    assert "Забагато запитів поспіль. Зачекайте хвилину" in answers[-1].text


async def test_only_operators_see_people(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    assert "Люди та ролі" not in browser.text
    await browser.open("/desk/people")
    assert browser.status == 403
    await browser.send("/desk/people/invite", name="Хтось", email="x@example.com", role="operator")
    assert browser.status == 403
    assert await house.app.services.accounts.with_address("x@example.com") is None


async def test_an_operator_invites_changes_and_takes_away(house, browser):
    operator = await house.staff(role=Role.OPERATOR)
    await come_in(browser, house, operator.person.id)
    await browser.open("/desk/people")
    for email, name, said in (("нема", "Марія", "не схоже"), ("m@example.com", " ", "Напишіть ім’я")):
        assert said in await browser.send("/desk/people/invite", name=name, email=email, role="staff")
    page = await browser.send("/desk/people/invite", name="Марія <b>", email="M@Example.com ", role="staff")
    link = re.search(rf"{ADDRESS}(/desk/enter/\S+)", page)[1]
    assert "Марія <b>" in page
    assert "<b>" not in browser.page
    assert "вже належить" in await browser.send("/desk/people/invite", name="Інша", email="m@example.com", role="staff")
    async with browsing(house) as hers:
        assert "Перш ніж почати" in await hers.send(link)
    account = await house.app.services.accounts.with_address("m@example.com")
    await browser.open("/desk/people")
    await browser.send("/desk/people/role", telegram_id=account.telegram_id, role="moderator")
    assert (await house.app.services.people.recognise(account.telegram_id, None)).role is Role.MODERATOR
    assert "Свою роль" in await browser.send("/desk/people/role", telegram_id=operator.person.id, role="staff")
    trail = await browser.open("/desk/trail")
    assert "Ірина" in trail


async def test_names_are_chosen_and_escaped(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/me")
    assert "Збережено." in await browser.send("/desk/me/name", name="<script>Оля</script>")
    assert "Збережено." not in await browser.open("/desk/me")
    assert "<script>" not in browser.page
    assert "Напишіть ім’я" in await browser.send("/desk/me/name", name="я" * 81)


async def test_the_desk_speaks_english_too(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/me")
    assert "My profile" in await browser.send("/desk/me/language", language="en")
    assert "My profile" in await browser.send("/desk/me/language", language="xx")


async def test_forgetting_closes_the_desk(house, browser):
    staff = await house.staff()
    await come_in(browser, house, staff.person.id)
    person = await house.app.services.people.recognise(staff.person.id, None)
    data = await house.app.services.people.data_of(person)
    assert data["browsers"][0]["device"] == "Firefox, Windows"
    await house.app.services.people.forget(person, withdraw=True)
    await browser.open("/desk/")
    assert browser.path == "/desk/enter"


async def test_unknown_addresses_and_numbers(house, browser, clerk):
    await come_in(browser, house, clerk.telegram_id)
    await browser.open("/desk/nowhere")
    assert browser.status == 404
    await browser.open("/desk/me?page=" + "9" * 400)
    assert browser.status == 200


def test_devices_are_named_as_their_owners_would():
    chrome = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0"
    assert device_of(chrome) == "Chrome, Android"
    assert device_of(edge) == "Edge, Windows"
    assert device_of("curl/8") == ""
