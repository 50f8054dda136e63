"""A ballot: what one person has chosen so far. Every tap leaves a ballot that counts as it is."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.rounds import LIMITED, BallotKind, Option, Round, Sheet, Trust

Choices = Mapping[int, int]
"""Option → 1, its points, or its place from 1 up, as the kind of ballot says. Options not chosen are not in it."""

BEGAN_STEP = timedelta(minutes=15)
"""How exactly the beginning of a ballot is kept: enough to see a burst, too little to find a person."""

RECEIPT_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that nobody mixes up (Crockford's base 32)."""

RECEIPT_LENGTH = 10
"""50 bits: among a million ballots two are alike once in two thousand rounds, and then the database refuses."""

MAX_DIGITS = 9
"""Of a version: nobody changes a ballot more often."""

LOOK_ALIKE = str.maketrans("OIL", "011") | dict(
    zip(
        (
            0x0410,
            0x0412,
            0x0415,
            0x041A,
            0x041C,
            0x041D,
            0x041E,
            0x0420,
            0x0421,
            0x0422,
            0x0423,
            0x0425,
            0x0406,
            0x0417,
        ),
        map(ord, "ABEKMH0PCTYX13"),  # А В Е К М Н О Р С Т У Х І З
        strict=True,
    )
)
"""Which sign is meant by one that looks like it; Cyrillic letters by their numbers."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's present choices.

    Shapes: `receipt` is ten signs without the version; `void` a reason from `VOID_REASONS`.
    Units: `version` grows by one with each change.
    """

    choices: Choices
    version: int
    receipt: str
    trust: Trust
    void: str | None = None

    @property
    def code(self) -> str:
        """The receipt that the voter is shown: it names this version and no choice."""
        return code_of(self.receipt, self.version)


WITHDRAWN = "withdrawn"
"""State of a receipt whose ballot was taken back and holds nothing."""

VOID_REASONS = ("not_resident", "under_age", "someone_else", "many_accounts", "bought", "stolen_code")


def voter_of(key: bytes, telegram_id: int, purpose: str = "") -> bytes:
    """Name a voter in one round: without the round's key nobody can tell whose ballot it is.

    Shapes: 16 bytes; names for two purposes have nothing in common. Source: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
    """
    return hmac.new(key, f"{purpose}{telegram_id}".encode(), hashlib.sha256).digest()[:16]


def shuffled(sheet: Sheet, telegram_id: int) -> tuple[Option, ...]:
    """Put the options into an order of this voter's own, the same each time: being first must not help an option."""

    def place(option: Option) -> bytes:
        return hashlib.sha256(f"{sheet.round.id}:{telegram_id}:{option.id}".encode()).digest()

    return tuple(sorted(sheet.options, key=place))


def choose(sheet: Sheet, choices: Choices, option: int, value: int) -> dict[int, int]:
    """Carry out one tap: set `option` to `value`, 0 to take it away. Doing it twice is doing it once.

    Shapes: `value` is 1 for chosen, or the points wanted; in a ranking 1 puts the option at the end.
    Errors: `NotFound` for an option that is not on the sheet, `NotAllowed` when the ballot has no room for it.
    """
    if option not in sheet.by_id:
        raise NotFound("ballots.no_such_option")
    if value < 0:
        raise NotAllowed("ballots.not_a_choice")
    before = dict(choices)
    if value == 0:
        return _without(sheet.round, before, option)
    match sheet.round.ballot:
        case BallotKind.POINTS:
            after = before | {option: value}
        case BallotKind.RANKING:
            after = before if option in before else before | {option: len(before) + 1}
        case _:
            after = before | {option: 1}
    _check(sheet, after, option)
    return after


def _without(round_: Round, choices: dict[int, int], option: int) -> dict[int, int]:
    """Take an option away; in a ranking the ones behind it move up."""
    gone = choices.pop(option, None)
    if gone is None or round_.ballot is not BallotKind.RANKING:
        return choices
    return {other: place - (place > gone) for other, place in choices.items()}


def _check(sheet: Sheet, choices: Choices, option: int) -> None:
    round_ = sheet.round
    if round_.ballot is BallotKind.CLASSES:
        index = sheet.by_id[option].option_class
        shown = round_.classes[index or 0]
        if left_in_class(sheet, choices, index or 0) < 0:
            raise NotAllowed("ballots.class_is_full", limit=shown.limit, name=shown.name)
    elif round_.ballot is BallotKind.KNAPSACK:
        over_kop = sheet.cost_kop(choices) - (round_.budget_kop or 0)
        if over_kop > 0:
            raise NotAllowed("ballots.over_budget", over_kop=over_kop)
    elif used(round_, choices) > round_.limit:
        raise NotAllowed(f"ballots.full_{round_.ballot.value}", limit=round_.limit)


def used(round_: Round, choices: Choices) -> int:
    """How much of the limit is spent: choices, or points."""
    return sum(choices.values()) if round_.ballot is BallotKind.POINTS else len(choices)


def left_in_class(sheet: Sheet, choices: Choices, index: int) -> int:
    """How many choices of a class are left; below 0 when there are too many."""
    chosen = sum(sheet.by_id[option].option_class == index for option in choices)
    return sheet.round.classes[index].limit - chosen


def has_room(sheet: Sheet, choices: Choices) -> bool:
    """Say whether something is left to choose."""
    round_ = sheet.round
    rest = [option for option in sheet.options if option.id not in choices]
    if round_.ballot in LIMITED:
        return used(round_, choices) < round_.limit and bool(rest or round_.ballot is BallotKind.POINTS)
    if round_.ballot is BallotKind.CLASSES:
        return any(left_in_class(sheet, choices, option.option_class or 0) > 0 for option in rest)
    left_kop = (round_.budget_kop or 0) - sheet.cost_kop(choices)
    return any((option.cost_kop or 0) <= left_kop for option in rest)


def in_order(sheet: Sheet, choices: Choices) -> Sequence[Option]:
    """The chosen options: by place, by points, or as the sheet has them."""
    chosen = [option for option in sheet.options if option.id in choices]
    match sheet.round.ballot:
        case BallotKind.RANKING:
            return sorted(chosen, key=lambda option: choices[option.id])
        case BallotKind.POINTS:
            return sorted(chosen, key=lambda option: -choices[option.id])
        case _:
            return chosen


def began(now: datetime) -> datetime:
    """Round a moment down to `BEGAN_STEP`."""
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % BEGAN_STEP


def signs_of(written: str) -> str:
    """Read a code as people copy it: any case, any dashes and spaces, Cyrillic letters that look like Latin ones."""
    return "".join(sign for sign in written.upper().translate(LOOK_ALIKE) if sign.isalnum())


def code_of(receipt: str, version: int) -> str:
    """Write a receipt as people are shown it: `K7MQ2-X9P4R-3`."""
    return f"{receipt[:5]}-{receipt[5:]}-{version}"


def find_receipt(text: str) -> tuple[str, str] | None:
    """Find the receipt at the beginning or the end of a text, and the words beside it."""
    words = text.split()
    for n_words in range(1, 4):
        for found, others in ((words[:n_words], words[n_words:]), (words[-n_words:], words[:-n_words])):
            if read_receipt(" ".join(found)):
                return " ".join(found), " ".join(others)
    return None


def read_receipt(written: str) -> tuple[str, int] | None:
    """Read a receipt and its version; None for anything else."""
    signs = signs_of(written)
    body, version = signs[:RECEIPT_LENGTH], signs[RECEIPT_LENGTH:]
    if set(body) <= set(RECEIPT_SIGNS) and version.isascii() and version.isdecimal() and len(version) <= MAX_DIGITS:
        return body, int(version)
    return None
