"""Check a receipt, and object to a void: what is counted, never what was chosen."""

from html import escape

from bot.domain.messages import Attachment, Button, Reply
from bot.domain.rounds import Phase
from bot.services.disputes import Verified
from bot.texts import Html, Texts
from handlers.callbacks import Appeal, CheckReceipt, OpenRound, SendReceipts
from handlers.views.buttons import Row, cancel_row, menu_row, press


def ask_for_receipt(texts: Texts) -> Reply:
    return Reply(texts("receipts.which"), (cancel_row(texts),))


def how_to_check(texts: Texts) -> Reply:
    """Say how to check a receipt without being asked for it: the bot asks only those whom it may remember."""
    return Reply(texts("receipts.how"), (menu_row(texts),))


def verified(texts: Texts, found: Verified, public_url: str | None) -> Reply:
    """Say whether a ballot counts; after the close everybody can look through the list of all."""
    parts = [f"<b>{escape(found.round.title)}</b>", _state(texts, found)]
    if found.void is not None and found.has_appealed:
        parts.append(texts("receipts.appealed"))
    rows: list[Row] = []
    if found.may_be_appealed:
        rows.append((press(texts.plain("appeals.button"), Appeal(found.code)),))
    if found.phase in (Phase.CHECKING, Phase.RESULTS, Phase.ARCHIVED, Phase.ANNULLED):
        rows.append((_list(texts, found.round.id, public_url),))
    rows.append((press(texts.plain("receipts.another"), CheckReceipt()), _about(texts, found)))
    return Reply("\n\n".join(parts), (*rows, menu_row(texts)))


def _list(texts: Texts, key: int, public_url: str | None) -> Button:
    if public_url:
        return Button(texts.plain("receipts.list"), url=f"{public_url}/rounds/{key}/receipts.txt")
    return press(texts.plain("receipts.list"), SendReceipts(key))


def _state(texts: Texts, found: Verified) -> Html:
    reason = texts.plain(f"voids.reason_{found.void}") if found.void else ""
    return texts(found.standing, reason=reason, version=found.version)


def _about(texts: Texts, found: Verified) -> Button:
    return press(texts.plain("rounds.about"), OpenRound(found.round.id))


def listed(texts: Texts, key: int, content: bytes) -> Reply:
    """Give the public list as a file."""
    return Reply(texts("receipts.list_sent"), (menu_row(texts),), Attachment(f"viche-receipts-{key}.txt", content))


def ask_why(texts: Texts, receipt: str) -> Reply:
    return Reply(texts("appeals.which", receipt=receipt), (cancel_row(texts),))


def appealed(texts: Texts) -> Reply:
    return Reply(texts("appeals.sent"), (menu_row(texts),))
