"""Uploads: a file is read, corrected by hand, and becomes an edition. Every step is kept at once."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.domain.uploads import MAX_MB, Upload, UploadState, require_open
from bot.services.editions import Changes, Editions
from bot.services.entries import Entries
from bot.services.reports import RunAside
from bot.storage import audit, uploads
from bot.storage.database import Connection, Database
from bot.storage.uploads import Kept
from knowledge import editing, importers
from knowledge.editing import Edit, EditRefused, fingerprint
from knowledge.importers import ImportFailed, ImportReport
from knowledge.importers.kinds import kind_of
from knowledge.manuscript import About, Manuscript, about
from knowledge.model import Document

N_LISTED = 20
MAX_NAME = 200
LONGEST_ID = 28
"""Leaves room for what tells two ids apart."""


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload as it stands.

    Shapes: `manuscript` is None for what was not read; `revision` is another after every correction; `last` is the
    correction made last; `known` the document that is published under its id.
    """

    upload: Upload
    manuscript: Manuscript | None = None
    n_edits: int = 0
    revision: int = 0
    last: Edit | None = None
    known: Document | None = None


class Uploads:
    """`run_aside` runs the reading where it can harm nobody."""

    def __init__(
        self, database: Database, clock: Clock, entries: Entries, editions: Editions, run_aside: RunAside
    ) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._editions = editions
        self._run_aside = run_aside

    async def give_up(self, before: datetime) -> None:
        """Say of uploads that were being read before a moment, and still are, that they were not: the bot stopped."""
        async with self._database.read() as connection:
            if not await uploads.are_read_since(connection, before):
                return
        now = self._clock()
        await self._database.write(lambda connection: uploads.interrupted(connection, before, now))

    async def add(self, actor: Actor, name: str, content: bytes) -> UploadView:
        """Keep a file and read it; what cannot be read is kept with the reason.

        Errors: `NotAllowed` for a file that is too large, of which nothing is kept.
        """
        require(actor, Action.PUBLISH_DOCUMENT)
        if len(content) > MAX_MB * 2**20:
            raise NotAllowed("imports.failed_too_big", limit_mb=MAX_MB)
        now, name = self._clock(), " ".join(name.split())[:MAX_NAME]
        kind = kind_of(content).name.lower()
        key = await self._database.write(lambda connection: uploads.add(connection, actor.id, name, kind, content, now))
        view = await self.view(actor, key)
        return view if view.upload.state is UploadState.READ else await self._read(actor, view.upload, content)

    async def read_again(self, actor: Actor, key: int) -> UploadView:
        """Read a file anew that could not be read, or whose corrections shall be forgotten.

        Errors: `NotFound` when the file is kept no longer.
        """
        view = await self.view(actor, key)
        if view.upload.state not in uploads.OPEN:
            require_open(view.upload)
        async with self._database.read() as connection:
            content = await uploads.content_of(connection, key)
        if content is None:
            raise NotFound("uploads.no_file")
        return await self._read(actor, view.upload, content)

    async def listed(self, actor: Actor, page: int = 0) -> tuple[list[Upload], bool]:
        """Return a page of uploads, the newest first, and whether there are more."""
        require(actor, Action.PUBLISH_DOCUMENT)
        async with self._database.read() as connection:
            found = await uploads.listed(connection, N_LISTED + 1, max(page, 0) * N_LISTED)
        return found[:N_LISTED], len(found) > N_LISTED

    async def view(self, actor: Actor, key: int) -> UploadView:
        """Show an upload as corrected so far. Errors: `NotFound`."""
        require(actor, Action.PUBLISH_DOCUMENT)
        async with self._database.read() as connection:
            kept = await uploads.kept(connection, key)
        if kept is None:
            raise NotFound("uploads.gone")
        manuscript = _manuscript(kept)
        known = self._entries.library.documents.get(manuscript.about.id) if manuscript else None
        last = kept.edits[-1] if kept.edits else None
        return UploadView(kept.upload, manuscript, len(kept.edits), fingerprint(kept.edits), last, known)

    async def edit(self, actor: Actor, key: int, *made: Edit, seen: int | None = None) -> UploadView:
        """Make corrections, all or none; `seen` is the revision at which they were thought of.

        Errors: `NotAllowed` says why one cannot be made, or that a colleague was faster.
        """
        view, manuscript = await self._open(actor, key)
        try:
            editing.edited(manuscript, made)
        except EditRefused as error:
            raise NotAllowed(f"editing.refused_{error.key}", **error.params) from error
        now = self._clock()

        async def work(connection: Connection) -> None:
            await self._still(connection, key, view.revision if seen is None else seen)
            await uploads.add_edits(connection, key, made, actor.id, now)

        if made:
            await self._database.write(work)
        return await self.view(actor, key)

    async def undo(self, actor: Actor, key: int, *, seen: int | None = None) -> UploadView:
        """Take the last correction back, if there is one; `seen` is the revision at which it was the last.

        Errors: `NotAllowed` when a colleague was faster.
        """
        view, _ = await self._open(actor, key)

        async def work(connection: Connection) -> None:
            await self._still(connection, key, view.revision if seen is None else seen)
            await uploads.drop_last_edit(connection, key)

        await self._database.write(work)
        return await self.view(actor, key)

    async def changes(self, actor: Actor, key: int) -> tuple[UploadView, Changes]:
        """Say what publishing would change."""
        view, manuscript = await self._open(actor, key)
        return view, await self._editions.changes(actor, manuscript)

    async def publish(self, actor: Actor, key: int, revision: int, *, replace: bool = False) -> UploadView:
        """Publish what was checked: this revision, no other.

        Errors: as `Editions.publish`; `NotAllowed` also when it was corrected meanwhile, or is published already.
        """
        _, manuscript = await self._open(actor, key)
        now = self._clock()

        async def also(connection: Connection) -> None:
            await self._still(connection, key, revision)
            document = manuscript.about.id
            await uploads.set_state(connection, key, UploadState.PUBLISHED, now, document=document)

        await self._editions.publish(actor, manuscript, replace=replace, also=also)
        return await self.view(actor, key)

    async def discard(self, actor: Actor, key: int) -> None:
        """Put an upload aside; nothing of it is published."""
        view = await self.view(actor, key)
        if view.upload.state not in uploads.OPEN:
            require_open(view.upload)
        now = self._clock()
        act = Act(now, actor.id, actor.role.value, Action.PUBLISH_DOCUMENT.value, f"upload:{key}", "discarded")

        async def work(connection: Connection) -> None:
            await uploads.set_state(connection, key, UploadState.DISCARDED, now)
            await audit.add(connection, act)

        await self._database.write(work)

    async def _open(self, actor: Actor, key: int) -> tuple[UploadView, Manuscript]:
        view = await self.view(actor, key)
        require_open(view.upload)
        assert view.manuscript is not None, "what was read has a tree"
        return view, view.manuscript

    async def _still(self, connection: Connection, key: int, revision: int) -> None:
        """Let pass what nobody has changed meanwhile."""
        upload = await uploads.find(connection, key)
        if upload is None:
            raise NotFound("uploads.gone")
        require_open(upload)
        if fingerprint(await uploads.edits_of(connection, key)) != revision:
            raise NotAllowed("uploads.changed")

    async def _read(self, actor: Actor, upload: Upload, content: bytes) -> UploadView:
        """Read a file aside, and keep what came of it."""
        reason, params = "", dict[str, int]()
        report = ImportReport(())
        try:
            report = await self._run_aside(importers.read_bytes, content)
        except ImportFailed as error:
            reason, params = error.key, dict(error.params)
        except (MemoryError, TimeoutError):
            reason = "too_heavy"
        now = self._clock()
        guess = self._guess(actor, upload, report)

        async def work(connection: Connection) -> None:
            if reason:
                await uploads.set_state(connection, upload.id, UploadState.FAILED, now, reason=reason, params=params)
            else:
                await uploads.keep_reading(connection, upload.id, report, guess, now)

        await self._database.write(work)
        return await self.view(actor, upload.id)

    def _guess(self, actor: Actor, upload: Upload, report: ImportReport) -> About:
        """Take it for a new edition of the document with which it shares half of its goals, else for a new document."""
        library = self._entries.library
        own = {one.text for one in report.entries}
        shared = {document: len(own & texts) / min(len(own), len(texts)) for document, texts in self._texts() if own}
        likest = max(shared, key=shared.__getitem__, default=None)
        if likest is not None and shared[likest] >= 0.5:
            return about(library.documents[likest])
        alone = next(iter(library.communities)) if len(library.communities) == 1 else ""
        community = actor.community or alone
        first = f"{community or 'document'}"[: LONGEST_ID - 5] + f"-{self._clock().year}"
        others = (f"{first}-{n}" for n in range(2, 1000))
        key = next(one for one in (first, *others) if one not in library.documents)
        title = re.sub(r"[\s_]+", " ", PurePath(upload.name).stem).strip()[: editing.MAX_TITLE]
        return About(key, community, title or key)

    def _texts(self) -> list[tuple[str, set[str]]]:
        found: dict[str, set[str]] = {}
        for entry in self._entries.library.entries:
            found.setdefault(entry.document, set()).add(entry.text)
        return list(found.items())


def _manuscript(kept: Kept) -> Manuscript | None:
    if kept.reading is None or kept.about is None:
        return None
    return editing.edited(Manuscript.begin(kept.about, kept.reading), kept.edits)
