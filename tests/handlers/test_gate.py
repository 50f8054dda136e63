"""Floods are slowed down, people never are."""

from bot.domain.throttle import Throttle
from handlers.gate import BURST, PER_SECOND


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
