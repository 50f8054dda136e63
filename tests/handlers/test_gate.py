"""Floods are slowed down, people never are."""

from bot.domain.throttle import Throttle
from handlers import gate
from handlers.gate import BURST, PER_SECOND
from tests.support.house import open_house


def test_a_burst_passes_then_one_warning_then_silence():
    throttle = Throttle(BURST, PER_SECOND)
    outcomes = [throttle.admit(1, 0.0) for _ in range(BURST + 5)]
    assert outcomes[:BURST] == [(True, False)] * BURST
    assert outcomes[BURST:] == [(False, True)] + [(False, False)] * 4


def test_time_heals_and_a_new_burst_is_warned_anew():
    throttle = Throttle(BURST, PER_SECOND)
    for _ in range(BURST + 1):
        throttle.admit(1, 0.0)
    assert throttle.admit(1, 1 / PER_SECOND) == (True, False)
    later = BURST / PER_SECOND + 1
    outcomes = [throttle.admit(1, later) for _ in range(BURST + 1)]
    assert outcomes[-1] == (False, True)


def test_people_do_not_pay_for_each_other():
    throttle = Throttle(BURST, PER_SECOND)
    for _ in range(BURST + 1):
        throttle.admit(1, 0.0)
    assert throttle.admit(2, 0.0) == (True, False)


async def test_a_flood_gets_one_warning_and_every_button_an_answer(house):
    olena = await house.resident()
    for _ in range(BURST + 10):
        await olena.person.say("дякую")
    await house.settle()
    warnings = [m for m in olena.person.chat if m.from_bot and "Забагато повідомлень" in m.text]
    assert len(warnings) == 1
    answer = await olena.person.press(olena.last, olena.buttons[0])
    assert answer is not None


async def test_a_flood_of_new_accounts_stops_neither_staff_nor_residents(tmp_path, monkeypatch):
    """It is turned away before it costs anything, and is told so only now and then."""
    monkeypatch.setattr(gate, "STRANGERS", 20)
    monkeypatch.setattr(gate, "STRANGERS_PER_SECOND", 0.0)
    monkeypatch.setattr(gate, "REGRETS", 3)
    monkeypatch.setattr(gate, "REGRETS_PER_SECOND", 0.0)
    async with open_house(tmp_path / "viche.sqlite3") as house:
        olena, iryna = await house.resident(), await house.staff()
        flood = [house.person(f"Новий {number}") for number in range(60)]
        for one in flood:
            await one.person.say("дороги")
        await house.settle()
        said = [one.person.chat[-1].text for one in flood if one.person.chat[-1].from_bot]
        regrets = [text for text in said if "надто багато нових людей" in text]
        assert len(regrets) == 3
        assert len(said) - len(regrets) <= 20
        assert "2.2.1" in (await olena.say("2.2.1")).text
        assert "Запитань без відповіді немає" in (await iryna.say("/inbox")).text
        last = flood[-1]
        await last.person.open_link("")
        await house.settle()
        assert not last.person.chat[-1].from_bot
