"""Rounds at the desk in a real Chromium: every page, at both sizes, as a clerk walks through them."""

import re
from datetime import timedelta

import pytest

from bot.domain.rounds import BallotKind, OptionClass
from tests.browser.chromium import BROWSER, expect, follow
from tests.browser.desk import SIZES, open_desk, turn_to
from tests.support.house import DESK
from tests.support.rounds import draft, vote

pytestmark = BROWSER

LONG = [f"Облаштування безбар’єрного доступу до закладу культури на вулиці Садовій, {n}" for n in range(1, 25)]


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path / "viche.sqlite3") as desk:
        yield desk


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_prepares_and_announces_a_round(desk, size):
    clerk = await desk.house.staff()
    page = await desk.come_in(clerk.person.id, size)
    await turn_to(page, "Опитування")
    await desk.look(page, "rounds-none")
    await follow(page.get_by_role("link", name="Створити опитування"))
    await desk.look(page, "round-new")
    await page.get_by_label("Назва").fill("Що зробити першим у 2027 році")
    await follow(page.get_by_role("button", name="Створити чернетку"))
    await desk.look(page, "round-draft")

    await page.get_by_label("Запитання").fill("Оберіть три справи, які громаді варто зробити першими.")
    await page.get_by_label("Початок").fill("колись")
    await page.get_by_label("Завершення").fill("через 2 тижні 20:00")
    await follow(page.get_by_role("button", name="Зберегти"))
    await expect(page.get_by_role("alert")).to_contain_text("Нічого не збережено")
    await desk.look(page, "round-wrong")
    await page.get_by_label("Початок").fill("завтра 9:00")
    await follow(page.get_by_role("button", name="Зберегти"))
    await expect(page.get_by_role("status")).to_have_text("Збережено.")

    await _add_options(desk, page)

    await follow(page.get_by_role("link", name="Переглянути й оголосити"))
    await desk.look(page, "round-preview")
    await follow(page.get_by_role("link", name="Далі: перевірити й оголосити"))
    await desk.look(page, "round-announce")
    await follow(page.get_by_role("button", name="Оголосити"))
    await expect(page.get_by_role("status")).to_contain_text("t.me/viche_bot?start=r1")
    await desk.look(page, "round-announced")


async def _add_options(desk, page):
    """One by one, as a list, from goals; moved and taken out."""
    await follow(page.get_by_role("link", name="Варіанти: 0"))
    await desk.look(page, "options-none")
    await follow(page.get_by_role("link", name="Додати варіант"))
    await desk.look(page, "option-new")
    await page.get_by_label("Назва").fill("Парк на Заріччі")
    await page.get_by_label("Вартість").fill("1,2 млн")
    await follow(page.get_by_role("button", name="Зберегти"))
    await follow(page.get_by_role("link", name="Додати списком або файлом"))
    await page.get_by_label("Список").fill("\n".join(LONG))
    await desk.look(page, "options-list")
    await follow(page.get_by_role("button", name="Додати варіанти"))
    await follow(page.get_by_role("button", name=re.compile("^Вище: .* 2$")))
    await expect(page.get_by_role("status")).to_have_text("Переміщено на місце 2.")
    await desk.look(page, "options")
    await follow(page.get_by_role("link", name="Додати з цілей громади"))
    await follow(page.get_by_role("link", name="Стратегічні цілі: 3"))
    await desk.look(page, "options-goals")
    await page.get_by_role("checkbox").first.check()
    await follow(page.get_by_role("button", name="Додати позначені"))
    await follow(page.get_by_role("link", name="Парк на Заріччі"))
    await desk.look(page, "option")
    await follow(page.get_by_role("button", name="Вилучити варіант"))
    await desk.look(page, "option-remove")
    await follow(page.get_by_role("button", name="Так, вилучити"))


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_runs_a_round(desk, size):
    house = desk.house
    clerk, petro, olena = await house.staff(), await house.staff("Петро"), await house.resident()
    key = await house.vote_round(LONG[:5])
    ballot = await vote(olena, key, LONG[0])
    me = await house.app.services.people.recognise(petro.person.id, None)
    await house.app.services.disputes.propose(me, key, "bought", receipt=ballot.code)
    await house.app.services.ballots.tell_of_coercion(
        await house.app.services.people.recognise(olena.person.id, None), key
    )
    page = await desk.come_in(clerk.person.id, size)
    at = f"{desk.address}/desk/rounds/{key}"
    for path, name in (("", "round-open"), ("/codes", "codes"), ("/disputes", "disputes"), ("/trail", "round-trail")):
        await page.goto(at + path)
        await desk.look(page, name)
    await page.goto(f"{at}/disputes")
    await follow(page.get_by_role("button", name="✗ Відхилити № 1"))
    await expect(page.get_by_role("status")).to_contain_text("Пропозицію відхилено")

    await page.goto(at)
    await follow(page.get_by_role("link", name="Продовжити"))
    await page.get_by_label("Нове завершення").fill("через 9 днів 20:00")
    await page.get_by_label("Причина, яку побачать усі").fill("Увечері не було світла.")
    await desk.look(page, "round-extend")
    await follow(page.get_by_role("button", name="Далі"))
    await desk.look(page, "round-extend-sure")
    await follow(page.get_by_role("button", name="Так, продовжити"))
    await expect(page.get_by_role("status")).to_contain_text("Опитування продовжено")

    house.clock.pass_(days=10)
    await house.tick()
    page = await desk.come_in(clerk.person.id, size)
    await page.goto(at, timeout=30_000)  # the first chart is drawn by a process that has yet to start
    await expect(page.get_by_role("table", name="Підсумок за варіантами")).to_be_visible()
    await desk.look(page, "round-results")
    await page.goto(f"{desk.address}/desk/rounds/confirm")
    await desk.look(page, "confirm")


async def test_the_list_of_many_rounds_fits_a_phone(desk):
    house = desk.house
    clerk = await house.staff()
    for number in range(26):
        await draft(house, title=f"{number} {LONG[0]}", ballot=BallotKind.CLASSES, classes=(OptionClass("Великі", 3),))
    await house.vote_round(closes_at=house.clock.now + timedelta(days=1))
    await house.app.services.rounds.create(DESK, "luhansk", "Луганська область")
    page = await desk.come_in(clerk.person.id, SIZES[0])
    await page.goto(f"{desk.address}/desk/rounds")
    await desk.look(page, "rounds")
    await page.get_by_label("Слово з назви або номер").fill("безбар'єрного")
    await follow(page.get_by_role("button", name="Знайти"))
    await expect(page.get_by_role("link", name="Наступна")).to_be_visible()
    await page.goto(f"{desk.address}/desk/rounds/1/options")
    await desk.look(page, "options-groups")
