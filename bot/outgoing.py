"""How what the bot says of its own accord is built: notices and broadcasts in Telegram, letters by mail."""

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.accounts import has_telegram
from bot.domain.broadcasts import Broadcast
from bot.domain.time import Clock, utc_now
from bot.services.broadcastqueue import BroadcastQueue, Ways
from bot.services.noticequeue import Deliver, NoticeQueue
from bot.services.outbox import Outbox
from bot.services.ports import Sent
from bot.services.post import Post
from bot.settings import SMTP_PORTS, Settings, SmtpSecurity
from bot.storage.database import Database
from bot.storage.deliveries import Recipient
from bot.storage.notices import Due
from bot.transport.context import Surroundings
from handlers.letters import LetterWriter
from handlers.views.broadcasts import message, withdrawn
from handlers.views.notices import notice

if TYPE_CHECKING:
    from bot.transport.mail import SmtpMail


def make_mail(settings: Settings, clock: Clock = utc_now) -> "SmtpMail | None":
    """Make the way to the mail server; None where none is named."""
    if settings.smtp_host is None:
        return None
    from bot.transport.mail import MailServer, SmtpMail  # noqa: PLC0415  (2 MB that a bot without letters does without)

    security, password = settings.smtp_security, settings.smtp_password
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port or SMTP_PORTS[security],
        settings.mail_from,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        tls=security is SmtpSecurity.TLS,
        starttls=security is SmtpSecurity.STARTTLS,
    )
    return SmtpMail(server, clock)


def make_post(settings: Settings, clock: Clock, database: Database, around: Surroundings) -> Post | None:
    """Build what sends letters; None where none are sent."""
    mail = make_mail(settings, clock)
    if mail is None or settings.public_url is None:
        return None
    writer = LetterWriter(around.services, around.languages, settings.public_url, around.bot_username)
    return Post(database, clock, mail, writer.write)


def teller(around: Surroundings) -> Deliver:
    """Put a notice into the words of whom it is for, and send it: in Telegram, or else by letter."""

    async def tell(due: Due) -> Sent:
        if not has_telegram(due.telegram_id):
            return await around.services.letters.tell(due)
        return await around.outlet.deliver(due.telegram_id, notice(around.languages[due.locale], due.notice))

    return tell


def make_outbox(database: Database, clock: Clock, settings: Settings, around: Surroundings, tell: Deliver) -> Outbox:
    """Send notices and broadcasts; notices first."""
    services, outlet, languages = around.services, around.outlet, around.languages

    async def deliver(what: Broadcast, to: Recipient) -> Sent:
        send = partial(outlet.deliver, to.telegram_id, paid=settings.broadcast_paid)
        return await services.broadcastfiles.deliver(message(languages[to.locale], what), send)

    async def take_back(_: Broadcast, to: Recipient) -> Sent:
        return await outlet.take_back(to.telegram_id, to.messages, withdrawn(languages[to.locale]))

    ways, audiences = Ways(deliver, take_back, settings.broadcast_paid), services.broadcasts.audiences
    queues = (
        NoticeQueue(database, clock, settings.timezone, tell),
        BroadcastQueue(database, clock, settings.timezone, audiences, ways),
    )
    return Outbox(services.broadcastruns.pace, queues, services.broadcastruns.is_killed)
