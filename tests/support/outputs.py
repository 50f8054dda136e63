"""Everything that the house says: every card to whoever looks, every page, every export, the command line, the log."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import product
from typing import Any

import httpx

from bot.app import open_services
from bot.cli import _run
from bot.domain.digests import PeriodKind
from bot.domain.feedback import Waiting
from bot.reports.files import Form
from bot.texts import Languages
from bot.web.public import public_site
from handlers import callbacks as press
from handlers.callbacks import broadcastdesk as broadcasts
from handlers.callbacks import pack, uploads
from handlers.routes import COMMANDS, PRESSES
from tests.support.databases import look, url_of
from tests.support.house import House, Talker

CHANGES = {
    *(press.Agree, press.Decline, press.Speak, press.Settle, press.SettleIn, press.Forget, press.Mute, press.Unmute),
    *(press.PassOn, press.NotThis, press.AnswerByGoal, press.SaveAnswer, press.CloseGap, press.MergeGaps),
    *(press.UndoAnswer, press.Choose, press.Withdraw, press.TellOfCoercion, press.LiveIn, press.Appeal),
    *(press.PublishRound, press.RemoveDraft, press.ExtendBy, press.EndRound, press.GiveCodes),
    *(press.VoidReceipt, press.VoidInvitation, press.DecideVoid, press.DecideAppeal),
    *(press.Support, press.SupportInstead, press.SendFeedback, press.AddToDraft, press.DropDraft, press.DropFiles),
    *(press.SetTopic, press.SetSettlement, press.BeNamed, press.Offer, press.EditText),
    *(press.SendWords, press.AssignFeedback, press.SetDeadline, press.LinkGoal, press.ShowFeedback),
    *(press.MergeFeedback, press.CloseFeedback, press.ReopenFeedback, press.SaveReport, press.See),
    *(press.FollowGoal, press.FollowCommunity, press.FollowOption, press.StopFollowing, press.Subscribe),
    *(press.SetSubscription, press.Unsubscribe),
    *(press.MuteBroadcasts, press.UnmuteBroadcasts, press.KeepBroadcasts),
    *(uploads.ReadUpload, uploads.ReadAgain, uploads.SetKind, uploads.SetPlace, uploads.EditTitle, uploads.UndoEdit),
    *(uploads.PublishUpload, uploads.DiscardUpload, uploads.SwitchDocument, uploads.RollBack),
    *(broadcasts.SetBroadcastKind, broadcasts.SetEmergency, broadcasts.SetAim, broadcasts.AimAtVotes),
    *(broadcasts.SayBroadcast, broadcasts.PutLead, broadcasts.DropLead, broadcasts.SetDue, broadcasts.ActOnBroadcast),
    *(broadcasts.CopyBroadcast, broadcasts.StopEverything, broadcasts.GoOnWithEverything),
    *(press.LetThrough, press.DecideObjection, press.UndoModeration, press.LiftRestriction, press.AppealFeedback),
}
"""Presses that do more than show; all others are pressed. `/help` then closes a question that the bot has asked."""

Known = Mapping[str, Sequence[Any]]
"""What buttons may carry, by the names of their fields."""

ROUND: Known = {"round": [1], "option": [1], "choices": ["1"], "form": [form.value for form in Form]}


def of_people(house: House) -> Known:
    """The numbers of all that people wrote until now, and of what came of it."""
    tables = {"feedback": "feedback", "gap": "gaps", "question": "questions", "restriction": "restrictions"}
    numbers = {name: [key for (key,) in look(house.path, f"SELECT id FROM {table}")] for name, table in tables.items()}
    return {
        **numbers,
        "kind": [*Waiting, PeriodKind.DAY],
        "page": [0],
        "round": [1],
        "entry": [1],
        "document": ["faq-zhytomyr"],
    }


def looks(known: Known, about: Collection[str]) -> Iterator[object]:
    """Every button that changes nothing, with all that is known, and nothing where nothing is.

    Shapes: of the fields `about` it has at least one.
    """
    for kind in PRESSES:
        named = fields(kind)
        if kind in CHANGES or set(about).isdisjoint(field.name for field in named):
            continue
        usual = [known.get(field.name, ["" if field.type is str else 0]) for field in named]
        for values in product(*usual):
            yield kind(*values)


async def in_telegram(talker: Talker, known: Known, about: Collection[str], since: int = 0) -> list[str]:
    """Press and command everything; return what was said, from a message on, and what the files hold."""
    said = []
    for payload in looks(known, about):
        said.append((await talker.press_data(pack(payload))).text)
        said.append(talker.last.text)
        await talker.say("/help")
    for command in COMMANDS:
        if command.name not in ("start", "forget"):
            await talker.say(f"/{command.name}")
    for message in talker.person.chat[since:]:
        said += [message.text, str(message.labels), *(file.content.decode(errors="replace") for file in message.files)]
    return said


async def on_pages(house: House) -> list[str]:
    site = public_site(house.app.services, Languages("Europe/Kyiv"), "viche_bot")
    paths = ["/rounds", "/rounds/1", "/rounds/1?lang=en", "/rounds/1/receipts.txt", "/verify?code=00000-00000-1"]
    paths += [f"/rounds/1/ballots.{form}" for form in Form]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="https://viche.example") as client:
        return [(await client.get(path)).content.decode(errors="replace") for path in paths]


async def on_the_command_line(house: House, monkeypatch, capfd) -> list[str]:
    """Run the commands in a thread, at the house's time; return what they print, with whatever was logged before."""
    monkeypatch.setenv("DATABASE_URL", url_of(house.path))
    for module in ("counting", "digests", "rounds"):
        monkeypatch.setattr(f"bot.cli.{module}.open_services", partial(open_services, clock=house.clock))
    commands = [["tally", "1", "--rule", "greedy"], ["tally", "1", "--rule", "greedy", "--json"]]
    commands += [["export", "1", "--format", form.value] for form in Form]
    commands += [
        ["rounds", "list"],
        ["rounds", "list", "--json"],
        ["rounds", "show", "1"],
        ["rounds", "show", "1", "--json"],
        ["knowledge", "list"],
        *(["digest", "--period", "2026-11-16..2026-12-31", "--format", form] for form in ("txt", "html", "json")),
    ]
    for command in commands:
        await asyncio.to_thread(_run, command)
    captured = capfd.readouterr()
    return [captured.out, captured.err]
