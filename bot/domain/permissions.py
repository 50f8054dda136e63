"""Who may do what: one table, read by services, docs and tests."""

from enum import StrEnum

from bot.domain.errors import NotAllowed
from bot.domain.people import Actor, Role


class Action(StrEnum):
    """Everything that is checked, named by the verb a person would use."""

    ASK = "ask"
    BROWSE = "browse"
    PASS_QUESTION = "pass_question"  # noqa: S105  (a verb, not a password)
    READ_INBOX = "read_inbox"
    READ_DIGEST = "read_digest"
    ANSWER_QUESTION = "answer_question"
    SEND_FEEDBACK = "send_feedback"
    READ_FEEDBACK = "read_feedback"
    REPLY = "reply"
    MODERATE = "moderate"
    REPORT_PROGRESS = "report_progress"
    FOLLOW = "follow"
    VOTE = "vote"
    VERIFY = "verify"
    PREPARE_ROUND = "prepare_round"
    PUBLISH_ROUND = "publish_round"
    END_ROUND = "end_round"
    VOID_BALLOT = "void_ballot"
    GIVE_CODES = "give_codes"
    CONFIRM_PERSON = "confirm_person"
    ENTER_DESK = "enter_desk"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_DATA = "manage_data"
    READ_TRAIL = "read_trail"
    TRIM_TRAIL = "trim_trail"
    PUBLISH_DOCUMENT = "publish_document"
    WRITE_BROADCAST = "write_broadcast"
    APPROVE_BROADCAST = "approve_broadcast"
    STOP_BROADCAST = "stop_broadcast"
    KILL_SWITCH = "kill_switch"


EVERYBODY = frozenset(Role)
HELPERS = frozenset({Role.MODERATOR, Role.STAFF, Role.OPERATOR})
STAFF = frozenset({Role.STAFF, Role.OPERATOR})

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.ASK: EVERYBODY,
    Action.BROWSE: EVERYBODY,
    Action.PASS_QUESTION: EVERYBODY,
    Action.READ_INBOX: HELPERS,
    Action.READ_DIGEST: HELPERS,
    Action.ANSWER_QUESTION: STAFF,
    Action.SEND_FEEDBACK: EVERYBODY,
    Action.READ_FEEDBACK: HELPERS,
    Action.REPLY: STAFF,
    Action.MODERATE: frozenset({Role.MODERATOR, Role.OPERATOR}),
    Action.REPORT_PROGRESS: STAFF,
    Action.FOLLOW: EVERYBODY,
    Action.VOTE: EVERYBODY,
    Action.VERIFY: EVERYBODY,
    Action.PREPARE_ROUND: HELPERS,
    Action.PUBLISH_ROUND: STAFF,
    Action.END_ROUND: STAFF,
    Action.VOID_BALLOT: STAFF,
    Action.GIVE_CODES: STAFF,
    Action.CONFIRM_PERSON: STAFF,
    Action.ENTER_DESK: HELPERS,
    Action.MANAGE_PEOPLE: frozenset({Role.OPERATOR}),
    Action.MANAGE_DATA: frozenset({Role.OPERATOR}),
    Action.READ_TRAIL: STAFF,
    Action.TRIM_TRAIL: frozenset({Role.OPERATOR}),
    Action.PUBLISH_DOCUMENT: STAFF,
    Action.WRITE_BROADCAST: HELPERS,
    Action.APPROVE_BROADCAST: STAFF,
    Action.STOP_BROADCAST: HELPERS,
    Action.KILL_SWITCH: frozenset({Role.OPERATOR}),
}


def may(role: Role, action: Action) -> bool:
    return role in PERMISSIONS[action]


def may_restrict(by: Role, whom: Role) -> bool:
    """Say who restricts whom: operators everybody but each other, moderators residents."""
    return whom is not Role.OPERATOR and (by is Role.OPERATOR or whom is Role.RESIDENT)


def require(actor: Actor, action: Action) -> None:
    """Let an allowed actor pass.

    Errors: `NotAllowed` otherwise.
    """
    if not may(actor.role, action):
        raise NotAllowed("errors.not_allowed")


def agreed(actor: Actor) -> int:
    """Return the key of a person who agreed to be kept.

    Errors: `NotAllowed` for who did not.
    """
    if actor.id is None or not actor.consented:
        raise NotAllowed("errors.consent_first")
    return actor.id
