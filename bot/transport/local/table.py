"""The methods of the Bot API that the local Telegram knows, with their parameters.

`!` marks a required one. Telegram ignores parameters it does not know; here they are refused, because such a
parameter is a mistake in the bot.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Method:
    required: tuple[str, ...]
    optional: frozenset[str]

    def __contains__(self, parameter: str) -> bool:
        return parameter in self.required or parameter in self.optional


_THREAD = "business_connection_id message_thread_id direct_messages_topic_id"
_MANNER = "disable_notification protect_content allow_paid_broadcast message_effect_id"
_SEND = f"chat_id! {_THREAD} {_MANNER} suggested_post_parameters reply_parameters reply_markup"
_CAPTION = "caption parse_mode caption_entities"
_EDITED = "business_connection_id chat_id message_id inline_message_id reply_markup"
_FORWARD = "chat_id! from_chat_id! message_thread_id direct_messages_topic_id disable_notification protect_content"
_COPY = f"{_FORWARD} message_id! video_start_timestamp message_effect_id suggested_post_parameters"

_PARAMETERS = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url! certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": f"{_SEND} text! parse_mode entities link_preview_options",
    "sendPhoto": f"{_SEND} photo! {_CAPTION} show_caption_above_media has_spoiler",
    "sendDocument": f"{_SEND} document! thumbnail {_CAPTION} disable_content_type_detection",
    "sendVoice": f"{_SEND} voice! {_CAPTION} duration",
    "sendMediaGroup": f"chat_id! media! {_THREAD} {_MANNER} reply_parameters",
    "sendChatAction": "chat_id! action! business_connection_id message_thread_id",
    "forwardMessage": _COPY,
    "copyMessage": f"{_COPY} {_CAPTION} show_caption_above_media allow_paid_broadcast reply_parameters reply_markup",
    "copyMessages": f"{_FORWARD} message_ids! remove_caption",
    "editMessageText": f"{_EDITED} text parse_mode entities link_preview_options rich_message",
    "editMessageCaption": f"{_EDITED} {_CAPTION} show_caption_above_media",
    "editMessageMedia": f"{_EDITED} media!",
    "editMessageReplyMarkup": _EDITED,
    "deleteMessage": "chat_id! message_id!",
    "deleteMessages": "chat_id! message_ids!",
    "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
    "answerInlineQuery": "inline_query_id! results! cache_time is_personal next_offset button",
    "setMyCommands": "commands! scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "setChatMenuButton": "chat_id menu_button",
    "getChatMenuButton": "chat_id",
    "getChat": "chat_id!",
    "getChatMember": "chat_id! user_id!",
    "getFile": "file_id!",
    "setMessageReaction": "chat_id! message_id! reaction is_big",
    "pinChatMessage": "chat_id! message_id! business_connection_id disable_notification",
    "unpinChatMessage": "chat_id! business_connection_id message_id",
    "unpinAllChatMessages": "chat_id!",
}


def _read(parameters: str) -> Method:
    names = parameters.split()
    return Method(
        required=tuple(name.removesuffix("!") for name in names if name.endswith("!")),
        optional=frozenset(name for name in names if not name.endswith("!")),
    )


METHODS = {name: _read(parameters) for name, parameters in _PARAMETERS.items()}

MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
}
"""The server's words for a missing parameter; the others get `can't find field "…"`."""
