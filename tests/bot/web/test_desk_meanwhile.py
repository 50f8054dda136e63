"""What somebody works on at the desk is gone meanwhile: the page says what happened, and gives back what they wrote."""

import re
from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.web.desk.site import WRITE
from tests.support.asking import METRO, passed
from tests.support.browsing import browsing, come_in
from tests.support.feedback import ANSWER, sent
from tests.support.furnished import furnish

GONE = "99"

TEXTS = ("answer", "ask", "source", "words", "details", "title", "text", "text_uk")
"""Of every form that has a text at all, one at least."""

WITHOUT_WORDS = ("/desk/digests/letters/{key}/again", "/desk/people/{who}/close")
"""They lead back to where the thing was."""


@pytest.fixture
async def furnished(house):
    return await furnish(house)


@pytest.fixture
async def browser(house, furnished):
    """The browser of an operator, who is in."""
    async with browsing(house) as browser:
        yield await come_in(browser, house, furnished.staff[Role.OPERATOR])


def is_given_back(browser, text=ANSWER):
    return f"readonly>{text}</textarea>" in browser.page


async def test_the_author_erased_what_is_being_answered(house, browser):
    taras = await house.resident("Тарас")
    card = f"/desk/feedback/{await sent(taras)}"
    await browser.open(card)
    await taras.say("/forget")
    await taras.press("Стерти й запитання, і відгуки")
    for step in ({}, {"step": "send"}):
        said = await browser.send(f"{card}/words", how="answer", n_turns="0", answer=ANSWER, **step)
        assert browser.status == 404
        assert "Можливо, автор його стер. Нічого не збережено. Ваш текст тут" in said
        assert is_given_back(browser)


async def test_whatever_is_gone_what_was_written_is_given_back(furnished, browser):
    gone = replace(furnished, keys={noun: dict.fromkeys(keys, GONE) for noun, keys in furnished.keys.items()})
    form = {"how": "answer", "into": GONE, **dict.fromkeys(TEXTS, ANSWER)}
    for address in (one for one in WRITE if "{" in one and one not in WITHOUT_WORDS):
        await browser.open("/desk/me")
        await browser.send(gone.path(address), **form)
        assert (browser.status, is_given_back(browser)) == (404, True), address


async def test_a_question_is_put_under_another_while_it_is_answered(house, furnished, browser):
    await passed(await house.resident("Тарас"), METRO)
    await browser.open(furnished.path("/desk/questions/{key}/merge"))
    into, path = re.search(r'name="into" value="(\d+)"', browser.page)[1], furnished.path("/desk/questions/{key}")
    await browser.send(f"{path}/merge", into=into)
    for step in ({}, {"step": "save"}):
        await browser.send(f"{path}/words", answer=ANSWER, source="", **step)
        assert (browser.status, is_given_back(browser)) == (404, True)


async def test_an_answer_is_withdrawn_while_it_is_corrected(furnished, browser):
    path = furnished.path("/desk/documents/answers/{key}")
    await browser.open(path)
    seen = re.search(r'name="seen" value="([^"]+)"', browser.page)[1]
    await browser.send(f"{path}/withdraw")
    form = {"community": "zhytomyr", "ways": "Коли?", "number": path.rpartition("/")[2], "seen": seen}
    for act in ("check", "save"):
        said = await browser.send(f"/desk/documents/answers/{act}", answer=ANSWER, source="", **form)
        assert "Цієї відповіді вже немає." in said
        assert is_given_back(browser)


async def test_a_broadcast_is_handed_in_and_stopped_while_it_is_written(house, furnished, browser):
    await come_in(browser, house, furnished.staff[Role.STAFF])
    path = furnished.path("/desk/broadcasts/{key}")
    for deed in ("submit", "stop"):
        await browser.open(f"{path}/sure/{deed}")
        stamp = re.search(r'name="stamp" value="(\d+)"', browser.page)[1]
        await browser.send(f"{path}/do/{deed}", stamp=stamp)
        said = await browser.send(f"{path}/words", text_uk=ANSWER, kind="works")
        assert "Розсилку тим часом змінили." in said
        assert is_given_back(browser)


async def test_what_breaks_gives_back_what_was_written(house, furnished, browser, monkeypatch):
    async def break_(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(house.app.services.feedbackdesk, "answer", break_)
    path = furnished.path("/desk/feedback/{key}/words")
    await browser.open("/desk/me")
    await browser.send(path, how="answer", n_turns="0", answer=ANSWER, step="send")
    assert (browser.status, is_given_back(browser)) == (500, True)


async def test_the_role_is_taken_while_somebody_writes(house, furnished, browser):
    await browser.open("/desk/me")
    await house.app.services.people.grant(furnished.staff[Role.OPERATOR], Role.RESIDENT)
    await browser.send(furnished.path("/desk/feedback/{key}/words"), how="answer", n_turns="0", answer=ANSWER)
    assert is_given_back(browser)
    assert "/desk/leave" not in browser.page
