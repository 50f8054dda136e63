"""A voter's sheet. A tap says what is wanted, not what to turn over: pressed twice, it does the same.

`topic` is 0 for all options, else the number of the topic among the sheet's topics, from 1. `mode` is what a tap on an
option does: `CHOOSE`, `TAKE` (a point away) or `READ`.
"""

from handlers.callbacks.packing import callback

CHOOSE, TAKE, READ = 0, 1, 2


@callback("v1")
class OpenBallot:
    round: int
    page: int = 0
    topic: int = 0
    mode: int = CHOOSE


@callback("t1")
class Choose:
    """Set an option to a value, 0 to take it away; then show the same page again."""

    round: int
    option: int
    value: int
    page: int = 0
    topic: int = 0
    mode: int = CHOOSE


@callback("o1")
class OpenOption:
    """Everything about one option."""

    round: int
    option: int
    topic: int = 0


@callback("tp1")
class OpenTopics:
    round: int


@callback("so1")
class SearchOptions:
    """Ask for a word to look for."""

    round: int


@callback("wd1")
class Withdraw:
    """Take the whole ballot back; `sure` 0 asks first."""

    round: int
    sure: int = 0
