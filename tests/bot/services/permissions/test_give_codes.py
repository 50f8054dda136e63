"""Make codes until the close."""

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from tests.support.matrix import MOMENTS, OPEN, STAFF, UNOPENED, at


async def test_give_codes(stage):
    async def act(actor, key):
        await stage.services.trusts.give_codes(actor, key, 1)

    assert await stage.matrix(act) == at("draft", *UNOPENED, *OPEN, may=STAFF)


async def test_count_codes(stage):
    async def act(actor, key):
        await stage.services.trusts.codes_of(actor, key)

    assert await stage.matrix(act) == at(*MOMENTS, may=STAFF)


@pytest.mark.parametrize("n", [0, -1, 1001])
async def test_a_number_of_codes_that_is_none(stage, n):
    with pytest.raises(NotAllowed, match=r"trust\.too_many_codes"):
        await stage.services.trusts.give_codes(stage.actors[Role.STAFF], await stage.round("draft"), n)


async def test_codes_that_were_made_meanwhile(stage):
    staff, trusts = stage.actors[Role.STAFF], stage.services.trusts
    key = await stage.round("draft")
    assert (await trusts.give_codes(staff, key, 3, expected=1)).first_serial == 1
    with pytest.raises(NotAllowed, match=r"trust\.codes_made_before"):
        await trusts.give_codes(staff, key, 3, expected=1)
    assert await trusts.codes_of(staff, key) == (3, 0)
