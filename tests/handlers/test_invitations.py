"""A role by a link: once, in time, from who may give it, to who agrees; nobody guesses one, nobody takes a second."""

import re

import pytest

from bot.domain.audit import ActsWanted, Thing
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Role
from bot.services.invitations import TRIES
from tests.support.house import DESK


@pytest.fixture
async def petro(house):
    return await house.staff("Петро", role=Role.OPERATOR)


async def invited(operator, role="працівника"):
    """Let an operator make an invitation; return what its link carries."""
    await operator.say("/invite")
    said = await operator.press(f"Запросити {role}")
    return re.search(r"\?start=(i_[\w-]{43})", said.text)[1]


async def role_of(house, talker):
    return (await house.app.services.people.recognise(talker.person.id, None)).role


async def acts(house):
    found = await house.app.services.trail.listed(DESK, ActsWanted(thing=Thing.INVITATION))
    return [(act.about, act.detail) for act in found.acts]


async def test_who_opens_a_link_sees_who_offers_what_and_gets_the_role_after_agreeing(house, petro):
    link, iryna = await invited(petro), house.person("Ірина")
    said = await iryna.start(link)
    assert "Щоб прийняти запрошення до роботи, спершу погодьтеся" in said.text
    said = await iryna.press("Погоджуюсь")
    assert said.text.startswith("Петро запрошує вас до роботи в боті громади.\nРоль: працівник громади.")
    assert "діє до 29 листопада 2026 року, 12:00" in said.text
    assert await role_of(house, iryna) is Role.RESIDENT
    said = await iryna.press("Прийняти роль")
    assert said.text.startswith("✓ Ви прийняли роль: працівник громади.")
    assert await role_of(house, iryna) is Role.STAFF
    assert await acts(house) == [("invitation:1", "accepted"), ("invitation:1", "offered: staff")]
    assert "Зараз немає запрошень" in (await petro.say("/invite")).text


async def test_a_link_works_once(house, petro):
    link, iryna, taras = await invited(petro), await house.resident("Ірина"), await house.resident("Тарас")
    await iryna.start(link)
    await taras.start(link)
    await iryna.press("Прийняти роль")
    assert "Це запрошення вже не діє" in (await taras.tap("Прийняти роль")).text
    assert "Це запрошення вже не діє" in (await taras.start(link)).text
    assert (await role_of(house, iryna), await role_of(house, taras)) == (Role.STAFF, Role.RESIDENT)


async def test_a_link_ends_at_its_term_to_the_second(house, petro):
    link, iryna = await invited(petro), await house.resident("Ірина")
    house.clock.pass_(days=7, seconds=-1)
    assert "запрошує вас" in (await iryna.start(link)).text
    house.clock.pass_(seconds=1)
    assert "Це запрошення вже не діє" in (await iryna.tap("Прийняти роль")).text
    assert "Зараз немає запрошень" in (await petro.say("/invite")).text


async def test_a_link_is_listed_and_withdrawn(house, petro):
    link, iryna = await invited(petro, "модератора"), await house.resident("Ірина")
    said = await petro.say("/invite")
    assert "№ 1 — модератор, діє до 29 листопада 2026 року, 12:00" in said.text
    assert link not in said.text
    said = await petro.press("Відкликати № 1")
    assert said.text.startswith("✓ Запрошення № 1 відкликано.")
    assert "Це запрошення вже не діє" in (await iryna.start(link)).text
    assert await acts(house) == [("invitation:1", "withdrawn"), ("invitation:1", "offered: moderator")]


async def test_who_lost_the_right_to_give_roles_gives_none_by_an_old_link(house, petro):
    link, iryna = await invited(petro), await house.resident("Ірина")
    await house.app.services.accounts.grant(DESK, petro.person.id, Role.STAFF)
    assert "Це запрошення вже не діє" in (await iryna.start(link)).text
    await house.app.services.accounts.grant(DESK, petro.person.id, Role.OPERATOR)
    assert "запрошує вас" in (await iryna.start(link)).text
    await house.app.services.people.forget(
        await house.app.services.people.recognise(petro.person.id, None), withdraw=False
    )
    assert "Це запрошення вже не діє" in (await iryna.tap("Прийняти роль")).text


async def test_who_has_a_role_loses_it_by_no_link(house, petro):
    link, halyna = await invited(petro), await house.staff("Галина", role=Role.MODERATOR)
    for talker, role in ((petro, Role.OPERATOR), (halyna, Role.MODERATOR)):
        assert "У вас уже є роль" in (await talker.start(link)).text
        assert await role_of(house, talker) is role


async def test_guesses_are_few(house, petro):
    link, guesser = await invited(petro), await house.resident("Невідомий")
    services = house.app.services
    actor = await services.people.recognise(guesser.person.id, None)
    for _ in range(TRIES):
        with pytest.raises(NotFound):
            await services.invitations.look(actor, "A" * 43)
    with pytest.raises(NotAllowed) as refused:
        await services.invitations.look(actor, link.removeprefix("i_"))
    assert refused.value.key == "gate.too_fast"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MODERATOR, Role.STAFF])
async def test_only_operators_invite(house, role):
    talker = await house.staff("Тарас", role=role) if role is not Role.RESIDENT else await house.resident("Тарас")
    services = house.app.services
    actor = await services.people.recognise(talker.person.id, None)
    for deed in (
        services.invitations.make(actor, Role.STAFF),
        services.invitations.every(actor),
        services.invitations.withdraw(actor, 1),
    ):
        with pytest.raises(NotAllowed):
            await deed
    said = await talker.say("/invite")
    assert "Запросити" not in said.text
    assert await acts(house) == []


async def test_a_role_that_is_none_and_too_many_links_are_refused(house, petro):
    services = house.app.services
    actor = await services.people.recognise(petro.person.id, None)
    with pytest.raises(NotAllowed):
        await services.invitations.make(actor, Role.RESIDENT)
    for _ in range(20):
        await services.invitations.make(actor, Role.STAFF)
    with pytest.raises(NotAllowed) as refused:
        await services.invitations.make(actor, Role.STAFF)
    assert refused.value.key == "invitations.too_many"
