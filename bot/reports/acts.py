"""Every act of the trail in words, whatever it is about: no codes, no residents."""

import re
from collections.abc import Callable, Mapping

from bot.domain.audit import Act
from bot.domain.people import Role
from bot.domain.permissions import Action
from bot.domain.progress import FIELDS, Status
from bot.reports import broadcasts, feedback, moderation, trail
from bot.texts import Texts
from knowledge.model import Entry

GoalOf = Callable[[int], Entry | None]

ANSWERED = frozenset({"answered", "closed", "undone", "merged"})
MANAGED = frozenset({"invited", "invited_again", "granted", "closed", "offered", "withdrawn", "accepted"})
TRIMMED = frozenset({"erased", "dropped"})
ASKED_ON_PAPER = frozenset({"exported", "withdrawn", "anonymised"})
"""With what the details of acts on questions, on colleagues, on the trail itself and on personal data begin."""

_FIELD = re.compile(rf"(?:^|; )({'|'.join(FIELDS)}): ")


def in_words(texts: Texts, act: Act, goal_of: GoalOf, names: Mapping[int, str]) -> str:
    """Say one act. What a newer version has written is called an act without saying which.

    Shapes: `names` of colleagues by their keys in `people`.
    """
    did, _, value = act.detail.partition(": ")
    if act.action == Action.REPLY and did == "assigned" and (name := names.get(int(value))):
        return texts.plain("web.did_assigned", name=name)
    say = _SAYS.get(act.action)
    try:
        return say(texts, act, goal_of) if say else texts.plain("web.did_other")
    except (KeyError, ValueError):
        return texts.plain("web.did_other")


def _on_round(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    return trail.did(texts, act)


def _on_question(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    did = act.detail.partition(":")[0]
    return texts.plain(f"web.did_question_{did}") if did in ANSWERED else texts.plain("web.did_other")


def _reported(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    """Name what a report said, and the status itself; the report stands on the goal's page."""
    _, *found = _FIELD.split(act.detail)
    said = []
    for name, value in zip(found[::2], found[1::2], strict=True):
        label = texts.plain(f"progress.field_{name}")
        said.append(f"{label} — {texts.plain(f'progress.status_{Status(value)}')}" if name == "status" else label)
    return texts.plain("web.did_report", what=", ".join(said)) if said else texts.plain("web.did_report_alone")


def _on_colleague(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    did, _, role = act.detail.partition(": ")
    what = texts.plain(f"web.role_{Role(role).value}") if role else ""
    return texts.plain(f"web.did_person_{did}", what=what) if did in MANAGED else texts.plain("web.did_other")


def _on_trail(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    did, _, what = act.detail.partition(": ")
    return texts.plain(f"web.did_trail_{did}" if did in TRIMMED else "web.did_other", what=what)


def _on_data(texts: Texts, act: Act, _goal_of: GoalOf) -> str:
    did, _, ground = act.detail.partition(": ")
    why = texts.plain(f"data.ground_{ground}")
    return texts.plain(f"web.did_data_{did}", why=why) if did in ASKED_ON_PAPER else texts.plain("web.did_other")


_SAYS: Mapping[str, Callable[[Texts, Act, GoalOf], str]] = {
    **dict.fromkeys(
        (
            *(Action.PREPARE_ROUND, Action.PUBLISH_ROUND, Action.END_ROUND),
            *(Action.VOID_BALLOT, Action.GIVE_CODES),
        ),
        _on_round,
    ),
    Action.REPLY: feedback.done,
    Action.MODERATE: lambda texts, act, _: moderation.done(texts, act),
    Action.ANSWER_QUESTION: _on_question,
    Action.REPORT_PROGRESS: _reported,
    Action.MANAGE_PEOPLE: _on_colleague,
    Action.MANAGE_DATA: _on_data,
    **dict.fromkeys(
        (Action.WRITE_BROADCAST, Action.APPROVE_BROADCAST, Action.STOP_BROADCAST),
        lambda texts, act, _: broadcasts.did(texts, act),
    ),
    Action.KILL_SWITCH: lambda texts, act, _: texts.plain(f"web.did_everything_{act.detail}"),
    Action.CONFIRM_PERSON: lambda texts, _act, _: texts.plain("web.did_confirm"),
    Action.TRIM_TRAIL: _on_trail,
    Action.ENTER_DESK: lambda texts, _act, _: texts.plain("web.did_enter"),
}
"""By action; whoever adds an action that leaves acts says them here."""

ACTIONS = tuple(Action(action) for action in _SAYS)
"""What leaves acts in the trail."""
