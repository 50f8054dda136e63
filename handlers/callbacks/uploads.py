"""Documents: read a file that was sent, check it, publish it; switch a document off, roll it back."""

from handlers.callbacks.packing import callback


@callback("up1")
class ReadUpload:
    """Read the file that was sent just now."""


@callback("upo1")
class OpenUpload:
    upload: int


@callback("upr1")
class ReadAgain:
    upload: int


@callback("upk1")
class SetKind:
    """Say what a document is; `kind` is empty to be shown the choice."""

    upload: int
    kind: str = ""


@callback("upl1")
class SetPlace:
    """Say whose document it is; `community` is empty to be shown the choice."""

    upload: int
    community: str = ""


@callback("upt1")
class EditTitle:
    upload: int


@callback("upu1")
class UndoEdit:
    upload: int


@callback("upc1")
class CheckUpload:
    """See what publishing would change."""

    upload: int


@callback("upp1")
class PublishUpload:
    """Publish it as it was checked: this revision of the corrections."""

    upload: int
    revision: int


@callback("upd1")
class DiscardUpload:
    upload: int
    sure: int = 0


@callback("dcs1")
class OpenDocuments:
    page: int = 0


@callback("dcd1")
class OpenShelved:
    document: str


@callback("dcw1")
class SwitchDocument:
    document: str
    wanted: int


@callback("dcr1")
class RollBack:
    document: str
    sure: int = 0
