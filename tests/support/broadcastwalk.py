"""A moderator who writes a broadcast and hands it in, step by step, and what people see of it."""

WATER = 'Завтра о <b>10:00</b> вимкнуть воду. Дивіться <a href="https://rada.example/voda">графік</a>'


async def written(taras, html=WATER):
    await taras.say("/broadcast")
    await taras.press("Написати розсилку")
    return await taras.say_html(html)


async def handed_in(taras, html=WATER):
    await written(taras, html)
    await taras.press("Надіслати…")
    return await taras.press("Так, надіслати")


async def sent(house, taras, html=WATER):
    await handed_in(taras, html)
    for _ in range(3):
        await house.tick()


def seen(talker, message):
    """What a message says now."""
    return next(one.text for one in talker.person.chat if one.id == message.id)


def got(talker):
    return [message.html for message in talker.person.chat if message.from_bot]
