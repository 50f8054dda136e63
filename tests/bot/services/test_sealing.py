"""Closing and sealing are cut off after every write, and taken up again: the outcome is the same and told once."""

from datetime import timedelta

import pytest

from bot.domain.results import fingerprint
from bot.services import counting
from tests.support.databases import look
from tests.support.house import FakeClock
from tests.support.polls import open_polls

N_VOTERS = 11
N_WRITES = 11
"""What closing and sealing take: two to close around a rebuilding, one to look, one to count, three batches of
receipts, one of what is kept, a rebuilding, the seal."""


class PowerCut(BaseException):
    """Ends the bot where it stands."""


def cut(polls, monkeypatch, after):
    """Let only so many writes and rebuildings happen."""
    left = [after]

    def counted(act):
        async def or_nothing(*given):
            if not left[0]:
                raise PowerCut
            left[0] -= 1
            return await act(*given)

        return or_nothing

    for name in ("write", "rebuild"):
        monkeypatch.setattr(polls.database, name, counted(getattr(polls.database, name)))


async def voted(path):
    async with open_polls(path) as polls:
        key = await polls.round(budget_kop=1000)
        options = await polls.options(key)
        for number, actor in enumerate(await polls.voters(*range(701, 701 + N_VOTERS))):
            for place in {number % 6, number % 4, 1}:
                await polls.services.ballots.choose(actor, key, options[place], 1)
        return key, polls.clock.now + timedelta(days=3)


@pytest.mark.parametrize("n_writes", range(N_WRITES + 1))
async def test_a_power_cut_after_any_write(tmp_path, monkeypatch, n_writes):
    monkeypatch.setattr(counting, "SEALED_AT_ONCE", 4)
    path = tmp_path / "viche.sqlite3"
    key, over_at = await voted(path)
    async with open_polls(path, FakeClock(over_at)) as polls:
        with monkeypatch.context() as until:
            cut(polls, until, n_writes)
            try:
                await polls.timers.tick()
            except PowerCut:
                assert n_writes < N_WRITES
            else:
                assert n_writes == N_WRITES
    async with open_polls(path, FakeClock(over_at)) as polls:
        await polls.tick()
        await polls.tick()
        assert sorted(polls.told) == [(number, "round_results") for number in range(701, 701 + N_VOTERS)]
        published = await polls.services.counting.results(key)
        listed = await polls.services.counting.receipts(key)
    assert published.results.n_ballots == N_VOTERS == len(listed.splitlines())
    assert published.receipts_hash == fingerprint(listed)
    votes = {one.project: one.n_votes for one in published.binding.standings}
    assert sum(votes.values()) == sum(len({number % 6, number % 4, 1}) for number in range(N_VOTERS))
    kept = look(path, "SELECT count(*) FROM ballots WHERE receipt IS NULL AND version = 0")
    assert kept == [(N_VOTERS,)]


async def test_many_ballots_are_counted_in_a_process_of_their_own(polls, monkeypatch):
    monkeypatch.setattr(counting, "COUNTED_HERE", 2)
    key = await polls.round()
    first = (await polls.options(key))[0]
    for actor in await polls.voters(701, 702, 703):
        await polls.services.ballots.choose(actor, key, first, 1)
    polls.clock.pass_(days=3)
    await polls.tick()
    published, election = await polls.services.counting.election(key)
    assert published.binding.standings[0].n_votes == election.ballots.n_voters == 3
