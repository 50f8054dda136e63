"""A file on its way to being a document: what was read, what publishing would change."""

from collections.abc import Sequence
from html import escape

from bot.domain.messages import Button, Reply
from bot.domain.uploads import Upload, UploadState
from bot.domain.wording import shorten
from bot.services.editions import Changes
from bot.services.uploads import UploadView
from bot.texts import Texts, imports
from bot.texts import uploads as words
from bot.texts.naming import name_of
from handlers.callbacks import CancelFlow
from handlers.callbacks.uploads import (
    CheckUpload,
    DiscardUpload,
    EditTitle,
    OpenDocuments,
    OpenUpload,
    PublishUpload,
    ReadAgain,
    ReadUpload,
    SetKind,
    SetPlace,
    UndoEdit,
)
from handlers.views.buttons import Row, cancel_row, menu_row, press
from knowledge.editing import KINDS, MAX_TITLE
from knowledge.manuscript import Manuscript, counts
from knowledge.model import Community, Entry

N_WARNINGS = 5
N_GOALS = 3
"""So many of each the cards name; the desk shows all."""
MAX_GOAL = 120


def offer(texts: Texts, name: str) -> Reply:
    """Ask whether a file that was sent is meant for what the bot knows."""
    rows = (
        (press(texts.plain("uploads.read"), ReadUpload()),),
        (press(texts.plain("uploads.not_this"), CancelFlow()),),
    )
    return Reply(texts("uploads.offer", name=shorten(name, MAX_GOAL)), rows)


def card(texts: Texts, view: UploadView, community: str, desk: str | None, said: str = "") -> Reply:
    """Show an upload; `community` is how its community is called, `desk` where the whole tree can be corrected."""
    upload, manuscript = view.upload, view.manuscript
    name = shorten(upload.name, MAX_GOAL)
    parts: list[str] = [*([said] if said else []), texts("uploads.title", name=name)]
    if upload.state is not UploadState.READ or manuscript is None:
        parts.append(escape(words.state(texts, upload)))
        return Reply("\n\n".join(parts), (*_closed_rows(texts, upload), _to_list(texts)))
    parts += [_read(texts, view, manuscript), _about(texts, view, manuscript, community)]
    parts += _warnings(texts, manuscript)
    rows: list[Row] = [
        (press(texts.plain("uploads.check"), CheckUpload(upload.id)),),
        (
            press(texts.plain("uploads.set_kind"), SetKind(upload.id)),
            press(texts.plain("uploads.set_title"), EditTitle(upload.id)),
        ),
    ]
    if view.known is None:
        rows.append((press(texts.plain("uploads.set_place"), SetPlace(upload.id)),))
    if view.n_edits:
        rows.append((press(texts.plain("uploads.undo"), UndoEdit(upload.id)),))
    if desk:
        rows.append((Button(texts.plain("uploads.open_desk"), url=desk),))
    rows += [(press(texts.plain("uploads.discard"), DiscardUpload(upload.id)),), _to_list(texts)]
    return Reply("\n\n".join(parts), tuple(rows))


def check(texts: Texts, view: UploadView, changes: Changes, community: str) -> Reply:
    """Show what publishing would change, before it does."""
    assert view.manuscript is not None
    about, found = view.manuscript.about, changes.comparison
    head = "uploads.check_new" if changes.before is None else "uploads.check_edition"
    kind = texts.plain(f"uploads.kind_{about.kind.value}")
    parts: list[str] = [texts(head, title=about.title, id=about.id, community=community, kind=kind)]
    numbers = {"added": found.added, "changed": found.changed, "moved": found.moved, "removed": found.removed}
    parts.append("\n".join(texts(f"uploads.n_{what}", n=len(goals)) for what, goals in numbers.items() if goals))
    if not any(numbers.values()):
        parts[-1] = texts("uploads.nothing_changes")
    parts += _goals(texts, "uploads.removed", found.removed)
    parts += _goals(texts, "uploads.changed_goals", [pair.after for pair in found.changed])
    if lost := words.hanging(texts, changes.lost):
        parts.append(texts("uploads.lost", what=lost))
    if found.is_another:
        parts.append(texts("uploads.another"))
    rows: list[Row] = [(press(texts.plain("uploads.back"), OpenUpload(view.upload.id)),)]
    if not found.is_another:
        rows.insert(0, (press(texts.plain("uploads.publish"), PublishUpload(view.upload.id, view.revision)),))
    return Reply("\n\n".join(parts), tuple(rows))


def published(texts: Texts, title: str) -> Reply:
    return Reply(texts("uploads.published", title=title), (_to_list(texts), menu_row(texts)))


def choose_kind(texts: Texts, upload: int) -> Reply:
    rows = [(press(texts.plain(f"uploads.kind_{kind.value}"), SetKind(upload, kind.value)),) for kind in KINDS]
    return Reply(texts("uploads.choose_kind"), (*rows, _back(texts, upload)))


def choose_place(texts: Texts, upload: int, communities: Sequence[Community]) -> Reply:
    rows = [(press(name_of(texts, one), SetPlace(upload, one.id)),) for one in communities]
    return Reply(texts("uploads.choose_place"), (*rows, _back(texts, upload)))


def ask_title(texts: Texts) -> Reply:
    return Reply(texts("uploads.ask_title", limit=MAX_TITLE), (cancel_row(texts),))


def ask_to_discard(texts: Texts, upload: Upload) -> Reply:
    yes = press(texts.plain("uploads.discard"), DiscardUpload(upload.id, 1))
    said = texts("uploads.ask_to_discard", name=shorten(upload.name, MAX_GOAL))
    return Reply(said, ((yes,), _back(texts, upload.id)))


def _closed_rows(texts: Texts, upload: Upload) -> list[Row]:
    if upload.can_be_read_again:
        return [(press(texts.plain("uploads.read_again"), ReadAgain(upload.id)),)]
    return []


def _read(texts: Texts, view: UploadView, manuscript: Manuscript) -> str:
    levels = ", ".join(
        texts.plain(f"uploads.level_{level.value}", n=n) for level, n in counts(manuscript.entries).items()
    )
    lines: list[str] = [texts("uploads.was_read", levels=levels)]
    if view.n_edits:
        lines.append(texts("uploads.n_edits", n=view.n_edits))
    return "\n".join(lines)


def _about(texts: Texts, view: UploadView, manuscript: Manuscript, community: str) -> str:
    about = manuscript.about
    place = community or texts.plain("uploads.no_place")
    kind = texts.plain(f"uploads.kind_{about.kind.value}")
    said = texts("uploads.about", title=about.title, kind=kind, community=place, id=about.id)
    return f"{said}\n{texts('uploads.is_edition' if view.known else 'uploads.is_new')}"


def _warnings(texts: Texts, manuscript: Manuscript) -> list[str]:
    found = [one for _, one in manuscript.warnings()]
    if not found:
        return [texts("uploads.no_warnings")]
    lines = [f"• {imports.at(texts, one.place)}: {imports.odd(texts, one)}" for one in found[:N_WARNINGS]]
    said = [texts("uploads.warnings", n=len(found)), *map(escape, lines)]
    if len(found) > N_WARNINGS:
        said.append(texts("uploads.more", n=len(found) - N_WARNINGS))
    return ["\n".join(said)]


def _goals(texts: Texts, key: str, goals: Sequence[Entry]) -> list[str]:
    """Name the first of some goals."""
    if not goals:
        return []
    lines = [f"• {escape(one.code)} {escape(shorten(one.text, MAX_GOAL))}" for one in goals[:N_GOALS]]
    more = [texts("uploads.more", n=len(goals) - N_GOALS)] if len(goals) > N_GOALS else []
    return ["\n".join([texts(key), *lines, *more])]


def _back(texts: Texts, upload: int) -> Row:
    return (press(texts.plain("uploads.back"), OpenUpload(upload)),)


def _to_list(texts: Texts) -> Row:
    return (press(texts.plain("uploads.to_list"), OpenDocuments()),)
