"""Extend and cancel before the close, annul after it."""

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from bot.domain.rounds import EndingKind
from tests.support.matrix import CHECKING, CLOSES, HOUR, OPEN, SECOND, SHOWN, SHOWS, STAFF, UNOPENED, at


async def test_extend(stage):
    async def act(actor, key):
        await stage.services.rounds.extend(actor, key, CLOSES + HOUR, "Не було світла")

    assert await stage.matrix(act) == at(*UNOPENED, *OPEN, may=STAFF)


async def test_cancel(stage):
    async def act(actor, key):
        await stage.services.rounds.end(actor, key, EndingKind.CANCELLED, "Помилка")

    assert await stage.matrix(act) == at(*UNOPENED, *OPEN, may=STAFF)


async def test_annul(stage):
    async def act(actor, key):
        await stage.services.rounds.end(actor, key, EndingKind.ANNULLED, "Голоси куплено")

    assert await stage.matrix(act) == at(*CHECKING, *SHOWN, may=STAFF)


async def test_results_move_with_the_close(stage):
    staff = stage.actors[Role.STAFF]
    key = await stage.round("before it closes")
    await stage.services.rounds.extend(staff, key, CLOSES + HOUR, "Тривога")
    found = (await stage.services.rounds.view(staff, key)).round
    assert (found.closes_at, found.results_at) == (CLOSES + HOUR, SHOWS + HOUR)


@pytest.mark.parametrize("closes_at", [CLOSES, CLOSES - SECOND])
async def test_extended_means_later(stage, closes_at):
    key = await stage.round("as it opens")
    with pytest.raises(NotAllowed, match=r"rounds\.not_later"):
        await stage.services.rounds.extend(stage.actors[Role.STAFF], key, closes_at, "Тривога")


@pytest.mark.parametrize("reason", ["", "  ", "…", "🙂"])
async def test_nothing_ends_without_a_reason(stage, reason):
    staff, rounds = stage.actors[Role.STAFF], stage.services.rounds
    key = await stage.round("as it opens")
    with pytest.raises(NotAllowed, match=r"rounds\.needs_reason"):
        await rounds.end(staff, key, EndingKind.CANCELLED, reason)
    with pytest.raises(NotAllowed, match=r"rounds\.needs_reason"):
        await rounds.extend(staff, key, CLOSES + HOUR, reason)
