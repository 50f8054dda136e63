"""What moderators do with a text. Each act says what the text is afterwards, and can be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed
from bot.domain.feedback import Feedback, FeedbackState, HideReason, Hold


class Deed(StrEnum):
    """What the trail keeps; its detail is `deed: more`, see `deed_of`."""

    RELEASED = "released"
    HIDDEN = "hidden"
    APPEAL_GRANTED = "appeal_granted"
    APPEAL_REJECTED = "appeal_rejected"
    UNDONE = "undone"
    MUTED = "muted"
    BANNED = "banned"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Done:
    """A deed of the trail. `more` is a reason, a `Hold`, or the deed that was undone."""

    deed: Deed
    more: str = ""

    def __str__(self) -> str:
        return f"{self.deed.value}: {self.more}" if self.more else self.deed.value


def deed_of(act: Act) -> Done:
    """Read a detail of the trail."""
    deed, _, more = act.detail.partition(": ")
    return Done(Deed(deed), more)


def release(found: Feedback) -> Feedback:
    """Let a held text through.

    Errors of this and the next: `NotAllowed` when somebody was faster.
    """
    if found.held is None or found.state is FeedbackState.HIDDEN:
        raise NotAllowed("moderation.decided")
    return replace(found, held=None)


def hide(found: Feedback, reason: HideReason) -> Feedback:
    """Hide a text; a held one is held again should that be undone."""
    if found.state is FeedbackState.HIDDEN:
        raise NotAllowed("moderation.decided")
    return replace(found, state=FeedbackState.HIDDEN, state_before=found.state, reason=reason)


def decide(found: Feedback, *, granted: bool) -> Feedback:
    """Decide an appeal; a text is shown where it stood."""
    if found.appeal is None or found.appeal_granted is not None:
        raise NotAllowed("moderation.decided")
    decided = replace(found, appeal_granted=granted)
    return _shown(decided) if granted else decided


def undo(found: Feedback, done: Done) -> Feedback:
    """Take a deed back: the text is what it was before."""
    return _UNDO[done.deed](found, done.more)


def _shown(found: Feedback) -> Feedback:
    if found.state_before is None:
        return found
    return replace(found, state=found.state_before, state_before=None)


def _undo_hiding(found: Feedback, _more: str) -> Feedback:
    """Show it where it stood; an appeal that waits has what it asked for."""
    waits = found.appeal is not None and found.appeal_granted is None
    return replace(_shown(found), reason=None, appeal_granted=True if waits else found.appeal_granted)


def _undo_grant(found: Feedback, _more: str) -> Feedback:
    """Hide it again, if it was hidden, with the appeal undecided."""
    if found.reason is None:
        return replace(found, appeal_granted=None)
    return replace(found, state=FeedbackState.HIDDEN, state_before=found.state, appeal_granted=None)


_UNDO: Mapping[Deed, Callable[[Feedback, str], Feedback]] = {
    Deed.RELEASED: lambda found, more: replace(found, held=Hold(more)),
    Deed.HIDDEN: _undo_hiding,
    Deed.APPEAL_GRANTED: _undo_grant,
    Deed.APPEAL_REJECTED: lambda found, _: replace(found, appeal_granted=None),
}

CAN_BE_UNDONE = frozenset(_UNDO)
"""The rest has an opposite of its own: a restriction is lifted."""
