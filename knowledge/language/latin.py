"""Words typed with the wrong keyboard: the Ukrainian layout left off, or Ukrainian written in Latin letters."""

import re

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\"
_LETTERS = "йцукенгшщзхїфівапролджєячсмитьбю’ґ"
_SHIFTED_KEYS = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~|'
_SHIFTED = "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ’Ґ"
_LAYOUT = str.maketrans(_KEYS + _SHIFTED_KEYS, _LETTERS + _SHIFTED)

_SOUNDS = {
    "shch": "щ", "sch": "щ", "zgh": "зг", "kh": "х", "ts": "ц", "tz": "ц", "ch": "ч", "sh": "ш", "zh": "ж",
    "ya": "я", "yu": "ю", "ye": "є", "yi": "ї", "yo": "йо", "ia": "я", "iu": "ю", "ie": "є", "ja": "я", "ju": "ю",
    "je": "є", "ji": "ї", "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "г", "i": "і",
    "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "в", "x": "х", "y": "и", "z": "з", "'": "ь", "’": "ь",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SOFT_ENDS = (("zatsiia", "зація"), ("tsiia", "ція"), ("iia", "ія"), ("yia", "ія"))


def from_layout(typed: str) -> str:
    """Read a chunk as if the Ukrainian layout had been on."""
    return typed.translate(_LAYOUT)


def from_latin(typed: str) -> str:
    """Read a chunk as Ukrainian in Latin letters, official (2010) or everyday; skeletons forgive the rest."""
    text = typed.lower()
    for latin, cyrillic in _SOFT_ENDS:
        text = text.replace(latin, cyrillic)
    return _SOUND.sub(lambda found: _SOUNDS[found.group()], text)
