"""Broadcasts in the browser: written, aimed, handed in, approved by another, watched, stopped, taken back."""

import re

import pytest

from bot.domain.accounts import has_telegram
from bot.domain.broadcasts import BroadcastState
from bot.domain.people import Role
from tests.support.browsing import browsing, come_in
from tests.support.house import DESK
from tests.support.moderating import actor

WATER = "Завтра о <b>10:00</b> вимкнуть воду"
LONG = "я" * 4097


@pytest.fixture
async def olena(house):
    return await house.resident()


async def opened(house, browser, name, role):
    person = await house.app.services.accounts.invite(DESK, f"{role.value}@example.com", name, role)
    return await come_in(browser, house, person.telegram_id)


@pytest.fixture
async def taras(house):
    """A moderator without Telegram."""
    async with browsing(house) as browser:
        yield await opened(house, browser, "Тарас", Role.MODERATOR)


@pytest.fixture
async def iryna(house):
    """A clerk without Telegram."""
    async with browsing(house) as browser:
        yield await opened(house, browser, "Ірина", Role.STAFF)


@pytest.fixture
async def operator(house):
    async with browsing(house) as browser:
        yield await opened(house, browser, "Петро", Role.OPERATOR)


async def written(browser, text=WATER, **more):
    await browser.open("/desk/broadcasts/new")
    return await browser.send("/desk/broadcasts/new", text_uk=text, kind="works", **more)


async def do(browser, key, deed, ask=True):
    """Go by the page that asks, or by the button on the card."""
    await browser.open(f"/desk/broadcasts/{key}/sure/{deed}" if ask else f"/desk/broadcasts/{key}")
    stamp = re.search(r'name="stamp" value="(\d+)"', browser.page)
    return await browser.send(f"/desk/broadcasts/{key}/do/{deed}", stamp=stamp[1] if stamp else "0")


async def run(house):
    for _ in range(3):
        await house.tick()


def got(talker):
    return [message.html for message in talker.person.chat if message.from_bot]


async def test_a_moderator_without_telegram_writes_sends_and_sees_what_became_of_it(house, olena, taras):
    assert "Зараз нічого не надсилається" in await taras.open("/desk/broadcasts")
    said = await written(taras)
    assert "Чернетку збережено" in said
    assert "Отримають: 1" in said
    assert "Англійського тексту немає" in said
    assert "Завтра о <b>10:00</b> вимкнуть воду" in taras.page
    assert "Надіслати собі в Telegram" not in said.split("Про розсилку")[0].replace("Надіслати розсилку собі", "")
    sure = await taras.open("/desk/broadcasts/1/sure/submit")
    assert "Отримають: 1" in sure
    assert "усі, хто користується ботом" in sure
    said = await do(taras, 1, "submit")
    assert "Прийнято" in said
    assert WATER not in got(olena)
    await run(house)
    assert got(olena).count(WATER) == 1
    said = await taras.open("/desk/broadcasts/1")
    assert "Доставлено: 1" in said
    assert "Автор Тарас" in said
    assert "передано" in said
    assert "Завтра о 10:00" in await taras.open("/desk/broadcasts?which=ended&q=вимкнуть")
    assert "Нічого такого немає" in await taras.open("/desk/broadcasts?which=ended&q=газ")


async def test_a_date_that_cannot_be_is_named_before_it_is_sent(house, olena, taras):
    assert "у тексті «31 листопада», а такого дня не буває" in await written(taras, "Воду вимкнуть 31 листопада")
    assert "Перевірте дату" in await taras.open("/desk/broadcasts/1/sure/submit")
    await taras.send("/desk/broadcasts/1/words", text_uk="Збори 20 листопада о 25:00", kind="works")
    said = await taras.open("/desk/broadcasts/1")
    assert "«20 листопада», а на початок розсилки 20 листопада 2026 року уже в минулому. Так і задумано?" in said
    assert "Перевірте час: у тексті «25:00»" in said
    await do(taras, 1, "submit")
    await run(house)
    assert "Перевірте дату" not in await taras.open("/desk/broadcasts/1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Перший рядок\n<b>Увага", "Рядок 2: позначку <b> відкрито"),
        ("<script>x</script>", "Рядок 1: бот не розуміє позначки <script>"),
        ('<a href="javascript:x">тут</a>', "нікуди перейти"),
        (LONG, "зайвих символів — 1. Найбільше вміщується 4096"),
        ("", "нічого не каже"),
    ],
)
async def test_what_telegram_would_refuse_is_told_and_nothing_is_lost(house, olena, taras, text, said):
    found = await written(taras, text, text_en="Water")
    if text:
        assert said in found
        assert taras.status == 403
        assert "Water" in taras.page
        assert "Чернеток немає" in await taras.open("/desk/broadcasts?which=drafts")
    else:
        assert "усі отримають англійський" in found
        assert said in await written(taras, "")
    assert olena.person.chat[-1].text != text


async def test_a_second_person_approves_an_emergency_and_not_its_author(house, olena, taras, iryna):
    await written(taras, emergency="yes")
    assert "чекає на схвалення іншої людини" in await do(taras, 1, "submit")
    await do(taras, 1, "approve")
    assert taras.status == 403
    assert "Розсилки чекають на вашу згоду" in await iryna.open("/desk/")
    assert "Розсилки чекають на вашу згоду" not in await taras.open("/desk/")
    assert "Схвалено" in await do(iryna, 1, "approve")
    await run(house)
    assert got(olena).count(WATER) == 1
    said = await iryna.open("/desk/broadcasts/1")
    assert "Схвалює Ірина" in said


async def test_an_author_cannot_approve_their_own(house, olena, iryna):
    await written(iryna, emergency="yes")
    await do(iryna, 1, "submit")
    assert "Схвалити" not in await iryna.open("/desk/broadcasts/1")
    stamp = (await house.app.services.broadcasts.view(await clerk(house), 1)).stamp
    assert "Свою розсилку схвалити не можна" in await iryna.send("/desk/broadcasts/1/do/approve", stamp=str(stamp))
    await run(house)
    assert WATER not in got(olena)


async def clerk(house):
    """Somebody else of the staff."""
    return await actor(await house.staff("Ганна", Role.STAFF))


async def test_it_is_given_back_and_an_old_page_is_told(house, olena, taras, iryna):
    await written(taras, emergency="yes")
    await do(taras, 1, "submit")
    await iryna.open("/desk/broadcasts/1/sure/approve")
    stamp = re.search(r'name="stamp" value="(\d+)"', iryna.page)[1]
    house.clock.pass_(seconds=5)
    await do(taras, 1, "take_back", ask=False)
    assert "тим часом змінили" in await iryna.send("/desk/broadcasts/1/do/approve", stamp=stamp)
    house.clock.pass_(seconds=5)
    await do(taras, 1, "submit")
    assert "Повернути автору" in await iryna.open("/desk/broadcasts/1")
    house.clock.pass_(seconds=5)
    assert "знову чернетка" in await do(iryna, 1, "take_back", ask=False)
    await run(house)
    assert WATER not in got(olena)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("21.11.2026 10:00", "Цей час уже минув"),
        ("завтра 23:30", "Оберіть час удень"),
        ("28.03.2027 3:30", "переводять"),
        ("колись", ""),
        ("01.01.2029 10:00", "щонайбільше на рік"),
    ],
)
async def test_a_time_that_cannot_be_is_told(house, taras, words, said):
    await written(taras)
    found = await taras.send("/desk/broadcasts/1/time", words=words)
    assert taras.status == 403
    assert said in found
    assert words in taras.page


async def test_a_time_is_set_by_fields_and_a_doubled_hour_is_asked_for(house, taras):
    await written(taras, emergency="yes")
    assert "Час змінено" in await taras.send("/desk/broadcasts/1/time", day="2026-11-24", hour="10:00")
    assert "вівторок, 24 листопада 2026 року, 10:00" in await taras.open("/desk/broadcasts/1")
    said = await taras.send("/desk/broadcasts/1/time", words="31.10.2027 3:30")
    assert "така година буде двічі" in said
    first, second = re.findall(r'name="moment" value="(\d+)"', taras.page)
    assert int(second) - int(first) == 3600
    await taras.send("/desk/broadcasts/1/time", moment=first)
    assert "31 жовтня 2027 року, 03:30" in await taras.open("/desk/broadcasts/1")
    assert "оберіть і день, і час" in await taras.send("/desk/broadcasts/1/time", day="2026-11-24")


async def test_for_whom_it_is_and_how_many_that_are(house, olena, taras):
    await house.resident("Петро")
    await written(taras)
    said = await taras.send("/desk/broadcasts/1/audience", community="zhytomyr", locale="en")
    assert "громада «Житомирська область»; мова — англійська" in said
    assert "Отримають: 0" in said
    assert "ніхто не отримає" in await do(taras, 1, "submit")
    said = await taras.send("/desk/broadcasts/1/audience", people=str(olena.person.id))
    assert "список із 1 людини" in said
    assert "Отримають: 1" in said
    assert "список із 1 людини" in await taras.send("/desk/broadcasts/1/audience", topic="", keep_people="yes")
    assert "Бот не знає 1 людини" in await taras.send("/desk/broadcasts/1/audience", people="424242")
    assert "424242" in taras.page
    assert "лише номери з цифр" in await taras.send("/desk/broadcasts/1/audience", people="Олена")
    said = await taras.send("/desk/broadcasts/1/audience", goal="лікарні")
    number = re.search(r'name="entry" value="(\d+)"', taras.page)[1]
    assert "Яка з цих цілей" in said or "ціл" in said
    assert "стежать за ціллю" in await taras.send("/desk/broadcasts/1/audience", entry=number)
    assert "Отримають: 2" in await taras.send("/desk/broadcasts/1/audience", everybody="yes")


async def test_buttons_lead_to_goals_and_pages(house, olena, taras):
    await written(taras)
    await taras.open("/desk/broadcasts/1/buttons?q=лікарні")
    number = re.search(r'name="target" value="(\d+)"', taras.page)[1]
    assert "Кнопку додано" in await taras.send("/desk/broadcasts/1/buttons", kind="entry", target=number)
    said = await taras.send("/desk/broadcasts/1/buttons", kind="page", label="Графік", address="ftp://x")
    assert "нікуди не веде" in said
    assert "ftp://x" in taras.page
    await taras.send("/desk/broadcasts/1/buttons", kind="page", label="Графік", address="https://rada.example/voda")
    assert "Графік" in await taras.open("/desk/broadcasts/1")
    await taras.open("/desk/broadcasts/1/buttons")
    await taras.send("/desk/broadcasts/1/buttons/drop", target=f"entry:{number}")
    assert "Відкрити ціль" not in await taras.open("/desk/broadcasts/1")
    await do(taras, 1, "submit")
    await run(house)
    assert "Графік" in olena.buttons


async def test_it_is_stopped_withdrawn_copied_and_corrected(house, olena, taras):
    await written(taras)
    await do(taras, 1, "submit")
    await run(house)
    said = await taras.open("/desk/broadcasts/1/sure/undo")
    assert "Бот видалить повідомлення" in said
    assert "Бот відкликає надіслане" in await do(taras, 1, "undo")
    await run(house)
    assert WATER not in got(olena)
    assert "відкликана" in await taras.open("/desk/broadcasts/1")
    await taras.open("/desk/broadcasts/1")
    assert "Це копія розсилки № 1" in await taras.send("/desk/broadcasts/1/copy")
    await taras.open("/desk/broadcasts/1")
    said = await taras.send("/desk/broadcasts/1/correct")
    assert "лише ті, хто отримав розсилку № 1" in said
    assert "Чернетку видалено" in await do(taras, 2, "drop")
    await taras.open("/desk/broadcasts/2")
    assert taras.status == 404


async def test_it_pauses_goes_on_and_stops(house, olena, taras, iryna):
    await written(taras)
    hanna = await clerk(house)
    house.telegram.fail_next("sendMessage", 502, "Bad Gateway", times=99)  # so that it does not arrive meanwhile
    await do(taras, 1, "submit")
    await house.app.outbox.flush()
    found = await house.app.services.broadcasts.view(hanna, 1)
    assert found.state is BroadcastState.SENDING
    said = await taras.open("/desk/broadcasts/1")
    assert "<progress" in taras.page
    assert "Лишилося: 2" in said
    assert "сама оновлюється" in said
    assert (await taras.client.get("/desk/broadcasts/1")).headers["Refresh"] == "10"
    assert "Refresh" not in (await taras.client.get("/desk/broadcasts/1?still=yes")).headers
    assert "Пауза" in await do(iryna, 1, "pause", ask=False)
    assert "Refresh" not in (await taras.client.get("/desk/broadcasts/1")).headers
    assert "йде далі" in await do(iryna, 1, "continue", ask=False)
    assert "Продовжує Ірина" in await taras.open("/desk/broadcasts/1")
    assert "Зупинено назавжди" in await do(taras, 1, "stop")
    house.telegram.up()
    await run(house)
    assert WATER not in got(olena)


async def test_an_operator_stops_everything_and_each_page_says_so(house, olena, taras, operator):
    await written(taras)
    await do(taras, 1, "submit")
    await taras.open("/desk/broadcasts/everything")
    assert taras.status == 403
    await operator.open("/desk/broadcasts/everything")
    assert "Зупинено" in await operator.send("/desk/broadcasts/everything")
    await run(house)
    assert WATER not in got(olena)
    assert "Адміністратор бота зупинив усе" in await taras.open("/desk/goals")
    await operator.open("/desk/broadcasts")
    await operator.send("/desk/broadcasts/everything/on")
    assert "Адміністратор бота зупинив усе" not in await taras.open("/desk/goals")
    assert "знову ввімкнено все" in await operator.open("/desk/trail")
    await run(house)
    assert got(olena).count(WATER) == 1


async def test_who_has_telegram_sends_it_to_themselves(house, taras):
    hanna = await house.staff("Ганна", Role.STAFF)
    assert has_telegram(hanna.person.id)
    async with browsing(house) as browser:
        await come_in(browser, house, hanna.person.id)
        await written(browser)
        assert "Надіслано у ваш чат" in await browser.send("/desk/broadcasts/1/preview")
    assert got(hanna)[-1] == WATER
    assert "без Telegram" in await taras.send("/desk/broadcasts/1/preview")
    assert "пише інша людина" in await taras.open("/desk/broadcasts/1/words")
