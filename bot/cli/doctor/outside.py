"""What the bot needs of others: the mail server, and the proxy under whose address people reach it."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp

from bot.cli.doctor.findings import Finding, failed, fine, warning
from bot.domain.letters import LetterState
from bot.outgoing import make_mail
from bot.settings import Settings

TIMEOUT = aiohttp.ClientTimeout(total=15)
DAYS_LEFT = 14


async def examine_mail(settings: Settings) -> Finding:
    """Greet the mail server as for a letter, and send none."""
    server = make_mail(settings)
    if server is None:
        return fine("mail", "No mail server is set, so no letters are sent.")
    greeted = await server.greet()
    if greeted.state is not LetterState.SENT:
        todo = "Check SMTP_* and MAIL_FROM." if greeted.is_operators else "Check SMTP_HOST, SMTP_PORT and the firewall."
        return failed("mail", f"{settings.smtp_host} does not let us in: {greeted.answer}.", todo)
    if not settings.has_letters:
        todo = "Set PUBLIC_URL, where letters lead to."
        return warning("mail", f"{settings.smtp_host} lets us in, but no letters are sent.", todo)
    return fine("mail", f"{settings.smtp_host} lets us in.")


async def examine_web(settings: Settings) -> list[Finding]:
    """Reach the bot as people and Telegram do."""
    found = []
    if settings.public_url:
        found += await _reach("PUBLIC_URL", settings.public_url, "/rounds")
    if settings.webhook_url:
        found += await _reach("WEBHOOK_URL", settings.webhook_url, "/")
    return found or [fine("web", "No address is set, so no pages are served and updates are fetched.")]


async def _reach(name: str, address: str, path: str) -> list[Finding]:
    try:
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=TIMEOUT) as session,
            session.get(f"{address}{path}", allow_redirects=False) as answer,
        ):
            secure = answer.connection.transport if answer.connection else None
            certificate = secure.get_extra_info("peercert") if secure else None
            return [_answered(name, address, answer.status), *_certificate(name, address, certificate)]
    except aiohttp.ClientConnectorCertificateError as error:
        reason = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
        return [failed(name, f"The certificate of {address} is not valid: {reason}.", "Renew it at the proxy.")]
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        todo = (
            "Check the name, the proxy and the firewall. Some routers let no machine reach itself by such an address."
        )
        return [failed(name, f"{address} cannot be reached: {type(error).__name__}.", todo)]


def _answered(name: str, address: str, status: int) -> Finding:
    if status >= 500:
        todo = "Start the bot; if it runs, let the proxy pass requests on to WEB_HOST:WEB_PORT."
        return warning(name, f"{address} answers with {status}.", todo)
    if name == "PUBLIC_URL" and status != 200:
        todo = "Let the proxy pass /rounds, /verify and /desk on to WEB_HOST:WEB_PORT."
        return warning(name, f"{address} answers, but not with Viche's pages ({status}).", todo)
    return fine(name, f"{address} answers.")


def _certificate(name: str, address: str, certificate: dict[str, str] | None) -> Iterator[Finding]:
    if not certificate:
        if urlsplit(address).scheme == "http":
            yield warning(name, f"{address} is not encrypted.", "Use https, except for trying things out.")
        return
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    days = (ends_at - datetime.now(UTC)).days
    says = f"Its certificate is good for {days} more days."
    if days < DAYS_LEFT:
        yield warning(name, says, "See why the proxy has not renewed it.")
    else:
        yield fine(name, says)
