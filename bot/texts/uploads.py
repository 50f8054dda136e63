"""What people are told of an upload: what became of it, and what hangs on the goals that it would change."""

from bot.domain.uploads import Hanging, Upload, UploadState
from bot.texts import Texts, imports
from knowledge.importers import ImportFailed


def state(texts: Texts, upload: Upload) -> str:
    """Say what became of a file, and what to do with it."""
    if upload.state is UploadState.FAILED and upload.reason is not None:
        return imports.failed(texts, ImportFailed(upload.reason, **upload.params))
    return texts.plain(f"uploads.is_{upload.state.value}")


def hanging(texts: Texts, what: Hanging) -> str:
    """Say what hangs on goals, "" where nothing does."""
    return ", ".join(texts.plain(f"uploads.hangs_{kind}", n=n) for kind, n in what.counts.items())
