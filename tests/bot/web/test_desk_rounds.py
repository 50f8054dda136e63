"""Rounds in the browser: from a first draft to an announced round, by form, list, file and goals."""

import re
from html import unescape

import pytest

from bot.domain.people import Role
from bot.domain.rounds import BallotKind, Phase, Trust
from bot.domain.tally import Rule
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.rounds import OPERATOR, announced, draft, sheet


@pytest.fixture
async def browser(house):
    """A clerk without Telegram is in."""
    clerk = await house.app.services.accounts.invite(DESK, "clerk@example.com", "Марія", Role.STAFF)
    async with browsing(house) as browser:
        yield await come_in(browser, house, clerk.telegram_id)


@pytest.fixture
async def moderator(house):
    person = await house.app.services.accounts.invite(DESK, "m@example.com", "Петро", Role.MODERATOR)
    async with browsing(house) as browser:
        yield await come_in(browser, house, person.telegram_id)


def fields(browser):
    """What the form on the page would send if nothing was touched."""
    page = browser.page
    found = dict(re.findall(r'<input(?! type="(?:radio|checkbox|file)")[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="radio" name="(\w+)" value="(\w+)" checked', page))
    found |= {
        name: words.strip("\n")
        for name, words in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }
    return {name: unescape(value) for name, value in found.items() if name != "csrf"}


async def save(browser, key, **changed):
    await browser.open(f"/desk/rounds/{key}")
    return await browser.send(f"/desk/rounds/{key}/conditions", **fields(browser) | changed)


async def test_from_nothing_to_an_announced_round(house, browser):
    assert "Опитувань ще немає" in await browser.open("/desk/rounds")
    await browser.open("/desk/rounds/new")
    said = await browser.send("/desk/rounds/new", community="zhytomyr", title="Що зробити першим")
    assert browser.path == "/desk/rounds/1"
    assert "Чернетку створено" in said
    assert "Бракує запитання до мешканців." in said
    said = await save(
        browser, 1, question="Оберіть три справи.", opens_at="завтра 9:00", closes_at="через 2 тижні 20:00"
    )
    assert "Збережено." in said
    assert "Зараз збережено: понеділок, 23 листопада 2026 року, 09:00 (через 21 годину)" in said
    assert "Зараз збережено: неділя, 6 грудня 2026 року, 20:00 (через 14 днів)" in said

    await browser.open("/desk/rounds/1/options/list")
    said = await browser.send(
        "/desk/rounds/1/options/list", list="Парк на Заріччі; 250 000; Олена Коваль\nШкола; 1,2 млн\nОсвітлення"
    )
    assert "✓ Додано 3 варіанти." in said
    assert "Разом: 1 450 000 грн." in said.replace("\u00a0", " ")

    said = await browser.open("/desk/rounds/1/preview")
    assert "Ось що побачать мешканці" in said
    assert "консультативне опитування" in said
    assert "Парк на Заріччі" in said
    said = await browser.open("/desk/rounds/1/announce")
    assert "понеділок, 23 листопада 2026 року, 09:00 (через 21 годину)" in said
    assert "не вибори, не референдум" in said
    assert (await sheet(house, 1)).round.phase(house.clock.now) is Phase.DRAFT
    said = await browser.send("/desk/rounds/1/announce", **fields(browser))
    assert "https://t.me/viche_bot?start=r1" in said
    assert (await sheet(house, 1)).round.phase(house.clock.now) is Phase.ANNOUNCED
    assert "оголошено" in await browser.open("/desk/rounds/1/trail")
    assert "Початок → 23 листопада 2026 року, 09:00" in browser.text


async def test_every_condition_by_one_form(house, browser):
    key = await draft(house, cost_kop=100_000)
    said = await save(
        browser,
        key,
        ballot="points",
        limit="20",
        budget_kop="1,5 млн",
        rule="equal_shares",
        results_at="5.12.2026 12:00",
        least_trust="code",
        declaration="Мені виповнилося 16 років.",
        districts="Центр; 12 500\nЗаріччя",
        classes="Великі; 3",
    )
    assert "Збережено." in said
    found = (await sheet(house, key)).round
    assert (found.ballot, found.limit, found.rule) == (BallotKind.POINTS, 20, Rule.EQUAL_SHARES)
    assert (found.budget_kop, found.least_trust) == (150_000_000, Trust.CODE)
    assert [(one.name, one.population) for one in found.districts] == [("Центр", 12500), ("Заріччя", 0)]
    assert [(one.name, one.limit) for one in found.classes] == [("Великі", 3)]
    said = await save(
        browser, key, budget_kop="", districts="", classes="", declaration="", results_at="", rule="greedy"
    )
    found = (await sheet(house, key)).round
    assert (found.budget_kop, found.districts, found.classes, found.results_at) == (None, (), (), None)


async def test_a_form_that_was_not_touched_changes_nothing(house, browser):
    key = await draft(house, budget_kop=12345, classes=())
    house.clock.pass_(seconds=17)
    await house.app.services.rounds.change(OPERATOR, key, opens_at=house.clock.now, n_winners=2)
    before = (await sheet(house, key)).round
    await save(browser, key)
    assert (await sheet(house, key)).round == before


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(house, browser):
    key = await draft(house)
    said = await save(
        browser, key, title="Нова назва", opens_at="колись", budget_kop="-5", limit="багато", ballot="гра"
    )
    assert browser.status == 403
    assert "Нічого не збережено" in said
    for wrong in ("Не вдалося прочитати дату", "не може бути меншою за нуль", "Напишіть число цифрами", "Оберіть один"):
        assert wrong in said
    assert 'value="колись"' in browser.page
    assert 'value="Нова назва"' in browser.page
    assert 'id="opens_at-wrong"' in browser.page
    assert (await sheet(house, key)).round.title == "Що зробити першим"


async def test_two_at_once_the_second_is_told_and_keeps_the_words(house, browser, moderator):
    key = await draft(house)
    await browser.open(f"/desk/rounds/{key}")
    old = fields(browser)
    assert "Збережено." in await save(moderator, key, title="Від колеги")
    said = await browser.send(f"/desk/rounds/{key}/conditions", **old | {"title": "Від мене"})
    assert "тим часом змінили" in said
    assert "Зараз збережено: Від колеги" in said
    assert 'value="Від мене"' in browser.page
    assert (await sheet(house, key)).round.title == "Від колеги"
    await browser.send(f"/desk/rounds/{key}/conditions", **fields(browser))
    assert (await sheet(house, key)).round.title == "Від мене"


async def test_the_list_is_found_by_words_phase_and_community(house, browser):
    await draft(house, title="М’ясокомбінат <b>")
    await house.vote_round(title="Бюджет участі")
    said = await browser.open("/desk/rounds")
    assert "М’ясокомбінат <b>" in said
    assert "<b>" not in browser.page
    assert said.index("М’ясокомбінат") < said.index("Бюджет участі")
    assert "Бюджет участі" not in await browser.open("/desk/rounds?q=м'ясо")
    assert "М’ясокомбінат" not in await browser.open("/desk/rounds?phase=open")
    assert "Нічого не знайдено" in await browser.open("/desk/rounds?community=luhansk")
    assert "Бюджет участі" in await browser.open("/desk/rounds?phase=nonsense&page=0")


async def test_pages_of_the_list(house, browser):
    for number in range(27):
        await draft(house, title=f"Опитування {number}")
    await browser.open("/desk/rounds")
    assert len(re.findall(r"/desk/rounds/\d+", browser.page)) == 25
    assert "Опитування 0" in await browser.open("/desk/rounds?page=1")


async def test_options_are_added_changed_moved_and_taken_out(house, browser):
    key = await draft(house)
    at = f"/desk/rounds/{key}/options"
    await browser.open(f"{at}/new")
    said = await browser.send(f"{at}/new", **fields(browser) | {"title": " ", "cost_kop": "дорого", "details": "Опис"})
    assert "Напишіть назву." in said
    assert "Не вдалося прочитати суму" in said
    assert "Опис</textarea>" in browser.page
    said = await browser.send(
        f"{at}/new", **fields(browser) | {"title": "Сквер", "cost_kop": "1,2 млн", "place": "Центр"}
    )
    assert "✓ Додано 1 варіант." in said
    await browser.open(f"{at}/new")
    assert "вже є" in await browser.send(f"{at}/new", **fields(browser) | {"title": "сквер"})

    square = (await sheet(house, key)).options[-1]
    assert (square.cost_kop, square.place) == (120_000_000, "Центр")
    await browser.open(f"{at}/{square.id}")
    revision = fields(browser)["revision"]
    await browser.send(f"{at}/{square.id}", **fields(browser) | {"title": "Сквер біля школи", "cost_kop": ""})
    changed = (await sheet(house, key)).options[-1]
    assert (changed.title, changed.cost_kop) == ("Сквер біля школи", None)
    said = await browser.send(f"{at}/{square.id}", title="Старе", revision=revision)
    assert "тим часом змінили" in said

    await browser.open(at)
    assert "Переміщено на місце 1." in await browser.send(
        f"{at}/{square.id}/move", **fields(browser) | {"position": "1"}
    )
    assert (await sheet(house, key)).options[0].id == square.id
    said = await browser.send(f"{at}/{square.id}/remove")
    assert "Вилучити варіант «Сквер біля школи»?" in said
    assert len((await sheet(house, key)).options) == 4
    await browser.send(f"{at}/{square.id}/remove", **fields(browser))
    assert [one.title for one in (await sheet(house, key)).options] == ["Парк", "Школа", "Дорога"]
    await browser.open(f"{at}/99")
    assert browser.status == 404


async def test_groups_of_options(house, browser):
    key = await draft(house, ballot=BallotKind.CLASSES)
    await save(browser, key, classes="Великі; 1\nМалі; 2")
    park = (await sheet(house, key)).options[0]
    at = f"/desk/rounds/{key}/options/{park.id}"
    await browser.open(at)
    await browser.send(at, **fields(browser) | {"option_class": "1"})
    assert (await sheet(house, key)).options[0].option_class == 1
    assert "Група: Малі" in await browser.open(f"/desk/rounds/{key}/options")


async def test_a_file_is_read_as_the_bot_reads_it(house, browser):
    key = await draft(house, options=())
    at = f"/desk/rounds/{key}/options/list"
    await browser.open(at)
    table = "Назва,Вартість\nПарк,250 000\nШкола,1 200 000\n".encode("cp1251")
    assert "✓ Додано 2 варіанти." in await browser.send(at, **fields(browser), files={"file": ("p.csv", table)})
    await browser.open(at)
    said = await browser.send(at, **fields(browser) | {"list": "Парк\nДорога"})
    assert "Додано: 1. Уже були в списку: 1." in said
    for name, content, why in (
        ("p.xlsx", table, "Збережіть"),
        ("p.csv", b"\x00\x01\x02", "не текст"),
        ("p.csv", b"a" * 300_000, "Файл завеликий"),
        ("p.csv", "Міст; дорого".encode(), "не сума"),
    ):
        await browser.open(at)
        said = await browser.send(at, **fields(browser), files={"file": (name, content)})
        assert browser.status == 403
        assert why.lower() in said.lower().replace("зберегти як", "збережіть")
    await browser.open(at)
    assert "Список порожній" in await browser.send(at, **fields(browser))
    assert len((await sheet(house, key)).options) == 3


async def test_goals_become_options(house, browser):
    key = await draft(house, options=())
    at = f"/desk/rounds/{key}/options/goals"
    said = await browser.open(at)
    assert "Оперативні цілі: 10" in said
    assert "Ліва" not in said, "a party's programme is not voted on"
    at = f"{at}?document=zhytomyr-oblast-2027&level=strategic"
    await browser.open(at)
    numbers = re.findall(r'name="goal" value="(\d+)"', browser.page)
    assert len(numbers) == 3
    assert "✓ Додано 1 варіант." in await browser.send(at, revision=fields(browser)["revision"], goal=numbers[1])
    assert "уже є у варіантах" in await browser.open(at)
    assert "Жодної цілі не позначено." in await browser.send(at, revision=fields(browser)["revision"])
    await browser.send(at, revision=fields(browser)["revision"], all="1")
    assert {str(one.entry) for one in (await sheet(house, key)).options} == set(numbers)


async def test_a_moderator_prepares_and_staff_announce(house, moderator):
    key = await draft(house)
    said = await save(moderator, key, title="Від модератора")
    assert "Оголосити може лише працівник громади" in said
    await moderator.send(f"/desk/rounds/{key}/announce", revision=fields(moderator)["revision"])
    assert moderator.status == 403
    for page in ("announce", "codes", "disputes", "end/extended"):
        await moderator.open(f"/desk/rounds/{key}/{page}")
        assert moderator.status == 403, page
    await house.app.services.rounds.publish(OPERATOR, key)
    await moderator.open(f"/desk/rounds/{key}")
    assert 'name="question"' not in moderator.page
    for page in ("codes", "disputes", "end/extended", "end/cancelled"):
        await moderator.open(f"/desk/rounds/{key}/{page}")
        assert moderator.status == 403, page
    await moderator.open("/desk/rounds/confirm")
    assert moderator.status == 403


async def test_an_announced_round_stays_sound(house, browser):
    key = await announced(house)
    assert "Збережено." in await save(browser, key, question="Оберіть одне.")
    said = await save(browser, key, closes_at="")
    assert browser.status == 403
    assert (await sheet(house, key)).round.closes_at is not None
    assert "Збережено." not in said


async def test_once_open_only_words_change(house, browser):
    key = await house.vote_round(("Парк", "Школа", "Дорога"))
    await browser.open(f"/desk/rounds/{key}")
    assert 'name="closes_at"' not in browser.page
    await browser.send(f"/desk/rounds/{key}/conditions", **fields(browser) | {"title": "Виправлено", "limit": "1"})
    found = (await sheet(house, key)).round
    assert (found.title, found.limit) == ("Виправлено", 3)
    assert "Виправлено" in (await browser.open(f"/desk/rounds/{key}")).split("Що змінено після оголошення")[1]
    park = (await sheet(house, key)).options[0]
    at = f"/desk/rounds/{key}/options"
    await browser.open(f"{at}/{park.id}")
    assert 'name="cost_kop"' not in browser.page
    await browser.send(f"{at}/{park.id}", **fields(browser) | {"details": "З лавками"})
    assert (await sheet(house, key)).options[0].details == "З лавками"
    for path, more in (
        (f"{at}/new", {"title": "Ще"}),
        (f"{at}/list", {"list": "Ще"}),
        (f"{at}/{park.id}/move", {"position": "2"}),
    ):
        await browser.send(path, **more)
        assert browser.status == 403
    await browser.send(f"{at}/{park.id}/remove", sure="yes")
    assert [one.title for one in (await sheet(house, key)).options] == ["Парк", "Школа", "Дорога"]


async def test_a_draft_is_deleted_after_one_question(house, browser):
    key = await draft(house)
    assert "Повернути її не можна" in await browser.open(f"/desk/rounds/{key}/remove")
    assert "Чернетку стерто." in await browser.send(f"/desk/rounds/{key}/remove", **fields(browser))
    await browser.open(f"/desk/rounds/{key}")
    assert browser.status == 404
    for path in ("/desk/rounds/99999999999999999999", "/desk/rounds/1/end/nonsense"):
        await browser.open(path)
        assert browser.status == 404


async def test_residents_have_no_way_here(house):
    key = await draft(house)
    async with browsing(house) as stranger:
        for path in ("/desk/rounds", f"/desk/rounds/{key}", f"/desk/rounds/{key}/preview"):
            await stranger.open(path)
            assert stranger.path == "/desk/enter"
