"""First steps, menu, privacy, one's own data."""

from bot.domain.people import Locale
from handlers.callbacks.packing import callback


@callback("ok1")
class Agree:
    """Consent to the text shown, in this language; `community` comes from a deep link or is empty."""

    locale: Locale
    community: str


@callback("no2")
class Decline:
    """`locale` is the language of the text that was read."""

    locale: Locale


@callback("l2")
class Speak:
    """`community` comes from a deep link or is empty."""

    locale: Locale
    community: str


@callback("m1")
class OpenMenu: ...


@callback("x1")
class CancelFlow:
    """Answer the bot's question with nothing."""


@callback("h1")
class OpenHelp: ...


@callback("y2")
class OpenPrivacy:
    """From the first card: in its language, with the community that a deep link named or nothing."""

    locale: Locale
    community: str


@callback("cs1")
class ChooseCommunity: ...


@callback("c1")
class Settle:
    """Empty for all communities."""

    community: str


@callback("f1")
class Forget:
    """`how` is `ask`, `withdraw`, `anonymous` or `keep`."""

    how: str


@callback("md1")
class SendMyData: ...
