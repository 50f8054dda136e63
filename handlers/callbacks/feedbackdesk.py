"""Feedback as staff see it: the list, the card, and every act."""

from handlers.callbacks.packing import callback


@callback("jl1")
class OpenFeedbackDesk:
    """A page of the list; the fields are those of `Wanted`, `topic` a place in the list of topics from 1, 0 for any."""

    which: str
    own: int
    topic: int
    entry: int
    page: int


@callback("jf1")
class FilterFeedback:
    """Choose what the list shows, beginning with what it shows now."""

    which: str
    own: int
    topic: int
    entry: int


@callback("jo1")
class OpenDeskCard:
    feedback: int


@callback("jt1")
class OpenTalk:
    """Everything that was said, word for word; one statement on a page."""

    feedback: int
    page: int


@callback("ji1")
class SendFeedbackFiles:
    feedback: int


@callback("jh1")
class OpenFeedbackTrail:
    feedback: int
    page: int


@callback("ja1")
class AnswerFeedback:
    feedback: int


@callback("jq1")
class AskBack:
    feedback: int


@callback("js1")
class SendWords:
    """Send the words that were written and looked at last."""

    feedback: int


@callback("jc1")
class ChooseColleague:
    feedback: int


@callback("jg1")
class AssignFeedback:
    """Give it to a colleague, from whom it had when the button was made; 0 for nobody."""

    feedback: int
    colleague: int
    previous: int


@callback("ju1")
class ChooseDeadline:
    feedback: int


@callback("jy1")
class SetDeadline:
    """In so many days; 0 for no deadline."""

    feedback: int
    days: int


@callback("je1")
class ChooseGoal:
    feedback: int


@callback("jn1")
class LinkGoal:
    """Link it to a goal; 0 for none."""

    feedback: int
    entry: int


@callback("jp1")
class ShowFeedback:
    """`how` is `public` or `private`."""

    feedback: int
    how: str


@callback("jm1")
class ChooseDuplicate:
    feedback: int


@callback("jj1")
class MergeFeedback:
    """`sure` is 0 for the first press, which shows both."""

    feedback: int
    into: int
    sure: int


@callback("jx1")
class CloseFeedback:
    """`sure` is 0 for the first press, which only asks."""

    feedback: int
    sure: int


@callback("jz1")
class ReopenFeedback:
    feedback: int
