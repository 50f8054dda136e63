"""Doubts about ballots in plain words: flags, what is to be void, how it stands. Never a choice or a person."""

from bot.domain.disputes import Appeal, Flag, Void
from bot.texts import Texts


def flag(texts: Texts, raised: Flag) -> str:
    when = texts.formats.moment(raised.raised_at)
    return texts.plain(f"disputes.flag_{raised.kind}", n=raised.n_times, via=raised.source, when=when)


def target(texts: Texts, void: Void) -> str:
    """Name the ballots that a proposal is about."""
    if void.receipt is not None:
        return texts.plain("disputes.one_ballot", receipt=receipt(void.receipt))
    return texts.plain("disputes.by_invitation", via=void.via)


def standing(texts: Texts, void: Void, me: int | None) -> str:
    """Say what became of a proposal; `me` is the number of who reads it."""
    state = {True: "granted", False: "rejected", None: "mine" if void.proposed_by == me else "waits"}[void.granted]
    return texts.plain(f"disputes.state_{state}")


def answer(texts: Texts, appeal: Appeal) -> str:
    """Say what became of an appeal."""
    state = {True: "restored", False: "stays", None: "waits"}[appeal.granted]
    return texts.plain(f"disputes.appeal_{state}")


def receipt(body: str) -> str:
    """Write the receipt of a ballot, whichever version of it."""
    return f"{body[:5]}-{body[5:]}"
