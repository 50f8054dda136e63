"""What can be said to a person, without Telegram."""

from dataclasses import dataclass

from bot.domain.feedback import FeedbackFile, FileKind

MAX_TEXT, MAX_CAPTION, MAX_TOAST = 4096, 1024, 200
"""Longest text of a message, under a file, and of what pops up over a card, in characters after parsing."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. Exactly one of `data`, `url`, `share` is set.

    Shapes: `data` is a packed callback of at most 64 bytes; `share` is the query put into another chat's inline mode.
    """

    text: str
    data: str | None = None
    url: str | None = None
    share: str | None = None

    def __post_init__(self) -> None:
        if (self.data, self.url, self.share).count(None) != 2:
            raise ValueError(f"button {self.text!r} must do exactly one thing")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a message; a PNG is shown as a picture, of which `text` is the caption."""

    name: str
    content: bytes

    @property
    def is_picture(self) -> bool:
        return self.name.endswith(".png")


@dataclass(frozen=True, slots=True)
class FreshFile:
    """A file that Telegram does not have yet: its bytes go with the message."""

    kind: FileKind
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PhoneButton:
    """The button under the text field with which a person shares their own phone; `label` None takes it away again."""

    label: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Telegram HTML, already escaped, with rows of buttons or a phone button, not both.

    Shapes: `files` stay at Telegram, or go there now; one has `text` as its caption, an album stands above it.
    Units: `text` at most `MAX_TEXT` characters, `MAX_CAPTION` as a caption.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    phone_button: PhoneButton | None = None
    files: tuple[FeedbackFile | FreshFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a pressed button; `alert` asks for a window that must be closed."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """One result of inline mode: what is listed and what is put into the chat.

    Units: `id` at most 64 bytes.
    """

    id: str
    title: str
    description: str
    reply: Reply
