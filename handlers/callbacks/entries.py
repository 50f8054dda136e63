"""Walk the goals."""

from handlers.callbacks.packing import callback


@callback("b1")
class Browse:
    """The person's own community, or all of them."""


@callback("ba1")
class OpenCommunities: ...


@callback("bc1")
class OpenCommunity:
    community: str


@callback("d1")
class OpenDocument:
    document: str
    page: int


@callback("g1")
class OpenEntry:
    """`question` leads back to the answer it was opened from; 0 for none."""

    entry: int
    page: int
    question: int


@callback("i1")
class OpenDetails:
    entry: int
    question: int
