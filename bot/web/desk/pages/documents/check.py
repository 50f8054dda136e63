"""What publishing an upload would change, seen before it does; then it is published."""

from typing import Any

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.services.editions import Changes
from bot.texts.naming import level_name
from bot.texts.uploads import hanging
from bot.web.desk.pages.documents.showing import seen
from bot.web.desk.visit import Visit
from knowledge.editions import marked
from knowledge.manuscript import counts
from knowledge.model import Entry


async def check(visit: Visit, error: DomainError | None = None) -> Response:
    view, changes = await visit.services.uploads.changes(visit.actor, visit.key)
    assert view.manuscript is not None, "what can be published was read"
    about = view.manuscript.about
    communities = visit.services.entries.library.communities
    return visit.show(
        "documents/check.html",
        200 if error is None else 403,
        view=view,
        about=about,
        place_is_known=about.community in communities,
        counts=counts(view.manuscript.entries),
        n_odd=len(view.manuscript.warnings()),
        error=visit.wrong(error) if error else "",
        **compared(visit, changes),
    )


async def publish(visit: Visit) -> Response:
    """Publish what was seen, and lead to where it can be tried."""
    try:
        view = await visit.services.uploads.publish(visit.actor, visit.key, seen(visit))
    except DomainError as error:
        if not (await visit.services.uploads.view(visit.actor, visit.key)).upload.is_open:
            raise
        return await check(visit, error)
    assert view.manuscript is not None, "what was published was read"
    about = view.manuscript.about
    return visit.done(f"/desk/documents/shelf/{about.id}", "uploads.published", title=about.title)


def compared(visit: Visit, changes: Changes) -> dict[str, Any]:
    """What two editions have different, as pages show it."""
    found, kind = changes.comparison, changes.before.kind if changes.before else None

    def goal(entry: Entry) -> dict[str, str]:
        level = level_name(visit.texts, entry.level, kind) if kind else ""
        return {
            "code": entry.code,
            "text": entry.text,
            "level": level,
            "hangs": hanging(visit.texts, changes.on(entry)),
        }

    return {
        "is_new": changes.before is None,
        "is_another": found.is_another,
        "n_same": found.n_same,
        "lost": hanging(visit.texts, changes.lost),
        "added": [goal(entry) for entry in found.added],
        "removed": [goal(entry) for entry in found.removed],
        "moved": [(goal(pair.before), goal(pair.after)) for pair in found.moved],
        "changed": [
            {
                **goal(pair.before),
                "now": pair.after.code,
                "old": marked(pair.after.text, pair.before.text),
                "new": marked(pair.before.text, pair.after.text),
            }
            for pair in found.changed
        ],
    }
