"""A file that was read: its tree with every remark at its place, what the document is, and what becomes of it."""

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.texts.naming import name_of
from bot.texts.uploads import state
from bot.web.desk.pages.documents import showing
from bot.web.desk.pages.documents.showing import Row, seen
from bot.web.desk.visit import Visit
from knowledge.editing import KINDS, MAX_TITLE, Describe
from knowledge.manuscript import Manuscript, counts

FIELDS = ("title", "kind", "community", "name", "id", "publisher", "published_on", "url")
"""Of a description, in the order in which they are corrected."""


async def upload(visit: Visit) -> Response:
    view = await visit.services.uploads.view(visit.actor, visit.key)
    manuscript = view.manuscript
    if manuscript is None or not view.upload.is_open:
        return visit.show("documents/upload_over.html", view=view, said_state=state(visit.texts, view.upload))
    odd = showing.oddnesses(visit, manuscript)
    tree = _tree(visit, manuscript, odd)
    only, words = visit.asked("only", ("odd",)), visit.asked("words")
    shown = [row for row in tree if row.odd] if only else tree
    shown = showing.with_words(shown, words) if words else shown
    page, is_more = showing.paged(visit, shown)
    return visit.show(
        "documents/upload.html",
        view=view,
        about=manuscript.about,
        place=_place(visit, manuscript),
        counts=counts(manuscript.entries),
        odd=odd,
        sections=[] if only or words else showing.sections(tree),
        rows=page,
        is_more=is_more,
        only=only,
        words=words,
        anchor=showing.anchor,
    )


async def about(visit: Visit, error: DomainError | None = None) -> Response:
    view, manuscript = await showing.opened(visit)
    return visit.show(
        "documents/about.html",
        200 if error is None else 403,
        view=view,
        about=manuscript.about,
        kinds=[kind.value for kind in KINDS],
        communities=visit.communities,
        now={field: visit.written(field) if error else _value(manuscript, field) for field in FIELDS},
        max_title=MAX_TITLE,
        error=visit.wrong(error) if error else "",
    )


async def describe(visit: Visit) -> Response:
    """Correct what the form says otherwise, all of it or nothing."""
    _, manuscript = await showing.opened(visit)
    said = {field: visit.written(field) for field in FIELDS}
    if said["community"] == "":
        said["community"] = visit.written("new_community")
    made = [
        Describe(field, value)
        for field, value in said.items()
        if value != _value(manuscript, field) and (value or field != "community")
    ]
    try:
        await visit.services.uploads.edit(visit.actor, visit.key, *made, seen=seen(visit))
    except DomainError as error:
        return await about(visit, error)
    return visit.done(showing.back_to(visit), "web.saved")


async def undo(visit: Visit) -> Response:
    await visit.services.uploads.undo(visit.actor, visit.key, seen=seen(visit))
    return visit.done(showing.back_to(visit), "web.documents_undone")


async def check_discard(visit: Visit) -> Response:
    view = await visit.services.uploads.view(visit.actor, visit.key)
    return visit.show("documents/discard.html", view=view)


async def discard(visit: Visit) -> Response:
    await visit.services.uploads.discard(visit.actor, visit.key)
    return visit.done("/desk/documents", "web.documents_discarded")


async def read_again(visit: Visit) -> Response:
    await visit.services.uploads.read_again(visit.actor, visit.key)
    return visit.done(showing.back_to(visit), "web.documents_read_again")


def _tree(visit: Visit, manuscript: Manuscript, odd: list[showing.Oddness]) -> list[Row]:
    at: dict[str, list[showing.Oddness]] = {}
    for one in odd:
        if one.code is not None:
            at.setdefault(one.code, []).append(one)
    plain = showing.rows(visit.texts, manuscript.entries, manuscript.about.kind)
    return [Row(row.goal, row.depth, row.level, at.get(row.goal.code, ())) for row in plain]


def _place(visit: Visit, manuscript: Manuscript) -> str:
    """How the community is called whose document it shall be; "" when nobody said."""
    known = visit.services.entries.library.communities.get(manuscript.about.community)
    return name_of(visit.texts, known) if known else manuscript.about.name


def _value(manuscript: Manuscript, field: str) -> str:
    value = getattr(manuscript.about, field)
    return "" if value is None else str(value)
