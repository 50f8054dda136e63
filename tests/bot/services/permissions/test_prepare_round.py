"""Conditions until it opens, words while people vote, nothing afterwards."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from bot.domain.rounds import Option
from tests.support.matrix import EVERYBODY, HELPERS, MOMENTS, OPEN, STAFF, UNOPENED, at

CONDITIONS = {**at("draft", may=HELPERS), **at(*UNOPENED, may=STAFF)}


async def first(stage, actor, key):
    return (await stage.services.rounds.view(actor, key)).sheet.options[0].id


async def test_change_a_condition(stage):
    async def act(actor, key):
        await stage.services.rounds.change(actor, key, limit=2)

    assert await stage.matrix(act) == CONDITIONS


@pytest.mark.parametrize("field", ["title", "question"])
async def test_correct_the_words_of_a_round(stage, field):
    async def act(actor, key):
        await stage.services.rounds.change(actor, key, **{field: "Інакше"})

    assert await stage.matrix(act) == {**CONDITIONS, **at(*OPEN, may=STAFF)}


async def test_correct_the_words_of_an_option(stage):
    async def act(actor, key):
        await stage.services.rounds.change_option(actor, key, await first(stage, actor, key), details="Інакше")

    assert await stage.matrix(act) == {**CONDITIONS, **at(*OPEN, may=STAFF)}


@pytest.mark.parametrize(
    "change", [{"cost_kop": 5}, {"author": "Олена"}, {"place": "Центр"}, {"entry": None, "topic": "т"}]
)
async def test_change_what_an_option_is(stage, change):
    async def act(actor, key):
        await stage.services.rounds.change_option(actor, key, await first(stage, actor, key), **change)

    assert await stage.matrix(act) == CONDITIONS


async def test_add_options(stage):
    async def act(actor, key):
        await stage.services.rounds.add_options(actor, key, [Option(0, 0, 0, "Ще один")])

    assert await stage.matrix(act) == CONDITIONS


async def test_remove_an_option(stage):
    async def act(actor, key):
        await stage.services.rounds.remove_option(actor, key, await first(stage, actor, key))

    assert await stage.matrix(act) == CONDITIONS


async def test_move_an_option(stage):
    async def act(actor, key):
        await stage.services.rounds.move_option(actor, key, await first(stage, actor, key), 2)

    assert await stage.matrix(act) == CONDITIONS


async def test_delete(stage):
    async def act(actor, key):
        await stage.services.rounds.remove(actor, key)

    assert await stage.matrix(act) == at("draft", may=HELPERS)


async def test_see_a_round(stage):
    async def act(actor, key):
        await stage.services.rounds.view(actor, key)

    assert await stage.matrix(act) == {**at(*MOMENTS, may=EVERYBODY), **at("draft", may=HELPERS)}


@pytest.mark.parametrize("read", ["manage", "trail"])
async def test_read_what_is_for_those_who_prepare(stage, read):
    async def act(actor, key):
        await getattr(stage.services.rounds, read)(actor, key)

    assert await stage.matrix(act) == at(*MOMENTS, may=HELPERS)


async def test_create(stage):
    async def act(actor, _key):
        await stage.services.rounds.create(actor, "zhytomyr", "Назва")

    assert await stage.matrix(act) == at(*MOMENTS, may=HELPERS)


async def test_a_change_of_nothing_is_no_change(stage):
    key = await stage.round("as it opens")
    before = await stage.services.rounds.view(stage.actors[Role.STAFF], key)
    await stage.services.rounds.change(stage.actors[Role.STAFF], key, title="Назва")
    assert await stage.services.rounds.view(stage.actors[Role.STAFF], key) == before


async def test_an_announced_round_stays_one_that_could_be_announced(stage):
    staff = stage.actors[Role.STAFF]
    key = await stage.round("announced")
    before = (await stage.services.rounds.view(staff, key)).round
    for spoilt in ({"closes_at": before.opens_at}, {"question": ""}, {"limit": 5}, {"results_at": before.opens_at}):
        with pytest.raises(NotAllowed):
            await stage.services.rounds.change(staff, key, **spoilt)
    assert (await stage.services.rounds.view(staff, key)).round == before
    await stage.services.rounds.change(staff, key, closes_at=before.closes_at + timedelta(days=1))
