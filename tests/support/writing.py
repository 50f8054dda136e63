"""Residents who write feedback, and staff who publish it."""

import re

LANTERN = "Полагодьте ліхтар біля школи"


async def drafted(person, text=LANTERN):
    """Write feedback and do not send it."""
    await person.say("/feedback")
    return await person.say(text)


async def sent(person, text=LANTERN, *choices):
    """Write and send feedback; return its number."""
    await drafted(person, text)
    for choice in choices:
        await person.press(choice)
    said = await person.press("Надіслати")
    return int(re.search(r"№ (\d+)", said.text)[1])


async def actor(person):
    """The person as the services know them."""
    return await person.house.app.services.people.recognise(person.person.id, "uk")


def desk(house):
    """The service with which staff work on feedback."""
    return house.app.services.feedback


async def published(author, staff, text=LANTERN):
    """Send a proposal that staff publish; return its number."""
    key = await sent(author, text, "Запропонувати показати всім")
    await desk(author.house).show(await actor(staff), key, public=True)
    return key
