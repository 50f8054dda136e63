"""Feedback, for its author, for everybody, for staff."""

from handlers.callbacks.packing import callback


@callback("fb1")
class OpenFeedback:
    feedback: int


@callback("wr1")
class WriteFeedback:
    """Begin, or go on with what was not sent; about a goal, or 0."""

    entry: int


@callback("wt1")
class WriteTo:
    community: str


@callback("wo1")
class OpenDraft: ...


@callback("we1")
class EditText: ...


@callback("wa1")
class AddToDraft:
    """Add what was written beside the draft in this message of Telegram's."""

    message: int


@callback("wx1")
class DropFiles: ...


@callback("wc1")
class ChooseTopic: ...


@callback("wk1")
class SetTopic:
    """A place in the list of topics, from 1; 0 for none."""

    topic: int


@callback("wp1")
class ChooseSettlement:
    page: int


@callback("wq1")
class SetSettlement:
    """A place in the community's list, from 1; 0 for none."""

    place: int


@callback("wn1")
class BeNamed:
    """Let staff see who wrote it, or not."""

    wanted: int


@callback("wf1")
class Offer:
    """Agree that everybody may read it, or not."""

    wanted: int


@callback("ws1")
class SendFeedback: ...


@callback("wu1")
class SupportInstead:
    """Support what says the same; the draft stays until its author decides."""

    feedback: int


@callback("wz1")
class DropDraft:
    """`sure` is 0 for the first press, which only asks."""

    sure: int


@callback("wh1")
class OpenAppealsLaw:
    """How to file a formal appeal."""


@callback("yl1")
class OpenMine:
    page: int


@callback("yt1")
class OpenTurns:
    """A later page of one's own feedback and what was said about it."""

    feedback: int
    page: int


@callback("ya1")
class AddWords:
    feedback: int


@callback("yo1")
class OpenProposals:
    community: str
    page: int


@callback("yu1")
class Support:
    """Say that one wants the same, or take it back."""

    feedback: int
    wanted: int
