"""What the bot says of its own accord, in words: the same where it is sent and where staff see it before."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.notices import ABOUT_BROADCASTS, Notice, NoticeKind
from bot.domain.wording import shorten
from bot.texts import Html, Texts

Params = Mapping[str, Any]
MAX_QUOTED = 300


def told(texts: Texts, notice: Notice) -> Html:
    """Say a fact."""
    params = {name: _in_words(texts, name, value) for name, value in notice.params.items()}
    if notice.kind in WORDS:
        params |= WORDS[notice.kind](texts, notice.params)
    if notice.kind is NoticeKind.STAFF_FLAG:
        return texts(f"notices.staff_flag_{params['flag']}", **params)
    if notice.kind in ABOUT_BROADCASTS:
        said = texts(f"notices.staff_broadcast_{params['what']}", **params)
        return Html(f"{texts('broadcasts.is_emergency')} {said}") if notice.kind is NoticeKind.STAFF_EMERGENCY else said
    return texts(f"notices.{notice.kind.value}", **params)


def _in_words(texts: Texts, name: str, value: Any) -> Any:
    """Turn a moment into the hromada's time, and cut what people wrote."""
    if name in ("closes_at", "until_at") and value:
        return texts.formats.moment(datetime.fromisoformat(value))
    if name == "about" and not value:
        return texts.plain("moderation.without_words")
    return shorten(value, MAX_QUOTED) if name in ("about", "question", "goal") else value


def _void(texts: Texts, params: Params) -> Params:
    return {"reason": texts.plain(f"voids.reason_{params['reason']}")}


def _state(texts: Texts, params: Params) -> Params:
    return {"state": texts.plain(f"feedback.state_{params['state']}")}


def _moderated(texts: Texts, params: Params) -> Params:
    reason = texts.plain(f"feedback.reason_{params['reason']}") if params["reason"] else ""
    return {"what": texts.plain(f"moderation.told_{params['how']}", reason=reason)}


def _restricted(texts: Texts, params: Params) -> Params:
    reason = texts.plain(f"feedback.reason_{params['reason']}")
    return {"what": texts.plain(f"restrictions.{params['kind']}"), "reason": reason}


def _assigned(texts: Texts, params: Params) -> Params:
    due = params["due_on"]
    return {"due": texts.formats.day(date.fromisoformat(due)) if due else texts.plain("feedback.no_deadline")}


def _shown(texts: Texts, params: Params) -> Params:
    return {"what": texts.plain("feedback.public_now" if params["public"] else "feedback.private_now")}


def _answered(texts: Texts, params: Params) -> Params:
    source = texts.plain("notices.source", source=params["source"]) if params["source"] else ""
    return {"answer": params["answer"] or texts.plain("notices.answered_by_goal"), "source": source}


def _alarm(texts: Texts, params: Params) -> Params:
    check = params["check"]
    return {"what": texts.plain(f"alarms.what_{check}"), "todo": texts.plain(f"alarms.todo_{check}")}


WORDS: Mapping[NoticeKind, Callable[[Texts, Params], Params]] = {
    NoticeKind.BALLOT_VOID: _void,
    NoticeKind.FEEDBACK_STATE: _state,
    NoticeKind.FEEDBACK_HIDDEN: _moderated,
    NoticeKind.RESTRICTED: _restricted,
    NoticeKind.STAFF_ASSIGNED: _assigned,
    NoticeKind.STAFF_DEADLINE: _assigned,
    NoticeKind.STAFF_OVERDUE: _assigned,
    NoticeKind.FEEDBACK_SHOWN: _shown,
    NoticeKind.QUESTION_ANSWERED: _answered,
    NoticeKind.STAFF_ALARM: _alarm,
    NoticeKind.STAFF_WELL: _alarm,
}
"""What some kinds say besides what they keep."""
