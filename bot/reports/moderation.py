"""What is said of moderation: how a text stands, what was done with it, what its author got. Never a name."""

from datetime import datetime

from bot.domain.audit import Act
from bot.domain.feedback import Feedback, FeedbackState
from bot.domain.moderation import Deed, deed_of
from bot.domain.restrictions import Restriction
from bot.texts import Html, Texts


def standing(texts: Texts, found: Feedback, restriction: Restriction | None, now: datetime) -> list[Html]:
    """Say who sees the text now and why, what became of an appeal, and what its author got for it."""
    if found.state is FeedbackState.HIDDEN and found.reason:
        said = [texts("moderation.is_hidden", reason=texts.plain(f"feedback.reason_{found.reason.value}"))]
    elif found.held:
        said = [texts("moderation.is_held", why=texts.plain(f"moderation.why_{found.held.value}"))]
    else:
        said = [texts("moderation.is_public") if found.is_shown else texts("moderation.is_private")]
    if found.appeal_granted is not None:
        said.append(texts("moderation.granted") if found.appeal_granted else texts("moderation.rejected"))
    if restriction:
        said.append(kept(texts, restriction, now))
    return said


def kept(texts: Texts, one: Restriction, now: datetime) -> Html:
    """Say what somebody got, until when and why."""
    until, why = texts.formats.moment_from(one.until_at, now), texts.plain(f"feedback.reason_{one.reason.value}")
    return texts(f"restrictions.kept_{one.kind.value}", until=until, reason=why)


def done(texts: Texts, act: Act) -> str:
    """Say one act of the trail."""
    return texts.plain(f"moderation.did_{deed_of(act).deed.value}", what=_what(texts, act))


def _what(texts: Texts, act: Act) -> str:
    """What the trail keeps of a deed, in words."""
    deed = deed_of(act)
    match deed.deed:
        case Deed.HIDDEN:
            return texts.plain(f"feedback.reason_{deed.more}")
        case Deed.RELEASED:
            return texts.plain(f"moderation.why_{deed.more}")
        case Deed.UNDONE:
            return texts.plain(f"moderation.undone_{deed.more}")
        case Deed.MUTED | Deed.BANNED:
            until, _, reason = deed.more.partition(" ")
            return f"{texts.formats.moment(datetime.fromisoformat(until))} ({texts.plain(f'feedback.reason_{reason}')})"
        case _:
            return ""
