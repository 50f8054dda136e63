"""Options of a round: from goals, from lists and files, one by one."""

import asyncio

import pytest

from bot.domain.people import Role
from bot.services.goals import as_options
from handlers.callbacks import PickLevel, PutGoal, PutLevel, pack
from knowledge.model import DocumentKind
from tests.support.asking import METRO, answered, passed
from tests.support.rounds import OPERATOR, announced, draft, sheet


async def _options(talker, key=1, button="0 варіантів"):
    await talker.say("/rounds")
    await talker.press(f"№ {key}.")
    return await talker.press(button)


async def titles(house, key=1):
    return [one.title for one in (await sheet(house, key)).options]


async def _send(talker, name, content, caption=""):
    await talker.person.send_document(name, content, caption)
    await talker.house.settle()
    return talker.last


async def test_all_goals_of_a_level_become_options_linked_to_their_goals(house):
    iryna = await house.staff()
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати з цілей громади")
    assert not any("Лівої опозиції" in label or "програма" in label.lower() for label in iryna.buttons)
    await iryna.press(iryna.buttons[0])
    await iryna.press("10 оперативних цілей")
    said = await iryna.press("Додати всі: 10 цілей")
    assert "✓ Додано 10 варіантів." in said.text
    found = (await sheet(house, 1)).options
    shelf = house.app.services.entries.shelf
    goals = [shelf.entry(one.entry) for one in found]
    assert [goal.code for goal in goals][:3] == ["1.1", "1.2", "1.3"]
    assert all(goal.text.startswith(one.title.rstrip("…")) for one, goal in zip(found, goals, strict=True))
    await iryna.press("1. ")
    assert "Ціль громади: 1.1." in iryna.last.text


async def test_single_goals_are_put_in_and_taken_out_again(house):
    iryna = await house.staff()
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати з цілей громади")
    await iryna.press(iryna.buttons[0])
    await iryna.press("3 стратегічні цілі")
    await iryna.press("1. ")
    await iryna.press("2. ")
    assert len(await titles(house)) == 2
    assert [label[:3] for label in iryna.buttons][:3] == ["✓ 1", "✓ 2", "3. "]
    await iryna.press("✓ 1. ")
    assert len(await titles(house)) == 1
    said = await iryna.press("Готово")
    assert "1 варіант із 60" in said.text


async def test_a_partys_programme_is_not_voted_on(house):
    shelf = house.app.services.entries.shelf
    programme = [entry for entry in shelf.library.entries if entry.document == "left-opposition-2020"]
    with pytest.raises(Exception, match=r"goals\.not_votable"):
        as_options(shelf, programme[:1])
    iryna = await house.staff()
    await draft(house, options=())
    number = shelf.number(programme[0])
    await _options(iryna)
    await iryna.press("Додати з цілей громади")
    await iryna.press(iryna.buttons[0])
    await iryna.press("3 стратегічні цілі")
    forged = {"id": "9", "from": {"id": iryna.person.id, "is_bot": False, "first_name": "І"}, "chat_instance": "1"}
    await house.app.intake.take(
        [{"update_id": 2**40, "callback_query": forged | {"data": f"oz1:1:{number}"}}],
    )
    await house.settle()
    assert await titles(house) == []


async def test_a_pasted_list_and_the_same_list_again(house):
    iryna = await house.staff()
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати списком")
    await iryna.say("Парк; 100\nШкола; 200")
    await iryna.press("Додати списком")
    said = await iryna.say("Парк; 100\nДорога; 300")
    assert "✓ Додано 1 варіант. 1 варіант уже був у списку." in said.text
    assert await titles(house) == ["Парк", "Школа", "Дорога"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
async def test_a_table_in_the_encodings_of_spreadsheets(house, encoding):
    iryna = await house.staff()
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати списком")
    table = "№;Назва проєкту;Вартість, грн;Опис\n1;Сквер «Мрія»;250 000;Лавки\n2;Освітлення вулиці;12 500,50;\n"
    said = await _send(iryna, "проєкти.csv", table.encode(encoding))
    assert "✓ Додано 2 варіанти." in said.text
    first, second = (await sheet(house, 1)).options
    assert (first.title, first.cost_kop, first.details) == ("Сквер «Мрія»", 25_000_000, "Лавки")
    assert second.cost_kop == 1_250_050


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("список.xlsx", b"PK\x03\x04", "Надішліть CSV, TSV або TXT"),
        ("фото.jpg", b"\xff\xd8\xff", "Надішліть CSV, TSV або TXT"),
        ("список", b"abc", "Надішліть CSV, TSV або TXT"),
        ("список.csv", b"PK\x03\x04\x00\x00", "У файлі не текст"),
        ("список.csv", b"\n\n", "Список порожній"),
        ("список.csv", "Парк\nШкола\nпарк".encode(), "Рядок 3: «парк» уже є в рядку 1"),
        ("список.txt", "Парк; -100".encode(), "Рядок 1: вартість менша за нуль"),
        ("список.tsv", "Парк\tсто".encode(), "Рядок 1: «сто» — не сума"),
        ("список.csv", "\n".join(f"Варіант {n}" for n in range(61)).encode(), "Рядок 61: забагато"),
        ("список.csv", ("ї" * 300_000).encode(), "Файл завеликий: щонайбільше 256 КБ"),
    ],
)
async def test_a_wrong_file_is_explained_and_leaves_nothing(house, name, content, said):
    iryna = await house.staff()
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати списком")
    assert said in (await _send(iryna, name, content)).text
    assert await titles(house) == []
    assert "✓ Додано 2 варіанти." in (await _send(iryna, "добрий.csv", "Парк\nШкола".encode(), "ось")).text


async def test_a_file_out_of_the_blue_is_no_list(house):
    iryna = await house.staff(role=Role.MODERATOR)
    assert "читаю лише текст" in (await _send(iryna, "список.csv", "Парк".encode())).text


async def test_the_sixty_first_option_of_two_lists(house):
    iryna = await house.staff()
    await draft(house, options=[f"Варіант {n}" for n in range(59)])
    await _options(iryna, button="59 варіантів")
    await iryna.press("Додати списком")
    said = await iryna.say("Парк\nШкола")
    assert "щонайбільше з 60" in said.text
    assert len(await titles(house)) == 59


async def test_an_option_is_edited_moved_and_removed(house):
    iryna = await house.staff()
    await draft(house, cost_kop=100)
    await _options(iryna, button="3 варіанти")
    await iryna.press("1. Парк")
    for field, words in (("Назва", "Сквер"), ("Опис", "З лавками"), ("Вартість", "300 тис"), ("Тема", "Довкілля")):
        await iryna.press(field)
        await iryna.say(words)
    assert "Опис: З лавками" in iryna.last.text
    assert "Вартість: 300 000 грн" in iryna.last.text.replace("\u00a0", " ")
    await iryna.press("Вартість")
    assert "Вартість: не вказано" in (await iryna.say("-")).text
    await iryna.press("↓ Нижче")
    await iryna.press("↓ Нижче")
    assert "↓ Нижче" not in iryna.buttons
    assert await titles(house) == ["Школа", "Дорога", "Сквер"]
    await iryna.press("Назва")
    assert "Варіант із такою назвою вже є" in (await iryna.say("ШКОЛА")).text
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("3 варіанти")
    await iryna.press("3. Сквер")
    await iryna.press("Вилучити варіант")
    assert await titles(house) == ["Школа", "Дорога"]


async def test_pressed_twice_an_option_moves_once(house):
    iryna = await house.staff()
    await draft(house)
    await _options(iryna, button="3 варіанти")
    card = await iryna.press("1. Парк")
    await asyncio.gather(iryna.person.press(card, "↓ Нижче"), iryna.person.press(card, "↓ Нижче"))
    await house.settle()
    assert await titles(house) == ["Школа", "Парк", "Дорога"]


async def test_a_moderator_leaves_an_announced_round_alone(house):
    petro = await house.staff("Петро", Role.MODERATOR)
    await draft(house)
    await _options(petro, button="3 варіанти")
    await petro.press("Додати списком")
    await house.app.services.rounds.publish(OPERATOR, 1)
    assert "лише працівникам" in (await petro.say("Міст")).text
    assert await titles(house) == ["Парк", "Школа", "Дорога"]


async def test_many_options_go_over_pages(house):
    iryna = await house.staff()
    await announced(house, options=[f"Варіант {n}" for n in range(1, 61)])
    said = await _options(iryna, button="60 варіантів")
    assert "8. Варіант 8" in said.text
    for _ in range(7):
        said = await iryna.press("Далі →")
    assert "60. Варіант 60" in said.text
    await iryna.press("60. Варіант 60")
    assert "57. Варіант 57" in (await iryna.press("← Усі варіанти")).text


async def test_what_staff_answered_is_no_option(house):
    """Neither offered nor taken from a forged button; a party's programme and news are not either."""
    olena, iryna = await house.resident(), await house.staff()
    await passed(olena, METRO)
    await answered(iryna, METRO)
    await iryna.press("Зберегти")
    await draft(house, options=())
    await _options(iryna)
    await iryna.press("Додати з цілей громади")
    assert not any("Відповіді" in label for label in iryna.buttons)
    shelf = house.app.services.entries.shelf
    for kind in (DocumentKind.FAQ, DocumentKind.PROGRAMME, DocumentKind.NEWS):
        document = next(one for one in shelf.library.documents.values() if one.kind is kind)
        number = shelf.number(shelf.library.top(document.id)[0])
        for forged in (PickLevel(1, document.id), PutGoal(1, number, 1, 0), PutLevel(1, number)):
            assert (await iryna.press_data(pack(forged))).alert
        assert await titles(house) == []
