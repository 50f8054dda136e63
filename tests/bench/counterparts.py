"""Bare bots to compare with: `python -m tests.bench.counterparts ROOT [--webhook PORT] [--fast]`.

As the library comes: its own HTTP client, run_polling or run_webhook, one update at a time. `--fast`: the HTTP
transport that Viche uses and 256 updates at once. They keep nothing and search nothing: a message is echoed, a
pressed button is answered and the message changed.
"""

import argparse
import asyncio
from importlib.util import find_spec

import uvicorn
from httpx_aiohttp import AiohttpTransport
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from tests.support.processes import TOKEN

HAS_TORNADO = find_spec("tornado") is not None
"""run_webhook of the library needs it; without it, the library's own example of a webhook is taken."""

SENTENCE = "<b>1.2.</b> Покращення якості життя населення та розвиток інфраструктури територій\n\n"
CARDS = {f"side:{side}": f"<i>Сторона {side}</i>\n\n{SENTENCE * 6}" for side in "12"}


def keyboard(other: str) -> InlineKeyboardMarkup:
    """As many buttons as a card of Viche has; the first turns to the other side."""
    rows = [[InlineKeyboardButton("На інший бік", callback_data=f"side:{other}")]]
    rows += [[InlineKeyboardButton(f"1.{n}. Розвиток громад області…", callback_data=f"goal:{n}")] for n in range(6)]
    return InlineKeyboardMarkup(rows)


async def show_card(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(CARDS["side:1"], parse_mode="HTML", reply_markup=keyboard("2"))


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


async def turn(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    card, buttons = CARDS[query.data], keyboard("2" if query.data == "side:1" else "1")
    await asyncio.gather(query.answer(), query.edit_message_text(card, parse_mode="HTML", reply_markup=buttons))


def build(root: str, *, fast: bool, updater: bool) -> Application:
    builder = Application.builder()
    if fast:
        transport = {"httpx_kwargs": {"transport": AiohttpTransport()}}
        builder.request(HTTPXRequest(connection_pool_size=256, **transport))
        builder.get_updates_request(
            HTTPXRequest(connection_pool_size=2, httpx_kwargs={"transport": AiohttpTransport()})
        )
        builder.concurrent_updates(256)
    if not updater:
        builder.updater(None)
    application = builder.token(TOKEN).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    application.add_handler(CommandHandler("card", show_card))
    application.add_handler(CallbackQueryHandler(turn))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


async def serve_like_the_example(application: Application, port: int) -> None:
    """The library's example customwebhookbot: Starlette and uvicorn, the update put into the library's queue."""

    async def deliver(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    web = Starlette(routes=[Route("/hook", deliver, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=port, log_level="warning", access_log=False))
    async with application:
        await application.start()
        serving = asyncio.create_task(server.serve())
        await asyncio.sleep(0.5)
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/hook")
        await serving
        await application.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A bare echo bot.")
    parser.add_argument("root")
    parser.add_argument("--webhook", type=int)
    parser.add_argument("--fast", action="store_true")
    given = parser.parse_args()
    if given.webhook and not HAS_TORNADO:
        asyncio.run(serve_like_the_example(build(given.root, fast=given.fast, updater=False), given.webhook))
        return
    application = build(given.root, fast=given.fast, updater=True)
    if given.webhook:
        address = f"http://127.0.0.1:{given.webhook}/hook"
        application.run_webhook("127.0.0.1", given.webhook, "hook", webhook_url=address)
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
