"""Letters out, over SMTP: each in a conversation of its own."""

import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr

from aiosmtplib import SMTP, SMTPException, SMTPNotSupported

from bot.domain.letters import Envelope, LetterState
from bot.domain.messages import Attachment
from bot.domain.time import Clock
from bot.services.ports import Posted
from bot.transport.mailerrors import one_line, read

POLICY = SMTP_POLICY.clone(cte_type="7bit")
"""Old servers take nothing else."""

TYPES = {"xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")}

TIMEOUT_S = 60.0
"""For each answer; a server that looks a letter over for spam takes its time."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters go out, and from whom.

    Shapes: `sender` an address, with a name before it or without; `tls` from the first word, else `starttls` or none.
    """

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    tls: bool = False
    starttls: bool = True


class SmtpMail:
    """A `Mail` (see `bot.services.ports`). `tls_context` replaces who is trusted, in tests."""

    def __init__(
        self,
        server: MailServer,
        clock: Clock,
        *,
        timeout_s: float = TIMEOUT_S,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._clock = clock
        self._timeout_s = timeout_s
        self._tls_context = tls_context

    async def send(self, letter: Envelope, handing_over: Callable[[], Awaitable[None]]) -> Posted:
        """Try once; what the server said is told without the address, which servers like to repeat."""
        posted = await self._try(letter, handing_over)
        return replace(posted, answer=re.sub(re.escape(letter.to), "[…]", posted.answer, flags=re.IGNORECASE))

    async def greet(self) -> Posted:
        """Connect and log in as for a letter, and send none."""
        try:
            async with self._client():
                return Posted(LetterState.SENT, "")
        except (OSError, SMTPException) as error:
            return read(error, handed_over=False)

    async def _try(self, letter: Envelope, handing_over: Callable[[], Awaitable[None]]) -> Posted:
        handed_over = False
        try:
            message = compose(letter, self._server.sender, self._clock)
            async with self._client() as client:
                await client.mail(parseaddr(self._server.sender)[1])
                await client.rcpt(_mailbox(letter.to))
                await handing_over()
                handed_over = True
                answer = await client.data(message.as_bytes(policy=POLICY))
        except (OSError, SMTPException) as error:
            return read(error, handed_over=handed_over)
        return Posted(LetterState.SENT, one_line(f"{answer.code} {answer.message}"))

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._tls_context,
            timeout=self._timeout_s,
        )


def compose(letter: Envelope, sender: str, clock: Clock) -> EmailMessage:
    """Write a letter as it goes over the wire; nothing in it can become a header of its own."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _mailbox(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(clock())
    message["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.plain)
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html")
    for attachment in letter.attachments:
        _attach(message, attachment)
    return message


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, subtype = TYPES.get(attachment.name.rpartition(".")[2], ("application", "octet-stream"))
    message.add_attachment(attachment.content, kind, subtype, filename=attachment.name)


def _mailbox(address: str) -> str:
    """Write the part behind the @ as mail servers know it.

    Errors: `SMTPNotSupported` for other letters than Latin before it: few servers take such an address.
    """
    name, _, host = address.rpartition("@")
    if not name.isascii():
        raise SMTPNotSupported("the name before the @ has letters that are not Latin")
    return f"{name}@{host.encode('idna').decode()}"
