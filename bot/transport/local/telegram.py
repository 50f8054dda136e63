"""A whole Telegram in this process: people on one side, the Bot API on the other."""

import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.transport.local import answering, chatting, editing, presenting, sending
from bot.transport.local.arguments import Arguments
from bot.transport.local.faults import Faults
from bot.transport.local.files import get_file
from bot.transport.local.groups import Group
from bot.transport.local.limits import Limits
from bot.transport.local.people import Person
from bot.transport.local.refusals import Refused, Unreachable
from bot.transport.local.state import Account, Chat, Json, Upload
from bot.transport.local.world import World

_Handler = Callable[[World, Arguments], Any]

_HANDLERS: dict[str, _Handler] = {
    "getMe": presenting.get_me,
    "logOut": chatting.leave_server,
    "close": chatting.leave_server,
    "setWebhook": chatting.set_webhook,
    "deleteWebhook": chatting.delete_webhook,
    "getWebhookInfo": chatting.webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": sending.forward_message,
    "copyMessage": sending.copy_message,
    "copyMessages": sending.copy_messages,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": answering.answer_callback,
    "answerInlineQuery": answering.answer_inline,
    "setMyCommands": presenting.set_commands,
    "getMyCommands": presenting.get_commands,
    "deleteMyCommands": presenting.delete_commands,
    "setMyName": presenting.set_name,
    "getMyName": presenting.get_name,
    "setMyDescription": presenting.set_description,
    "getMyDescription": presenting.get_description,
    "setMyShortDescription": presenting.set_short_description,
    "getMyShortDescription": presenting.get_short_description,
    "setChatMenuButton": presenting.set_menu_button,
    "getChatMenuButton": presenting.get_menu_button,
    "getChat": chatting.get_chat,
    "getChatMember": chatting.get_chat_member,
    "getFile": get_file,
    "setMessageReaction": chatting.set_reaction,
    "pinChatMessage": chatting.pin,
    "unpinChatMessage": chatting.unpin,
    "unpinAllChatMessages": chatting.unpin_all,
}
_NAMES = {name.lower(): name for name in (*_HANDLERS, "getUpdates")}
_FIRST_PERSON = 100_001


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, as it was asked. `status` is the HTTP status of the answer."""

    method: str
    params: Mapping[str, Any]
    status: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LocalTelegram(World):
    """People, chats and one bot.

    `calls` keeps the latest requests but getUpdates; `counts` counts all by method. `limits` are off unless they are
    set. `changed` counts everything that happens anywhere. Ids of updates and messages begin at `first_number`, chosen
    by the clock if not given.
    """

    def __init__(
        self,
        token: str = "1000000:local",  # noqa: S107 - opens nothing
        username: str = "viche_demo_bot",
        clock: Callable[[], datetime] = _utc_now,
        n_calls_kept: int = 10_000,
        first_number: int | None = None,
    ) -> None:
        super().__init__(token, username, clock, first_number)
        self.calls: deque[Call] = deque(maxlen=n_calls_kept)
        self.counts: Counter[str] = Counter()
        self.limits = Limits()
        self._faults = Faults()

    def person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002 - the name everybody knows it by
        username: str | None = None,
        language_code: str | None = "uk",
    ) -> Person:
        """Let somebody install Telegram."""
        number = _FIRST_PERSON + self.number() if id is None else id
        if number in self.accounts:
            raise ValueError(f"account {number} exists")
        account = Account(number, first_name, username, language_code)
        api: Json = {"id": number, "type": "private", "first_name": first_name}
        if username:
            api["username"] = username
        private = Chat(number, "private", api, {number: "member"})
        self.accounts[number] = account
        self.chats[number] = private
        return Person(self, account, private)

    async def group(self, title: str, *people: Person, as_administrator: bool = False) -> Group:
        """Let the first of the people create a group with the others and the bot."""
        number = -10_000 - self.number()
        api: Json = {"id": number, "type": "group", "title": title, "all_members_are_administrators": False}
        owner, *others = people
        members = {owner.id: "creator", **{person.id: "member" for person in others}}
        chat = Chat(number, "group", api, members)
        self.chats[number] = chat
        for person in people:
            if self.chats[person.id].bot_status == "absent":
                self.chats[person.id].bot_status = "seen"
        group = Group(self, chat)
        await group.add_bot(owner.account, as_administrator=as_administrator)
        return group

    def fail_next(
        self, method: str, status: int, description: str, retry_after: int | None = None, times: int = 1
    ) -> None:
        """Refuse the next calls of a method ("*": of any but getUpdates) without doing them."""
        parameters = None if retry_after is None else {"retry_after": retry_after}
        self._faults.plan_refusal(method, Refused(status, description, parameters), times)

    def drop_after(self, method: str, times: int = 1) -> None:
        """Carry out the next calls of a method, but lose the answers."""
        self._faults.plan_drop(method, times)

    def down(self) -> None:
        """Become unreachable, also for a poll that waits."""
        self._faults.down = True
        self.updates.interrupt(Unreachable())

    def up(self) -> None:
        """Be reachable again, and forget all planned failures."""
        self._faults.forget()

    async def call(
        self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> tuple[int, bytes]:
        """Answer one request to the Bot API with an HTTP status and a JSON body.

        Errors: `Unreachable` and `Dropped` when that was planned.
        """
        name = _NAMES.get(method.lower(), method)
        self.counts[name] += 1
        try:
            self._faults.before(name)
            self.limits.before(name, self.chats.get(_number(params.get("chat_id"))))
            result = await self._carry_out(name, params, files or {})
        except Refused as refused:
            self._log(name, params, refused.status)
            return refused.status, _refusal(refused)
        self._log(name, params, 200)
        self._faults.after(name)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _carry_out(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> object:
        args = Arguments(method, params, files)
        if method != "getUpdates":
            return _HANDLERS[method](self, args)
        allowed = args.structure("allowed_updates", list)
        return await self.updates.poll(
            args.integer("offset"), args.integer("limit", 100), args.integer("timeout"), allowed
        )

    def _log(self, method: str, params: Mapping[str, Any], status: int) -> None:
        if method != "getUpdates":
            self.calls.append(Call(method, params, status))


def _number(written: Any) -> int:
    """Read the number of a chat; 0 for none."""
    text = str(written)
    return int(text) if text.removeprefix("-").isdecimal() else 0


def _refusal(refused: Refused) -> bytes:
    answer: Json = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.parameters:
        answer["parameters"] = refused.parameters
    return json.dumps(answer).encode()
