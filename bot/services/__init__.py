"""Use cases: what people, staff and operators do. No Telegram here; the doors are elsewhere."""

from dataclasses import dataclass

from bot.domain.time import Clock
from bot.services.accounts import Accounts
from bot.services.addresses import Addresses
from bot.services.answers import Answers
from bot.services.backups import Backups
from bot.services.ballots import Ballots
from bot.services.broadcastfiles import BroadcastFiles
from bot.services.broadcastreaders import BroadcastReaders
from bot.services.broadcastruns import BroadcastRuns
from bot.services.broadcasts import Broadcasts
from bot.services.chain import Chain
from bot.services.counting import Counting
from bot.services.digests import Digests
from bot.services.disputes import Disputes
from bot.services.drafts import Drafts
from bot.services.duplicates import Duplicates
from bot.services.editions import Editions
from bot.services.entries import Entries
from bot.services.faq import Faq
from bot.services.feedback import FeedbackBox
from bot.services.feedbackdesk import FeedbackDesk
from bot.services.flows import Flows
from bot.services.gaps import Gaps
from bot.services.goaldesk import GoalDesk
from bot.services.invitations import Invitations
from bot.services.letters import Letters
from bot.services.moderation import Moderation
from bot.services.notices import Notices
from bot.services.people import People
from bot.services.personal import PersonalData
from bot.services.progress import Progress
from bot.services.questions import Questions
from bot.services.reports import Reports
from bot.services.restrictions import Restrictions
from bot.services.retention import Retention
from bot.services.rounds import Rounds
from bot.services.sessions import Sessions
from bot.services.settlements import Settlements
from bot.services.subscriptions import Subscriptions
from bot.services.today import Today
from bot.services.trail import Trail
from bot.services.trust import Trusts
from bot.services.uploads import Uploads
from bot.services.words import Words


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a door may call."""

    clock: Clock
    people: People
    personal: PersonalData
    accounts: Accounts
    sessions: Sessions
    invitations: Invitations
    addresses: Addresses
    letters: Letters
    entries: Entries
    questions: Questions
    gaps: Gaps
    answers: Answers
    drafts: Drafts
    duplicates: Duplicates
    settlements: Settlements
    feedback: FeedbackBox
    feedbackdesk: FeedbackDesk
    moderation: Moderation
    restrictions: Restrictions
    retention: Retention
    progress: Progress
    goaldesk: GoalDesk
    flows: Flows
    rounds: Rounds
    ballots: Ballots
    trusts: Trusts
    disputes: Disputes
    counting: Counting
    notices: Notices
    digests: Digests
    subscriptions: Subscriptions
    reports: Reports
    trail: Trail
    chain: Chain
    editions: Editions
    uploads: Uploads
    words: Words
    faq: Faq
    broadcasts: Broadcasts
    broadcastfiles: BroadcastFiles
    broadcastruns: BroadcastRuns
    broadcastreaders: BroadcastReaders
    today: Today
    backups: Backups
