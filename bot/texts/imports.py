"""What people are told of a file that was read: where something is odd, or why nothing could be read."""

import textwrap

from bot.texts import Texts
from knowledge.importers import ImportFailed, Place, ReadWarning

LONG = 160
"""Letters of the file that a warning shows: enough to find the place."""


def failed(texts: Texts, error: ImportFailed) -> str:
    return texts.plain(f"imports.failed_{error.key}", **error.params)


def at(texts: Texts, place: Place) -> str:
    return texts.plain(f"imports.at_{place.kind}", **place.params)


def odd(texts: Texts, warning: ReadWarning) -> str:
    text = textwrap.shorten(warning.text, LONG, placeholder="…")
    return texts.plain(f"imports.odd_{warning.oddity}", text=text)
