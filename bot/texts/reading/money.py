"""Read money as people write it: «250 000», «1,2 млн», «300 тис», «12 500,50 грн»."""

import re
from decimal import Decimal

from bot.domain.errors import NotAllowed

UNITS = {
    **dict.fromkeys(("тис", "k"), 10**3),
    **dict.fromkeys(("млн", "мільйон", "m"), 10**6),
    **dict.fromkeys(("млрд", "мільярд"), 10**9),
}
MOST_KOP = 10**14
"""A trillion hryvnias: more is a slip of the finger."""

_CURRENCY = re.compile(r"₴|грн\.?|грив\w*|uah")
_AMOUNT = re.compile(r"(\d[\d ]*)(?:[.,](\d+))?(?: ?(тис|млн|мільйон|млрд|мільярд|k|m)[а-яіїєґ]*\.?)?")
_APOSTROPHE = re.compile(r"(?<=\d)[’'](?=\d{3})")


def read_money(written: str) -> int:
    """Read an amount of hryvnias. Units: kopiykas.

    Errors: `NotAllowed` for what is below zero, no number, or too much to be meant.
    """
    words = " ".join(_CURRENCY.sub(" ", written.casefold()).split())
    if re.match(r"[-−–] ?\d", words):
        raise NotAllowed("money.negative")
    found = _AMOUNT.fullmatch(_APOSTROPHE.sub("", words))
    if found is None:
        raise NotAllowed("money.unreadable")
    whole, part, unit = found[1].replace(" ", ""), found[2] or "", UNITS.get(found[3] or "", 1)
    if len(whole) > 15 or len(part) > 9:
        raise NotAllowed("money.too_much")
    kop = Decimal(f"{whole}.{part or 0}") * unit * 100
    if kop != int(kop) or (unit == 1 and len(part) > 2):
        raise NotAllowed("money.unreadable")
    if kop > MOST_KOP:
        raise NotAllowed("money.too_much")
    return int(kop)
