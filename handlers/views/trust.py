"""What a round asks of a person before they vote: where they live, and who they are."""

from bot.domain.messages import PhoneButton, Reply
from bot.domain.rounds import Phase, Trust
from bot.services.ballots import Paper
from bot.texts import Texts
from handlers.callbacks import EnterCode, LiveIn, OpenBallot, OpenConfirmation, OpenDistricts, SharePhone
from handlers.views.buttons import Row, cut, menu_row, pager, press

PAGE = 10


def way_to_vote(texts: Texts, paper: Paper) -> list[Row]:
    """Offer what raises a person to the level of a round that is open, and one way more for whom it does not suit."""
    if paper.phase is not Phase.OPEN or not paper.needs_trust:
        return []
    ways = {
        Trust.PHONE: press(texts.plain("trust.share_phone"), SharePhone(paper.round.id)),
        Trust.CODE: press(texts.plain("trust.enter_code"), EnterCode(paper.round.id)),
        Trust.CONFIRMED: press(texts.plain("trust.how_confirmed"), OpenConfirmation(paper.round.id)),
    }
    fitting: list[Row] = [(button,) for level, button in ways.items() if level >= paper.round.least_trust]
    return fitting[:2]


def districts(texts: Texts, paper: Paper, page: int) -> Reply:
    """Ask where a voter lives."""
    numbered = list(enumerate(paper.round.districts))
    page, n_pages, part = cut(numbered, page, PAGE)
    now = paper.voter.district if paper.voter else None
    rows: list[Row] = [
        (press(f"{'✓ ' if number == now else ''}{district.name}", LiveIn(paper.round.id, number)),)
        for number, district in part
    ]
    rows += pager(texts, page, n_pages, [OpenDistricts(paper.round.id, number) for number in range(n_pages)])
    if not paper.needs_district:
        rows.append((press(texts.plain("options.back"), OpenBallot(paper.round.id)),))
    return Reply(texts("trust.which_district", title=paper.round.title), tuple(rows))


def ask_for_phone(texts: Texts) -> Reply:
    """Ask to press the button under the text field."""
    return Reply(texts("trust.ask_for_phone"), phone_button=PhoneButton(texts.plain("trust.phone_button")))


def put_phone_away(texts: Texts, key: str) -> Reply:
    """Say a sentence, and take the button under the text field away."""
    return Reply(texts(key), phone_button=PhoneButton(None))


def ask_for_code(texts: Texts, key: int) -> Reply:
    back = press(texts.plain("flows.cancel"), OpenBallot(key))
    return Reply(texts("trust.ask_for_code"), ((back,),))


def confirmation(texts: Texts, key: int, telegram_id: int, controller: str) -> Reply:
    """Say how staff confirm a person, with the number that they need."""
    parts = [texts("trust.confirmation", number=telegram_id)]
    if controller:
        parts.append(texts("trust.where", controller=controller))
    back = press(texts.plain("options.back"), OpenBallot(key))
    return Reply("\n\n".join(parts), ((back,), menu_row(texts)))
