"""Everything a person can say or press, in the order in which it is tried. Read it as a table of contents."""

from typing import Any

from telegram import Update
from telegram.ext import Application, InlineQueryHandler, TypeHandler
from telegram.ext.filters import ATTACHMENT, CAPTION, COMMAND, CONTACT, TEXT, ChatType, UpdateType, ViaBot

from bot.domain.people import Role
from bot.texts import Languages
from bot.transport.context import Context
from handlers import (
    ballots,
    entries,
    flows,
    inbox,
    inline,
    notices,
    options,
    people,
    questions,
    receipts,
    results,
    rounds,
    trust,
)
from handlers import callbacks as press
from handlers.albums import FirstOfAlbum
from handlers.errors import on_error
from handlers.flows import OnAnswer, answered, left
from handlers.gate import Gate
from handlers.groups import Addressed
from handlers.routing import Command, OnPress, Route, pressed, typed, written
from handlers.spoken import Spoken

GATE, TALK = -20, 0

COMMANDS = (
    Command("start", people.start),
    Command("goals", entries.goals, in_groups=True),
    Command("community", people.community),
    Command("vote", rounds.vote),
    Command("verify", receipts.verify),
    Command("inbox", inbox.inbox, listed_for=frozenset({Role.STAFF, Role.MODERATOR, Role.OPERATOR})),
    Command("language", people.language),
    Command("privacy", people.privacy),
    Command("mydata", people.my_data),
    Command("forget", people.forget),
    Command("help", people.help_, in_groups=True),
)

PRESSES: dict[type, OnPress[Any]] = {
    press.Agree: people.agree,
    press.Decline: people.decline,
    press.Speak: people.speak,
    press.OpenMenu: people.open_menu,
    press.CancelFlow: flows.cancel,
    press.OpenHelp: people.open_help,
    press.OpenPrivacy: people.open_privacy,
    press.SendMyData: people.send_my_data,
    press.Forget: people.forget_so,
    press.ChooseCommunity: people.choose_community,
    press.Settle: people.settle,
    press.Browse: entries.browse,
    press.OpenCommunities: entries.open_communities,
    press.OpenCommunity: entries.open_community,
    press.OpenDocument: entries.open_document,
    press.OpenEntry: entries.open_entry,
    press.OpenDetails: entries.open_details,
    press.ShowAnswer: questions.show_answer,
    press.NotThis: questions.not_this,
    press.PassOn: questions.pass_on,
    press.Vote: rounds.open_vote,
    press.OpenRounds: rounds.open_rounds,
    press.OpenRound: rounds.open_round,
    press.TellOfCoercion: rounds.tell_of_coercion,
    press.OpenBallot: ballots.open_ballot,
    press.Choose: ballots.choose,
    press.Withdraw: ballots.withdraw,
    press.OpenOption: options.open_option,
    press.OpenTopics: options.open_topics,
    press.SearchOptions: options.search,
    press.OpenDistricts: trust.open_districts,
    press.LiveIn: trust.live_in,
    press.SharePhone: trust.share_phone,
    press.EnterCode: trust.enter_code,
    press.OpenConfirmation: trust.open_confirmation,
    press.CheckReceipt: receipts.check_receipt,
    press.Appeal: receipts.ask_why,
    press.SendReceipts: receipts.send_receipts,
    press.Mute: notices.mute,
    press.Unmute: notices.unmute,
    press.OpenInbox: inbox.open_inbox,
    press.OpenResults: results.open_results,
    press.SendFile: results.send_file,
    press.MyShare: results.my_share,
}

ANSWERS: dict[str, OnAnswer] = {
    options.SEARCH: options.search_so,
    trust.PHONE: trust.phone_in_words,
    trust.CODE: trust.code,
    receipts.RECEIPT: receipts.receipt,
    receipts.APPEAL: receipts.appeal,
}
"""By the kind of question that the bot asked."""

PERSONAL = (
    *(press.Agree, press.Decline, press.Speak, press.OpenPrivacy, press.SendMyData, press.Forget),
    *(press.ChooseCommunity, press.Settle, press.OpenInbox),
    press.MyShare,
    *(press.Vote, press.OpenRounds, press.OpenRound, press.TellOfCoercion),
    *(press.OpenBallot, press.Choose, press.Withdraw),
    *(press.OpenOption, press.OpenTopics, press.SearchOptions),
    *(press.OpenDistricts, press.LiveIn, press.SharePhone, press.EnterCode, press.OpenConfirmation),
    *(press.CheckReceipt, press.Appeal, press.SendReceipts, press.Mute, press.Unmute),
)
"""Presses that are about one person: in a group they do nothing but say so."""


def routes(bot_username: str, languages: Languages) -> list[Route]:
    """List the routes; exactly one wins, so the widest come last."""
    private, said = ChatType.PRIVATE, UpdateType.MESSAGES & (TEXT | CAPTION) & ~ViaBot(username=bot_username)
    album, spoken = FirstOfAlbum(), Spoken(COMMANDS, languages)
    return [
        pressed(PRESSES, otherwise=people.stale, personal=PERSONAL),
        InlineQueryHandler(inline.offer),
        *typed(COMMANDS, before=left, otherwise=people.only_in_private),
        written(said & private & COMMAND, questions.unknown_command),
        written(said & private & spoken, spoken.handle),
        written(said & private & album, answered(ANSWERS, otherwise=questions.ask)),
        written(said & ~COMMAND & Addressed(bot_username), questions.ask),
        written(UpdateType.MESSAGE & private & CONTACT, trust.contact),
        written(UpdateType.MESSAGE & private & ATTACHMENT & album, questions.not_text),
    ]


MENUS = {role: tuple(command.name for command in COMMANDS if role in command.listed_for) for role in Role}
"""The names of the commands that each role is shown, in /help and in Telegram's menu."""


def add_routes(
    application: Application[Any, Context, Any, Any, Any, Any], bot_username: str, languages: Languages
) -> None:
    """Put the gate before the routes and the error words behind them."""
    application.add_handler(TypeHandler(Update, Gate()), group=GATE)
    application.add_handlers(routes(bot_username, languages), group=TALK)
    application.add_error_handler(on_error)
