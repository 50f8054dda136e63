"""A bot with one of everything the demo page has to show, on the real python-telegram-bot."""

import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.transport.local import LocalRequest, LocalTelegram

RICH = (
    "<b>Завдання 3.1.2</b> <i>офіційно</i>\n<blockquote>Облаштувати <u>питне</u> водопостачання</blockquote>\n"
    "Код: <code>3.1.2</code>, <s>старе</s>, <tg-spoiler>таємниця</tg-spoiler>, "
    '<a href="https://example.org/a?b=1&amp;c=2">джерело</a>, '
    '<a href="https://t.me/viche_demo_bot?start=goal_3">ціль 3</a>, команда /help'
)
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Підказка", callback_data="toast"), InlineKeyboardButton("Увага", callback_data="alert")],
        [InlineKeyboardButton("Далі: сторінка 2", callback_data="page:2")],
        [InlineKeyboardButton("Поділитися", switch_inline_query="вода")],
        [
            InlineKeyboardButton("Сайт", url="https://example.org/"),
            InlineKeyboardButton("Ціль 3", url="https://t.me/viche_demo_bot?start=goal_3"),
        ],
    ]
)


def png(width: int = 320, height: int = 180, colour: tuple[int, int, int] = (29, 95, 145)) -> bytes:
    """Draw a picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + bytes(colour) * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    said = f"Вітаю. {' '.join(context.args or [])}".strip()
    keys = ReplyKeyboardMarkup([["Цілі громади", "Мої дані"]], resize_keyboard=True)
    await update.effective_message.reply_text(said, reply_markup=keys)


async def _rich(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_text(RICH, parse_mode=ParseMode.HTML, reply_markup=BUTTONS)


async def _file(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_document(b'{"a": 1}', filename="мої дані.json", caption="Усе, що ми знаємо.")


async def _picture(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_photo(png(), caption="Малюнок")


async def _typing(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_chat.send_action("typing")


async def _received(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    document = update.effective_message.document
    what = f"документ {document.file_name}" if document else "зображення"
    await update.effective_message.reply_text(f"Отримано: {what}, підпис: {update.effective_message.caption}")


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    word = "Виправлено" if update.edited_message else "Ви сказали"
    await update.effective_message.reply_text(f"{word}: {update.effective_message.text}")


async def _pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query.data == "toast":
        await query.answer("Збережено")
    elif query.data == "alert":
        await query.answer("Опитування вже закрите", show_alert=True)
    else:
        page = int(query.data.partition(":")[2])
        rows = [[InlineKeyboardButton(f"Далі: сторінка {page + 1}", callback_data=f"page:{page + 1}")]]
        await query.edit_message_text(f"Сторінка {page}", reply_markup=InlineKeyboardMarkup(rows))
        await query.answer()


async def _searched(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.inline_query.query
    names = [f"Ціль про «{query}»", "Інша ціль"] if query else []
    results = [
        InlineQueryResultArticle(str(n), name, InputTextMessageContent(f"{name}: текст"), description="Житомир, 2027")
        for n, name in enumerate(names)
    ]
    await update.inline_query.answer(results)


@asynccontextmanager
async def small_bot(telegram: LocalTelegram) -> AsyncIterator[None]:
    request = LocalRequest(telegram)
    bot = Bot(telegram.token, request=request, get_updates_request=LocalRequest(telegram))
    application = Application.builder().bot(bot).build()
    application.add_handlers(
        [
            CommandHandler("start", _start),
            CommandHandler("rich", _rich),
            CommandHandler("file", _file),
            CommandHandler("picture", _picture),
            CommandHandler("typing", _typing),
            MessageHandler(filters.PHOTO | filters.Document.ALL, _received),
            MessageHandler(filters.TEXT, _echo),
            CallbackQueryHandler(_pressed),
            InlineQueryHandler(_searched),
        ]
    )
    async with application:
        await bot.set_my_commands([BotCommand("start", "Почати розмову"), BotCommand("rich", "Показати ціль")])
        await bot.set_my_description("Запитайте про цілі громади своїми словами.")
        await application.start()
        await application.updater.start_polling(timeout=10)
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()
