"""Results in Telegram: the card says everything without its picture, and nothing before its time."""

from datetime import timedelta

import pytest

from bot.domain.rounds import BallotKind, District, EndingKind, Trust
from bot.domain.tally import Rule
from handlers.callbacks import MyShare, OpenResults, SendFile, pack, written
from tests.support.counted import HOSTILE, cast
from tests.support.house import DESK, open_house


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3") as house:
        yield house


async def counted(house, key):
    house.clock.pass_(days=8)
    await house.tick()


async def test_the_card_says_it_all_and_the_picture_comes_below(house):
    key = await house.vote_round()
    await cast(house, key, (0, 1), (0,), (0, 2), (1,))
    await counted(house, key)
    reader = await house.resident("Читач")
    answer = await reader.press_data(pack(OpenResults(key)))
    card, picture = reader.person.chat[-2:]
    assert answer.text == ""
    assert "Результати: Пріоритети року" in card.text
    assert "Проголосували 4 людини." in card.text
    assert "Це консультативне опитування" in card.text
    assert "1. Парк — 3 голоси\n2. Дорога — 2 голоси\n3. Школа — 1 голос" in card.text
    assert "Не перемогли\n· Лікарня — 0 голосів" in card.text
    assert "лише акаунт у Telegram: приховано" in card.text
    assert "Варіанти впорядкують за кількістю голосів." in card.text
    assert picture.files[0].content.startswith(b"\x89PNG")
    assert "Проголосували 4 людини." in picture.text


async def test_both_counts_stand_side_by_side_where_there_is_a_budget(house):
    options = [{"title": t, "cost_kop": c * 100} for t, c in (("А", 500), ("Б", 500), ("В", 400))]
    key = await house.vote_round(options, budget_kop=100_000, limit=2)
    sheet = (await house.app.services.rounds.view(DESK, key)).sheet
    await cast(house, key, *[(0, 1)] * 6, *[(2,)] * 4)
    await counted(house, key)
    reader = await house.resident("Читач")
    await reader.press_data(pack(OpenResults(key)))
    text = reader.person.chat[-2].text
    assert "Перемогли за кількістю голосів\n1. А — 6 голосів, 500" in text
    assert "Використано 1\u00a0000\u00a0грн з бюджету 1\u00a0000\u00a0грн." in text
    assert "пораховано й за методом рівних часток: переможці інші." in text
    assert "Лише за кількістю голосів: «Б»." in text
    assert "Лише за методом рівних часток: «В»." in text
    assert "«Моя частка»" in text
    said = written(sheet, {sheet.options[2].id: 1})
    await reader.press_data(pack(MyShare(key, said)))
    assert "не переміг жоден варіант" in reader.last.text
    assert "припало 166\u00a0грн. Ваша частка пішла на:\n· В: 100\u00a0грн" in reader.last.text


async def test_a_tie_at_the_line_is_told_with_what_decided_it(house):
    options = [{"title": t, "cost_kop": c * 100} for t, c in (("Дорожчий", 600), ("Дешевший", 500))]
    key = await house.vote_round(options, budget_kop=100_000, limit=2)
    await cast(house, key, (0, 1), (0, 1))
    await counted(house, key)
    reader = await house.resident("Читач")
    await reader.press_data(pack(OpenResults(key)))
    assert (
        "Порівну: «Дорожчий», «Дешевший». Перший — «Дешевший», бо цей варіант дешевший." in reader.person.chat[-2].text
    )


@pytest.mark.parametrize("form", ["xlsx", "csv", "pb", "json"])
async def test_files_are_sent_as_documents(house, form):
    key = await house.vote_round()
    await cast(house, key, (0,), (0, 1))
    await counted(house, key)
    reader = await house.resident("Читач")
    await reader.press_data(pack(SendFile(key, form)))
    [file] = reader.last.files
    assert (file.name, file.kind) == (f"viche-{key}.{form}", "document")
    assert len(file.content) > 100


async def test_a_forged_file_or_share_is_refused(house):
    key = await house.vote_round()
    await counted(house, key)
    reader = await house.resident("Читач")
    assert "Такого файла немає" in (await reader.press_data(pack(SendFile(key, "exe")))).text
    assert "Так обрати не можна" in (await reader.press_data(pack(MyShare(key, "ffffffff")))).text
    assert "Такого опитування" in (await reader.press_data(pack(OpenResults(key + 1)))).text


async def test_hidden_until_the_moment_then_counted_then_shown(house):
    key = await house.vote_round(results_at=house.clock.now + timedelta(days=9))
    await cast(house, key, (0,))
    reader = await house.resident("Читач")
    for pass_ in ({}, {"days": 8}, {"hours": 23, "minutes": 59, "seconds": 59}):
        house.clock.pass_(**pass_)
        assert "ще приховано" in (await reader.press_data(pack(OpenResults(key)))).text
    house.clock.pass_(seconds=1)
    assert "Голоси рахують" in (await reader.press_data(pack(OpenResults(key)))).text
    await house.tick()
    await reader.press_data(pack(OpenResults(key)))
    assert "Проголосувала 1 людина." in reader.person.chat[-2].text


@pytest.mark.parametrize(
    ("how", "days", "said"), [(EndingKind.CANCELLED, 0, "скасовано"), (EndingKind.ANNULLED, 8, "визнано недійсними")]
)
async def test_an_ended_round_says_why(house, how, days, said):
    key = await house.vote_round()
    await cast(house, key, (0,))
    house.clock.pass_(days=days)
    await house.tick()
    await house.app.services.rounds.end(DESK, key, how, "Помилка в <переліку>")
    reader = await house.resident("Читач")
    await reader.press_data(pack(OpenResults(key)))
    assert said in reader.last.text
    assert "Причина: Помилка в <переліку>" in reader.last.text
    assert "Парк" not in reader.last.text


async def test_no_votes(house):
    key = await house.vote_round()
    await counted(house, key)
    reader = await house.resident("Читач")
    await reader.press_data(pack(OpenResults(key)))
    assert "Жодного голосу немає, тому й переможців немає." in reader.person.chat[-2].text


async def test_sixty_long_hostile_titles_fit_one_message(house):
    options = [
        {"title": (f"{n} {HOSTILE[n % len(HOSTILE)]} " + "<b>&" * 30)[:120], "cost_kop": 10**13} for n in range(60)
    ]
    districts = tuple(District(f"Округ {n} <i>", 10**6) for n in range(40))
    key = await house.vote_round(options, budget_kop=60 * 10**13, limit=60, districts=districts)
    talker = await house.resident("Один")
    actor = await house.app.services.people.recognise(talker.person.id, None)
    await house.app.services.ballots.live_in(actor, key, 3)
    sheet = (await house.app.services.rounds.view(DESK, key)).sheet
    for option in sheet.options:
        await house.app.services.ballots.choose(actor, key, option.id, 1)
    await counted(house, key)
    await talker.press_data(pack(OpenResults(key)))
    card, picture = talker.person.chat[-2:]
    assert "і ще" in card.text
    assert "На малюнку перші 20 варіантів." in picture.text
    assert "<script>" in picture.text or "<script>" in card.text


async def test_in_a_group_only_the_card_is_shown(house):
    key = await house.vote_round()
    await cast(house, key, (0,))
    await counted(house, key)
    reader = await house.resident("Читач")
    group = await house.telegram.group("Подвір’я", reader.person)
    markup = {"inline_keyboard": [[{"text": "Результати", "callback_data": pack(OpenResults(key))}]]}
    await house.app.bot.send_message(group.id, "картка", reply_markup=markup)
    n_before = len(reader.person.chat)
    await reader.person.press(reader.person.chat_in(group)[-1], "Результати")
    await house.settle()
    assert "1. Парк — 1 голос" in reader.person.chat_in(group)[-1].text
    assert len(reader.person.chat) == n_before


async def test_points_and_places_count_as_points(house):
    key = await house.vote_round(ballot=BallotKind.RANKING, limit=3)
    sheet = (await house.app.services.rounds.view(DESK, key)).sheet
    await cast(house, key, (2, 0), (2,))
    await counted(house, key)
    reader = await house.resident("Читач")
    await reader.press_data(pack(OpenResults(key)))
    assert "1. Школа — 3 бали\n2. Парк — 1 бал" in reader.person.chat[-2].text
    await reader.press_data(pack(MyShare(key, written(sheet, {sheet.options[2].id: 1, sheet.options[0].id: 2}))))
    assert "З вашого вибору перемогли: «Школа», «Парк»." in reader.last.text


async def test_the_page_is_linked_where_there_is_one(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3", public_url="https://viche.example") as house:
        key = await house.vote_round(least_trust=Trust.ACCOUNT, rule=Rule.GREEDY)
        await counted(house, key)
        reader = await house.resident("Читач")
        await reader.press_data(pack(OpenResults(key)))
        card = reader.person.chat[-2]
        links = [button.value for row in card.buttons for button in row if button.action == "url"]
        assert links == [f"https://viche.example/rounds/{key}"]
