"""Digests that come by themselves: chosen by buttons, sent once, in Telegram and by letter."""

import io
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from bot.domain.digests import PeriodKind
from bot.domain.errors import NotAllowed
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Role
from bot.domain.subscriptions import Way
from bot.storage import notices
from handlers.callbacks import ChooseSubscription, OpenSubscription, SetSubscription, pack
from tests.support.asking import rows
from tests.support.house import DESK, open_house
from tests.support.mailbox import mail_box, settings_of

READY = "Зведення готове. Подивіться, що змінилося і що чекає на вас."
CLERK, IRYNA = "clerk@example.com", "iryna@example.com"


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
async def house(tmp_path, box):
    async with open_house(tmp_path / "viche.sqlite3", **settings_of(box)) as house:
        yield house


async def subscribed(house, label="Повідомляти щотижня", name="Ірина"):
    talker = await house.staff(name)
    await talker.say("/digest")
    if label != "Повідомляти щотижня":
        await talker.press("За вчора" if "щодня" in label else "За місяць")
    await talker.press(label)
    return talker


async def by_letter(house, box, talker, address=IRYNA):
    """Give an address, and confirm it by the link in the letter."""
    await talker.press("Інший спосіб")
    await talker.press("Указати адресу")
    said = await talker.say(address)
    assert address in said.text
    await house.tick()
    await talker.start(box.part("plain").split("?start=")[1].split()[0])
    assert f"Адресу {address} підтверджено" in talker.last.text


def told(talker):
    return sum(message.text == READY for message in talker.person.chat)


async def test_the_hour_the_day_and_the_way_back_are_buttons(house):
    iryna = await subscribed(house)
    assert iryna.last.text == "Щотижневе зведення\nКоли: щотижня, понеділок, 9:00\nЯк: у Telegram"
    await iryna.press("Інша година")
    assert "О котрій годині" in iryna.last.text
    await iryna.press("17:00")
    await iryna.press("Інший день")
    await iryna.press("п’ятниця")
    assert "щотижня, п’ятниця, 17:00" in iryna.last.text
    house.clock.now = datetime(2026, 11, 27, 14, 59, 59, tzinfo=UTC)
    await house.tick()
    assert told(iryna) == 0
    house.clock.pass_(seconds=1)
    await house.tick()
    await house.tick()
    assert told(iryna) == 1
    await iryna.say("/digest")
    await iryna.press("Коли і як повідомляти")
    await iryna.press("Не повідомляти")
    assert "більше не надходитиме" in iryna.last.text
    house.clock.pass_(days=7)
    await house.tick()
    assert told(iryna) == 1
    await iryna.press("Повідомляти щотижня")
    assert "понеділок, 9:00" in iryna.last.text


async def test_a_month_has_28_days_to_choose_and_a_day_none(house):
    iryna = await subscribed(house, "Повідомляти щомісяця")
    await iryna.press("Інший день")
    assert [label for label in iryna.buttons if label.isdecimal()] == [str(day) for day in range(1, 29)]
    await iryna.press("28")
    assert "щомісяця, 28 числа, 9:00" in iryna.last.text
    taras = await subscribed(house, "Повідомляти щодня", "Тарас")
    assert "Інший день" not in taras.buttons
    assert "щодня, 9:00" in taras.last.text


@pytest.mark.parametrize("hour", [7, 20])
async def test_a_digest_comes_at_the_hour_that_was_chosen_however_early(house, hour):
    iryna = await subscribed(house, "Повідомляти щодня")
    await iryna.press("Інша година")
    await iryna.press(f"{hour}:00")
    house.clock.now = datetime(2026, 11, 24, hour - 2, 0, tzinfo=UTC)
    await house.tick()
    assert told(iryna) == 1


async def test_a_bot_that_stood_still_for_three_days_tells_of_the_newest_only_and_not_at_night(tmp_path, box):
    path = tmp_path / "viche.sqlite3"
    async with open_house(path) as house:
        iryna = await subscribed(house, "Повідомляти щодня")
        await iryna.say("/digest")
        await iryna.press("Повідомляти щотижня")
        telegram, clock = house.telegram, house.clock
    clock.now = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)  # half past nine in the evening, a Wednesday
    async with open_house(path, telegram, clock) as house:
        await house.tick()
        assert told(iryna) == 0
        clock.now = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)  # seven in the morning
        await house.tick()
        assert told(iryna) == 2
        clock.now = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)  # nine: the daily one of this day
        await house.tick()
        assert told(iryna) == 3
    async with open_house(path, telegram, clock) as house:
        await house.tick()
        assert told(iryna) == 3
        clock.pass_(hours=-30)
        await house.tick()
        clock.pass_(hours=30)
        await house.tick()
        assert told(iryna) == 3, "a clock that was set back repeats nothing"


async def test_another_hour_on_the_same_day_brings_nothing_twice_and_loses_nothing(house):
    iryna = await subscribed(house, "Повідомляти щодня")
    house.clock.now = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    await house.tick()
    await iryna.press_data(pack(SetSubscription("day", "hour", "12")))
    house.clock.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    await house.tick()
    assert told(iryna) == 1
    house.clock.now = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    await iryna.press_data(pack(SetSubscription("day", "hour", "7")))
    await house.tick()
    assert told(iryna) == 2


async def test_the_digest_comes_by_letter_to_an_address_that_was_confirmed(house, box):
    iryna = await subscribed(house)
    await by_letter(house, box, iryna)
    await iryna.press("Як надсилати щотижневе")
    await iryna.press("У Telegram і листом")
    assert "Як: у Telegram і листом\nУ листі немає таблиці Excel." in iryna.last.text
    await iryna.press("Додавати таблицю Excel")
    assert "У листі є таблиця Excel." in iryna.last.text
    olena = await house.resident()
    await olena.say("коли збудують <b>метро</b>")
    await olena.press("Передати працівникам")
    n_letters = len(box.letters)
    house.clock.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    await house.tick()
    await house.tick()
    assert told(iryna) == 1
    assert len(box.letters) == n_letters + 1
    letter = box.last()
    assert letter["To"] == IRYNA
    assert letter["Subject"] == "Зведення за тиждень 16–22 листопада 2026 року: Житомирська область"
    assert letter["List-Unsubscribe"].startswith("<https://viche.example/desk/stop/week/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html, plain = box.part("html"), box.part("plain")
    assert "коли збудують &lt;b&gt;метро&lt;/b&gt;" in html
    assert "коли збудують <b>метро</b>" in plain
    for said in (html, plain):
        assert "Змінити час або припинити ці листи" in said
        assert "https://viche.example/desk/digests/mine" in said
    assert "<svg" not in html
    assert "<img" not in html
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "viche-2026-11-16-2026-11-22.xlsx"
    assert CalamineWorkbook.from_filelike(io.BytesIO(attached.get_content())).sheet_names


async def test_a_stranger_who_gets_the_letter_can_do_nothing_with_it(house, box):
    iryna, petro = await subscribed(house), await house.staff("Петро")
    await iryna.press("Інший спосіб")
    await iryna.press("Указати адресу")
    await iryna.say("stranger@example.com")
    await house.tick()
    link = box.part("plain").split("?start=")[1].split()[0]
    said = await petro.start(link)
    assert "вже не діє" in said.text
    assert not await house.app.services.sessions.is_open(link.removeprefix("e_"))
    await iryna.start(link)
    assert "підтверджено" in iryna.last.text
    assert "вже не діє" in (await iryna.start(link)).text


async def test_what_is_no_address_is_asked_again(house):
    iryna = await subscribed(house)
    await iryna.press("Інший спосіб")
    await iryna.press("Указати адресу")
    assert "Перевірте її" in (await iryna.say("не адреса")).text
    assert IRYNA in (await iryna.say(f" {IRYNA.upper()} ")).text


async def test_without_a_mail_server_the_bot_says_so(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        iryna = await subscribed(house)
        await iryna.press("Інший спосіб")
        assert "пошту ще не налаштовано" in iryna.last.text
        await iryna.press("Назад")
        assert "Щотижневе зведення" in iryna.last.text
        answer = await iryna.press_data(pack(SetSubscription("week", "way", "email")))
        assert "пошту ще не налаштовано" in (answer.text or iryna.last.text)


async def test_who_wants_letters_and_whose_address_bounces_is_told_in_telegram(house, box):
    iryna = await subscribed(house)
    await by_letter(house, box, iryna)
    await iryna.press("Як надсилати щотижневе")
    await iryna.press("Листом")
    box.recipient = "550 5.1.1 no such user"
    house.clock.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    await house.tick()
    assert told(iryna) == 0
    house.clock.pass_(days=7)
    await house.tick()
    assert told(iryna) == 1
    assert box.n_tries == 2


async def test_forget_erases_wishes_letters_and_the_address(house, box):
    iryna = await subscribed(house)
    await by_letter(house, box, iryna)
    data = (await iryna.say("/mydata")).files[0].content.decode()
    assert IRYNA in data
    assert '"confirm"' in data
    await iryna.say("/forget")
    await iryna.press("Стерти")
    assert rows(house, "subscriptions") == rows(house, "letters") == rows(house, "accounts") == []


@pytest.mark.parametrize(
    "press",
    [
        OpenSubscription("week"),
        ChooseSubscription("week", "hour"),
        ChooseSubscription("year", "hour"),
        SetSubscription("week", "hour", "9"),
        SetSubscription("week", "hour", "3"),
        SetSubscription("week", "owner", "1"),
    ],
)
async def test_a_forged_button_gets_a_sentence(house, press):
    iryna = await house.staff()
    answer = await iryna.press_data(pack(press))
    assert answer.text
    assert rows(house, "subscriptions") == []


@pytest.mark.parametrize("choice", [("hour", "6"), ("hour", "21"), ("day", "8"), ("day", "0"), ("way", "pigeon")])
async def test_only_what_is_offered_can_be_chosen(house, choice):
    iryna = await subscribed(house)
    before = rows(house, "subscriptions")
    assert (await iryna.press_data(pack(SetSubscription("week", *choice)))).text
    assert rows(house, "subscriptions") == before


async def clerk_at_work(house):
    """Somebody without Telegram who came in and agreed to be kept."""
    account = await house.app.services.accounts.invite(DESK, CLERK, "Марія", Role.STAFF)
    token = await house.app.services.sessions.link(account.telegram_id, confirms=CLERK)
    await house.app.services.sessions.enter(token, "Firefox")
    actor = await house.app.services.people.recognise(account.telegram_id, None)
    return await house.app.services.people.consent(actor, actor.locale)


async def test_a_colleague_without_telegram_gets_digests_by_letter(house, box):
    clerk = await clerk_at_work(house)
    wishes = house.app.services.subscriptions
    wish = await wishes.begin(clerk, PeriodKind.WEEK)
    assert wish.way is Way.EMAIL
    with pytest.raises(NotAllowed):
        await wishes.change(clerk, PeriodKind.WEEK, way=Way.BOTH)
    house.clock.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    await house.tick()
    assert box.last()["Subject"] == "Зведення за тиждень 16–22 листопада 2026 року: усі громади"
    assert "t.me" not in box.part("html") + box.part("plain")


async def test_a_colleague_without_telegram_gets_notices_by_letter(house, box):
    clerk = await clerk_at_work(house)
    said = {"round": 1, "title": "Парк <script>alert(1)</script> & школа", "flag": "coercion"}
    told_of = [Notice(clerk.id, f"c{n}", NoticeKind.STAFF_FLAG, said, house.clock.now) for n in range(2)]
    await house.app.database.write(lambda connection: notices.add(connection, told_of[:1]))
    await house.tick()
    await house.tick()
    (letter,) = box.letters
    assert letter["Subject"]
    html, plain = box.part("html"), box.part("plain")
    assert "<script" not in html
    assert "Парк &lt;script&gt;alert(1)&lt;/script&gt; &amp; школа" in html
    assert "Парк <script>alert(1)</script> & школа" in plain
    assert "Відкрити кабінет:\nhttps://viche.example/desk/" in plain.replace("\r\n", "\n")
    assert "alert" not in str(rows(house, "letters"))
    await house.app.database.write(lambda connection: notices.add(connection, told_of))
    house.clock.pass_(days=1)
    await house.tick()
    assert len(box.letters) == 2


async def test_a_notice_for_who_takes_no_letters_is_noted_as_not_delivered(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3", public_url="https://viche.example") as house:
        clerk = await clerk_at_work(house)
        said = {"round": 1, "title": "Парк", "flag": "coercion"}
        one = Notice(clerk.id, "c", NoticeKind.STAFF_FLAG, said, house.clock.now)
        await house.app.database.write(lambda connection: notices.add(connection, [one]))
        await house.tick()
        (row,) = rows(house, "notices")
        assert "unreachable" in str(row)
