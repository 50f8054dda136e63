"""One mark for each thing that a person can write: where it is kept, and whether `/forget` may leave it unsigned.

Whoever adds a column of words adds it here (`tests/contracts/test_markers.py`): with a mark if residents write into it,
and then `write_everything` writes there, or with the reason why they do not.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.feedback import Draft, FeedbackFile, FileKind, HideReason
from bot.domain.restrictions import RestrictionKind
from bot.storage import updates
from bot.storage.updates import StoredUpdate
from tests.support.asking import answered, passed
from tests.support.house import House, Talker
from tests.support.moderating import actor, added, asked_back, assigned, hidden, replied, sent, supported
from tests.support.rounds import vote

NUMBER = 777_001_777
"""The person's number in Telegram; as bytes nothing else looks like it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`word` is Latin, so that it looks the same in JSON; `unsigned`: it may stay if the person wishes so."""

    word: str
    unsigned: bool = False


MARKS: dict[str, Mark] = {
    "updates.payload": Mark("qzupdate"),
    "questions.text": Mark("qzquestion", unsigned=True),
    "phrasings.text": Mark("qzquestion", unsigned=True),
    "feedback.text": Mark("qzfeedback", unsigned=True),
    "feedback.appeal": Mark("qzappeal", unsigned=True),
    "feedback_files.file_id": Mark("qzfile", unsigned=True),
    "feedback_files.name": Mark("qzname", unsigned=True),
    "turns.text": Mark("qzturn", unsigned=True),
    "flows.data": Mark("qzflow"),
    "notices.params": Mark("qzfeedback", unsigned=True),
    "appeals.text": Mark("qzobjection"),
    "drafts.text": Mark("qzdraft"),
    "drafts.files": Mark("qzattached"),
}
"""By table and column. What others are told of a text has the mark of that text."""

STAFF = "staff write it"
LISTED = "from a list, or made by the bot"
DOCUMENT = "a public document"
NOT_WRITTEN_BY_RESIDENTS: dict[str, str] = {
    **dict.fromkeys(("communities.id", "communities.name", "communities.name_en", "communities.place"), DOCUMENT),
    **dict.fromkeys(("communities.place_en", "communities.aliases", "documents.id", "documents.community"), DOCUMENT),
    **dict.fromkeys(("documents.kind", "documents.title", "documents.publisher", "documents.published_on"), DOCUMENT),
    **dict.fromkeys(("documents.url", "documents.aliases", "editions.document", "editions.content_hash"), DOCUMENT),
    **dict.fromkeys(
        ("entries.document", "entries.code", "wordings.level", "wordings.text", "wordings.parent"), DOCUMENT
    ),
    **dict.fromkeys(("wordings.publisher", "wordings.published_on", "vectors.text_hash", "vectors.model"), DOCUMENT),
    **dict.fromkeys(("vectors.vector", "settlements.community", "settlements.name"), DOCUMENT),
    **dict.fromkeys(("uploads.name", "uploads.format", "uploads.content", "uploads.content_hash"), DOCUMENT),
    **dict.fromkeys(("uploads.state", "uploads.reason", "uploads.params", "uploads.reading"), DOCUMENT),
    **dict.fromkeys(("uploads.description", "uploads.document", "edits.edit"), DOCUMENT),
    **dict.fromkeys(("own_words.word", "own_words.concept"), STAFF),
    **dict.fromkeys(
        ("gaps.answer", "gaps.source", "reports.responsible", "reports.words", "reports.evidence_url"), STAFF
    ),
    **dict.fromkeys(
        ("rounds.title", "rounds.question", "rounds.classes", "rounds.districts", "rounds.declaration"), STAFF
    ),
    **dict.fromkeys(
        ("rounds.ended_reason", "options.title", "options.details", "options.author", "options.place"), STAFF
    ),
    **dict.fromkeys(("options.topic", "corrections.before", "corrections.after", "audit_details.detail"), STAFF),
    **dict.fromkeys(("updates.state", "people.locale", "people.community", "roles.role", "flows.kind"), LISTED),
    **dict.fromkeys(("subjects.words", "questions.subject"), "words of the question that are in the documents, too"),
    **dict.fromkeys(("questions.community", "questions.verdict", "questions.document", "questions.code"), LISTED),
    **dict.fromkeys(("gaps.community", "gaps.state", "phrasings.community", "corrections.field"), LISTED),
    **dict.fromkeys(("rounds.community", "rounds.ballot", "rounds.rule", "rounds.ended_how", "round_keys.key"), LISTED),
    **dict.fromkeys(("ballots.voter", "ballots.choices", "ballots.receipt", "ballots.void"), LISTED),
    **dict.fromkeys(("ballots.via", "voters.via", "flags.source", "voids.via"), "the name of an invitation, in a link"),
    **dict.fromkeys(("receipts.receipt", "receipts.void", "outcomes.content", "outcomes.receipts_hash"), LISTED),
    **dict.fromkeys(("flags.kind", "phones.phone_hash", "codes.code_hash", "voids.receipt", "voids.reason"), LISTED),
    **dict.fromkeys(("appeals.receipt", "notices.cause", "notices.kind", "notices.state", "mutes.kind"), LISTED),
    **dict.fromkeys(("subscriptions.kind", "subscriptions.way", "sessions.device"), LISTED),
    **dict.fromkeys(("accounts.name", "accounts.email", "entry_links.confirms"), "of staff, not of residents"),
    **dict.fromkeys(("entry_links.digest", "sessions.digest"), LISTED),
    **dict.fromkeys(("letters.mark", "letters.cause", "letters.kind", "letters.params", "letters.state"), LISTED),
    **dict.fromkeys(("letters.email", "letters.error"), "of staff, not of residents"),
    **dict.fromkeys(("audit.role", "audit.action", "audit.about", "reports.status", "follows.kind"), LISTED),
    **dict.fromkeys(
        ("audit.digest", "audit.previous", "audit.hash", "audit_anchors.hash", "audit_details.salt"), LISTED
    ),
    **dict.fromkeys(("invitations.digest", "invitations.role"), LISTED),
    "sessions.said": "what staff are told after an act of theirs, until the next page",
    **dict.fromkeys(
        ("follows.key", "sights.seen", "feedback.community", "feedback.topic", "feedback.settlement"), LISTED
    ),
    **dict.fromkeys(("feedback.state", "feedback.state_before", "feedback.reason", "feedback.held"), LISTED),
    **dict.fromkeys(("drafts.community", "drafts.topic", "drafts.settlement", "drafts.album"), LISTED),
    **dict.fromkeys(("broadcast_contents.text", "broadcast_contents.files", "broadcast_contents.leads"), STAFF),
    **dict.fromkeys(("broadcast_files.name", "broadcast_files.content", "broadcast_files.mime"), STAFF),
    **dict.fromkeys(("broadcast_files.kind", "broadcast_files.file_id", "people.settlement"), LISTED),
    **dict.fromkeys(("broadcasts.state", "broadcasts.kind", "broadcasts.audience", "broadcasts.outcome"), LISTED),
    **dict.fromkeys(("broadcast_contents.locale", "deliveries.state", "deliveries.others", "switches.name"), LISTED),
    **dict.fromkeys(("alarms.name", "alarms.word"), LISTED),
    "broadcasts.reason": "a key, or what Telegram says",
    **dict.fromkeys(("feedback_files.kind", "restrictions.mark", "restrictions.kind", "restrictions.reason"), LISTED),
    "erasures.mark": "a keyed hash",
}


def marked(column: str, before: str = "", after: str = "") -> str:
    return f"{before} {MARKS[column].word} {after}".strip()


async def write_everything(house: House, resident: Talker, iryna: Talker, petro: Talker, taras: Talker) -> None:
    """Let a resident write everything a person can, and the others answer: two of the staff and a moderator.

    What the resident wrote is with all of them then, and among the notices that wait for the morning.
    """
    await _ask(resident, iryna)
    await _object(house, resident, iryna, petro)
    await _send(house, resident, iryna, petro, taras)
    me = await actor(resident)
    await house.app.services.flows.open(me, "aside", text=marked("flows.data"))
    attached = FeedbackFile(FileKind.DOCUMENT, "BQAC", marked("drafts.files", after="план.pdf"))
    await house.app.services.drafts.keep(me, Draft("zhytomyr", marked("drafts.text", "Чернетка"), (attached,)))
    said, mine = f'{{"text": "{marked("updates.payload")}"}}', house.app.presence.number
    aside = StoredUpdate(2**40, resident.person.id, said, house.clock.now, mine)
    await house.app.database.write(lambda connection: updates.store(connection, [[aside]]))


async def _ask(resident: Talker, iryna: Talker) -> None:
    await passed(resident, marked("questions.text", "коли буде телепортація"))
    await answered(iryna, "коли буде телепортація", "Не буде.", "")
    await iryna.press("Зберегти")


async def _object(house: House, resident: Talker, iryna: Talker, petro: Talker) -> None:
    """Vote, lose the vote, and say a word against that."""
    key, disputes = await house.vote_round(), house.app.services.disputes
    ballot = await vote(resident, key, "Парк")
    number = await disputes.propose(await actor(iryna), key, "bought", receipt=ballot.code)
    await disputes.decide(await actor(petro), number, granted=True)
    receipt = (await disputes.verify(await actor(resident), ballot.code)).receipt
    await disputes.appeal(await actor(resident), key, receipt, marked("appeals.text", "Я не продавала"))


async def _send(house: House, resident: Talker, iryna: Talker, petro: Talker, taras: Talker) -> None:
    """Send feedback with files, answer what staff ask, be answered by night, be hidden and restricted, and appeal."""
    text = marked("feedback.text", "На вулиці Садовій немає ліхтарів")
    name = marked("feedback_files.name", after="план.pdf")
    file = FeedbackFile(FileKind.DOCUMENT, MARKS["feedback_files.file_id"].word, name)
    key = await sent(resident, text, files=(file,), is_named=True)
    await assigned(iryna, key, petro)
    await supported(petro, key)
    await asked_back(iryna, key)
    await added(resident, key, marked("turns.text", "Біля школи"))
    house.clock.pass_(hours=12)
    await replied(iryna, key)
    other = await sent(resident, f"{text} і лавок")
    await hidden(taras, f"{text} і лавок")
    moderation = house.app.services.moderation
    await moderation.appeal(await actor(resident), other, marked("feedback.appeal", "Це правда"))
    until_at = house.clock.now + timedelta(days=3)
    restrict = house.app.services.restrictions.restrict
    await restrict(await actor(taras), other, RestrictionKind.MUTE, HideReason.INSULT, until_at)
