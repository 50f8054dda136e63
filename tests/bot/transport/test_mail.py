"""Letters over a real SMTP conversation: what goes out, and what every answer of the server means."""

import asyncio
import ssl

import pytest

from bot.domain.letters import Envelope, LetterState
from bot.domain.messages import Attachment
from tests.support.mailbox import certificate, mail_box, mail_to, only_with

LETTER = Envelope(
    "0123abcd",
    "iryna@example.gov.ua",
    "Зведення за тиждень 16–22 листопада 2026 року: Житомирська область",
    "Добрий день\n.\nКрапка на початку рядка лишається.\n",
    "<p>Добрий день</p>",
    (Attachment("viche.xlsx", b"PK\x03\x04\x00"),),
    "https://viche.example/desk/digests",
)


class Noted:
    """Counts how often a letter was about to be handed over."""

    def __init__(self) -> None:
        self.n = 0

    async def __call__(self) -> None:
        self.n += 1


@pytest.fixture
async def box():
    async with mail_box() as box:
        yield box


@pytest.fixture
def noted():
    return Noted()


async def test_a_letter_arrives_whole(box, noted):
    posted = await mail_to(box).send(LETTER, noted)
    assert (posted.state, posted.answer, noted.n) == (LetterState.SENT, "250 OK", 1)
    letter = box.last()
    assert letter["Subject"] == LETTER.subject
    assert (letter["From"], letter["To"]) == ("Віче <viche@example.gov.ua>", "iryna@example.gov.ua")
    assert letter["Message-ID"] == "<0123abcd@example.gov.ua>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://viche.example/desk/digests>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert box.part("plain").replace("\r\n", "\n") == LETTER.plain
    assert box.part("html").strip() == LETTER.html
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("viche.xlsx", b"PK\x03\x04\x00")
    assert attached.get_content_type().endswith("spreadsheetml.sheet")


async def test_nobody_writes_headers_by_a_subject(box, noted):
    forged = Envelope("1", LETTER.to, "Яма\r\nBcc: everybody@example.com\n\nтіло", "текст")
    assert (await mail_to(box).send(forged, noted)).state is LetterState.SENT
    assert box.last()["Bcc"] is None
    assert box.last()["Subject"] == "Яма Bcc: everybody@example.com тіло"


async def test_a_host_in_ukrainian_is_written_as_servers_know_it(box, noted):
    ours = Envelope("1", "iryna@громада.укр", "Тема", "текст")
    assert (await mail_to(box).send(ours, noted)).state is LetterState.SENT
    assert box.last()["To"] == "iryna@xn--80aahf2bln.xn--j1amh"
    other = Envelope("1", "ірина@громада.укр", "Тема", "текст")
    assert (await mail_to(box).send(other, noted)).state is LetterState.REFUSED


@pytest.mark.parametrize(
    ("recipient", "state", "bounces", "is_operators"),
    [
        ("550 5.1.1 no such mailbox", LetterState.REFUSED, True, False),
        ("452 4.2.2 mailbox full", LetterState.WAITING, False, False),
        ("450 4.2.0 greylisted, come back later", LetterState.WAITING, False, False),
        ("554 5.7.1 relay access denied", LetterState.WAITING, False, True),
    ],
)
async def test_answers_about_the_recipient(box, noted, recipient, state, bounces, is_operators):
    box.recipient = recipient
    posted = await mail_to(box).send(LETTER, noted)
    assert (posted.state, posted.bounces, posted.is_operators) == (state, bounces, is_operators)
    assert posted.answer == recipient
    assert noted.n == 0
    assert box.letters == []


async def test_the_address_is_not_repeated(box, noted):
    box.recipient = "550 5.1.1 <Iryna@example.gov.ua>: user unknown"
    assert (await mail_to(box).send(LETTER, noted)).answer == "550 5.1.1 <[…]>: user unknown"


@pytest.mark.parametrize(
    ("data", "state"),
    [("554 looks like spam", LetterState.REFUSED), ("451 try again later", LetterState.WAITING)],
)
async def test_answers_about_the_content(box, noted, data, state):
    box.data = data
    posted = await mail_to(box).send(LETTER, noted)
    assert (posted.state, posted.bounces) == (state, False)


async def test_silence_after_the_letter_was_handed_over_is_unsure(box, noted):
    box.hold()
    posted = await mail_to(box, timeout_s=0.3).send(LETTER, noted)
    assert (posted.state, noted.n) == (LetterState.UNSURE, 1)


async def test_a_server_that_is_away_is_tried_again(box, noted):
    async with mail_box() as gone:
        pass
    assert (await mail_to(gone).send(LETTER, noted)).state is LetterState.WAITING

    async def say_nothing(reader, writer):
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        assert (await mail_to(box, port=port, timeout_s=0.2).send(LETTER, noted)).state is LetterState.WAITING
    assert noted.n == 0


async def test_nothing_is_sent_when_that_cannot_be_noted(box):
    async def fails() -> None:
        raise LookupError("the disk is full")

    with pytest.raises(LookupError):
        await mail_to(box).send(LETTER, fails)
    assert box.letters == []


async def test_the_wrong_password_is_the_operators_trouble(noted):
    options = {"authenticator": only_with(b"right"), "auth_require_tls": False}
    async with mail_box(**options) as box:
        posted = await mail_to(box, user="viche", password="wrong").send(LETTER, noted)
        assert (posted.state, posted.is_operators) == (LetterState.WAITING, True), posted.answer
        assert (await mail_to(box, user="viche", password="right").send(LETTER, noted)).state is LetterState.SENT


async def test_letters_go_hidden(tmp_path, noted):
    key, made = certificate(tmp_path)
    servers, trusting = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context(cafile=made)
    servers.load_cert_chain(made, key)
    async with mail_box(tls_context=servers, require_starttls=True) as box:
        posted = await mail_to(box, starttls=True, tls_context=trusting).send(LETTER, noted)
        assert posted.state is LetterState.SENT
    async with mail_box(tls=servers) as box:
        assert (await mail_to(box, tls=True, tls_context=trusting).send(LETTER, noted)).state is LetterState.SENT
        strange = await mail_to(box, tls=True).send(LETTER, noted)
        assert (strange.state, strange.is_operators) == (LetterState.WAITING, True)
    async with mail_box() as box:
        bare = await mail_to(box, starttls=True, tls_context=trusting).send(LETTER, noted)
        assert (bare.state, bare.is_operators) == (LetterState.WAITING, True)
        assert box.letters == []
