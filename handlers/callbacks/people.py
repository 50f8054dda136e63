"""First steps, menu, privacy, one's own data.

`link` is what a deep link named (see `handlers.links`), or empty: it is opened once the person has agreed.
"""

from bot.domain.people import Locale
from handlers.callbacks.packing import callback


@callback("ok2")
class Agree:
    """Consent to the text shown, in this language."""

    locale: Locale
    link: str


@callback("no2")
class Decline:
    """`locale` is the language of the text that was read."""

    locale: Locale


@callback("l3")
class Speak:
    locale: Locale
    link: str


@callback("m1")
class OpenMenu: ...


@callback("x1")
class CancelFlow:
    """Answer the bot's question with nothing."""


@callback("h1")
class OpenHelp: ...


@callback("y3")
class OpenPrivacy:
    """From the first card, in its language."""

    locale: Locale
    link: str


@callback("cs1")
class ChooseCommunity: ...


@callback("c1")
class Settle:
    """Empty for all communities."""

    community: str


@callback("cp1")
class ChoosePlace:
    """Show the names of places in the community."""

    page: int


@callback("ci1")
class SettleIn:
    """`place` counts from 1 in the community's list; 0 takes away where one lives."""

    place: int


@callback("f1")
class Forget:
    """`how` is `ask`, `withdraw`, `anonymous` or `keep`."""

    how: str


@callback("md1")
class SendMyData: ...
