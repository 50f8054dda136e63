"""Check a receipt and object to a void, without anybody learning a choice."""

import pytest

from tests.support.databases import look
from tests.support.house import open_house

LOOK_ALIKE = str.maketrans("ABEKMHPCTYX", "АВЕКМНРСТУХ")


async def voted(house, *titles):
    """Let somebody vote; return them and the receipt on their sheet."""
    olena = await house.resident()
    await olena.say("/vote")
    for title in titles:
        await olena.tap(title)
    return olena, receipt_of(olena)


def flows(house):
    return str(look(house.path, "SELECT * FROM flows"))


def receipt_of(talker):
    return talker.last.text.split("Квитанція: ")[1].split("\n")[0]


async def test_a_receipt_says_that_the_vote_counts_and_not_what_was_chosen(house):
    await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    said = await olena.say(f"/verify {receipt}")
    assert "✓ Голос із цією квитанцією зараховано." in said.text
    assert "Парк" not in said.text
    stranger = house.person("Ганна")
    assert "зараховано" in (await stranger.say(f"/verify {receipt}")).text
    assert "/verify K7MQ2-X9P4R-3" in (await stranger.say("перевірити квитанцію")).text


@pytest.mark.parametrize("copied", [str.lower, lambda r: r.replace("-", " "), lambda r: r.translate(LOOK_ALIKE)])
async def test_a_receipt_may_be_copied_badly(house, copied):
    await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    await olena.say("перевірити квитанцію")
    assert "зараховано" in (await olena.say(copied(receipt))).text


async def test_what_is_no_receipt_can_be_typed_again(house):
    await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    await olena.say("/verify")
    assert "Квитанція виглядає так" in (await olena.say("моя квитанція")).text
    assert "Такої квитанції немає" in (await olena.say("00000-00000-1")).text
    assert "зараховано" in (await olena.say(receipt)).text
    assert "1.1.2." in (await olena.say("індустріальні парки")).text


async def test_an_earlier_receipt_names_the_later_one_and_a_withdrawn_one_says_so(house):
    await house.vote_round()
    olena, first = await voted(house, "Парк")
    await olena.tap("Школа")
    second = receipt_of(olena)
    said = await olena.say(f"/verify {first}")
    assert "Зараховано пізніший" in said.text
    assert "в кінці має 2" in said.text
    await olena.say("/vote")
    await olena.press("Зняти весь вибір")
    await olena.press("Так, зняти")
    assert "голос не рахується" in (await olena.say(f"/verify {second[:-1]}3")).text


async def test_the_list_is_public_after_the_close_and_a_withdrawn_ballot_is_not_called_counted(house):
    await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    hanna = await house.resident("Ганна")
    await hanna.say("/vote")
    await hanna.tap("Парк")
    await hanna.tap("✓ Парк")
    gone = receipt_of(hanna)
    for days in (7, 1):
        house.clock.pass_(days=days)
        await house.tick()
        await olena.say(f"/verify {receipt}")
        said = await olena.press("Список усіх квитанцій")
        [file] = said.files
        assert sorted(file.content.decode().splitlines()) == sorted([f"{receipt} counted", f"{gone} withdrawn"])
    assert "знято" in (await hanna.say(f"/verify {gone}")).text


async def test_a_void_vote_says_why_and_is_appealed_once(house):
    key = await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    iryna, petro = await house.staff(), await house.staff("Петро")
    disputes, people = house.app.services.disputes, house.app.services.people
    proposer = await people.recognise(iryna.person.id, None)
    decider = await people.recognise(petro.person.id, None)
    number = await disputes.propose(proposer, key, "bought", receipt=receipt)
    await disputes.decide(decider, number, granted=True)
    await house.tick()
    assert "визнано недійсним" in olena.last.text
    await olena.say("/vote")
    assert "Ваш голос визнано недійсним. Причина: голос куплено." in olena.last.text
    said = await olena.say(f"/verify {receipt}")
    assert "Причина: голос куплено." in said.text
    await olena.press("Оскаржити")
    assert receipt in olena.last.text
    assert "Додайте до повідомлення квитанцію" in (await olena.say("Нічого я не продавала")).text
    assert receipt.replace("-", "")[:10] not in flows(house)
    said = await olena.say(f"Нічого я не продавала. {receipt.lower()}")
    assert "Оскарження передано" in said.text
    await house.tick()
    assert "оскаржує" in iryna.last.text
    said = await olena.say(f"/verify {receipt}")
    assert "Оскарження вже подано." in said.text
    assert "Оскаржити" not in olena.buttons
    await disputes.decide_appeal(decider, key, receipt.replace("-", "")[:10], granted=True)
    assert "зараховано" in (await olena.say(f"/verify {receipt}")).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("{receipt} бо так", "оскаржувати нічого"),
        ("00000-00000-1 бо так", "Такої квитанції немає"),
        ("бо так", "Додайте до повідомлення квитанцію"),
    ],
)
async def test_an_appeal_against_nothing_is_refused(house, said, answer):
    await house.vote_round()
    olena, receipt = await voted(house, "Парк")
    await olena.press_data("ap1:<b>")
    assert "Напишіть, чому" in olena.last.text
    assert answer in (await olena.say(said.format(receipt=receipt))).text


async def test_the_list_of_an_open_round_is_not_given(house):
    key = await house.vote_round()
    olena = await house.resident()
    assert "коли голосування завершиться" in (await olena.press_data(f"rs1:{key}")).text


async def test_the_list_is_a_link_where_there_are_public_pages(tmp_path):
    async with open_house(tmp_path / "viche.sqlite3", public_url="https://viche.example.gov.ua") as house:
        key = await house.vote_round()
        olena, receipt = await voted(house, "Парк")
        house.clock.pass_(days=7)
        said = await olena.say(f"/verify {receipt}")
        [link] = [b.url for row in said.buttons for b in row if b.text == "Список усіх квитанцій"]
        assert link == f"https://viche.example.gov.ua/rounds/{key}/receipts.txt"
