"""What the documents did not answer, for staff."""

from handlers.callbacks.packing import callback


@callback("gp1")
class OpenGap:
    gap: int
