"""What the documents did not answer: for staff, and how the hromada stands with it for everybody."""

from handlers.callbacks.packing import callback


@callback("gp1")
class OpenGap:
    gap: int


@callback("gs1")
class OpenSettled:
    """What was answered or closed."""

    page: int


@callback("gc1")
class CheckGoal:
    """What would change if this goal answered the gap."""

    gap: int
    entry: int


@callback("gg1")
class AnswerByGoal:
    gap: int
    entry: int


@callback("gf1")
class FindGoal:
    """Ask for the words or the number of a goal that is not among the nearest."""

    gap: int


@callback("gw1")
class AnswerInWords:
    gap: int


@callback("gk1")
class SkipSource:
    gap: int


@callback("ga1")
class SaveAnswer:
    """Save the words that were written and checked last."""

    gap: int


@callback("gx1")
class AskToClose:
    gap: int


@callback("gz1")
class CloseGap:
    gap: int


@callback("gm1")
class ChooseMerge:
    gap: int


@callback("gn1")
class MergeGaps:
    gap: int
    into: int


@callback("gu1")
class UndoAnswer:
    gap: int


@callback("gd1")
class OpenDebt:
    community: str
