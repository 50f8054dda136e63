"""What went wrong, said at the door: an expected error by its key, an unexpected one by a number."""

import secrets

import structlog
from telegram import Update

from bot.domain.errors import DomainError, NotAllowed, Unavailable
from bot.domain.feedback import HideReason
from bot.domain.messages import Toast
from bot.domain.people import Actor, Locale
from bot.domain.wording import shorten
from bot.texts import Texts
from bot.transport.context import Context
from handlers.reply import tell
from handlers.views.buttons import TOAST
from handlers.views.people import line

log = structlog.get_logger()


async def on_error(update: object, context: Context) -> None:
    """Log an unexpected error under an incident number and tell the person that number, never the error itself."""
    error = context.error
    assert error is not None
    if not isinstance(update, Update):
        log.error("error outside an update", exc_info=error)
        return
    context.actor = await _who(update, context)
    texts = context.texts
    if isinstance(error, NotAllowed) and error.key == "errors.not_allowed":
        context.actor = await context.services.flows.close(context.actor)
        await context.show_menu(context.actor.role)
    context.surroundings.incidents[_kind(error)] += 1
    if isinstance(error, DomainError):
        key, params = _known(error), _written(texts, error)
    else:
        incident = secrets.token_hex(3).upper()
        log.error("unexpected error", incident=incident, update_id=update.update_id, exc_info=error)
        key, params = "errors.unexpected", {"incident": incident}
    said = Toast(shorten(texts.plain(key, **params), TOAST), alert=True)
    await tell(context, update, line(texts, key, **params), said)


def _kind(error: Exception) -> str:
    """Tell a refusal from what the operator must see to, and from a bug."""
    if isinstance(error, Unavailable):
        return "unavailable"
    return "refused" if isinstance(error, DomainError) else "unexpected"


async def _who(update: Update, context: Context) -> Actor:
    """Recognise the person anew, for the library hands an error on without what the gate found out."""
    user = update.effective_user
    try:
        if user is not None:
            return await context.services.people.recognise(user.id, user.language_code)
    except Unavailable:
        log.warning("nobody is recognised: the database cannot be used")
    return Actor(user.id if user else 0, Locale.of(user.language_code if user else None))


def alert(texts: Texts, error: DomainError) -> Toast:
    """Say over a card why something cannot be done."""
    return Toast(shorten(texts.plain(_known(error), **_written(texts, error)), TOAST), alert=True)


def _written(texts: Texts, error: DomainError) -> dict[str, object]:
    """Put what an error tells into words: moments, amounts, why a text was hidden or somebody restricted."""
    words = {
        name: texts.plain(f"feedback.reason_{value.value}")
        for name, value in error.params.items()
        if isinstance(value, HideReason)
    }
    return texts.formats.written(error.params) | words


def _known(error: DomainError) -> str:
    """Residents are not told what ails the house; the operator's log is."""
    if isinstance(error, Unavailable):
        log.error("out of order", reason=error.key, **error.params)
        return "errors.out_of_order"
    return error.key
