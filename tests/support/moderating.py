"""Feedback as residents send it, and moderators with what waits for them."""

from dataclasses import replace

from bot.domain.feedback import Draft, Wanted, Which
from bot.storage import feedback
from tests.support.house import House, Talker
from tests.support.writing import actor, answer, ask_back

TEXT = "На вулиці Садовій немає ліхтарів, увечері страшно йти."


async def sent(talker: Talker, text: str = TEXT, *, public: bool = True, **more) -> int:
    """Send feedback, and publish it as staff would; return its number."""
    app, draft = talker.house.app, Draft("zhytomyr", text, is_offered=public, **more)
    new = replace(await app.services.feedback.send(await actor(talker), draft), is_public=public)
    await app.database.write(lambda connection: feedback.change(connection, new))
    return new.id


async def supported(talker: Talker, key: int) -> None:
    await talker.house.app.services.feedback.support(await actor(talker), key)


async def added(author: Talker, key: int, text: str) -> None:
    """Say something more about one's own feedback."""
    await author.house.app.services.feedback.add_words(await actor(author), key, text)


async def asked_back(staff: Talker, key: int, text: str = "Де саме?") -> None:
    await ask_back(staff, key, text)


async def replied(staff: Talker, key: int, text: str = "Поставимо.") -> None:
    await answer(staff, key, text)


async def assigned(staff: Talker, key: int, colleague: Talker) -> None:
    await staff.house.app.services.feedbackdesk.assign(await actor(staff), key, (await actor(colleague)).id, None)


async def merged(staff: Talker, key: int, into: int) -> None:
    await staff.house.app.services.feedbackdesk.merge(await actor(staff), key, into)


async def read(talker: Talker, key: int):
    """A piece of feedback as somebody sees it."""
    return (await talker.house.app.services.feedback.view(await actor(talker), key)).feedback


async def told(talker: Talker) -> str:
    """Send every notice that is due; return what the person reads last."""
    await talker.house.tick()
    return talker.last.text


async def opened(moderator: Talker, heap: str, text: str = TEXT):
    """Open a text from one of the heaps."""
    await moderator.say("/moderate")
    await moderator.press(heap)
    return await moderator.press(text[:20])


async def hidden(moderator: Talker, text: str = TEXT, reason: str = "образи"):
    """Hide a text that everybody reads."""
    await opened(moderator, "Відкриті для всіх", text)
    await moderator.press("Приховати")
    return await moderator.press(reason)


async def shown(house: House) -> list[str]:
    """What everybody may read."""
    items, _ = await house.app.services.feedback.shown("zhytomyr")
    return [item.feedback.text for item in items]


async def inbox(staff: Talker) -> list[str]:
    """What staff see in all states."""
    desk = staff.house.app.services.feedbackdesk
    items, _ = await desk.listed(await actor(staff), Wanted(Which.ALL))
    return [item.feedback.text for item in items]


async def appealed(author: Talker, words: str = "Це правда, є фото"):
    """Hear of a decision and say a word against it."""
    await told(author)
    await author.press("Оскаржити")
    return await author.say(words)
