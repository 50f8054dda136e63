"""What the page lets people do: each deed is one POST."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.transport.local import Group, InlineResult, LocalTelegram
from bot.transport.local.links import start_payload
from bot.transport.local.refusals import Refused
from bot.web.demo.people import DemoPerson
from bot.web.demo.screen import Json, seen

_Deed = Callable[[DemoPerson, Json], Awaitable[Json]]


class Deeds:
    """Carry out what somebody does at their phone.

    Shapes: the JSON body names a chat by its place in the person's list and a message by its id. The answer is 404
    with `fault` "gone" for a chat, message, button or result that is not there, and 400 with `fault` "refused" for
    what Telegram does not take.
    """

    def __init__(self, telegram: LocalTelegram, people: Sequence[DemoPerson]) -> None:
        self._telegram = telegram
        self._people = {who.key: who for who in people}
        self._results: dict[str, dict[str, InlineResult]] = {}
        self._deeds: dict[str, _Deed] = {
            "say": self._say,
            "press": self._press,
            "key": self._key,
            "open": self._open,
            "edit": self._edit,
            "inline": self._inline,
            "choose": self._choose,
        }

    async def do(self, request: Request) -> Response:
        deed = self._deeds.get(request.path_params["deed"])
        if deed is None:
            return JSONResponse({"fault": "gone"}, 404)

        async def carry_out(who: DemoPerson) -> Json:
            asked = await request.json()
            if not isinstance(asked, dict):
                raise TypeError("a deed is a JSON object")
            return await deed(who, asked)

        return await self._answer(request, carry_out)

    async def send_file(self, request: Request) -> Response:
        """Send the body as a file to the bot; `kind` is photo or document."""

        async def send(who: DemoPerson) -> Json:
            query, content = request.query_params, await request.body()
            if query.get("kind") == "photo":
                await who.person.send_photo(content, query.get("caption", ""))
            else:
                mime = request.headers.get("content-type") or "application/octet-stream"
                await who.person.send_document(query.get("name", "file"), content, query.get("caption", ""), mime)
            return {}

        return await self._answer(request, send)

    async def _answer(self, request: Request, act: Callable[[DemoPerson], Awaitable[Json]]) -> Response:
        try:
            return JSONResponse(await act(self._people[request.path_params["key"]]))
        except LookupError:
            return JSONResponse({"fault": "gone"}, 404)
        except (ValueError, TypeError, Refused):
            return JSONResponse({"fault": "refused"}, 400)

    async def _say(self, who: DemoPerson, asked: Json) -> Json:
        chat = self._chat(who, asked)
        reply_to = seen(self._telegram, chat, int(asked["reply_to"])) if asked.get("reply_to") else None
        await who.person.say(_text(asked, "text"), reply_to, chat)
        return {}

    async def _press(self, who: DemoPerson, asked: Json) -> Json:
        """Press a callback button; the answer is what the bot shows for it, if it answers in time."""
        message = seen(self._telegram, self._chat(who, asked), int(asked["message"]))
        data = _text(asked, "data")
        if message.button(data) is None:
            raise LookupError("the button is gone")
        answer = await who.person.press(message, data)
        if answer is None:
            return {"notice": ""}
        start = start_payload(answer.url, self._telegram.bot.username or "") if answer.url else None
        return {"notice": answer.text, "alert": answer.alert, "url": answer.url, "start": start}

    async def _key(self, who: DemoPerson, asked: Json) -> Json:
        """Press a key of the reply keyboard, which may ask for more than its text."""
        chat, text = self._chat(who, asked), _text(asked, "text")
        if chat.id == who.person.id:
            await who.person.press(None, text)
        else:
            await who.person.say(text, chat=chat)
        return {}

    async def _open(self, who: DemoPerson, asked: Json) -> Json:
        await who.person.open_link(_text(asked, "payload"))
        return {}

    async def _edit(self, who: DemoPerson, asked: Json) -> Json:
        await who.person.edit(
            seen(self._telegram, self._chat(who, asked), int(asked["message"])), _text(asked, "text").strip()
        )
        return {}

    async def _inline(self, who: DemoPerson, asked: Json) -> Json:
        """Search in inline mode; `results` is null if the bot did not answer in time."""
        found = await who.person.inline(_text(asked, "query"))
        if found is None:
            return {"results": None}
        self._results[who.key] = {result.id: result for result in found}
        return {"results": [{"id": r.id, "title": r.title, "description": r.description} for r in found]}

    async def _choose(self, who: DemoPerson, asked: Json) -> Json:
        result = self._results.get(who.key, {})[_text(asked, "result")]
        await who.person.choose(result, self._chat(who, asked))
        return {}

    def _chat(self, who: DemoPerson, asked: Json) -> Group:
        place = asked.get("chat", 0)
        if not isinstance(place, int) or place < 0:
            raise LookupError("no such chat")
        return who.chats(self._telegram)[place]


def _text(asked: Json, name: str) -> str:
    value: Any = asked[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text")
    return value
