"""What residents and staff do with questions that have no answer."""

from tests.support import databases

PASS = "Передати працівникам"
METRO, METRO_TOO = "коли у нас побудують метро", "чи буде метро в місті"
ANSWER, SOURCE = "Метро будувати не планують: його не витримає бюджет.", "рішення сесії № 12"


def rows(house, table):
    return databases.table(house.path, table)


async def passed(person, text):
    """Ask, wave away what is found, and hand the question over."""
    person.house.clock.pass_(seconds=1)
    await person.say(text)
    while PASS not in person.buttons:
        await person.press("Не те" if "Не те" in person.buttons else "Нічого з цього")
    return await person.press(PASS)


async def told(house, person):
    """Send what waits and return what the person reads last."""
    while await house.app.outbox.flush():
        pass
    return person.last.text


async def opened(staff, text):
    """Open a gap from the list."""
    await staff.say("/inbox")
    return await staff.press(text)


async def answered(staff, text, answer=ANSWER, source=SOURCE):
    """Answer a gap in words, up to the check."""
    await opened(staff, text)
    await staff.press("Відповісти словами")
    await staff.say(answer)
    return await (staff.say(source) if source else staff.press("Пропустити"))


async def refused(person, label):
    """Press what is refused and return why."""
    found = next(text for text in person.buttons if text.startswith(label))
    said = await person.person.press(person.last, found)
    await person.house.settle()
    return said.text
