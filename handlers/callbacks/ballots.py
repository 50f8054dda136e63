"""A voter's sheet. A tap says what is wanted, not what to turn over: pressed twice, it does the same."""

from handlers.callbacks.packing import callback


@callback("v1")
class OpenBallot:
    """`topic` is 0 for all, else the number of the topic among the sheet's topics, from 1."""

    round: int
    page: int
    topic: int


@callback("t1")
class Choose:
    """Set an option to a value, 0 to take it away; then show the same page again."""

    round: int
    option: int
    value: int
    page: int
    topic: int
