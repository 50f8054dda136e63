"""The methods by which a bot looks at chats, reacts, pins, and chooses how updates reach it."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.transport.local.arguments import Arguments
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Chat, Json
from bot.transport.local.updates import Webhook
from bot.transport.local.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_PORTS = (None, 80, 88, 443, 8443)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
]


def get_chat(world: World, args: Arguments) -> Json:
    chat = world.chat(args.text("chat_id"))
    full = chat.api | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.pinned and chat.pinned[-1] in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].api
    return full


def member(world: World, chat: Chat, user_id: int) -> Json:
    """Describe somebody's membership as the Bot API's ChatMember."""
    account = world.accounts.get(user_id)
    status = chat.bot_status if user_id == world.bot.id else chat.members.get(user_id)
    if account is None or status is None:
        raise bad_request("member not found" if account else "user not found")
    return describe_member(account.api, status)


def describe_member(user: Json, status: str) -> Json:
    shown = {"blocked": "kicked", "seen": "left", "absent": "left"}.get(status, status)
    described: Json = {"user": user, "status": shown}
    if shown == "kicked":
        described["until_date"] = 0
    elif shown == "creator":
        described["is_anonymous"] = False
    elif shown == "administrator":
        described |= dict.fromkeys(_RIGHTS, True)
    return described


def get_chat_member(world: World, args: Arguments) -> Json:
    return member(world, world.chat(args.text("chat_id")), args.integer("user_id"))


def set_reaction(world: World, args: Arguments) -> bool:
    chat = world.open_chat(args.text("chat_id"))
    message = world.message(chat, args.integer("message_id"), "message to react not found")
    reactions: list[Json] = args.structure("reaction", list) or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    chat.messages[message.id] = replace(message, reactions=tuple(reaction["emoji"] for reaction in reactions))
    world.touch(chat)
    return True


def pin(world: World, args: Arguments) -> bool:
    chat = _where_pinning_is_allowed(world, args)
    message = world.message(chat, args.integer("message_id"), "message to pin not found")
    chat.pinned = [number for number in chat.pinned if number != message.id] + [message.id]
    world.touch(chat)
    return True


def unpin(world: World, args: Arguments) -> bool:
    chat = _where_pinning_is_allowed(world, args)
    wanted = args.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    world.touch(chat)
    return True


def unpin_all(world: World, args: Arguments) -> bool:
    chat = _where_pinning_is_allowed(world, args)
    chat.pinned.clear()
    world.touch(chat)
    return True


def _where_pinning_is_allowed(world: World, args: Arguments) -> Chat:
    chat = world.open_chat(args.text("chat_id"))
    if chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def set_webhook(world: World, args: Arguments) -> bool:
    """Set where updates go. Plain http is taken for this machine only, as by a Bot API server of one's own."""
    url = args.text("url")
    if not url:
        return delete_webhook(world, args)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _LOOPBACK and parts.port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not _SECRET.fullmatch(args.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= args.integer("max_connections", 40) <= 100:
        raise bad_request("bad webhook: max_connections must be between 1 and 100")
    if (allowed := args.structure("allowed_updates", list)) is not None:
        world.updates.allow(allowed)
    if args.flag("drop_pending_updates"):
        world.updates.forget()
    world.updates.set_webhook(Webhook(url, args.text("secret_token"), args.integer("max_connections", 40)))
    return True


def delete_webhook(world: World, args: Arguments) -> bool:
    if args.flag("drop_pending_updates"):
        world.updates.forget()
    world.updates.set_webhook(None)
    return True


def webhook_info(world: World, _args: Arguments) -> Json:
    updates = world.updates
    info: Json = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if updates.webhook:
        info["max_connections"] = updates.webhook.max_connections
    if updates.allowed is not None:
        info["allowed_updates"] = sorted(updates.allowed)
    return info | updates.last_error


def leave_server(_world: World, _args: Arguments) -> bool:
    """Answer logOut and close, after which a real bot changes its server."""
    return True
