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
async def operator(house, furnished):
    """The browser of an operator of a furnished house."""
    async with browsing(house) as browser:
        yield await come_in(browser, house, furnished.staff[Role.OPERATOR])


@pytest.fixture
async def iryna(house):
    return await house.staff()


@pytest.fixture
async def clerk(house, iryna):
    """The browser of a clerk of an empty house."""
    async with browsing(house) as browser:
        yield await come_in(browser, house, iryna.person.id)


def is_given_back(browser):
    return f"readonly>{ANSWER}</textarea>" in browser.page


async def test_the_author_erased_what_is_being_answered(house, clerk):
    taras = await house.resident("Тарас")
    card = f"/desk/feedback/{await sent(taras)}"
    await clerk.open(card)
    await taras.say("/forget")
    await taras.press("Стерти й запитання, і відгуки")
    for step in ({}, {"step": "send"}):
        said = await clerk.send(f"{card}/words", how="answer", n_turns="0", answer=ANSWER, **step)
        assert clerk.status == 404
        assert "Можливо, автор його стер. Нічого не збережено. Ваш текст тут" in said
        assert is_given_back(clerk)


async def test_whatever_is_gone_what_was_written_is_given_back(furnished, operator):
    gone = replace(furnished, keys={noun: dict.fromkeys(keys, GONE) for noun, keys in furnished.keys.items()})
    form = {"how": "answer", "into": GONE, **dict.fromkeys(TEXTS, ANSWER)}
    for address in (one for one in WRITE if "{" in one and one not in WITHOUT_WORDS):
        await operator.open("/desk/me")
        await operator.send(gone.path(address), **form)
        assert (operator.status, is_given_back(operator)) == (404, True), address


async def test_a_question_is_put_under_another_while_it_is_answered(house, furnished, operator):
    await passed(await house.resident("Тарас"), METRO)
    await operator.open(furnished.path("/desk/questions/{key}/merge"))
    into, path = re.search(r'name="into" value="(\d+)"', operator.page)[1], furnished.path("/desk/questions/{key}")
    await operator.send(f"{path}/merge", into=into)
    for step in ({}, {"step": "save"}):
        await operator.send(f"{path}/words", answer=ANSWER, source="", **step)
        assert (operator.status, is_given_back(operator)) == (404, True)


async def test_an_answer_is_withdrawn_while_it_is_corrected(furnished, operator):
    path = furnished.path("/desk/documents/answers/{key}")
    await operator.open(path)
    seen = re.search(r'name="seen" value="([^"]+)"', operator.page)[1]
    await operator.send(f"{path}/withdraw")
    form = {"community": "zhytomyr", "ways": "Коли?", "number": path.rpartition("/")[2], "seen": seen}
    for act in ("check", "save"):
        said = await operator.send(f"/desk/documents/answers/{act}", answer=ANSWER, source="", **form)
        assert "Цієї відповіді вже немає." in said
        assert is_given_back(operator)


async def test_a_broadcast_is_handed_in_and_stopped_while_it_is_written(house, furnished, operator):
    await come_in(operator, house, furnished.staff[Role.STAFF])
    path = furnished.path("/desk/broadcasts/{key}")
    for deed in ("submit", "stop"):
        await operator.open(f"{path}/sure/{deed}")
        stamp = re.search(r'name="stamp" value="(\d+)"', operator.page)[1]
        await operator.send(f"{path}/do/{deed}", stamp=stamp)
        said = await operator.send(f"{path}/words", text_uk=ANSWER, kind="works")
        assert "Розсилку тим часом змінили." in said
        assert is_given_back(operator)


async def test_what_breaks_gives_back_what_was_written(house, clerk, monkeypatch):
    async def break_(*_, **__):
        raise RuntimeError

    card = f"/desk/feedback/{await sent(await house.resident())}"
    monkeypatch.setattr(house.app.services.feedbackdesk, "answer", break_)
    await clerk.open(card)
    await clerk.send(f"{card}/words", how="answer", n_turns="0", answer=ANSWER, step="send")
    assert (clerk.status, is_given_back(clerk)) == (500, True)


async def test_the_role_is_taken_while_somebody_writes(house, iryna, clerk):
    card = f"/desk/feedback/{await sent(await house.resident())}"
    await clerk.open(card)
    await house.app.services.people.grant(iryna.person.id, Role.RESIDENT)
    await clerk.send(f"{card}/words", how="answer", n_turns="0", answer=ANSWER)
    assert is_given_back(clerk)
    assert "/desk/leave" not in clerk.page
