"""What a button carries: typed, prefixed, versioned, at most 64 bytes. One module for each noun."""

from handlers.callbacks.ballots import Choose, OpenBallot
from handlers.callbacks.entries import Browse, OpenCommunities, OpenCommunity, OpenDetails, OpenDocument, OpenEntry
from handlers.callbacks.packing import MAX_BYTES, MAX_NUMBER, callback, pack, unpack
from handlers.callbacks.people import (
    Agree,
    CancelFlow,
    ChooseCommunity,
    Decline,
    Forget,
    OpenHelp,
    OpenMenu,
    OpenPrivacy,
    SendMyData,
    Settle,
    Speak,
)
from handlers.callbacks.questions import NotThis, OpenInbox, PassOn, ShowAnswer
from handlers.callbacks.results import MyShare, SendFile, read, written
from handlers.callbacks.rounds import Mute, OpenDisputes, OpenResults, OpenRound, OpenRounds

__all__ = [
    "MAX_BYTES",
    "MAX_NUMBER",
    "Agree",
    "Browse",
    "CancelFlow",
    "Choose",
    "ChooseCommunity",
    "Decline",
    "Forget",
    "Mute",
    "MyShare",
    "NotThis",
    "OpenBallot",
    "OpenCommunities",
    "OpenCommunity",
    "OpenDetails",
    "OpenDisputes",
    "OpenDocument",
    "OpenEntry",
    "OpenHelp",
    "OpenInbox",
    "OpenMenu",
    "OpenPrivacy",
    "OpenResults",
    "OpenRound",
    "OpenRounds",
    "PassOn",
    "SendFile",
    "SendMyData",
    "Settle",
    "ShowAnswer",
    "Speak",
    "callback",
    "pack",
    "read",
    "unpack",
    "written",
]
