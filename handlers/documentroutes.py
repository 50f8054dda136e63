"""What those press and say who publish documents; a part of `routes`."""

from typing import Any

from handlers import documents, uploads
from handlers.callbacks import uploads as press
from handlers.flows import OnAnswer
from handlers.routing import OnPress

PRESSES: dict[type, OnPress[Any]] = {
    press.ReadUpload: uploads.read,
    press.OpenUpload: uploads.open_upload,
    press.ReadAgain: uploads.read_again,
    press.SetKind: uploads.set_kind,
    press.SetPlace: uploads.set_place,
    press.EditTitle: uploads.edit_title,
    press.UndoEdit: uploads.undo,
    press.CheckUpload: uploads.check,
    press.PublishUpload: uploads.publish,
    press.DiscardUpload: uploads.discard,
    press.OpenDocuments: documents.open_documents,
    press.OpenShelved: documents.open_shelved,
    press.SwitchDocument: documents.switch,
    press.RollBack: documents.roll_back,
}
"""Only in private."""

ANSWERS: dict[str, OnAnswer] = {uploads.TITLE: uploads.title_given}
"""By the kind of question that the bot asked. A file that is sent has a way of its own: `offered`."""
