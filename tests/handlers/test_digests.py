"""The digest as staff read it: what changed, what waits, and nothing that must not be seen."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from bot.domain.digests import PeriodKind
from bot.domain.feedback import Draft
from bot.domain.people import Role
from bot.domain.progress import Status
from bot.reports.digest.forms import DigestForm
from bot.reports.digest.leads import Leads
from handlers.callbacks import OpenDigest, SendDigest, Subscribe, pack
from tests.support.asking import rows
from tests.support.house import DESK, open_house

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECRET = "0671234567"


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        yield house


async def send(house, talker, text, **more):
    actor = await house.app.services.people.recognise(talker.person.id, "uk")
    return await house.app.services.feedback.send(actor, Draft("zhytomyr", text, **more))


async def promise(house, staff, entry, **said):
    await house.app.services.progress.report(staff, [(entry, said)])


async def monday(house):
    house.clock.now = MONDAY
    await house.settle()


async def test_the_card_says_what_changed_and_what_waits_first(house):
    olena, stefa, iryna = await house.resident(), await house.resident("Стефа"), await house.staff()
    await olena.say("чи відремонтують дороги")
    for person in (olena, stefa):
        await person.say("коли побудують метро")
        await person.press("Передати працівникам")
    await send(house, olena, f"Яма біля школи, дзвоніть {SECRET}")
    await monday(house)
    said = (await iryna.say("/digest")).text
    assert said.startswith("Зведення: Житомирська область\n16–22 листопада 2026 року\n\nЩо зробити зараз")
    assert "• 1 запитання, на яке люди чекають відповіді — найдовше чекає менше доби" in said
    assert "• 1 новий відгук ще ніхто не взяв у роботу" in said
    assert "• Запитань — 3 (було 0)" in said
    assert "• з них бот не знав відповіді — 2 (було 0)" in said
    assert "«коли побудують метро» — питали 2 рази, чекають 2 людини" in said
    assert "«Яма біля школи, дзвоніть […]»" in said
    assert SECRET not in said
    assert "Запитання без відповіді" in iryna.buttons


async def test_periods_and_communities_are_one_tap_away(house):
    olena, iryna = await house.resident(community="luhansk"), await house.staff()
    await olena.say("чи відремонтують дороги")
    await monday(house)
    await iryna.say("/digest")
    assert "• Запитань — 0 (було 0)" in iryna.last.text
    await iryna.press("Усі громади")
    card = iryna.person.chat[-2]
    assert "Зведення: усі громади" in card.text
    assert "• Запитань — 1 (було 0)" in card.text
    assert iryna.last.files[0].content.startswith(b"\x89PNG")
    await iryna.tap("За вчора", on=card)
    assert "22 листопада 2026 року" in card_of(iryna).text
    assert "• Запитань — 1 (було 0)" in card_of(iryna).text


def card_of(talker):
    return next(m for m in reversed(talker.person.chat) if m.from_bot and m.text.startswith("Зведення:"))


async def test_a_quiet_week_says_so(house):
    iryna = await house.staff()
    await monday(house)
    assert "За цей час нічого не сталося, і ніщо не чекає на вас." in (await iryna.say("/digest")).text


async def test_what_is_hidden_or_held_is_in_no_form(house):
    olena, iryna, _moderator = await house.resident(), await house.staff(), await house.staff("Марко", Role.MODERATOR)
    shown = ["Ремонт дороги на Перемоги", "Сміття у лісі", "Потрібен лікар", "Автобус до Вереснівки"]
    for text in shown:
        await send(house, olena, text)
        house.clock.pass_(hours=1)
    held = await send(house, olena, "Дивіться https://example.org/прихованенезабаром")
    assert held.is_held
    await monday(house)
    made = await house.app.services.digests.of(DESK, PeriodKind.WEEK, everywhere=True)
    for form in DigestForm:
        content = await house.app.services.digests.file(DESK, made, form, Leads("viche_bot"))
        assert "прихованенезабаром".encode() not in content
    said = (await iryna.say("/digest")).text
    assert "прихованенезабаром" not in said
    assert "• Відгуків — 4 (було 0)" in said
    assert "1 допис чекає на модератора" in said


async def test_the_files_hold_the_same_numbers_and_run_nothing(house):
    olena, iryna = await house.resident(), await house.staff()
    await olena.say("чи відремонтують дороги")
    for text in ('=HYPERLINK("x")', "<b>дорога</b> в ямах", "сміття", "лікар"):
        await send(house, olena, text)
        house.clock.pass_(hours=1)
    await monday(house)
    await iryna.say("/digest")
    await iryna.press("Сторінка для друку")
    page = iryna.last.files[0].content.decode()
    assert iryna.last.files[0].name == "viche-2026-11-16-2026-11-22.html"
    assert "&lt;b&gt;дорога&lt;/b&gt; в ямах" in page
    assert "<script" not in page
    assert "http" not in page.replace("https://t.me/", "").replace("http://www.w3.org/2000/svg", "")
    await iryna.tap("Таблиця Excel", on=card_of(iryna))
    book = CalamineWorkbook.from_filelike(io.BytesIO(iryna.last.files[0].content))
    assert ["Запитань", 1.0, 0.0] in book.get_sheet_by_name("Коротко").to_python()
    week = await house.app.services.digests.of(DESK, PeriodKind.WEEK, everywhere=True)
    made = json.loads(await house.app.services.digests.file(DESK, week, DigestForm.JSON, Leads()))
    assert made["asked"]["asked"] == {"now": 1, "before": 0}
    assert sum(theme["sent"]["now"] for theme in made["feedback"]["themes"]) == 4


async def test_subscribers_are_told_once_in_the_morning_also_after_a_restart(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        iryna = await house.staff()
        await iryna.say("/digest")
        assert "Повідомляти щотижня" in iryna.buttons
        await iryna.press("Повідомляти щотижня")
        assert "Не повідомляти" in iryna.buttons
        house.clock.now = datetime(2026, 11, 23, 6, 59, 59, tzinfo=UTC)
        await house.tick()
        assert "Зведення готове" not in iryna.last.text
        house.clock.pass_(seconds=1)
        await house.tick()
        assert iryna.last.text == "Зведення готове. Подивіться, що змінилося і що чекає на вас."
        n_told = len(iryna.person.chat)
        telegram, clock = house.telegram, house.clock
    async with open_house(tmp_path / "viche.sqlite3", telegram, clock) as house:
        await house.tick()
        assert len(iryna.person.chat) == n_told
        clock.pass_(days=7)
        await house.tick()
        assert len(iryna.person.chat) == n_told + 1


async def test_my_data_has_the_subscription_and_forget_erases_it(house):
    iryna = await house.staff()
    await iryna.press_data(pack(Subscribe("month")))
    said = await iryna.say("/mydata")
    (wish,) = json.loads(said.files[0].content)["digests"]
    assert (wish["kind"], wish["hour"], wish["way"]) == ("month", 9, "telegram")
    await iryna.say("/forget")
    await iryna.press("Стерти")
    assert rows(house, "subscriptions") == []


async def test_who_wants_no_more_or_lost_the_role_is_told_nothing(house):
    iryna, taras = await house.staff(), await house.staff("Тарас")
    for person in (iryna, taras):
        await person.press_data(pack(Subscribe("week")))
    await iryna.press("Не повідомляти")
    await house.app.services.people.grant(taras.person.id, Role.RESIDENT)
    house.clock.now = MONDAY + timedelta(hours=1)
    await house.tick()
    for person in (iryna, taras):
        assert not any("Зведення готове" in message.text for message in person.person.chat)


@pytest.mark.parametrize("press", [OpenDigest("week"), SendDigest("week", 1, "xlsx"), Subscribe("week")])
async def test_residents_are_refused(house, press):
    olena = await house.resident()
    before = len(olena.person.chat)
    answer = await olena.press_data(pack(press))
    assert answer.text
    assert not any(m.files for m in olena.person.chat[before:])


@pytest.mark.parametrize("press", [OpenDigest("year"), SendDigest("week", 1, "exe"), Subscribe("")])
async def test_a_forged_button_gets_a_sentence(house, press):
    iryna = await house.staff()
    answer = await iryna.press_data(pack(press))
    assert answer.text or "немає" in iryna.last.text


async def test_a_promise_past_its_deadline_is_named(house):
    iryna = await house.staff()
    staff = await house.app.services.people.recognise(iryna.person.id, "uk")
    shelf = house.app.services.entries.shelf
    done, late = [shelf.ids["zhytomyr-oblast-2027", code] for code in ("1.1", "1.2")]
    for entry in (done, late):
        await promise(house, staff, entry, due_on=date(2026, 11, 20))
    await promise(house, staff, done, status=Status.DONE)
    await monday(house)
    said = (await iryna.say("/digest")).text
    assert "• 1 ціль: термін минув, а звіту немає" in said
    assert "термін був 20 листопада 2026 року" in said
    assert said.count("• 1.2 ") == 1
    assert "• 1.1 " not in said
