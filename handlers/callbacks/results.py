"""Take results along, and see what one's own share paid for."""

import re
from string import ascii_letters

from bot.domain.ballots import Choices
from bot.domain.rounds import BallotKind, Sheet
from handlers.callbacks.packing import callback

MAX_CHOICES = 36
"""Signs for what was chosen; with them a payload still fits."""

VALUED = frozenset({BallotKind.POINTS, BallotKind.RANKING})
PLACES = ascii_letters + "-_.~!*+="
"""A sign for each of sixty options."""


@callback("rf1")
class SendFile:
    """`form` is how the file ends (`bot.reports.files.Form`)."""

    round: int
    form: str


@callback("ms1")
class MyShare:
    """`choices` is what `written` made: after the close nothing but the voter's own card knows them."""

    round: int
    choices: str


def written(sheet: Sheet, choices: Choices) -> str | None:
    """Write choices into a button; None for more than fits.

    Shapes: options of one bit each as a hexadecimal number; where values count, a sign and a number for each.
    """
    places = {option.id: at for at, option in enumerate(sheet.options)}
    if sheet.round.ballot in VALUED:
        said = "".join(f"{PLACES[places[option]]}{value}" for option, value in choices.items())
    else:
        said = f"{sum(1 << places[option] for option in choices):x}"
    return said if len(said) <= MAX_CHOICES else None


def read(sheet: Sheet, said: str) -> Choices | None:
    """Read what `written` wrote; None for anything else."""
    options = [option.id for option in sheet.options]
    if sheet.round.ballot in VALUED:
        pairs = re.findall(r"(\D)(\d{1,6})", said)
        found = {PLACES.find(sign): int(value) for sign, value in pairs}
        is_whole = "".join(sign + value for sign, value in pairs) == said
    else:
        is_whole = re.fullmatch(r"[0-9a-f]{1,16}", said) is not None
        bits = int(said, 16) if is_whole else 0
        found = {at: 1 for at in range(bits.bit_length()) if bits >> at & 1}
    if not is_whole or not all(0 <= at < len(options) for at in found):
        return None
    return {options[at]: value for at, value in found.items()}
