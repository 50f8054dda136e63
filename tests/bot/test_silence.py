"""Nothing that people wrote or are reaches a log, at the most talkative level, on a walk through the whole bot."""

import io
import logging
import sys
from contextlib import contextmanager

import pytest
import structlog

from bot.domain.people import Role
from bot.logs import set_up_logs, without_people
from bot.services.gaps import Gaps
from bot.settings import read_settings
from tests.support import broadcastwalk
from tests.support.browsing import browsing, come_in
from tests.support.house import TOKEN, open_house
from tests.support.mailbox import mail_box, settings_of

NAME, QUESTION = "Святослава", "Коли на Заріччі полагодять криницю біля церкви?"
OPINION = "Ліхтар на розі не світить, дзвоніть 0671234567 або slava.zarichna@example.com"
NEWS = "Завтра в амбулаторії щеплення, запис у Марини Захарівни"
PASSWORD, VOTER_KEY, WEBHOOK_SECRET = "pa55word-of-mail", "voter-key-0123456789", "webhook-secret-of-ours"
ADDRESS = "marta.kvitka@example.gov.ua"

KNOWN_WORDS = [NAME, "Заріччі", "криницю", "Ліхтар", "067123", "slava.zarichna", "Марини", "щеплення"]
SECRETS = [TOKEN, TOKEN.partition(":")[2], PASSWORD, VOTER_KEY, WEBHOOK_SECRET, ADDRESS, "marta.kvitka"]


@contextmanager
def everything_said(look):
    """Catch all that is logged as the running bot would write it."""
    stream, stderr, before = io.StringIO(), sys.stderr, logging.root.handlers[:]
    sys.stderr = stream
    try:
        set_up_logs(read_settings(_env_file=None, log_level="DEBUG", log_format=look))
        yield stream
    finally:
        sys.stderr = stderr
        logging.root.handlers[:] = before
        structlog.reset_defaults()


def trouble(house, words):
    """Let Telegram refuse the next message, and repeat in its refusal what was to be sent."""
    for said in (
        f'can\'t parse entities: unsupported start tag "{words}"',
        f"wrong text {words}",
        f"chat not found {words}",
    ):
        house.telegram.fail_next("sendMessage", 400, f"Bad Request: {said}", None, 1)


async def walk(house, monkeypatch):
    """Do everything that people and staff do, and let everything go wrong that can."""
    olena = await house.resident(NAME, username="slavka_kvitka")
    await olena.say(QUESTION)
    key = await house.vote_round()
    await olena.start(f"r{key}")
    await olena.say("/vote")
    await olena.tap("Парк")
    await olena.say("/feedback")
    await olena.say(OPINION)
    await olena.press("Надіслати")
    trouble(house, QUESTION)
    for _ in range(3):
        await olena.person.say(QUESTION)
        await house.settle()
    house.telegram.fail_next("sendMessage", 429, f"Too Many Requests: {QUESTION}", 1, 1)
    await olena.say(QUESTION)
    taras = await house.staff("Тарас", Role.OPERATOR)
    await broadcastwalk.sent(house, taras, NEWS)
    async with browsing(house) as browser:
        await come_in(browser, house, taras.person.id)
        await browser.open("/desk/questions")
        await browser.open(f"/desk/{QUESTION}")
        await browser.send("/desk/enter", email=ADDRESS)
        await browser.send("/desk/people/invite", email=ADDRESS, name=NAME, role="staff")
    await house.tick()

    async def breaks(*_, **__):
        raise ValueError(f"no gap for {QUESTION} of {olena.person.id}") from KeyError(QUESTION)

    monkeypatch.setattr(Gaps, "pass_on", breaks, raising=False)
    monkeypatch.setattr("bot.services.questions.Questions.ask", breaks)
    said = await olena.say(QUESTION)
    assert "номер" in said.text.lower()
    await olena.press_data(QUESTION[:20])
    await house.app.alarms.note_end()
    house.app.timers.pulse.patience_s = -1
    await house.app.alarms.look()
    house.clock.pass_(minutes=3)
    await house.app.alarms.look()
    await house.tick()
    return olena, taras


@pytest.mark.parametrize("look", ["console", "json"])
async def test_a_whole_walk_says_nothing_of_people(tmp_path, monkeypatch, look):
    with everything_said(look) as stream:
        async with mail_box() as box:
            box.recipient = f"550 5.1.1 no such user <{ADDRESS}> here"
            settings = settings_of(box) | {
                "smtp_password": PASSWORD,
                "voter_key": VOTER_KEY,
                "webhook_secret": WEBHOOK_SECRET,
                "broadcast_approval_from": 100,
            }
            async with open_house(tmp_path / "v.sqlite3", **settings) as house:
                olena, taras = await walk(house, monkeypatch)
                logging.getLogger("asyncio").error("Task failed exception=%r", ValueError(OPINION))
        said = stream.getvalue()
    ids = [str(one.person.id) for one in (olena, taras)]
    assert [one for one in (*KNOWN_WORDS, *SECRETS, *ids, "slavka_kvitka") if one in said] == []
    for expected in ("unexpected error", "telegram refused", "ValueError: no gap for", "something is wrong"):
        assert expected in said, f"the walk did not meet {expected!r}:\n{said}"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("NetworkError: Cannot connect to host api.telegram.org:443", None),
        ('can\'t parse entities: tag "Оленка" at 5', "can't parse entities: tag […]"),
        ("invalid literal for int() with base 10: 'olenka'", "invalid literal for int() with base 10: […]"),
        ("Bad Request: текст людини", "Bad Request: […]"),
        ("550 5.1.1 <olenka@example.com>: no such user", "550 5.1.1 […] no such user"),
        ("no chat 123456789", "no chat […]"),
        (f"POST /bot{'7234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'}/getMe", "POST /bot<token>/getMe"),
    ],
)
def test_what_is_kept_of_what_others_say(said, kept):
    assert without_people(said) == (kept or said)
