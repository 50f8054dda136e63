"""What moderators send to many: what it says, to whom, who approved it, and when it may be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain import markup
from bot.domain.audiences import Audience
from bot.domain.errors import NotAllowed
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.messages import MAX_CAPTION, MAX_TEXT
from bot.domain.notices import QUIET_FROM, by_day
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, may
from bot.domain.wording import has_words, tidy

MAX_FILES = 10
MAX_LEADS = 6
MAX_LABEL = 40
FARTHEST = timedelta(days=366)

MONTH = timedelta(days=30)
"""Over which pushes to one person are counted."""

UNDO_WITHIN = timedelta(days=30)
"""How long a broadcast can be taken back. Telegram deletes messages for two days; older ones are blanked."""

REFUSED = "broadcasts.refused"
"""Why a broadcast failed that Telegram refused; its words follow behind a colon."""

ALBUM = frozenset({FileKind.PHOTO, FileKind.DOCUMENT})


class BroadcastState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


ENDED = frozenset({BroadcastState.STOPPED, BroadcastState.DONE, BroadcastState.FAILED, BroadcastState.UNDONE})


UNDER_WAY = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.UNDOING})

GROUPS: Mapping[str, frozenset[BroadcastState]] = {
    "now": UNDER_WAY | {BroadcastState.WAITING, BroadcastState.SCHEDULED},
    "drafts": frozenset({BroadcastState.DRAFT}),
    "ended": ENDED,
}
"""How they are listed; first what happens now or waits."""


class BroadcastKind(StrEnum):
    """What a broadcast is about; people can stop each kind."""

    NEWS = "news"
    WORKS = "works"
    EVENTS = "events"
    VOTES = "votes"


ALL_BROADCASTS = "broadcasts"
"""How stopping all kinds is kept."""


def muted_as(kind: BroadcastKind | None) -> str:
    """How stopping a kind is kept among what a person does not want to hear; None for all kinds."""
    return f"{ALL_BROADCASTS}_{kind.value}" if kind else ALL_BROADCASTS


class LeadKind(StrEnum):
    """Where a button leads."""

    ENTRY = "entry"
    ROUND = "round"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Lead:
    """A button under the message. `target` is the number of a goal or a round, or the address of a page."""

    kind: LeadKind
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is said in one language.

    Shapes: `text` is Telegram HTML (see `bot.domain.markup`); `message` the author's message from which it was taken.
    """

    text: str
    files: tuple[FeedbackFile, ...] = ()
    leads: tuple[Lead, ...] = ()
    message: int | None = None


class Deed(StrEnum):
    """What is done with a broadcast; the trail keeps it."""

    WRITE = "write"
    SUBMIT = "submit"
    APPROVE = "approve"
    TAKE_BACK = "take_back"
    SCHEDULE = "schedule"
    PAUSE = "pause"
    CONTINUE = "continue"
    STOP = "stop"
    UNDO = "undo"
    DROP = "drop"


S = BroadcastState
MAY: Mapping[Deed, frozenset[BroadcastState]] = {
    Deed.WRITE: frozenset({S.DRAFT}),
    Deed.SUBMIT: frozenset({S.DRAFT}),
    Deed.APPROVE: frozenset({S.WAITING}),
    Deed.TAKE_BACK: frozenset({S.WAITING, S.SCHEDULED}),
    Deed.SCHEDULE: frozenset({S.DRAFT, S.WAITING, S.SCHEDULED}),
    Deed.PAUSE: frozenset({S.SENDING}),
    Deed.CONTINUE: frozenset({S.PAUSED}),
    Deed.STOP: frozenset({S.WAITING, S.SCHEDULED, S.SENDING, S.PAUSED, S.UNDOING}),
    Deed.UNDO: frozenset({S.STOPPED, S.DONE, S.FAILED, S.PAUSED, S.UNDONE}),
    Deed.DROP: frozenset({S.DRAFT}),
}
"""In which states a deed is possible."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message to many.

    Shapes: `author`, `approver` and `sender` are numbers of `people`; `sender` is who answers for the run: the author,
    or who continued it. `reason` is a key, with Telegram's words behind a colon where it refused the message.
    """

    id: int
    author: int
    kind: BroadcastKind
    audience: Audience
    changed_at: datetime
    contents: Mapping[Locale, Content] = field(default_factory=dict)
    state: BroadcastState = BroadcastState.DRAFT
    is_emergency: bool = False
    approver: int | None = None
    sender: int | None = None
    due_at: datetime | None = None
    frozen_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None

    def content(self, locale: Locale) -> Content:
        """What is said in a language; in the first there is where it was not written in that one."""
        return self.contents.get(locale) or next(self.contents[one] for one in Locale if one in self.contents)

    @property
    def stamp(self) -> int:
        """Tell whether something was done with it since somebody looked. Units: microseconds."""
        return round(self.changed_at.timestamp() * 1_000_000)

    @property
    def words(self) -> str:
        """What it says in its first language, without markup; nothing while it says nothing."""
        return markup.plain(self.content(next(iter(Locale))).text) if self.contents else ""

    @property
    def files(self) -> dict[str, FeedbackFile]:
        """Every file that it carries in any language, once, by its mark."""
        said = (self.contents[locale] for locale in Locale if locale in self.contents)
        return {file.mark: file for content in said for file in content.files}

    @property
    def n_messages(self) -> int:
        """How many messages one person gets at most: an album is as many as it has files, and its text."""
        return max((len(c.files) + 1 if len(c.files) > 1 else 1 for c in self.contents.values()), default=1)


def check(broadcast: Broadcast, deed: Deed) -> None:
    """Let a deed pass that is possible now.

    Errors: `NotAllowed` otherwise.
    """
    if broadcast.state not in MAY[deed]:
        raise NotAllowed("broadcasts.not_now")


def may_be_done(broadcast: Broadcast, deed: Deed, by: Actor) -> bool:
    """Say whether somebody may do something with a broadcast as it stands."""
    is_mine, approves = broadcast.author == by.id, may(by.role, Action.APPROVE_BROADCAST)
    if broadcast.state not in MAY[deed]:
        return False
    match deed:
        case Deed.WRITE | Deed.SUBMIT | Deed.DROP:
            return is_mine
        case Deed.APPROVE:
            return approves and not is_mine
        case Deed.TAKE_BACK:
            return approves or is_mine
        case Deed.SCHEDULE:
            return is_mine or (approves and broadcast.state is not BroadcastState.DRAFT)
        case _:
            return deed is not Deed.UNDO or broadcast.began_at is not None


def sound(content: Content) -> Content:
    """Let a content pass that Telegram takes, its text tidied at the ends.

    Errors: `NotAllowed` that says what is wrong: the markup, the length, the files, a button.
    """
    text = content.text.strip()
    if not has_words(text):
        raise NotAllowed("broadcasts.no_words")
    markup.check(text)
    limit = MAX_CAPTION if len(content.files) == 1 else MAX_TEXT
    if (n := markup.length(text)) > limit:
        raise NotAllowed("broadcasts.too_long", limit=limit, over=n - limit)
    kinds = {file.kind for file in content.files}
    if len(content.files) > MAX_FILES or len(kinds) > 1 or not kinds <= ALBUM:
        raise NotAllowed("broadcasts.files", limit=MAX_FILES)
    if unopened := next((file for file in content.files if not file.is_opened), None):
        raise NotAllowed("broadcasts.file_kind", name=unopened.name)
    if len(content.leads) > MAX_LEADS:
        raise NotAllowed("broadcasts.too_many_buttons", limit=MAX_LEADS)
    return replace(content, text=text, leads=tuple(map(_sound_lead, content.leads)))


def _sound_lead(lead: Lead) -> Lead:
    label = tidy(lead.label)
    if not has_words(label) or len(label) > MAX_LABEL:
        raise NotAllowed("broadcasts.label", limit=MAX_LABEL)
    is_right = markup.is_link(lead.target) if lead.kind is LeadKind.PAGE else lead.target.isdecimal()
    if not is_right:
        raise NotAllowed("broadcasts.lead")
    return replace(lead, label=label)


def needs_approval(broadcast: Broadcast, n_recipients: int, approval_from: int) -> bool:
    """Say whether a second person has to approve: an emergency always, else from a number of recipients on."""
    return broadcast.is_emergency or n_recipients >= approval_from


def check_due(broadcast: Broadcast, due_at: datetime, now: datetime, zone: ZoneInfo) -> None:
    """Let a moment pass at which a broadcast may begin.

    Errors: `NotAllowed` for the past, for one too far away, and for the night unless it is an emergency.
    """
    if due_at <= now:
        raise NotAllowed("broadcasts.past")
    if due_at > now + FARTHEST:
        raise NotAllowed("broadcasts.too_far")
    if not broadcast.is_emergency and by_day(due_at, zone) != due_at:
        raise NotAllowed("broadcasts.night")


def ends_at(begins_at: datetime, seconds: float, zone: ZoneInfo, *, at_night: bool) -> datetime:
    """When a run that takes so long is over: nights do not count, unless it goes on `at_night`."""
    if at_night:
        return begins_at + timedelta(seconds=seconds)
    moment, left = by_day(begins_at, zone), timedelta(seconds=seconds)
    while (evening := _evening(moment, zone)) < moment + left:
        left -= evening - moment
        moment = by_day(evening, zone)
    return moment + left


def _evening(moment: datetime, zone: ZoneInfo) -> datetime:
    """When the night after a moment of the day begins."""
    day = moment.astimezone(zone).date()
    return datetime.combine(day, QUIET_FROM, tzinfo=zone).astimezone(UTC)
