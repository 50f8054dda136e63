"""What an operator reads when something is wrong: what happened, and what to do."""

from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.settings import read_settings
from bot.texts import Texts

WORDS = {
    "telegram.token_missing": "BOT_TOKEN is not set. Get a token from @BotFather and put it into .env: BOT_TOKEN=...",
    "telegram.token_rejected": "Telegram rejects BOT_TOKEN (or BOT_API_URL is not a Bot API server). "
    "Get a valid token from @BotFather and put it into .env.",
    "telegram.away": "Telegram cannot be reached: {detail}. Check the network, the firewall and BOT_API_URL.",
    "telegram.refused": "Telegram refuses: {detail}. "
    "If this is about the webhook: WEBHOOK_URL must be a public https address, on port 443, 80, 88 or 8443.",
    "database.locked": "The database is locked by another process. Stop the other one (is the bot running twice?).",
    "database.read_only": "The database cannot be written. Give this user the right to write the file and its folder.",
    "database.cannot_open": "The database cannot be opened: {detail}. Check DATABASE_URL and the rights of its folder.",
    "database.disk_full": "The disk is full. Free some space; the bot goes on by itself.",
    "database.disk_error": "The disk fails: {detail}. Check the disk, then restore the newest backup.",
    "database.not_a_database": "DATABASE_URL points at a file that is not a database.",
    "database.damaged": "The database is damaged: {detail}. Restore the newest backup.",
    "database.server_away": "The database server does not answer: {detail}. Check that PostgreSQL runs, and the host "
    "and port in DATABASE_URL.",
    "database.server_refuses": "The database server refuses: {detail}. Check the user, password and database in "
    "DATABASE_URL; the user must own the database.",
    "database.server_is_full": "The database server takes no more connections: {detail}. Raise its max_connections "
    "(each process of the bot takes up to 12).",
    "database.server_read_only": "The database server is read-only: {detail}. DATABASE_URL must name the primary, "
    "not a standby.",
    "database.newer": "The database was made by a newer Viche (schema {revision}; this one knows {known}). "
    "Install that version, or restore a copy from before the update.",
    "backups.nothing": "There is no database yet at DATABASE_URL, so there is nothing to copy.",
    "backups.missing": "{file} is not there.",
    "backups.exists": "{file} is there already and is left as it is. Choose another name.",
    "backups.foreign": "{file} is not a copy that `backup` made.",
    "backups.damaged": "{file} is damaged or incomplete ({detail}). Take another copy.",
    "backups.newer": "{file} was made by a newer Viche (schema {revision}). Install that version.",
    "backups.no_room": "There is no room in {folder}: {needed} MB are needed, {free} MB are free.",
    "backups.not_empty": "{place} holds data already and is left as it is. Move it away, or name an empty one.",
    "backups.key_lost": "Voting in round {rounds} is open, and its key is not in afterword.json beside the copy. "
    "Put the newest afterword.json there, or cancel the round with --cancel-rounds REASON.",
    "backups.other_secret": "Who erased themselves cannot be found: VOTER_KEY (or BOT_TOKEN, from which it is derived) "
    "is another one than before. Set the old one for this command.",
    "backups.afterword_damaged": "{file} cannot be read. Put back the newest one that can, or move it away.",
    "moving.in_use": "Somebody else uses the database. Stop the bot first.",
    "moving.other_schema": "The database has schema {revision}, but {known} is needed. "
    "Start the bot of this version once.",
    "moving.refused": "The new database does not take {table}: {detail}. Nothing was changed.",
    "moving.stopped": "Copying stopped: {detail}. Nothing was changed; mend that and begin again.",
    "moving.differs": "What arrived of {table} is not what was sent. Nothing was kept; please report it.",
    "database.stopped": "Nothing is written to the database any more. Restart the bot; the log says why.",
    "process.part_ended": "The bot ends because a part of it ended: {part}. The log says why. "
    "Start it again; a service is started by itself.",
    "database.in_use": "Another process of the bot runs on this database. Stop it first; "
    "only PostgreSQL lets a second one stand by.",
    "database.place_lost": "Another process serves the database since its server was away. "
    "This one ends; started again, it stands by.",
    "trust.no_key": "Codes and phones need a secret: set VOTER_KEY (or BOT_TOKEN, from which it is derived).",
    "web.port_taken": "Port {port} on {host} cannot be used ({detail}). Set WEB_PORT to another one.",
    "web.no_public_url": "The desk has no address. Set PUBLIC_URL to where browsers reach it.",
    "mail.off": "SMTP_HOST is not set, so no letters are sent. Fill in SMTP_* and MAIL_FROM in .env.",
    "mail.no_address": "This is no e-mail address. Use one such as ivanenko@example.gov.ua.",
    "mail.no_desk": "The bot itself sends no letters yet: set PUBLIC_URL, where letters lead to.",
    "mail.not_sent": "The letter did not go: {detail}",
    "mail.operators": "The mail server does not accept us: {detail}. Check SMTP_* and MAIL_FROM.",
    "audit.no_words": "Deeds of moderators hold no words of anybody: there is nothing to erase.",
    "audit.nothing_there": "There is no such entry in the audit trail, or its words are erased already.",
    "audit.no_hash": "--head: give the hash as `audit head` printed it, or its first {n_digits} digits.",
    "documents.unreadable": "{file}: {detail}",
    "documents.unknown": "{document} is not a known document: say what it is with --document and --community.",
    "documents.taken": "{document} is already a document of {community}. Choose another id.",
    "documents.another": "{document} holds other goals: this file has none of them. "
    "Choose another id, or add --replace.",
    "documents.not_published": "{document} is not a published document. Known: {known}.",
    "documents.no_earlier": "{document} has no earlier edition.",
    "documents.unknown_community": "{community} is not a known community. Known: {known}.",
    "documents.wrong_id": "{id} cannot be an id: use 1-32 of a-z, 0-9 and -.",
    "questions.unreadable": "{detail}",
    "pabulib.empty": "The .pb file is empty.",
    "pabulib.not_pb": "This is not a .pb file: it needs the sections META, PROJECTS and VOTES with `;`, in UTF-8.",
    "pabulib.column": "The section {section} of the .pb file has no column {column}.",
    "pabulib.no_projects": "The .pb file lists no projects.",
    "pabulib.no_votes": "The .pb file holds no votes: there is nothing to count.",
    "pabulib.vote_type": "The .pb file has the vote_type {value}, which cannot be counted. Known: {known}.",
    "pabulib.amount": "Line {line} of the .pb file: {what} is {value}, but must be a number from 0 up.",
    "pabulib.number": "Line {line} of the .pb file: {what} is {value}, which is no number that can be counted.",
    "pabulib.project_twice": "Line {line} of the .pb file: the project «{project}» has no id, or was listed before.",
    "pabulib.unknown_project": "Line {line} of the .pb file: the vote names «{project}», which is not listed.",
    "pabulib.points": "Line {line} of the .pb file: {n_projects} projects, but points for {n_points}.",
    "pabulib.counted": "The .pb file says {what} {said}, but holds {n_found}. What it holds is counted.",
    "digest.wrong_period": "--period is day, week, month, or days such as 2026-11-01..2026-11-15.",
    "digest.no_picture": "Nothing was asked in this period, or it is a single day: there is no chart to draw.",
    "tally.round_or_file": "Say what to count: the number of a round, or a file with --file.",
    "tally.no_budget": "Equal Shares shares out a budget, and this election has none. Count it with greedy.",
}


def in_words(error: DomainError) -> str:
    """Say an error in one line: with the operator's words, else with those that people are told, in English."""
    if error.key in WORDS:
        return WORDS[error.key].format(**error.params)
    texts = english()
    try:
        return " ".join(texts.plain(error.key, **texts.formats.written(error.params)).split())
    except KeyError:
        return str(error)


def english() -> Texts:
    """The texts that people read, in the operator's language."""
    return Texts(Locale.EN, read_settings().timezone)
