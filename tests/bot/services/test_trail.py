"""Residents in the trail: by a number that nothing leads from to them once they are forgotten."""

from bot.domain.audit import ActsWanted
from bot.domain.people import Role
from bot.storage.schema import metadata
from tests.support.databases import table
from tests.support.house import DESK


def everything(path):
    """Every row of every table, as text."""
    return {name: [repr(tuple(row.values())) for row in table(path, name)] for name in metadata.tables}


async def test_forgetting_breaks_the_link_and_leaves_the_chain_whole(house):
    iryna, olena = await house.staff(role=Role.OPERATOR), await house.resident()
    services = house.app.services
    number = (await services.people.recognise(olena.person.id, None)).id
    await iryna.say(f"/confirm {olena.person.id}")
    acts = (await services.trail.listed(DESK, ActsWanted())).acts
    assert [(act.action, act.about) for act in acts] == [("confirm_person", f"person:{number}")]
    await services.people.forget(await services.people.recognise(olena.person.id, None), withdraw=True)
    assert (await services.chain.verify(DESK)).is_whole
    assert (await services.trail.listed(DESK, ActsWanted())).acts == acts
    kept = everything(house.path)
    assert not any(str(olena.person.id) in row for rows in kept.values() for row in rows)
    assert not any(row.startswith(f"({number},") for row in kept["people"])
    await olena.start()
    await olena.press("Погоджуюсь")
    assert (await services.people.recognise(olena.person.id, None)).id != number
