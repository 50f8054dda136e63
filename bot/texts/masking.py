"""Quotes without personal data: what tells who somebody is gives way to a sign."""

import re

HIDDEN = "[…]"

_PATTERNS = (
    re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"),
    re.compile(r"(?<!\w)@\w{4,}"),
    re.compile(r"\b(?:https?://|www\.|t\.me/)[^\s,;»)]+", re.IGNORECASE),
    re.compile(r"(?<![\d№])\+?\d(?:[\s()-]*\d){8,}(?!\d|\s*(?:грн|млн|тис))"),
    re.compile(r"(?<![^\W\d_])[А-ЯІЇЄҐ]{2}\s?\d{6}(?!\d)"),
    re.compile(r"(?:кв\.?|квартир[аиіу]|буд\.?|будин(?:ок|ку))\s*(?:№\s*)?\d+[а-яіїєґ]?(?:/\d+)?", re.IGNORECASE),
    re.compile(r"\b[А-ЯІЇЄҐ][а-яіїєґ’']+\s+[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?"),
    re.compile(
        r"\b[А-ЯІЇЄҐ][а-яіїєґ’']+\s+(?:[А-ЯІЇЄҐ][а-яіїєґ’']+\s+)?[А-ЯІЇЄҐ][а-яіїєґ’']+(?:ович|евич|івна|ївна|йович)\w*"
    ),
)
"""Addresses of mail, accounts and pages; phones, cards and other long numbers; passports; flats and houses; names with
initials or a patronymic."""


def masked(text: str) -> str:
    """Hide what tells who is meant. What nobody can tell from a word, such as a surname alone, stays."""
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text
