"""Feedback: what a resident tells the hromada, and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import NotAllowed
from bot.domain.wording import has_words, size, tidy

MAX_TEXT = 2000
"""Longest text in characters; who needs more writes a formal appeal."""

MAX_APPEAL = 1000
"""Longest appeal against a moderator's decision, in characters."""

MAX_TURNS = 3
"""How often staff may ask back: more is a talk, not feedback."""

MAX_FILES = 10
"""Telegram's largest album."""


class FeedbackState(StrEnum):
    """Where it stands, as its author sees it."""

    NEW = "new"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    CLOSED = "closed"
    HIDDEN = "hidden"


UNSETTLED = frozenset({FeedbackState.NEW, FeedbackState.IN_WORK})
"""What waits for staff."""

LIVE = UNSETTLED | {FeedbackState.ANSWERED}
"""What staff may still answer."""


class HideReason(StrEnum):
    """Why moderators hide a text; its author is told."""

    INSULT = "insult"
    PERSONAL_DATA = "personal_data"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    FALSE = "false"
    ILLEGAL = "illegal"


class Hold(StrEnum):
    """Why a text waits for a moderator before anybody reads it."""

    REPEATED = "repeated"
    LINK = "link"


class Waiting(StrEnum):
    """What moderators look through: held texts, appeals, and everything that the public reads."""

    HELD = "held"
    APPEALS = "appeals"
    PUBLIC = "public"


class FileKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"


TOPICS = (
    "health",
    "education",
    "infrastructure",
    "environment",
    "social",
    "safety",
    "culture",
    "economy",
    "work",
    "agriculture",
    "governance",
    "community",
)
"""What feedback is about: the subjects of the lexicon."""


OPENED = frozenset(
    (
        *("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp"),
        *("jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "bmp", "tif", "tiff"),
        *("mp3", "m4a", "ogg", "oga", "opus", "wav", "amr", "mp4", "mov", "3gp"),
        *("p7s", "p7m", "asice", "asics"),
    )
)
"""Endings of documents that the hromada opens: writing, pictures, sound, film, signatures. Others may be programs."""


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file that stays at Telegram.

    Shapes: `file_id` is Telegram's; `name` empty for photos and voice notes. `kept` is the number of a file that came
    to a broadcast from a browser; until Telegram has it, its `file_id` is empty.
    """

    kind: FileKind
    file_id: str
    name: str = ""
    kept: int | None = None

    @property
    def is_opened(self) -> bool:
        """Say whether the hromada opens it: by the end of its name, as a computer does; what has none is no program."""
        name, _, ending = self.name.rstrip(". ").rpartition(".")
        return not name or ending.casefold() in OPENED

    @property
    def mark(self) -> str:
        """What tells it from other files of the same message."""
        return str(self.kept) if self.kept else self.file_id


@dataclass(frozen=True, slots=True)
class Draft:
    """What a resident is about to send.

    Shapes: `is_offered`: its author agrees that everybody may read it; staff decide. `message` is the message with the
    text, `album` the album that was taken last, `card` the message that shows the draft; Telegram's numbers all three.
    """

    community: str
    text: str = ""
    files: tuple[FeedbackFile, ...] = ()
    topic: str | None = None
    settlement: str | None = None
    entry: int | None = None
    is_named: bool = False
    is_offered: bool = False
    message: int | None = None
    album: str | None = None
    card: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said about a piece of feedback after it was sent; of staff a question or an answer."""

    by_staff: bool
    text: str
    said_at: datetime
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """One piece of feedback.

    Shapes: `id` is a random number of eight digits, which can be said on the phone; `entry` a goal's number;
    `settlement` a name from the community's list. `is_named` lets staff see who wrote it; the public never does.
    `is_offered`: its author agrees that everybody may read it, `is_public`: everybody may. `held` says why it waits for
    a moderator, None for what does not. `reason` is why it is hidden, or was until an appeal was granted;
    `state_before` where it stood then. `appeal` is the author's one word against it, `appeal_granted` None until that
    is decided. `merged_into` is the feedback that says the same. `message` is Telegram's number of the message with
    the text.
    """

    id: int
    community: str
    text: str
    sent_at: datetime
    changed_at: datetime
    person: int | None = None
    topic: str | None = None
    settlement: str | None = None
    entry: int | None = None
    state: FeedbackState = FeedbackState.NEW
    state_before: FeedbackState | None = None
    reason: HideReason | None = None
    appeal: str | None = None
    appeal_granted: bool | None = None
    is_named: bool = False
    is_offered: bool = False
    is_public: bool = False
    held: Hold | None = None
    merged_into: int | None = None
    assignee: int | None = None
    due_on: date | None = None
    message: int | None = None

    @property
    def is_held(self) -> bool:
        """Say whether it waits for a moderator before staff or anybody sees it."""
        return self.held is not None

    @property
    def is_visible(self) -> bool:
        """Say whether anybody but its author and moderators may read it."""
        return self.state is not FeedbackState.HIDDEN and not self.is_held

    @property
    def is_shown(self) -> bool:
        """Say whether everybody may read it."""
        return self.is_public and self.is_visible and self.merged_into is None

    def is_overdue(self, today: date) -> bool:
        """Say whether its deadline has passed while it waits."""
        return self.due_on is not None and self.due_on < today and self.state in UNSETTLED


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """A piece of feedback in a list. `n_supports` counts those who said they want the same, the author not."""

    feedback: Feedback
    n_supports: int
    n_files: int


class Which(StrEnum):
    """What staff's list shows."""

    UNSETTLED = "unsettled"
    NEW = "new"
    IN_WORK = "in_work"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    CLOSED = "closed"
    ALL = "all"


class Whose(StrEnum):
    """Who takes care of what staff's list shows."""

    ANYBODYS = "anybodys"
    MINE = "mine"
    NOBODYS = "nobodys"


class FeedbackOrder(StrEnum):
    """What staff's list shows first. `DUE`: the nearest deadline."""

    OLDEST = "oldest"
    NEWEST = "newest"
    SUPPORTED = "supported"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which feedback staff look for; None and "" for any. `words` stand in the text, or are a number of feedback."""

    which: Which = Which.UNSETTLED
    whose: Whose = Whose.ANYBODYS
    topic: str | None = None
    entry: int | None = None
    community: str | None = None
    settlement: str | None = None
    words: str = ""
    order: FeedbackOrder = FeedbackOrder.OLDEST


@dataclass(frozen=True, slots=True)
class Load:
    """How much waits. `n_own` counts what is assigned to the one who asks; `oldest_at` is None when nothing waits."""

    n_new: int
    n_in_work: int
    n_overdue: int
    n_own: int
    oldest_at: datetime | None

    @property
    def n_unsettled(self) -> int:
        return self.n_new + self.n_in_work


def fitting(text: str) -> str:
    """Tidy what somebody says.

    Errors: `NotAllowed` for a text without a letter or a digit, or that is too long.
    """
    text = tidy(text, one_line=False)
    if not has_words(text):
        raise NotAllowed("feedback.empty")
    if size(text) > MAX_TEXT:
        raise NotAllowed("feedback.too_long", limit=MAX_TEXT)
    return text
