"""Cards of invitations: the list, a new link, what a link offers."""

from collections.abc import Sequence

from bot.domain.invitations import Invitation
from bot.domain.messages import Reply
from bot.domain.people import Role
from bot.texts import Texts
from handlers.callbacks import OpenMenu
from handlers.callbacks.invitations import AcceptInvitation, MakeInvitation, OpenInvitations, WithdrawInvitation
from handlers.views.buttons import Row, menu_row, press

OFFERED = (Role.STAFF, Role.MODERATOR, Role.OPERATOR)


def every(texts: Texts, waiting: Sequence[Invitation], withdrawn: int | None) -> Reply:
    """List what nobody took yet, with a button to withdraw each, and offer to make one for every role."""
    said = [texts("invitations.withdrawn", number=withdrawn)] if withdrawn is not None else []
    said.append(texts("invitations.card"))
    lines = [
        texts("invitations.line", number=one.id, role=_role(texts, one.role), until=texts.formats.moment(one.until_at))
        for one in waiting
    ]
    said += [*lines] if lines else [texts("invitations.none")]
    rows: list[Row] = [
        (press(texts.plain(f"invitations.invite_{role.value}"), MakeInvitation(role.value)),) for role in OFFERED
    ]
    rows += [
        (press(texts.plain("invitations.withdraw", number=one.id), WithdrawInvitation(one.id)),) for one in waiting
    ]
    return Reply("\n\n".join(said), (*rows, menu_row(texts)))


def made(texts: Texts, invitation: Invitation, link: str) -> Reply:
    """Show the link, to be handed on."""
    role = _role(texts, invitation.role)
    until = texts.formats.moment(invitation.until_at)
    back = press(texts.plain("invitations.back"), OpenInvitations())
    return Reply(texts("invitations.made", number=invitation.id, role=role, until=until, link=link), ((back,),))


def offer(texts: Texts, invitation: Invitation, who: str | None, token: str) -> Reply:
    """Say who offers which role and what comes with it."""
    who = who or texts.plain("desk.by_operator", number=invitation.made_by)
    can = texts.plain(f"invitations.can_{invitation.role.value}")
    role, until = _role(texts, invitation.role), texts.formats.moment(invitation.until_at)
    yes = press(texts.plain("invitations.accept"), AcceptInvitation(token))
    no = press(texts.plain("invitations.decline"), OpenMenu())
    return Reply(texts("invitations.offer", who=who, role=role, can=can, until=until), ((yes,), (no,)))


def accepted(texts: Texts, role: Role) -> Reply:
    return Reply(texts("invitations.accepted", role=_role(texts, role)), (menu_row(texts),))


def _role(texts: Texts, role: Role) -> str:
    return texts.plain(f"web.role_{role.value}")
