"""The options of a round, and the goals that become options."""

from handlers.callbacks.packing import callback


@callback("ol1")
class OpenSheet:
    round: int
    page: int


@callback("oo1")
class OpenSheetOption:
    round: int
    option: int


@callback("oe1")
class EditOption:
    """Ask for a field of an option by its name in `bot.domain.rounds.Option`."""

    round: int
    option: int
    field: str


@callback("oc1")
class SetClass:
    """`value` is an index into the round's classes."""

    round: int
    option: int
    value: int


@callback("om1")
class MoveOption:
    """Put an option at a place from 0."""

    round: int
    option: int
    place: int


@callback("ox1")
class RemoveOption:
    round: int
    option: int


@callback("op1")
class PasteOptions:
    round: int


@callback("od1")
class PickDocument:
    round: int


@callback("ov1")
class PickLevel:
    round: int
    document: str


@callback("og1")
class PickGoals:
    """The goals of the same document and level as `entry`."""

    round: int
    entry: int
    page: int


@callback("ou1")
class PutGoal:
    """Make a goal an option (`value` 1), or no longer (0); then show the same page again."""

    round: int
    entry: int
    value: int
    page: int


@callback("oz1")
class PutLevel:
    """Make every goal of the same document and level as `entry` an option."""

    round: int
    entry: int
