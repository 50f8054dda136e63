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


EVERYBODY = frozenset(Role)

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.ASK: EVERYBODY,
    Action.BROWSE: EVERYBODY,
    Action.PASS_QUESTION: EVERYBODY,
    Action.READ_INBOX: frozenset({Role.STAFF, Role.MODERATOR, Role.OPERATOR}),
}


def may(role: Role, action: Action) -> bool:
    return role in PERMISSIONS[action]


def require(actor: Actor, action: Action) -> None:
    """Let an allowed actor pass.

    Errors: `NotAllowed` otherwise.
    """
    if not may(actor.role, action):
        raise NotAllowed("errors.not_allowed")
