"""Office codes and people whose papers were seen."""

from bot.domain.messages import Attachment, Reply
from bot.domain.rounds import Round
from bot.texts import Texts
from handlers.callbacks import GiveCodes, ManageRound, OpenDesk
from handlers.views.buttons import Row, press
from handlers.views.desk import to_round
from handlers.views.fields import back_row

AT_ONCE = (10, 50, 100, 500)


def codes(texts: Texts, round_: Round, n_made: int, n_used: int) -> Reply:
    """Say how many codes there are, and offer to make more."""
    rows: list[Row] = [(press(texts.plain("codes.make", n=n), GiveCodes(round_.id, n, n_made + 1)),) for n in AT_ONCE]
    said = texts("codes.card", title=round_.title, n_made=n_made, n_used=n_used)
    return Reply(said, (*rows, back_row(texts, round_.id)))


def given(texts: Texts, round_: Round, n: int, sheet: Attachment) -> Reply:
    return Reply(texts("codes.given", n=n), ((to_round(texts, round_.id),),), sheet)


def poster(texts: Texts, round_: Round, link: str, sheet: Attachment) -> Reply:
    rows: tuple[Row, ...] = ((press(texts.plain("desk.to_round"), ManageRound(round_.id)),),)
    return Reply(texts("poster.caption", link=link), rows, sheet)


def ask_number(texts: Texts) -> Reply:
    return Reply(texts("confirm.ask"), ((press(texts.plain("fields.back"), OpenDesk(0)),),))
