"""A mail server in this process: a real SMTP conversation, and what arrived."""

import asyncio
import shutil
import ssl
import subprocess
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from bot.domain.time import utc_now
from bot.transport.mail import MailServer, SmtpMail

SENDER = "Віче <viche@example.gov.ua>"


class MailBox:
    """What the server says: `recipient` and `data` are its answers, while `holds` is set it says nothing after DATA."""

    def __init__(self) -> None:
        self.port = 0
        self.recipient = self.data = "250 OK"
        self.letters: list[EmailMessage] = []
        self.n_tries = 0
        self.arrived = asyncio.Event()
        self._go_on = asyncio.Event()
        self._go_on.set()

    def hold(self) -> None:
        self.arrived.clear()
        self._go_on.clear()

    def go_on(self) -> None:
        self._go_on.set()

    def last(self) -> EmailMessage:
        return self.letters[-1]

    def part(self, kind: str) -> str:
        """The words of the last letter, `plain` or `html`."""
        return self.last().get_body((kind,)).get_content()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (aiosmtpd's name)
        self.n_tries += 1
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.arrived.set()
        await self._go_on.wait()
        return self.data


@asynccontextmanager
async def mail_box(*, tls: ssl.SSLContext | None = None, **options):
    """Open a mail server; `tls` hides it from the first word, `tls_context` among the options from the second."""
    box, loop = MailBox(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, loop=loop, hostname="localhost", **options), "127.0.0.1", 0, ssl=tls
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        box.go_on()
        server.close()
        await asyncio.sleep(0.01)


def mail_to(box: MailBox, *, timeout_s: float = 5, tls_context=None, **server) -> SmtpMail:
    given = {"host": "127.0.0.1", "port": box.port, "sender": SENDER, "starttls": False, **server}
    return SmtpMail(MailServer(**given), utc_now, timeout_s=timeout_s, tls_context=tls_context)


def only_with(password: bytes):
    """An authenticator of aiosmtpd that knows one password."""
    return lambda server, session, envelope, mechanism, login: AuthResult(
        success=login.password == password, handled=False
    )


def settings_of(box: MailBox) -> dict[str, object]:
    """The settings with which the bot sends its letters there."""
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": box.port,
        "smtp_security": "none",
        "mail_from": SENDER,
        "public_url": "https://viche.example",
    }


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate that nobody else trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    key, made = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(made)]
    subprocess.run([openssl, *new, *names], check=True, capture_output=True)
    return key, made
