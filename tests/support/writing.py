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


async def answer(staff, key, text):
    """Answer as staff who have read everything."""
    worker = await actor(staff)
    desk = staff.house.app.services.feedbackdesk
    await desk.answer(worker, key, text, len((await desk.view(worker, key)).turns))


async def ask_back(staff, key, text):
    """Ask the author, as staff who have read everything."""
    worker = await actor(staff)
    desk = staff.house.app.services.feedbackdesk
    await desk.ask_back(worker, key, text, len((await desk.view(worker, key)).turns))


async def published(author, staff, text=LANTERN):
    """Send a proposal that staff publish; return its number."""
    key = await sent(author, text, "Запропонувати показати всім")
    await author.house.app.services.feedbackdesk.show(await actor(staff), key, public=True)
    return key
