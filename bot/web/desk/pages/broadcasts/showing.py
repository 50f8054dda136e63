"""A broadcast with all that a page says about it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import Response

from bot.domain.broadcasts import Broadcast, BroadcastState, Lead
from bot.domain.errors import DomainError, NotAllowed, NotFound
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale
from bot.reports.broadcasts import aim_of, begins, lasts, reach
from bot.reports.letter.markup import read_markup
from bot.services.broadcastruns import Progress
from bot.texts import Html
from bot.web.desk.visit import Visit

RECKONED = frozenset({BroadcastState.DRAFT, BroadcastState.WAITING})
"""Of these the audience is reckoned anew each time; of the others it is known."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom it reaches, from when till when, as lines; or `refusal`: why that cannot be said."""

    lines: Sequence[str] = ()
    refusal: str = ""


def show(visit: Visit, template: str, found: Broadcast, error: DomainError | None = None, **given: Any) -> Response:
    """Fill a template for one broadcast, below its name and state."""
    return visit.show(
        f"broadcasts/{template}",
        403 if error else 200,
        found=found,
        at=f"/desk/broadcasts/{found.id}",
        error=visit.wrong(error) if error else "",
        **given,
    )


async def draft(visit: Visit) -> Broadcast:
    """Find a draft that this person may write.

    Errors: `NotAllowed` for another's, and for what is no draft any more.
    """
    found = await visit.services.broadcasts.view(visit.actor, visit.key)
    if found.author != visit.actor.id:
        raise NotAllowed("broadcasts.not_yours")
    if found.state is not BroadcastState.DRAFT:
        raise NotAllowed("broadcasts.not_now")
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A file. Shapes: `name` is what it is called here; `path` where it is opened, "" for what only Telegram has."""

    mark: str
    name: str
    path: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What arrives in one language. Shapes: `html` is safe; `enough` the button that every broadcast has."""

    locale: str
    html: Html
    files: Sequence["Shown"]
    leads: Sequence[Lead]
    enough: str


def said(visit: Visit, found: Broadcast) -> list[Said]:
    """What it says in each language, as it will arrive."""
    return [
        Said(
            locale.value,
            Html(read_markup(content.text)[0]),
            files_in(visit, found, content.files),
            content.leads,
            visit.pages.languages[locale].plain("broadcasts.enough"),
        )
        for locale in Locale
        if (content := found.contents.get(locale))
    ]


def files_in(visit: Visit, found: Broadcast, files: Sequence[FeedbackFile]) -> list[Shown]:
    """Files of a broadcast in their order. Photos are numbered, since nobody sees their names."""
    is_gone = (
        found.ended_at is not None and found.ended_at + visit.services.retention.terms.files < visit.services.clock()
    )
    return [
        Shown(
            file.mark,
            file.name or visit.texts.plain("web.broadcast_photo", number=number),
            _path(found, file, is_gone=is_gone),
            file.kind is FileKind.PHOTO,
        )
        for number, file in enumerate(files, 1)
    ]


def _path(found: Broadcast, file: FeedbackFile, *, is_gone: bool) -> str:
    """Where a file is opened: from here while its bytes are kept, else from Telegram, where it has it."""
    if file.kept and not is_gone:
        return f"/desk/broadcasts/{found.id}/files/{file.kept}"
    return f"/desk/broadcasts/{found.id}/sent/{list(found.files).index(file.mark)}" if file.file_id else ""


async def aim(visit: Visit, found: Broadcast) -> Html:
    shelf, titles, vote = visit.services.entries.shelf, {}, found.audience.vote
    if vote is not None:
        with suppress(NotFound):  # a round that is gone is named by its number
            titles[vote.round] = (await visit.services.rounds.view(visit.actor, vote.round)).round.title
    return aim_of(visit.texts, found.audience, shelf.library.communities, shelf.by_id.get, titles)


async def numbers(visit: Visit, progress: Progress, now: datetime) -> Numbers:
    """Say whom it reaches, and how long that takes, as it is at this moment."""
    found, texts = progress.broadcast, visit.texts
    tally, seconds, over_at, needs_approval = progress.tally, progress.seconds, progress.ends_at, False
    if found.state in RECKONED:
        try:
            estimate = await visit.services.broadcasts.estimate(visit.actor, found.id)
        except DomainError as error:
            return Numbers(refusal=visit.wrong(error))
        tally, seconds, over_at = estimate.tally, estimate.seconds, estimate.ends_at
        needs_approval = estimate.needs_approval
    lines = [*reach(texts, tally), *begins(texts, found, now)]
    if over_at is not None:
        lines.append(lasts(texts, seconds, over_at))
    if needs_approval:
        lines.append(texts("broadcasts.needs_approval"))
    return Numbers(lines)
