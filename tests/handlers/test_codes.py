"""Codes on paper, a poster, and people whose papers were seen."""

import asyncio
import re
from html.parser import HTMLParser

import pytest

from bot.domain.people import Role
from bot.domain.rounds import Trust
from tests.support.databases import stored
from tests.support.rounds import actor, announced, draft, opened, vote


class Seen(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data.strip())


async def _codes(talker, button):
    await talker.say("/rounds")
    await talker.press("№ 1")
    await talker.press("Коди для мешканців")
    return await talker.press(button)


def codes_in(page):
    return re.findall(r'class="code">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)


async def test_a_sheet_of_codes_each_opens_the_round_once(house):
    iryna, olena, stefa = await house.staff(), await house.resident(), await house.resident("Стефа")
    await announced(house, least_trust=Trust.CODE)
    said = await _codes(iryna, "10 кодів")
    assert "Бот показує коди лише тепер" in said.text
    [file] = said.files
    assert file.name == "codes-1-1-10.html"
    page = file.content.decode()
    codes = codes_in(page)
    assert len(set(codes)) == 10
    assert page.count("<svg") == 10
    assert "Голосувати можна до 30 листопада 2026 року, 12:00." in page
    assert "№ 10<" in page
    assert not [tag for tag, attrs in Seen(page).tags if tag in ("script", "link", "img") or "src" in attrs]

    trusts = house.app.services.trusts
    assert await trusts.redeem(await actor(olena), codes[0]) == 1
    with pytest.raises(Exception, match=r"trust\.unknown_code"):
        await trusts.redeem(await actor(stefa), codes[0])
    house.clock.pass_(days=1)
    assert (await vote(olena, 1, "Парк")).trust is Trust.CODE
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    assert "Створено: 10, використано: 1." in (await iryna.press("Коди для мешканців")).text


async def test_codes_are_kept_nowhere_in_the_open(house):
    iryna = await house.staff()
    await announced(house)
    said = await _codes(iryna, "10 кодів")
    codes = codes_in(said.files[0].content.decode())
    kept = b"".join(stored(house.path).values())
    assert not [code for code in codes if code.encode() in kept or code.replace("-", "").encode() in kept]


async def test_serial_numbers_go_on_and_any_number_can_be_typed(house):
    iryna = await house.staff()
    await draft(house)
    await _codes(iryna, "10 кодів")
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    await iryna.press("Коди для мешканців")
    assert "від 1 до 1000" in (await iryna.say("1001")).text
    said = await iryna.say("3")
    assert said.files[0].name == "codes-1-11-13.html"


async def test_pressed_twice_one_sheet_is_made(house):
    iryna = await house.staff()
    await announced(house)
    await iryna.say("/rounds")
    await iryna.press("№ 1")
    card = await iryna.press("Коди для мешканців")
    await asyncio.gather(iryna.person.press(card, "10 кодів"), iryna.person.press(card, "10 кодів"))
    await house.settle()
    assert await house.app.services.trusts.codes_of(await actor(iryna), 1) == (10, 0)


async def test_titles_are_escaped_on_paper(house):
    iryna = await house.staff()
    await announced(house, title="<script>alert(1)</script> & «Парк»", question='<img src="x" onerror="y">')
    for said in (await _codes(iryna, "10 кодів"), await _poster(iryna)):
        seen = Seen(said.files[0].content.decode())
        assert not {"script", "img"} & {tag for tag, _ in seen.tags}
        assert "<script>alert(1)</script> & «Парк»" in seen.words


async def _poster(talker):
    await talker.say("/rounds")
    await talker.press("№ 1")
    return await talker.press("Оголошення з QR-кодом")


async def test_a_poster_names_the_link_and_what_it_is_not(house):
    iryna = await house.staff()
    await announced(house)
    said = await _poster(iryna)
    assert "https://t.me/viche_demo_bot?start=r1" in said.text
    page = said.files[0].content.decode()
    assert "t.me/viche_demo_bot?start=r1" in page
    assert "не вибори, не референдум" in page
    assert "Голосування: 23 листопада 2026 року, 12:00 – 30 листопада 2026 року, 12:00" in page


async def test_staff_confirm_a_person_by_number_and_their_ballot_counts_higher(house):
    iryna, olena = await house.staff(), await house.resident()
    await opened(house)
    assert (await vote(olena, 1, "Парк")).trust is Trust.ACCOUNT
    assert "підтверджено" in (await iryna.say(f"/confirm {olena.person.id}")).text
    assert (await vote(olena, 1, "Школа")).trust is Trust.CONFIRMED
    await iryna.say("/confirm")
    assert "вже підтверджено раніше" in (await iryna.say(f"№ {olena.person.id}")).text


@pytest.mark.parametrize(
    ("written", "said"),
    [("сто", "Напишіть число"), ("999", "Людини з таким номером немає"), ("9" * 20, "Людини з таким номером немає")],
)
async def test_a_number_that_is_nobodys(house, written, said):
    iryna = await house.staff()
    await iryna.say("/confirm")
    assert said in (await iryna.say(written)).text


async def test_moderators_get_no_codes(house):
    petro = await house.staff("Петро", Role.MODERATOR)
    await announced(house)
    await petro.say("/rounds")
    await petro.press("№ 1")
    assert "Коди для мешканців" not in petro.buttons
    assert "лише працівникам" in (await petro.say("/confirm 5")).text
