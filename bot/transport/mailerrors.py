"""What a mail server's answers mean, read in one table, in this order.

any 4xx                busy, greylisting, full           again later
5xx, login or sender   we are not known there            again later; the operator's trouble
5xx, relaying          we may not send through it        again later; the operator's trouble
5xx, recipient         there is no such mailbox          refused, and the address bounces
5xx, content           it will never be taken            refused
not supported          no address in such letters        refused
5xx, anything else     the server serves nobody like us  again later; the operator's trouble
no valid certificate   nobody knows whose server it is   again later; the operator's trouble
lost in handing over   was it taken?                     unsure: never again by itself
lost before            no connection, no answer          again later
anything else of SMTP  no STARTTLS, no way to log in     again later; the operator's trouble
"""

import ssl

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.domain.letters import LetterState
from bot.services.ports import Posted

LONGEST_ANSWER = 200
RELAYING = ("5.7.", "relay")
"""In a refusal of the recipient: the server does not serve us, which says nothing about the address."""


def read(error: Exception, *, handed_over: bool) -> Posted:  # noqa: PLR0911  (a table)
    """Say what an error means; anything that is no trouble of mail is raised again."""
    said = answer_of(error)
    match error:
        case SMTPResponseException(code=code) if code < 500:
            return Posted(LetterState.WAITING, said)
        case SMTPAuthenticationError() | SMTPSenderRefused():
            return Posted(LetterState.WAITING, said, is_operators=True)
        case SMTPRecipientRefused() if any(sign in said.lower() for sign in RELAYING):
            return Posted(LetterState.WAITING, said, is_operators=True)
        case SMTPRecipientRefused():
            return Posted(LetterState.REFUSED, said, bounces=True)
        case SMTPDataError() | SMTPNotSupported():
            return Posted(LetterState.REFUSED, said)
        case SMTPResponseException():
            return Posted(LetterState.WAITING, said, is_operators=True)
        case OSError() if isinstance(error.__cause__ or error, ssl.SSLError):
            return Posted(LetterState.WAITING, said, is_operators=True)
        case OSError():
            return Posted(LetterState.UNSURE if handed_over else LetterState.WAITING, said)
        case SMTPException():
            return Posted(LetterState.WAITING, said, is_operators=True)
    raise error


def answer_of(error: Exception) -> str:
    """What the server said or what happened, in one line."""
    said = f"{error.code} {error.message}" if isinstance(error, SMTPResponseException) else str(error)
    return one_line(said or type(error).__name__)


def one_line(said: str) -> str:
    return " ".join(said.split())[:LONGEST_ANSWER]
