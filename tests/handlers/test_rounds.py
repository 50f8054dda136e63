"""Rounds as residents see them: the list, the card, corrections, endings, coercion, notices, sharing."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.people import Locale
from bot.domain.rounds import BallotKind, EndingKind, OptionClass, Trust
from bot.domain.tally import Rule
from tests.support.databases import look
from tests.support.house import DESK


async def test_without_rounds_there_is_no_button_and_vote_says_so(house):
    olena = await house.resident()
    assert "Голосувати" not in olena.buttons
    assert "Опитувань ще не було" in (await olena.say("опитування")).text


async def test_another_communitys_round_is_not_shown_but_to_those_who_look_at_all(house):
    await house.vote_round(community="luhansk")
    olena = await house.resident()
    assert "Голосувати" not in olena.buttons
    hanna = await house.resident("Ганна", community=None)
    await hanna.press("Усі громади")
    assert hanna.buttons[0] == "Голосувати"


async def test_several_rounds_are_listed_with_what_is_left_to_choose_first(house):
    await house.vote_round(title="Перше", limit=1)
    await house.vote_round(title="Друге", limit=1)
    await house.vote_round(title="Майбутнє", opens_in=timedelta(days=2))
    olena = await house.resident()
    said = await olena.press("Голосувати")
    assert "триває до 29 листопада 2026 року, 12:00 · ви ще можете обрати" in said.text
    assert "почнеться 24 листопада 2026 року, 12:00" in said.text
    await olena.press("Друге")
    await olena.tap("Парк")
    await olena.press("Про опитування")
    said = await olena.press("Усі опитування")
    assert olena.buttons[:3] == ["Перше", "Друге", "Майбутнє"]
    assert "ваш вибір збережено" in said.text


async def test_when_none_is_open_the_last_results_are_offered(house):
    await house.vote_round(title="Минуле")
    house.clock.pass_(days=8)
    await house.tick()
    olena = await house.resident()
    assert "Голосувати" not in olena.buttons
    said = await olena.say("/vote")
    assert "жодне опитування не триває" in said.text
    assert "є результати" in said.text
    [button] = [b for row in said.buttons for b in row if b.text == "Минуле"]
    assert button.data.startswith("rr1:")


async def test_the_card_of_a_poll_says_what_it_is(house):
    await house.vote_round(
        [{"title": "Парк", "cost_kop": 5_000_000_00}, {"title": "Дорога", "cost_kop": 1_000_000_00}],
        limit=2,
        budget_kop=6_000_000_00,
        declaration="мені є 16 років",
        results_at=house.clock.now + timedelta(days=9),
    )
    olena = await house.resident()
    await olena.say("/vote")
    said = (await olena.press("Про опитування")).text.replace("\u00a0", " ")
    for sentence in (
        "Консультативне опитування",
        "Голосувати можна з 22 листопада 2026 року, 12:00, до 29 листопада 2026 року, 12:00.",
        "Результати покажуть 1 грудня 2026 року, 12:00.",
        "Особу не перевіряють.",
        "Можна обрати щонайбільше 2 варіанти.",
        "Бюджет: 6 000 000 грн.",
        "Рахують за кількістю голосів",
        "Якщо порівну, перевагу має дешевший варіант",
        "ви підтверджуєте: мені є 16 років",
        "Це не вибори, не референдум і не офіційне звернення.",
    ):
        assert sentence in said
    assert olena.buttons == ["Голосувати", "Запросити інших", "Мене змушують голосувати", "Усі опитування", "Головна"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ballot": BallotKind.POINTS, "limit": 1}, "Ви маєте 1 бал."),
        ({"ballot": BallotKind.POINTS, "limit": 5}, "Ви маєте 5 балів. Роздайте їх"),
        ({"ballot": BallotKind.RANKING, "limit": 2}, "Розставте за важливістю щонайбільше 2 варіанти."),
        (
            {"ballot": BallotKind.RANKING, "limit": 3},
            "за сумою балів. За останнє з ваших місць варіант дістає один бал",
        ),
        ({"n_winners": 2}, "перемагають 2 варіанти."),
        ({}, "Варіанти впорядкують за кількістю голосів."),
        ({"least_trust": Trust.PHONE}, "один номер — один голос"),
        ({"least_trust": Trust.CODE}, "один код — один голос"),
        ({"least_trust": Trust.CONFIRMED}, "чиї документи перевірили"),
    ],
)
async def test_rules_in_plain_words(house, fields, sentence):
    key = await house.vote_round(**fields)
    olena = await house.resident()
    await olena.press_data(f"r1:{key}")
    assert sentence in olena.last.text
    assert ("не референдум" in olena.last.text) == ("least_trust" not in fields)


@pytest.mark.parametrize("locale", Locale)
async def test_every_kind_of_card_speaks_every_language(house, locale):
    priced = [{"title": "Park", "cost_kop": 100}, {"title": "Road", "cost_kop": 200}]
    keys = [
        await house.vote_round(
            [one | {"option_class": 0} for one in priced],
            ballot=BallotKind.CLASSES,
            classes=(OptionClass("L", 1),),
        ),
        await house.vote_round(priced, ballot=BallotKind.KNAPSACK, budget_kop=300),
        await house.vote_round(priced, limit=2, budget_kop=300, rule=Rule.EQUAL_SHARES, least_trust=Trust.PHONE),
    ]
    mary = house.person("Mary", language_code=locale.value)
    await mary.start()
    for key in keys:
        for data in (f"r1:{key}", f"v1:{key}:0:0:0", f"v1:{key}:0:0:2", "rl1:0", f"co1:{key}:0"):
            await mary.press_data(data)
            assert "{" not in mary.last.text


async def test_corrections_and_an_extension_are_shown(house):
    key = await house.vote_round()
    rounds, sheet = house.app.services.rounds, await house.sheet(key)
    await rounds.change(DESK, key, question="Що зробити спершу?")
    await rounds.change_option(DESK, key, sheet.options[0].id, details="Дванадцять лавок")
    await rounds.extend(DESK, key, house.clock.now + timedelta(days=10), "три дні не було світла")
    olena = await house.resident()
    await olena.say("/vote")
    said = (await olena.press("Про опитування")).text
    assert "запитання: було «Що зробити першим?», стало «Що зробити спершу?»." in said
    assert "опис варіанта «Парк»: було «», стало «Дванадцять лавок»." in said
    assert "Голосування продовжено до 2 грудня 2026 року, 12:00. Причина: три дні не було світла" in said


async def test_a_cancelled_round_says_why_everywhere_and_voters_are_told(house):
    key = await house.vote_round()
    olena = await house.resident()
    await olena.say("/vote")
    await olena.tap("Парк")
    sheet = olena.last
    await house.app.services.rounds.end(DESK, key, EndingKind.CANCELLED, "помилка в переліку")
    await house.tick()
    assert "скасовано" in olena.last.text
    await olena.press("Про опитування")
    assert "Причина: помилка в переліку" in olena.last.text
    assert "Голосувати" not in olena.buttons
    assert (await olena.tap("Школа", sheet)).text == "Опитування скасовано, голоси не рахуватимуть."


async def test_coercion_is_explained_first_and_told_without_a_name(house):
    await house.vote_round()
    iryna = await house.staff()
    olena = await house.resident()
    await olena.say("/vote")
    await olena.press("Про опитування")
    said = await olena.press("Мене змушують")
    assert "102" in said.text
    assert "останній вибір" in said.text
    await house.tick()
    before = iryna.last.text
    await olena.press("Повідомити")
    assert "Вони не знають, хто це зробив" in olena.last.text
    await house.tick()
    assert iryna.last.text != before
    assert "її змушують голосувати" in iryna.last.text
    assert "Олена" not in iryna.last.text
    assert str(olena.person.id) not in iryna.last.text


async def test_a_reminder_leads_to_the_sheet_and_stops_with_one_tap(house):
    await house.vote_round()
    olena, hanna = await house.resident(), await house.resident("Ганна")
    for talker, titles in ((olena, ("Парк",)), (hanna, ("Парк", "Школа", "Дорога"))):
        await talker.say("/vote")
        for title in titles:
            await talker.tap(title)
    done = hanna.last
    house.clock.pass_(days=6, hours=1)
    await house.tick()
    assert hanna.last == done
    assert "Ви ще можете щось обрати" in olena.last.text
    reminder = olena.last
    await olena.tap("Мій вибір", reminder)
    assert "✓ Парк" in olena.buttons
    await olena.press_data("mu1:round_reminder")
    assert "більше не нагадуватиму" in olena.last.text
    await olena.press("Повідомляти знову")
    assert "знову повідомлятиму" in olena.last.text
    assert look(house.path, "SELECT * FROM mutes") == []


@pytest.mark.parametrize("kind", ["round_cancelled", "nonsense", ""])
async def test_what_is_about_ones_own_vote_cannot_be_muted(house, kind):
    olena = await house.resident()
    assert "не вимикається" in (await olena.press_data(f"mu1:{kind}")).text


async def test_an_invitation_carries_a_link_with_a_name_of_chance(house):
    key = await house.vote_round(title="Пріоритети & мрії")
    olena = await house.resident()
    await olena.say("/vote")
    links = []
    for _ in range(2):
        said = await olena.press_data(f"r1:{key}") and olena.last
        [button] = [b for row in said.buttons for b in row if b.text == "Запросити інших"]
        links.append(parse_qs(urlsplit(button.url).query))
    assert links[0]["text"] == ["Опитування «Пріоритети & мрії»: голосувати за цим посиланням."]
    assert links[0]["url"] != links[1]["url"]
    payload = links[0]["url"][0].partition("start=")[2]
    assert payload.startswith(f"r{key}_")
    hanna = house.person("Ганна")
    await hanna.start(payload)
    await hanna.press("Погоджуюсь")
    await hanna.tap("Парк")
    assert look(house.path, "SELECT via FROM ballots") == [(payload.partition("_")[2],)]


async def test_a_round_is_shared_inline_and_nothing_else_of_it_is_seen_in_a_group(house):
    await house.vote_round()
    olena = await house.resident()
    results = await olena.person.inline("")
    assert results[0].title == "Пріоритети року"
    assert results[0].description == "триває до 29 листопада 2026 року, 12:00"
    group = await house.telegram.group("Сусіди", olena.person)
    shared = await olena.person.choose(results[0], group)
    assert "Консультативне опитування" in shared.text
    [[button]] = shared.buttons
    assert button.url.startswith("https://t.me/viche_demo_bot?start=r")
    await olena.person.say("/vote@viche_demo_bot", chat=group)
    await house.settle()
    assert "лише в особистому чаті" in [m for m in olena.person.chat_in(group) if m.from_bot][-1].text


async def test_the_longest_card_of_a_round_fits_one_message(house):
    classes = tuple(OptionClass(f"Група {n} " + "слово " * 10, 1) for n in range(6))
    options = [{"title": f"{n} " + "Довга назва " * 9, "option_class": n % 6} for n in range(12)]
    key = await house.vote_round(
        options,
        title="Назва " * 20,
        question="Запитання? " * 45,
        declaration="я тут живу, " * 40,
        ballot=BallotKind.CLASSES,
        classes=classes,
        least_trust=Trust.ACCOUNT,
    )
    sheet = await house.sheet(key)
    for option in sheet.options:
        await house.app.services.rounds.change_option(DESK, key, option.id, details="Новий опис " * 130)
    olena = await house.resident()
    await olena.say("/vote")
    said = await olena.press("Про опитування")
    assert "опис варіанта" in said.text
    assert "І ще" in said.text
    assert len(said.text) <= 4096
    await olena.say("/vote")
    said = await olena.tap("0 Довга")
    assert len(said.text) <= 200
