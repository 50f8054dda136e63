"""What a broadcast says in each language, what it is about, and whether it is an emergency."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from bot.domain.audiences import Audience
from bot.domain.broadcasts import Broadcast, BroadcastKind, Content, sound
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.messages import MAX_CAPTION, MAX_TEXT
from bot.domain.people import Locale
from bot.domain.permissions import Action, require
from bot.web.desk.pages.broadcasts.showing import draft, show
from bot.web.desk.visit import Visit

EXAMPLES = (
    *("<b>…</b>", "<i>…</i>", "<u>…</u>", "<s>…</s>", '<a href="https://…">…</a>'),
    *("<blockquote>…</blockquote>", "<code>…</code>", "<tg-spoiler>…</tg-spoiler>"),
)
"""The markup that is explained beside the text, `web.broadcast_markup_N`."""


async def new(visit: Visit) -> Response:
    require(visit.actor, Action.WRITE_BROADCAST)
    return _form(visit, None, {})


async def begin(visit: Visit) -> Response:
    """Keep a draft once what it says is sound; it is for one's own community at first."""
    contents, wrong = _read(visit, None)
    if wrong:
        return _form(visit, None, wrong)
    desk = visit.services.broadcasts
    audience = Audience(community=visit.actor.community)
    key = await desk.draft(visit.actor, _kind(visit), audience, is_emergency=bool(visit.written("emergency")))
    await desk.say_all(visit.actor, key, contents)
    return visit.done(f"/desk/broadcasts/{key}", "web.broadcast_kept")


async def ask(visit: Visit) -> Response:
    return _form(visit, await draft(visit), {})


async def save(visit: Visit) -> Response:
    """Keep all of the form, or nothing when something is wrong."""
    found, desk = await draft(visit), visit.services.broadcasts
    contents, wrong = _read(visit, found)
    if wrong:
        return _form(visit, found, wrong)
    emergency = bool(visit.written("emergency"))
    await desk.change(visit.actor, found.id, kind=_kind(visit), is_emergency=emergency)
    await desk.say_all(visit.actor, found.id, {locale: contents.get(locale) for locale in Locale})
    return visit.done(f"/desk/broadcasts/{found.id}", "web.saved")


def _form(visit: Visit, found: Broadcast | None, wrong: Mapping[Locale, str]) -> Response:
    is_sent = bool(visit.form)
    before = found or Broadcast(0, 0, BroadcastKind.NEWS, Audience(), visit.services.clock())
    kept = {one: before.contents[one].text if one in before.contents else "" for one in Locale}
    error = NotAllowed("web.broadcast_not_saved") if wrong else None
    return show(
        visit,
        "words.html",
        before,
        error,
        is_new=found is None,
        written={one: visit.written(f"text_{one.value}") if is_sent else kept[one] for one in Locale},
        wrong=wrong,
        limits={one: _limit(before.contents.get(one)) for one in Locale},
        kinds=list(BroadcastKind),
        kind=_kind(visit) if is_sent else before.kind,
        is_emergency=bool(visit.written("emergency")) if is_sent else before.is_emergency,
        examples=EXAMPLES,
    )


def _read(visit: Visit, found: Broadcast | None) -> tuple[dict[Locale, Content], dict[Locale, str]]:
    """What the form says in each language, and what is wrong with it; files and buttons stay."""
    contents: dict[Locale, Content] = {}
    wrong: dict[Locale, str] = {}
    before = found.contents if found else {}
    for locale in Locale:
        text = visit.written(f"text_{locale.value}")
        if not text:
            continue
        others = next(iter(before.values()), Content(""))
        new = before.get(locale) or Content("", others.files, others.leads)
        try:
            contents[locale] = sound(replace(new, text=text))
        except DomainError as error:
            wrong[locale] = visit.wrong(error)
    if not contents and not wrong:
        wrong[next(iter(Locale))] = visit.texts.plain("broadcasts.no_words")
    return contents, wrong


def _kind(visit: Visit) -> BroadcastKind:
    written = visit.written("kind")
    return BroadcastKind(written) if written in set(BroadcastKind) else BroadcastKind.NEWS


def _limit(content: Content | None) -> int:
    return MAX_CAPTION if content and len(content.files) == 1 else MAX_TEXT
