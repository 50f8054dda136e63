"""Reply markup: what the server accepts, and the words with which it refuses."""

import json

from bot.transport.local.arguments import Arguments
from bot.transport.local.links import link_fault
from bot.transport.local.refusals import Refused, bad_request
from bot.transport.local.state import Json

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_KEYBOARD_BYTES = 10_000
"""Reported, not published: about 10 KB of JSON."""

_ACTIONS = frozenset(
    [
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
_REPLY_KINDS = {"keyboard": list, "remove_keyboard": bool, "force_reply": bool}


def read_markup(args: Arguments) -> tuple[Json | None, Json | None]:
    """Return the inline keyboard and the reply keyboard (or its removal, or a forced reply): at most one of them."""
    markup: Json | None = args.structure("reply_markup", dict)
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup), None
    for name, kind in _REPLY_KINDS.items():
        if name in markup:
            if not isinstance(markup[name], kind):
                expected = {list: "Array", bool: "Boolean"}[kind]
                raise bad_request(f'field "{name}" must be of type {expected}')
            if name == "keyboard":
                _check_reply_keyboard(markup)
            return None, markup
    raise bad_request("object expected as reply markup")


def only_inline(args: Arguments) -> Json | None:
    """Read the markup of an edit, where nothing but an inline keyboard is allowed."""
    inline, other = read_markup(args)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def inline_keyboard(markup: Json) -> Json | None:
    """Check an inline keyboard; an empty one is none.

    Errors: `Refused`. The server silently drops buttons without text and those beyond its limits; here they are
    refused, because a person would miss them.
    """
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array')
    for row in rows:
        for button in row:
            _check_button(button)
    if any(len(row) > MAX_ROW for row in rows) or sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_KEYBOARD_BYTES:
        raise bad_request("reply markup is too long")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise _unparsable('Can\'t find field "text"')
    if not isinstance(text, str):
        raise _unparsable('Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions or button.get("callback_data") == "":
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable("exactly one action must be used")
    _check_action(button)


def _check_action(button: Json) -> None:
    if "callback_data" in button and len(button["callback_data"].encode()) > MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and (fault := link_fault(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {fault}")
    if "web_app" in button and not button["web_app"].get("url", "").startswith("https://"):
        url = button["web_app"].get("url", "")
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.get("pay") or "callback_game" in button:
        raise bad_request("BUTTON_TYPE_INVALID")


def _check_reply_keyboard(markup: Json) -> None:
    buttons = [button for row in markup["keyboard"] for button in row]
    for button in buttons:
        text = button if isinstance(button, str) else button.get("text", "")
        if not text.strip():
            raise bad_request("keyboard button text must be non-empty")
    if not buttons:
        raise bad_request("object expected as reply markup")
    if len(buttons) > 3 * MAX_BUTTONS or len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_KEYBOARD_BYTES:
        raise bad_request("reply markup is too long")
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad_request("input field placeholder is too long")


def _unparsable(why: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {why}")
