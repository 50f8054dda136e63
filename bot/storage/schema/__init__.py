"""Every table and column. `docs/privacy.md` says what each is for; a test compares the two."""

from bot.storage.schema.alarms import alarms
from bot.storage.schema.audit import audit, audit_anchors, audit_details
from bot.storage.schema.ballots import appeals, ballots, codes, confirmations, phones, voids, voters
from bot.storage.schema.broadcasts import broadcast_contents, broadcast_files, broadcasts, deliveries, switches
from bot.storage.schema.desk import accounts, entry_links, invitations, sessions
from bot.storage.schema.documents import communities, documents, editions, entries, vectors, wordings
from bot.storage.schema.erasures import erasures
from bot.storage.schema.feedback import drafts, feedback, feedback_files, restrictions, settlements, supports, turns
from bot.storage.schema.letters import letters
from bot.storage.schema.notices import mutes, notices
from bot.storage.schema.people import OPEN, flows, open_updates, people, roles, subjects, updates
from bot.storage.schema.progress import follows, reports, sights
from bot.storage.schema.questions import gaps, phrasings, questions
from bot.storage.schema.rounds import corrections, flags, options, outcomes, receipts, round_keys, rounds
from bot.storage.schema.samples import UNSAMPLED
from bot.storage.schema.subscriptions import subscriptions
from bot.storage.schema.types import Number, UtcDateTime, metadata
from bot.storage.schema.uploads import edits, own_words, uploads

__all__ = [
    "OPEN",
    "UNSAMPLED",
    "Number",
    "UtcDateTime",
    "accounts",
    "alarms",
    "appeals",
    "audit",
    "audit_anchors",
    "audit_details",
    "ballots",
    "broadcast_contents",
    "broadcast_files",
    "broadcasts",
    "codes",
    "communities",
    "confirmations",
    "corrections",
    "deliveries",
    "documents",
    "drafts",
    "editions",
    "edits",
    "entries",
    "entry_links",
    "erasures",
    "feedback",
    "feedback_files",
    "flags",
    "flows",
    "follows",
    "gaps",
    "invitations",
    "letters",
    "metadata",
    "mutes",
    "notices",
    "open_updates",
    "options",
    "outcomes",
    "own_words",
    "people",
    "phones",
    "phrasings",
    "questions",
    "receipts",
    "reports",
    "restrictions",
    "roles",
    "round_keys",
    "rounds",
    "sessions",
    "settlements",
    "sights",
    "subjects",
    "subscriptions",
    "supports",
    "switches",
    "turns",
    "updates",
    "uploads",
    "vectors",
    "voids",
    "voters",
    "wordings",
]
