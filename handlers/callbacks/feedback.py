"""Feedback, for its author, for everybody, for staff."""

from handlers.callbacks.packing import callback


@callback("fb1")
class OpenFeedback:
    feedback: int
