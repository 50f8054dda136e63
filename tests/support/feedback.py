"""Feedback as residents send it, and as staff find it on their desk."""

from bot.domain.feedback import Draft, FeedbackFile, FileKind
from tests.support.asking import told
from tests.support.writing import actor

ROAD, ROAD_TOO = "На Київській ями, машини б’ються", "машини б’ються: великі ями на вулиці Київській"
LAMP = "У дворі на Перемоги, 5 не світять ліхтарі"
ANSWER, QUESTION = "Ями засиплемо до 1 грудня.", "Біля якого будинку?"


async def sent(talker, text=ROAD, community="zhytomyr", **more):
    """Send a piece of feedback and return its number; each a second after the one before."""
    house = talker.house
    house.clock.pass_(seconds=1)
    new = await house.app.services.feedback.send(await actor(talker), Draft(community, text, **more))
    return new.id


async def replied(talker, key, words):
    """Say something more about one's own."""
    await talker.house.app.services.feedback.add_words(await actor(talker), key, words)


async def uploaded(talker):
    """Send the bot a document and a voice note; return them as feedback keeps files."""
    document = await talker.person.send_document("акт.pdf", b"%PDF-1.4 the broken lamp")
    voice = await talker.person.send_voice(b"OggS, listen")
    await talker.house.settle()
    stored = [talker.house.telegram.chats[talker.person.id].messages[one.id].api for one in (document, voice)]
    return (
        FeedbackFile(FileKind.DOCUMENT, stored[0]["document"]["file_id"], "акт.pdf"),
        FeedbackFile(FileKind.VOICE, stored[1]["voice"]["file_id"]),
    )


async def at_desk(staff):
    """Go from the inbox to the list of feedback."""
    await staff.say("/inbox")
    return await staff.press("Відгуки")


async def found(staff, text=ROAD):
    """Open a piece of feedback from the list."""
    await at_desk(staff)
    return await staff.press(text[:20])


async def written(staff, text=ROAD, words=ANSWER):
    """Write an answer, up to the check."""
    await found(staff, text)
    await staff.press("Відповісти")
    return await staff.say(words)


async def answered(staff, text=ROAD, words=ANSWER):
    await written(staff, text, words)
    return await staff.press("Надіслати")


async def heard(talker):
    """Send what waits and return all that a person has read."""
    await told(talker.house, talker)
    return [message.text for message in talker.person.chat if message.from_bot]
