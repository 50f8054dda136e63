"""What voting leaves of a person in the whole bot: nothing once they are forgotten, no link once it is over."""

import json
from datetime import timedelta

import pytest

from bot.domain.ballots import voter_of
from bot.domain.notices import Notice, NoticeKind
from bot.storage import notices
from tests.support.databases import ON_POSTGRES, files, look, stored

NUMBER = 777_001_777
"""In SQLite's own writing five bytes that nothing else holds."""
PHONE = "+380501112233"
SAID = {"round": 1, "title": "Пріоритети", "reason": "Збій"}
TABLES = ("ballots", "voters", "phones", "confirmations", "notices", "mutes", "flows", "people")


def n_rows(house):
    return {name: look(house.path, f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}


def secret(house):
    found = look(house.path, "SELECT key FROM round_keys")
    return found[0][0] if found else None


async def vote(house):
    """Olena votes, lets the bot keep whatever it keeps of a voter, and is being told something."""
    key = await house.vote_round()
    olena = await house.resident(id=NUMBER)
    await olena.say("/vote")
    for name in ("Парк", "Школа", "✓ Парк", "Дорога"):
        await olena.tap(name)
    services = house.app.services
    actor = await services.people.recognise(NUMBER, "uk")
    await services.trusts.share_phone(actor, PHONE, NUMBER)
    staff = await house.staff()
    await services.trusts.confirm(await services.people.recognise(staff.person.id, "uk"), NUMBER)
    await services.notices.mute(actor, NoticeKind.ROUND_RESULTS)
    later = [Notice(actor.id, "c", NoticeKind.ROUND_CANCELLED, SAID, house.clock.now + timedelta(days=1))]
    await house.app.database.write(lambda connection: notices.add(connection, later))
    return key, olena


@pytest.mark.parametrize("how", ["withdraw", "anonymous"])
async def test_forgetting_takes_the_vote_back_and_all_that_is_known_of_the_voter(house, how):
    before = n_rows(house) | {"people": 1}
    key, olena = await vote(house)
    assert {name for name, n in n_rows(house).items() if not n} <= {"flows"}
    name = voter_of(secret(house), NUMBER)
    await olena.press_data(f"f1:{how}")
    await house.app.services.retention.sweep()
    assert n_rows(house) == before
    signs = (str(NUMBER).encode(), NUMBER.to_bytes(4, "big"), name)
    assert [(sign, file) for file, content in stored(house.path).items() for sign in signs if sign in content] == []
    assert await house.app.services.counting.n_ballots(key) == 0


async def test_who_is_forgotten_can_vote_anew_and_once(house):
    key, olena = await vote(house)
    await olena.press_data("f1:withdraw")
    await olena.start("c_zhytomyr")
    await olena.press("Погоджуюсь")
    await olena.say("/vote")
    await olena.tap("Лікарня")
    assert await house.app.services.counting.n_ballots(key) == 1


async def test_after_the_close_no_file_says_what_anybody_pressed(house):
    """Neither the ballots, nor the updates that carried the taps, nor what is left of either beside the tables."""
    if ON_POSTGRES:
        look(house.path, "ALTER TABLE updates ALTER payload SET STORAGE EXTERNAL")  # or it lies there compressed
    key, _ = await vote(house)
    kept = secret(house)
    signs = (kept, voter_of(kept, NUMBER), f'"t1:{key}:'.encode())
    before = files(house.path).values()
    assert all(any(sign in content for content in before) for sign in signs), "there is much to hide"
    house.clock.pass_(days=8)
    await house.tick()
    assert [(sign, file) for file, content in files(house.path).items() for sign in signs if sign in content] == []
    ((chosen, receipt),) = look(house.path, "SELECT choices, receipt FROM ballots")
    assert (len(json.loads(chosen)), receipt) == (2, None)


async def test_after_the_close_forgetting_leaves_a_ballot_that_is_nobodys(house):
    key, olena = await vote(house)
    house.clock.pass_(days=8)
    await house.tick()
    await olena.press_data("f1:withdraw")
    assert n_rows(house)["voters"] == 0
    published = await house.app.services.counting.results(key)
    assert published.results.n_ballots == n_rows(house)["ballots"] == 1
