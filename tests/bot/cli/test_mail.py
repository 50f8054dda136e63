"""`mail test` as operators run it, against a server in this process."""

import asyncio

import pytest

from tests.support.mailbox import mail_box


@pytest.fixture
def try_mail(run):
    """Run the command beside the server, which needs this loop."""

    async def try_mail(box=None, address="me@example.gov.ua", **settings):
        if box is not None:
            settings |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(box.port), "SMTP_SECURITY": "none"}
            settings |= {"MAIL_FROM": "viche@example.gov.ua"}
        return await asyncio.to_thread(run, "mail", "test", address, **settings)

    return try_mail


async def test_one_letter_goes_and_the_answer_is_shown(try_mail):
    async with mail_box() as box:
        done = await try_mail(box, PUBLIC_URL="https://viche.example")
        assert (done.returncode, done.stdout) == (0, "The mail server took the letter: 250 OK\n"), done.stderr
        assert box.last()["Subject"] == "Перевірка пошти Віче"
        assert "set PUBLIC_URL" in (await try_mail(box)).stdout
        box.recipient = "550 5.1.1 no such user"
        done = await try_mail(box)
        assert (done.returncode, done.stderr) == (1, "The letter did not go: 550 5.1.1 no such user\n")


async def test_what_is_missing_is_named(try_mail):
    done = await try_mail()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("SMTP_HOST is not set")
    done = await try_mail(SMTP_HOST="127.0.0.1")
    assert (done.returncode, done.stderr.startswith("MAIL_FROM: ")) == (2, True)
    done = await try_mail(address="nobody")
    assert (done.returncode, done.stderr.startswith("This is no e-mail address.")) == (2, True)
