"""Rounds and ballots in few words, for tests about those who run them."""

from datetime import timedelta

from bot.domain.people import Actor, Locale, Role
from bot.domain.rounds import Option, Round

OPERATOR = Actor(0, Locale.UK, Role.OPERATOR)


async def draft(house, options=("Парк", "Школа", "Дорога"), cost_kop=None, **conditions):
    """Keep a draft that only waits to be announced: it opens in a day and closes a week later."""
    opens_at = house.clock.now + timedelta(days=1)
    conditions = {
        "title": "Що зробити першим",
        "question": "Оберіть найважливіше.",
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=7),
        **conditions,
    }
    listed = [Option(0, 0, 0, title, cost_kop=cost_kop) for title in options]
    return await house.app.services.rounds.store(OPERATOR, Round(0, "zhytomyr", **conditions), listed)


async def announced(house, **conditions):
    key = await draft(house, **conditions)
    await house.app.services.rounds.publish(OPERATOR, key)
    return key


async def opened(house, **conditions):
    """A round in which people can vote now."""
    key = await announced(house, **conditions)
    house.clock.pass_(days=1)
    return key


async def sheet(house, key):
    return (await house.app.services.rounds.view(OPERATOR, key)).sheet


async def actor(talker):
    return await talker.house.app.services.people.recognise(talker.person.id, "uk")


async def vote(talker, key, title, via=None):
    """Let somebody choose one option, perhaps over an invitation; return their ballot."""
    ballots = talker.house.app.services.ballots
    chosen = next(one for one in (await sheet(talker.house, key)).options if one.title == title)
    await ballots.open(await actor(talker), key, via=via)
    return (await ballots.choose(await actor(talker), key, chosen.id, 1)).ballot


async def told(talker):
    """What the bot tells a person of its own accord, now: their newest message."""
    await talker.house.app.timers.tick()
    while await talker.house.app.outbox.flush():
        pass
    return talker.last
