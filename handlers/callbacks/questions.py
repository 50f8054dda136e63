"""An answer, and what waits for staff."""

from handlers.callbacks.packing import callback


@callback("a1")
class ShowAnswer:
    """The answer to a kept question without its first `skipped` goals."""

    question: int
    skipped: int


@callback("n1")
class NotThis:
    question: int
    skipped: int


@callback("p1")
class PassOn:
    question: int


@callback("in1")
class OpenInbox:
    page: int
