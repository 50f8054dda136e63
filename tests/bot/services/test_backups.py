"""What a restore brings back and what not: people who erased themselves, keys of rounds, what was on its way."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.backups import Afterword, made_at
from bot.domain.ballots import voter_of
from bot.domain.errors import Unavailable
from bot.domain.health import Check
from bot.domain.rounds import EndingKind, Phase
from bot.services.backups import AFTERWORD, Backups
from bot.services.copies import word_of
from bot.services.restoring import Restoring
from bot.storage.backups import back_up, verify
from bot.storage.rounds import keys
from tests.support.databases import on_sqlite
from tests.support.house import NOON
from tests.support.polls import KYIV, OPERATOR, open_polls

pytestmark = on_sqlite

SECRET = b"s" * 32
ANN, BEN, CAT = 1001, 1002, 1003


@pytest.fixture
async def polls(tmp_path):
    async with open_polls(tmp_path / "viche.sqlite3") as opened:
        yield opened


@pytest.fixture
def copies(tmp_path):
    return tmp_path / "copies"


def backups_of(polls, folder, hour=4, kept=(7, 4, 6)) -> Backups:
    secret = polls.services.people._secret
    return Backups(polls.database, polls.clock, KYIV, secret, f"sqlite:///{polls.path}", folder, hour, kept)


async def aside(act, *given):
    return act(*given)


def copy_of(polls, folder):
    return back_up(f"sqlite:///{polls.path}", folder, polls.clock.now)


async def restored(polls, file, afterwords, cancel_because=None):
    restoring = Restoring(polls.clock, KYIV, polls.services.people._secret, cancel_because)
    into = polls.path.with_name("restored.sqlite3")
    return into, await restoring.restore(file, f"sqlite:///{into}", afterwords, lambda *_: None)


def afterword(folder) -> Afterword:
    return Afterword.read((folder / AFTERWORD).read_text())


async def vote(polls, key, number, option=0) -> None:
    actor = await polls.voter(number)
    await polls.services.ballots.open(actor, key, None)
    await polls.services.ballots.choose(actor, key, (await polls.options(key))[option], 1)


async def test_who_erased_themselves_since_is_erased_again(polls, copies) -> None:
    people = polls.services.people
    await polls.voters(ANN, BEN, CAT)
    await people.forget(await people.recognise(CAT, "uk"), withdraw=True)
    await polls.voter(CAT)  # who came back before the copy stays
    polls.clock.pass_(hours=1)
    file = copy_of(polls, copies)
    polls.clock.pass_(hours=1)
    await people.forget(await people.recognise(ANN, "uk"), withdraw=True)
    await backups_of(polls, copies).keep_afterword()
    assert str(ANN) not in (copies / AFTERWORD).read_text()
    into, done = await restored(polls, file, [afterword(copies)])
    assert (done.n_erased, done.made_at) == (1, polls.clock.now - timedelta(hours=1))
    async with open_polls(into, polls.clock) as again:
        there = {number: (await again.services.people.recognise(number, "uk")).id for number in (ANN, BEN, CAT)}
    assert there[ANN] is None
    assert None not in (there[BEN], there[CAT])


async def test_another_secret_is_told_rather_than_nobody_erased(polls, copies) -> None:
    await polls.voter(ANN)
    file = copy_of(polls, copies)
    await polls.services.people.forget(await polls.services.people.recognise(ANN, "uk"), withdraw=True)
    await backups_of(polls, copies).keep_afterword()
    restoring = Restoring(polls.clock, KYIV, SECRET)
    with pytest.raises(Unavailable, match=r"backups\.other_secret"):
        await restoring.restore(file, f"sqlite:///{polls.path}.new", [afterword(copies)], lambda *_: None)
    assert [one.name for one in polls.path.parent.iterdir() if "new" in one.name or "restore" in one.name] == []


async def test_an_open_round_goes_on_with_its_key(polls, copies) -> None:
    key = await polls.round(3)
    await vote(polls, key, ANN)
    file = copy_of(polls, copies)
    await backups_of(polls, copies).keep_afterword()
    secret = await polls.secret(key)
    assert secret not in file.read_bytes()
    assert voter_of(secret, ANN) in file.read_bytes()
    into, _ = await restored(polls, file, [afterword(copies)])
    async with open_polls(into, polls.clock) as again:
        await vote(again, key, ANN, option=1)
        assert len(await again.cast(key)) == 1
        assert (await again.ballot_of(key, ANN)).version == 2


async def test_a_round_whose_key_is_lost_is_refused_or_cancelled(polls, copies) -> None:
    key = await polls.round(3)
    await vote(polls, key, ANN)
    file = copy_of(polls, copies)
    with pytest.raises(Unavailable) as refusal:
        await restored(polls, file, [])
    assert (refusal.value.key, refusal.value.params) == ("backups.key_lost", {"rounds": str(key)})
    into, done = await restored(polls, file, [], "Диск зламався.")
    assert done.cancelled == (key,)
    async with open_polls(into, polls.clock) as again:
        sheet = (await again.services.rounds.view(OPERATOR, key)).sheet
        assert sheet.round.phase(again.clock.now) is Phase.CANCELLED
        assert (sheet.round.ending.how, sheet.round.ending.reason) == (EndingKind.CANCELLED, "Диск зламався.")
        await again.tick()
        assert again.told == [(ANN, "round_cancelled")]


async def test_a_round_that_closed_since_is_counted_and_nobodys_key_is_there(polls, copies) -> None:
    key = await polls.round(3, days=3)
    for number in (ANN, BEN, CAT):
        await vote(polls, key, number)
    file, backups, secret = copy_of(polls, copies), backups_of(polls, copies), await polls.secret(key)
    await backups.keep_afterword()
    assert afterword(copies).round_keys == {key: secret}
    polls.clock.pass_(days=4)
    await polls.tick()
    await backups.keep_afterword()
    assert afterword(copies).round_keys == {}
    assert [one for one in copies.iterdir() if secret.hex() in one.read_text(errors="replace")] == []
    into, _ = await restored(polls, file, [afterword(copies)])
    async with open_polls(into, polls.clock) as again:
        async with again.database.read() as connection:
            assert secret not in (await keys(connection)).values()
        await again.tick()
        assert await again.secret(key) is None
        assert (await again.services.counting.results(key)).results.n_ballots == 3


async def test_what_was_due_is_not_sent_by_a_restore(polls, copies) -> None:
    key = await polls.round(3, days=3)
    await vote(polls, key, ANN)
    await vote(polls, key, BEN)
    await polls.services.rounds.end(OPERATOR, key, EndingKind.CANCELLED, "Помилка в умовах.")
    file = copy_of(polls, copies)
    assert len(await polls.send()) == 2
    await backups_of(polls, copies).keep_afterword()
    into, _ = await restored(polls, file, [afterword(copies)])
    async with open_polls(into, polls.clock) as again:
        await again.tick()
        assert again.told == []


async def test_a_copy_a_day_and_the_rest_is_let_go(polls, copies) -> None:
    backups, made = backups_of(polls, copies, kept=(2, 0, 0)), []
    assert backups.last().made_at is None
    for _ in range(5 * 24):
        copy = await backups.tick(aside)
        assert await backups.tick(aside) is None
        made += [copy] if copy else []
        polls.clock.pass_(hours=1)
    hours = [made_at(copy.name).astimezone(backups._zone).hour for copy in made]
    assert (len(made), hours[1:]) == (6, [4] * 5)
    left = sorted(copies.glob("viche-*"))
    assert left == made[-2:]
    assert verify(left[-1]).made_at == backups.last().made_at


async def test_a_copy_that_fails_is_told_and_tried_again(polls, copies) -> None:
    copies.write_text("no folder")
    backups = backups_of(polls, copies)
    assert await backups.tick(aside) is None
    last = backups.last()
    assert (last.made_at, last.failed_at) == (None, polls.clock.now)
    assert "FileExistsError" in last.reason or "NotADirectory" in last.reason
    assert backups.word == "elsewhere"
    backups.begin()
    assert backups.word == "unwritable"
    copies.unlink()
    assert backups.word == "failed"
    assert await backups.tick(aside) is None
    polls.clock.pass_(minutes=10)
    assert await backups.tick(aside) is not None
    assert backups.last().failed_at is None
    assert backups.word == "ok"
    polls.clock.pass_(days=2, seconds=1)
    assert backups.word == "old"


async def test_a_copy_that_does_not_pass_its_check_is_told(polls, copies, monkeypatch) -> None:
    def spoiled(file):
        raise Unavailable("backups.damaged", file=file, detail="votes is not what it was")

    backups = backups_of(polls, copies)
    backups.begin()
    monkeypatch.setattr("bot.storage.backups.verify", spoiled)
    assert await backups.tick(aside) is None
    assert (backups.word, backups.last().reason) == ("failed", "backups.damaged")
    assert list(copies.glob("*.sqlite3")) == []


async def test_off_means_off(polls, copies) -> None:
    backups = backups_of(polls, copies, hour=None)
    assert await backups.tick(aside) is None
    assert not copies.exists()
    assert backups.word == "off"
    copies.mkdir()
    assert backups.word == "off"


def test_none_yet_is_well_and_none_after_an_hour_is_not(copies) -> None:
    after = partial(word_of, copies, is_on=True, since_at=NOON)
    assert after(NOON) == "none_yet"
    copies.mkdir()
    assert after(NOON + timedelta(minutes=59)) == "none_yet"
    assert after(NOON + timedelta(hours=1)) == "none"
    checks = {word: Check("backup", word) for word in ("off", "elsewhere", "none_yet", "none", "old")}
    assert [word for word, check in checks.items() if check.is_well] == ["off", "elsewhere", "none_yet"]
    assert not any(check.is_red for check in checks.values())
