"""Deep links (`t.me/bot?start=…`): how they are written and what they name.

g12          a goal
c_zhytomyr   a community
r12, r12_x   a round; `x` names the invitation, to see bursts
v12_CODE     a round with a code from the office
f, f12       write feedback; about a goal
o12345678    a piece of feedback
m            what one sent
d            the desk in a browser
e_TOKEN      an address for letters that is to be confirmed
i_TOKEN      an invitation to a role
"""

import re
from dataclasses import dataclass

MAX_LABEL = 32

_LINK = re.compile(
    rf"(?P<what>[grv])(?P<number>[0-9]{{1,10}})(?:_(?P<word>[A-Za-z0-9_-]{{1,{MAX_LABEL}}}))?"
    r"|(?P<community>c)_(?P<id>[a-z0-9-]{1,32})"
    r"|(?P<desk>d)"
    r"|(?P<feedback>m|f[0-9]{0,10}|o[0-9]{1,10})"
    r"|(?P<opens>[ei])_(?P<token>[A-Za-z0-9_-]{43})"
)


@dataclass(frozen=True, slots=True)
class Link:
    """`what` is the first letter; `number` 0 for none; `word` a community, an invitation, a code, a token, or empty."""

    what: str
    number: int = 0
    word: str = ""

    @property
    def round(self) -> int | None:
        return self.number if self.what in "rv" else None


def read(payload: str) -> Link | None:
    """Read what a link names; None for what was not written here. What is read fits a button."""
    found = _LINK.fullmatch(payload)
    if found is None:
        return None
    if found["community"]:
        return Link("c", word=found["id"])
    if found["desk"]:
        return Link("d")
    if found["opens"]:
        return Link(found["opens"], word=found["token"])
    if found["feedback"]:
        return Link(payload[0], int(payload[1:] or 0))
    return Link(found["what"], int(found["number"]), found["word"] or "")


def url(bot_username: str, payload: str) -> str:
    return f"https://t.me/{bot_username}?start={payload}"
