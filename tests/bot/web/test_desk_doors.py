"""Every address of the desk, tried by every role: who may open and do what docs/roles-and-permissions.md says."""

import re

import pytest

from bot.domain.feedback import TOPICS
from bot.domain.people import Role
from bot.domain.permissions import Action, may
from bot.texts import Languages
from bot.web.desk.site import READ, WRITE
from tests.support.browsing import Browser, browsing, come_in
from tests.support.furnished import furnish

TEXTS = Languages("Europe/Kyiv")["uk"]
BARRED = [TEXTS.plain(key) for key in ("errors.not_allowed", "web.round_cannot_end")]
"""What somebody reads who may not."""

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
]

NOT_NOW = ("/desk/rounds/{key}/end/{how}",)
"""What nobody can do with a draft: it is refused to all."""

E = Action
OPENS = {
    "/desk/": E.ENTER_DESK,
    "/desk/questions": E.READ_INBOX,
    "/desk/questions/debt": E.ENTER_DESK,
    "/desk/questions/{key}": E.READ_INBOX,
    "/desk/questions/{key}/goal": E.ANSWER_QUESTION,
    "/desk/questions/{key}/goal/{entry}": E.ANSWER_QUESTION,
    "/desk/questions/{key}/merge": E.ANSWER_QUESTION,
    "/desk/questions/{key}/close": E.ANSWER_QUESTION,
    "/desk/feedback": E.READ_FEEDBACK,
    "/desk/feedback/{key}": E.READ_FEEDBACK,
    "/desk/feedback/{key}/goal": E.REPLY,
    "/desk/feedback/{key}/merge": E.REPLY,
    "/desk/feedback/{key}/show": E.REPLY,
    "/desk/feedback/{key}/close": E.REPLY,
    "/desk/moderation": E.MODERATE,
    "/desk/moderation/restrictions": E.MODERATE,
    "/desk/moderation/{key}": E.MODERATE,
    "/desk/moderation/{key}/restrict": E.MODERATE,
    "/desk/goals": E.ENTER_DESK,
    "/desk/goals/table": E.REPORT_PROGRESS,
    "/desk/goals/table.csv": E.REPORT_PROGRESS,
    "/desk/goals/{key}": E.ENTER_DESK,
    "/desk/goals/{key}/report": E.REPORT_PROGRESS,
    "/desk/rounds": E.PREPARE_ROUND,
    "/desk/rounds/new": E.PREPARE_ROUND,
    "/desk/rounds/confirm": E.CONFIRM_PERSON,
    "/desk/rounds/{key}": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/new": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/list": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/goals": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/{option}": E.PREPARE_ROUND,
    "/desk/rounds/{key}/preview": E.PREPARE_ROUND,
    "/desk/rounds/{key}/announce": E.PUBLISH_ROUND,
    "/desk/rounds/{key}/remove": E.PREPARE_ROUND,
    "/desk/rounds/{key}/end/{how}": E.END_ROUND,
    "/desk/rounds/{key}/disputes": E.VOID_BALLOT,
    "/desk/rounds/{key}/codes": E.GIVE_CODES,
    "/desk/rounds/{key}/poster.html": E.PREPARE_ROUND,
    "/desk/rounds/{key}/trail": E.PREPARE_ROUND,
    "/desk/broadcasts": E.WRITE_BROADCAST,
    "/desk/broadcasts/new": E.WRITE_BROADCAST,
    "/desk/broadcasts/everything": E.KILL_SWITCH,
    "/desk/broadcasts/{key}": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/words": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/buttons": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/files": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/files/{file}": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/sent/{place}": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/audience": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/time": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/sure/{deed}": E.WRITE_BROADCAST,
    "/desk/documents": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/about": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/discard": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/goal": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/add": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/line/{number}": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/check": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/compare": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/roll-back": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/switch": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/goals.csv": E.PUBLISH_DOCUMENT,
    "/desk/documents/words": E.ANSWER_QUESTION,
    "/desk/documents/words/new": E.ANSWER_QUESTION,
    "/desk/documents/answers": E.READ_INBOX,
    "/desk/documents/answers/new": E.ANSWER_QUESTION,
    "/desk/documents/answers/{key}": E.ANSWER_QUESTION,
    "/desk/documents/answers/{key}/withdraw": E.ANSWER_QUESTION,
    "/desk/digests": E.READ_DIGEST,
    "/desk/digests/page": E.READ_DIGEST,
    "/desk/digests/file/{form}": E.READ_DIGEST,
    "/desk/digests/mine": E.READ_DIGEST,
    "/desk/digests/letters": E.ENTER_DESK,
    "/desk/people": E.MANAGE_PEOPLE,
    "/desk/people/{who}": E.MANAGE_PEOPLE,
    "/desk/data": E.MANAGE_DATA,
    "/desk/trail": E.READ_TRAIL,
    "/desk/me": E.ENTER_DESK,
    "/desk/me/address/{token}": E.ENTER_DESK,
}
DOES = {
    "/desk/community": E.ENTER_DESK,
    "/desk/questions/close": E.ANSWER_QUESTION,
    "/desk/questions/open": E.ANSWER_QUESTION,
    "/desk/questions/{key}/goal/{entry}": E.ANSWER_QUESTION,
    "/desk/questions/{key}/words": E.ANSWER_QUESTION,
    "/desk/questions/{key}/merge": E.ANSWER_QUESTION,
    "/desk/questions/{key}/close": E.ANSWER_QUESTION,
    "/desk/questions/{key}/undo": E.ANSWER_QUESTION,
    "/desk/feedback/take": E.REPLY,
    "/desk/feedback/give-back": E.REPLY,
    "/desk/feedback/deadline": E.REPLY,
    "/desk/feedback/deadline/undo": E.REPLY,
    "/desk/feedback/topic": E.REPLY,
    "/desk/feedback/topic/undo": E.REPLY,
    "/desk/feedback/close": E.REPLY,
    "/desk/feedback/reopen": E.REPLY,
    "/desk/feedback/{key}/words": E.REPLY,
    "/desk/feedback/{key}/assign": E.REPLY,
    "/desk/feedback/{key}/deadline": E.REPLY,
    "/desk/feedback/{key}/topic": E.REPLY,
    "/desk/feedback/{key}/goal": E.REPLY,
    "/desk/feedback/{key}/show": E.REPLY,
    "/desk/feedback/{key}/merge": E.REPLY,
    "/desk/feedback/{key}/close": E.REPLY,
    "/desk/feedback/{key}/reopen": E.REPLY,
    "/desk/moderation/release": E.MODERATE,
    "/desk/moderation/hide": E.MODERATE,
    "/desk/moderation/undo": E.MODERATE,
    "/desk/moderation/lift": E.MODERATE,
    "/desk/moderation/{key}/decide": E.MODERATE,
    "/desk/moderation/{key}/restrict": E.MODERATE,
    "/desk/goals/table": E.REPORT_PROGRESS,
    "/desk/goals/{key}/report": E.REPORT_PROGRESS,
    "/desk/rounds/new": E.PREPARE_ROUND,
    "/desk/rounds/confirm": E.CONFIRM_PERSON,
    "/desk/rounds/{key}/conditions": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/new": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/list": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/goals": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/{option}": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/{option}/move": E.PREPARE_ROUND,
    "/desk/rounds/{key}/options/{option}/remove": E.PREPARE_ROUND,
    "/desk/rounds/{key}/announce": E.PUBLISH_ROUND,
    "/desk/rounds/{key}/remove": E.PREPARE_ROUND,
    "/desk/rounds/{key}/end/{how}": E.END_ROUND,
    "/desk/rounds/{key}/disputes/propose": E.VOID_BALLOT,
    "/desk/rounds/{key}/disputes/decide": E.VOID_BALLOT,
    "/desk/rounds/{key}/disputes/appeal": E.VOID_BALLOT,
    "/desk/rounds/{key}/codes": E.GIVE_CODES,
    "/desk/broadcasts/new": E.WRITE_BROADCAST,
    "/desk/broadcasts/everything": E.KILL_SWITCH,
    "/desk/broadcasts/everything/on": E.KILL_SWITCH,
    "/desk/broadcasts/{key}/words": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/buttons": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/buttons/drop": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/files": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/files/drop": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/audience": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/time": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/preview": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/copy": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/correct": E.WRITE_BROADCAST,
    "/desk/broadcasts/{key}/do/{deed}": E.WRITE_BROADCAST,
    "/desk/documents/uploads": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/about": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/undo": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/discard": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/read-again": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/goal": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/remove": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/add": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/join": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/dismiss": E.PUBLISH_DOCUMENT,
    "/desk/documents/uploads/{key}/check": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/roll-back": E.PUBLISH_DOCUMENT,
    "/desk/documents/shelf/{document}/switch": E.PUBLISH_DOCUMENT,
    "/desk/documents/words/check": E.ANSWER_QUESTION,
    "/desk/documents/words/new": E.ANSWER_QUESTION,
    "/desk/documents/words/remove": E.ANSWER_QUESTION,
    "/desk/documents/answers/check": E.ANSWER_QUESTION,
    "/desk/documents/answers/save": E.ANSWER_QUESTION,
    "/desk/documents/answers/{key}/withdraw": E.ANSWER_QUESTION,
    "/desk/digests/mine/{kind}": E.READ_DIGEST,
    "/desk/digests/mine/{kind}/stop": E.READ_DIGEST,
    "/desk/digests/letters/{key}/again": E.ENTER_DESK,
    "/desk/people/invite": E.MANAGE_PEOPLE,
    "/desk/people/role": E.MANAGE_PEOPLE,
    "/desk/people/link": E.MANAGE_PEOPLE,
    "/desk/people/link/{key}/withdraw": E.MANAGE_PEOPLE,
    "/desk/people/{who}/close": E.MANAGE_PEOPLE,
    "/desk/people/{who}/invite": E.MANAGE_PEOPLE,
    "/desk/data/person": E.MANAGE_DATA,
    "/desk/data/copy": E.MANAGE_DATA,
    "/desk/data/erase": E.MANAGE_DATA,
    "/desk/me/name": E.ENTER_DESK,
    "/desk/me/address": E.ENTER_DESK,
    "/desk/me/address/drop": E.ENTER_DESK,
    "/desk/me/address/{token}": E.ENTER_DESK,
    "/desk/me/language": E.ENTER_DESK,
    "/desk/me/close": E.ENTER_DESK,
    "/desk/agree": E.ENTER_DESK,
    "/desk/leave": E.ENTER_DESK,
}

FORM = {
    "reason": "insult",
    "how": "answer",
    "deed": "hidden",
    "due_on": "2026-12-24",
    "topic": TOPICS[0],
    "set_topic": TOPICS[0],
    "answer": "Зробимо.",
    "title": "Назва",
    "email": "new@example.com",
    "name": "Марія",
    "role": "staff",
    "telegram_id": "77",
    "word": "чугунка",
    "target": "goal:1",
    "community": "zhytomyr",
    "ways": "Коли?",
    "n": "1",
}
"""Enough of every form that an act is tried."""


@pytest.fixture
async def furnished(house):
    return await furnish(house)


def test_every_address_has_a_line_here():
    assert list(OPENS) == list(READ)
    assert list(DOES) == list(WRITE)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.STAFF, Role.OPERATOR])
async def test_each_role_opens_what_it_may(furnished, role):
    async with browsing(furnished.house) as browser:
        await come_in(browser, furnished.house, furnished.staff[role])
        for address, action in OPENS.items():
            await browser.open(furnished.path(address))
            assert browser.status in ((200, 403, 404) if may(role, action) else (403,)), address
            assert is_barred(browser) != may(role, action) or address in NOT_NOW, address


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.STAFF, Role.OPERATOR])
async def test_each_role_does_what_it_may(furnished, role):
    """Who may not is refused, also by a form that they made themselves."""
    for address, action in sorted(DOES.items(), key=lambda one: may(role, one[1])):
        async with browsing(furnished.house) as browser:
            await come_in(browser, furnished.house, furnished.staff[role])
            await browser.open("/desk/me")
            await browser.send(furnished.path(address), **FORM | furnished.form)
        assert browser.status in ((200, 403, 404) if may(role, action) else (403,)), (address, browser.text)
        assert is_barred(browser) != may(role, action) or address in NOT_NOW, address


async def test_who_is_not_in_opens_nothing(furnished):
    async with browsing(furnished.house) as stranger:
        for address in OPENS:
            await stranger.open(furnished.path(address))
            assert (stranger.path, stranger.status) == ("/desk/enter", 200), address
        for address in DOES:
            await stranger.send(furnished.path(address), **FORM | furnished.form)
            assert "/desk/leave" not in stranger.page, address
    assert not await furnished.house.app.services.accounts.with_address(FORM["email"])


async def test_who_lost_the_role_opens_nothing(furnished):
    """Nor does a form that was open meanwhile do anything."""
    number, people = furnished.staff[Role.OPERATOR], furnished.house.app.services.people
    async with browsing(furnished.house) as browser:
        for address in [*OPENS, *DOES]:
            await come_in(browser, furnished.house, number)
            await browser.open("/desk/me")
            await people.grant(number, Role.RESIDENT)
            if address in OPENS:
                await browser.open(furnished.path(address))
                assert "/desk/leave" not in browser.page, address
            if address in DOES:
                await browser.send(furnished.path(address), **FORM | furnished.form)
                assert "/desk/leave" not in browser.page, address
            await people.grant(number, Role.OPERATOR)
    assert not await furnished.house.app.services.accounts.with_address(FORM["email"])


async def test_a_form_of_another_page_does_nothing(furnished):
    """Neither without the session's sign, nor with another's, nor from another site."""
    async with browsing(furnished.house) as browser:
        await come_in(browser, furnished.house, furnished.staff[Role.OPERATOR])
        await browser.open("/desk/me")
        page = browser.page
        sign = re.search(r'name="csrf" value="(\w+)"', page)[1]
        for address in WRITE:
            form = FORM | furnished.form
            for wrong in ("", "0" * 64, "ґ"):
                await browser.send(furnished.path(address), csrf=wrong, **form)
                assert browser.status == 403, address
            for headers in ELSEWHERE:
                sent = {"csrf": sign, **form}
                answer = await browser.client.post(furnished.path(address), data=sent, headers=headers)
                assert answer.status_code == 403, (address, headers)
        assert await browser.open("/desk/me") == Browser(browser.client, page).text


def is_barred(browser):
    return any(said in browser.text for said in BARRED)
