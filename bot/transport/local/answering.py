"""The methods by which a bot answers pressed buttons and inline queries."""

from bot.transport.local.arguments import Arguments
from bot.transport.local.html import utf16_length
from bot.transport.local.keyboards import inline_keyboard
from bot.transport.local.links import is_start_payload
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Answer, Json
from bot.transport.local.texts import message_caption, message_text
from bot.transport.local.world import CALLBACK_LIFETIME, INLINE_LIFETIME, World

MAX_NOTICE = 200
MAX_RESULTS = 50
MAX_ID_BYTES = 64
_CACHED_KINDS = {"photo": "photo_file_id", "document": "document_file_id", "voice": "voice_file_id"}


def answer_callback(world: World, args: Arguments) -> bool:
    """Show a notice to who pressed, once."""
    query = world.open_query(world.callbacks, args.text("callback_query_id"), CALLBACK_LIFETIME)
    if utf16_length(args.text("text")) > MAX_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer.set_result(Answer(args.text("text"), args.flag("show_alert"), args.text("url") or None))
    world.touch(None)
    return True


def answer_inline(world: World, args: Arguments) -> bool:
    query = world.open_query(world.inline_queries, args.text("inline_query_id"), INLINE_LIFETIME)
    results: list[Json] = args.structure("results", list)
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(args.text("next_offset").encode()) > MAX_ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    if (button := args.structure("button", dict)) is not None:
        _check_button(button)
    identifiers = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(identifier.encode()) <= MAX_ID_BYTES for identifier in identifiers):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identifiers)) < len(identifiers):
        raise bad_request("RESULT_ID_DUPLICATE")
    checked = [_checked_result(world, result) for result in results]
    query.answer.set_result(checked)
    world.touch(None)
    return True


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline query results button: Can't find field \"text\"")
    payload = button.get("start_parameter")
    if payload is not None and not is_start_payload(payload):
        raise bad_request("START_PARAM_INVALID")


def _checked_result(world: World, result: Json) -> Json:
    """Return the result with `body`, the message it becomes when a person chooses it."""
    kind = result.get("type")
    if kind == "article":
        if not result.get("title"):
            raise bad_request("can't parse inline query result: Can't find field \"title\"")
        if "input_message_content" not in result:
            raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
        body = _content(result["input_message_content"])
    elif kind in _CACHED_KINDS and _CACHED_KINDS[kind] in result:
        stored = world.files.get(result[_CACHED_KINDS[kind]])
        if stored is None:
            raise bad_request("wrong file identifier specified")
        described = [stored.described] if kind == "photo" else stored.described
        caption = _only(result, "caption", "parse_mode", "caption_entities")
        body = {kind: described} | message_caption(Arguments("editMessageCaption", caption))
    else:
        raise bad_request("can't parse inline query result: unsupported by the local Telegram")
    markup = inline_keyboard(result["reply_markup"]) if "reply_markup" in result else None
    if markup is not None:
        body["reply_markup"] = markup
    return result | {"body": body}


def _content(content: Json) -> Json:
    values = _only(content, "parse_mode", "entities") | {"text": content.get("message_text", "")}
    return message_text(Arguments("editMessageText", values))


def _only(source: Json, *names: str) -> Json:
    return {name: source[name] for name in names if name in source}
