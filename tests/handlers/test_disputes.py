"""Doubtful ballots: flagged, proposed by one, decided by another, appealed."""

import pytest

from bot.domain.people import Role
from tests.support.rounds import actor, opened, told, vote


async def _disputes(talker):
    await told(talker)
    await talker.say("/rounds")
    await talker.press("№ 1")
    return await talker.press("Сумнівні голоси")


@pytest.fixture
async def three(house):
    """Two of the staff and a voter; a round that is open."""
    iryna, petro, olena = await house.staff(), await house.staff("Петро"), await house.resident()
    await opened(house)
    return iryna, petro, olena


async def test_nothing_doubtful(three):
    iryna, _, _ = three
    said = await _disputes(iryna)
    assert "Нічого підозрілого" in said.text
    assert "Вибору людей тут не видно" in said.text


async def test_one_proposes_another_confirms_the_voter_appeals_and_is_heard(house, three):
    iryna, petro, olena = three
    ballot = await vote(olena, 1, "Парк")
    await _disputes(iryna)
    await iryna.press("Визнати недійсним за квитанцією")
    assert "Квитанція виглядає так" in (await iryna.say("щось")).text
    await iryna.say(ballot.code.lower())
    said = await iryna.press("голос куплено")
    assert "Пропозицію № 1 записано" in said.text
    assert "Чекає на рішення колеги" in said.text
    assert not any(label.startswith("✓ Підтвердити") for label in iryna.buttons)
    assert "Парк" not in said.text

    assert "колега пропонує визнати голоси недійсними" in (await told(petro)).text
    said = await petro.press("Переглянути")
    assert "Причина: голос куплено. Чекає на ваше рішення." in said.text
    said = await petro.press("✓ Підтвердити № 1")
    assert "✓ 1 голос визнано недійсним." in said.text
    assert await house.app.services.counting.n_ballots(1) == 0
    assert "Причина: голос куплено" in (await told(olena)).text

    disputes = house.app.services.disputes
    verified = await disputes.verify(await actor(olena), ballot.code)
    await disputes.appeal(await actor(olena), 1, verified.receipt, "Я голосувала <b>сама</b>")
    assert "оскаржує" in (await told(iryna)).text
    said = await iryna.press("Переглянути")
    assert "«Я голосувала <b>сама</b>»" in said.text
    said = await iryna.press("Зарахувати знову")
    assert "Голос повернуто" in said.text
    assert await house.app.services.counting.n_ballots(1) == 1
    assert "знову зараховано" in (await told(olena)).text

    await iryna.say("/rounds")
    await iryna.press("№ 1")
    trail = (await iryna.press("Хто що робив")).text
    assert "працівник № 2\nпідтверджено пропозицію № 1" in trail
    assert "ви\nпропозиція визнати голоси недійсними № 1" in trail


async def test_a_rejected_proposal_and_an_appeal_that_fails(house, three):
    iryna, petro, olena = three
    ballot = await vote(olena, 1, "Парк")
    for answer in ("✗ Відхилити № 1", "✓ Підтвердити № 2"):
        await _disputes(iryna)
        await iryna.press("Визнати недійсним за квитанцією")
        await iryna.say(ballot.code)
        await iryna.press("не мешкає у громаді")
        await _disputes(petro)
        await petro.press(answer)
    assert await house.app.services.counting.n_ballots(1) == 0
    disputes = house.app.services.disputes
    await disputes.appeal(await actor(olena), 1, ballot.receipt, "Мешкаю")
    await _disputes(petro)
    said = await petro.press("Лишити недійсним")
    assert "Голос лишається недійсним." in said.text
    assert await house.app.services.counting.n_ballots(1) == 0


async def test_a_burst_over_one_invitation_is_shown_and_can_be_made_void(house, three):
    iryna, petro, olena = three
    await vote(olena, 1, "Школа")
    for number in range(20):
        await vote(await house.resident(f"Гість {number}"), 1, "Парк", via="zustrich")
    assert "20" in (await told(iryna)).text
    said = await iryna.press("Переглянути")
    assert "за запрошенням «zustrich» за чверть години — 20 голосів" in said.text
    await iryna.press("Визнати недійсними: zustrich")
    await iryna.press("кілька акаунтів однієї людини")
    await _disputes(petro)
    said = await petro.press("✓ Підтвердити № 1")
    assert "✓ 20 голосів визнано недійсними." in said.text
    assert await house.app.services.counting.n_ballots(1) == 1


async def test_coercion_is_reported_without_a_name(house, three):
    iryna, _, olena = three
    await house.app.services.ballots.tell_of_coercion(await actor(olena), 1)
    assert "змушують голосувати" in (await told(iryna)).text
    said = await iryna.press("Переглянути")
    assert "людина повідомила, що її змушують голосувати" in said.text
    assert str(olena.person.id) not in said.text


async def test_the_same_button_twice_and_ones_own_proposal(house, three):
    iryna, petro, olena = three
    ballot = await vote(olena, 1, "Парк")
    await _disputes(iryna)
    await iryna.press("Визнати недійсним за квитанцією")
    await iryna.say(ballot.code)
    await iryna.press("голос куплено")
    shown = await _disputes(petro)
    await petro.press("✓ Підтвердити № 1")
    answer = await petro.person.press(shown, "✗ Відхилити № 1")
    assert "Рішення вже ухвалено" in answer.text
    assert await house.app.services.counting.n_ballots(1) == 0


async def test_after_the_results_nothing_can_be_decided(house, three):
    iryna, petro, olena = three
    ballot = await vote(olena, 1, "Парк")
    await _disputes(iryna)
    await iryna.press("Визнати недійсним за квитанцією")
    await iryna.say(ballot.code)
    await iryna.press("голос куплено")
    shown = await _disputes(petro)
    house.clock.pass_(days=8)
    await house.app.timers.tick()
    answer = await petro.person.press(shown, "✓ Підтвердити № 1")
    assert "лише під час голосування й перевірки" in answer.text


async def test_moderators_do_not_judge_ballots(house, three):
    stepan = await house.staff("Степан", Role.MODERATOR)
    await stepan.say("/rounds")
    await stepan.press("№ 1")
    assert "Сумнівні голоси" not in stepan.buttons
