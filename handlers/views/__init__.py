"""Pure: (value, texts) → Reply. No Telegram here."""

import html
import re

from bot.domain.messages import Reply

_TAG = re.compile(r"<[^>]+>")


def in_plain_text(reply: Reply) -> str:
    """Show a card without Telegram: its text without markup, its buttons as rows in brackets."""
    rows = ["  ".join(f"[{button.text}]" for button in row) for row in reply.buttons]
    return "\n".join([html.unescape(_TAG.sub("", reply.text)), *([""] if rows else []), *rows])
