"""Both catalogues say the same, the code asks only for what they have, and they speak as people do."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from bot.cli.words import WORDS
from bot.domain.audit import Thing
from bot.domain.ballots import VOID_REASONS
from bot.domain.broadcasts import BroadcastKind, BroadcastState, LeadKind
from bot.domain.broadcasts import Deed as BroadcastDeed
from bot.domain.changes import CONDITIONS, OPTION_FIELDS
from bot.domain.digests import PeriodKind, WaitingKind
from bot.domain.feedback import TOPICS, FeedbackOrder, FeedbackState, FileKind, HideReason, Hold, Waiting, Which, Whose
from bot.domain.gaps import GapOrder, GapState
from bot.domain.goals import Lack
from bot.domain.health import CHECKS
from bot.domain.letters import LetterKind, LetterState
from bot.domain.moderation import CAN_BE_UNDONE, Deed
from bot.domain.notices import ABOUT_BROADCASTS, MUTABLE, NoticeKind
from bot.domain.people import Locale, Role
from bot.domain.progress import FIELDS, Sight, Status
from bot.domain.restrictions import RestrictionKind
from bot.domain.rounddesk import Deed as RoundDeed
from bot.domain.rounds import LIMITED, BallotKind, EndingKind, Phase, Trust
from bot.domain.subscriptions import Way
from bot.domain.tally import Rule, TieBreak
from bot.domain.terms import Terms
from bot.domain.uploads import UploadState
from bot.reports.acts import ACTIONS, ANSWERED, ASKED_ON_PAPER, MANAGED, TRIMMED
from bot.reports.broadcasts import DONE_BY_THE_BOT, OUTCOMES
from bot.reports.digest.forms import DigestForm
from bot.reports.feedback import DEEDS as DEEDS_ON_FEEDBACK
from bot.reports.fields import DECLARATIONS
from bot.reports.files import Form
from bot.services.alarms import ENDED
from bot.services.broadcastdeeds import SUBMIT_WAITING
from bot.services.broadcastnews import BY_ITSELF
from bot.services.moderation import TOLD, TOLD_UNDONE
from bot.services.personal import Ground
from bot.services.reporttable import GOAL, WORDING
from bot.services.today import URGENCY
from bot.storage.troubles import SAID, STATES
from bot.texts import CATALOGUES
from bot.web.desk.page import MENU
from bot.web.desk.pages.broadcasts.words import EXAMPLES
from bot.web.desk.pages.data import GROUNDS, HOW
from bot.web.desk.pages.digests import DAYS as DAYS_CHOSEN
from bot.web.desk.pages.letters import WHICH as WHICH_LETTERS
from bot.web.desk.pages.rounds.one import GROUPS
from bot.web.desk.pages.rounds.options import FIELDS as OPTION_WORDS
from handlers.broadcastaims import ASKED as AIMS_IN_WORDS
from handlers.broadcastdesk import ASKED
from handlers.endings import WAYS
from handlers.routes import COMMANDS
from handlers.views.broadcastaims import FIELDS as AIM_FIELDS
from handlers.views.digests import FORMS
from handlers.views.feedbackacts import ANSWER, ASK
from handlers.views.fields import CAN_BE_NONE
from handlers.views.invitations import OFFERED
from knowledge.editing import KINDS, REFUSALS
from knowledge.importers import REASONS, Oddity, PlaceKind
from knowledge.lexicon import SHIPPED
from knowledge.model import DocumentKind, Level, Verdict
from tests.contracts.tree import ROOT, literals, parsed, python_files

N_PLURALS = {Locale.UK: 3, Locale.EN: 2}
KEY = re.compile(r"[a-z]+\.[a-z_0-9]+")


def emergency_topics() -> set[str]:
    with (SHIPPED / "outside" / "emergency.toml").open("rb") as file:
        return {one["topic"] for one in tomllib.load(file)["class"]} | {"general"}


DEEDS = {
    *("created", "changed", "removed", "published", "extended", "cancelled", "annulled", "codes"),
    *("options_added", "option_changed", "option_removed"),
    *("proposed", "granted", "rejected", "appeal_granted", "appeal_rejected"),
}
"""With what the details of the audit trail begin."""

FAMILIES = {
    "commands.": {command.name for command in COMMANDS},
    "documents.": {kind.value for kind in DocumentKind},
    "documents.warning_": {kind.value for kind in DocumentKind if kind is not DocumentKind.GOALS},
    "emergency.": emergency_topics(),
    "entries.open_": {level.value for level in Level},
    "levels.": {level.value for level in Level if level is not Level.STATEMENT},
    "levels.statement_": {kind.value for kind in DocumentKind},
    "spoken.": {command.name for command in COMMANDS},
    "ballots.full_": {kind.value for kind in LIMITED},
    "feedback.reason_": {reason.value for reason in HideReason},
    "feedback.state_": {state.value for state in FeedbackState},
    "broadcasts.if_wrong_": {"sending", "paused"},
    "notices.enough_": {kind.value for kind in MUTABLE},
    "progress.seen_": {how.value for how in Sight},
    "gaps.card_": {state.value for state in GapState},
    "restrictions.": {kind.value for kind in RestrictionKind},
    "desk.by_": {role.value for role in Role},
    "desk.phase_": {phase.value for phase in Phase},
    "disputes.appeal_": {"waits", "restored", "stays"},
    "disputes.flag_": {"burst", "coercion"},
    "disputes.state_": {"granted", "rejected", "mine", "waits"},
    **{f"endings.{part}_": WAYS for part in ("why", "sure", "yes", "done")},
    "fields.": CONDITIONS,
    "fields.ask_": CONDITIONS,
    "fields.ballot_": {kind.value for kind in BallotKind},
    "fields.choose_no_": CAN_BE_NONE,
    "fields.declaration_": set(DECLARATIONS),
    "fields.opens_": {"now", "tomorrow", "monday"},
    "fields.rule_": {rule.name.lower() for rule in Rule},
    "fields.trust_": {level.name.lower() for level in Trust},
    "fields.without_": CONDITIONS - {"ballot", "limit", "rule", "least_trust"},
    "sheets.": OPTION_FIELDS,
    "trail.": DEEDS,
    "imports.at_": {kind.value for kind in PlaceKind},
    "imports.failed_": set(REASONS),
    "imports.odd_": {oddity.value for oddity in Oddity},
    "notices.": {kind.value for kind in NoticeKind} - {NoticeKind.STAFF_FLAG, *ABOUT_BROADCASTS},
    "notices.staff_broadcast_": {*BroadcastDeed, *BY_ITSELF} - {BroadcastDeed.WRITE, BroadcastDeed.DROP},
    "notices.staff_flag_": {"burst", "coercion"},
    **{f"alarms.{part}_": {*CHECKS, ENDED} - {"alarms"} for part in ("what", "todo")},
    "notices.muted_": {kind.value for kind in MUTABLE},
    "corrections.": {"title", "question"},
    "corrections.option_": {"title", "details"},
    "rounds.ended_": {how.value for how in EndingKind},
    "rounds.over_": {"checking", "results", "archived"},
    "rounds.phase_": {phase.value for phase in Phase if phase is not Phase.DRAFT},
    "rounds.who_": {level.name.lower() for level in Trust},
    "trust.needs_": {level.name.lower() for level in Trust if level is not Trust.ACCOUNT},
    "public.phase_": {phase.value for phase in Phase if phase is not Phase.DRAFT},
    "public.won_": {rule.name.lower() for rule in Rule},
    "results.file_": set(Form),
    "results.level_": {level.name.lower() for level in Trust},
    "results.rule_": {rule.name.lower() for rule in Rule},
    "results.tie_": set(TieBreak),
    "voids.reason_": set(VOID_REASONS),
    "digest.file_": {form.value for form in FORMS},
    "digest.open_": {kind.value for kind in PeriodKind} | {"inbox"},
    "digest.round_": {phase.value for phase in Phase if phase is not Phase.DRAFT},
    "digest.sent_": {form.value for form in FORMS},
    "digest.subscribe_": {kind.value for kind in PeriodKind},
    "digest.waits_": {kind.value for kind in WaitingKind},
    "digest.column_": {"what", "now", "before", "day", "code", "goal", "question", "waiting", "since", "topic"}
    | {"words", "quotes", "round", "voted", "turnout", "until"},
    "progress.status_": {status.value for status in Status},
    "progress.field_": set(FIELDS),
    "progress.ask_": set(FIELDS),
    "uploads.is_": {state.value for state in UploadState},
    "uploads.kind_": {kind.value for kind in KINDS},
    "uploads.level_": {level.value for level in Level},
    "uploads.n_": {"added", "changed", "moved", "removed"},
    "uploads.hangs_": {"followers", "reports", "feedback", "gaps", "rounds"},
    "editing.refused_": set(REFUSALS),
    "words.": {v.value for v in Verdict if not v.answered and v not in (Verdict.UNKNOWN, Verdict.EMERGENCY)},
    "feedback.n_": {kind.value for kind in FileKind},
    "feedback.topic_": set(TOPICS),
    "feedbackdesk.did_": DEEDS_ON_FEEDBACK | {"other"},
    "feedbackdesk.which_": {which.value for which in Which},
    "feedbackdesk.words_": {ANSWER, ASK},
    **{f"moderation.{part}_": {what.value for what in Waiting} for part in ("heap", "open", "list", "empty")},
    "moderation.why_": {hold.value for hold in Hold},
    "moderation.file_": {kind.value for kind in FileKind},
    "moderation.did_": {deed.value for deed in Deed},
    "moderation.done_": {deed.value for deed in CAN_BE_UNDONE} | {Deed.UNDONE.value},
    **{f"moderation.{part}_": {deed.value for deed in CAN_BE_UNDONE} for part in ("undo", "undone")},
    "moderation.told_": {*TOLD.values(), *TOLD_UNDONE.values(), "hidden_again"},
    **{f"restrictions.{part}_": {kind.value for kind in RestrictionKind} for part in ("why", "check", "kept")},
    "progress.column_": {*GOAL, WORDING},
    "web.heap_": {what.value for what in Waiting},
    "web.restrict_": {kind.value for kind in RestrictionKind},
    "web.urgent_": {kind.value for kind in URGENCY},
    "web.broadcast_says_": set(Locale),
    "web.broadcast_hint_": set(Locale),
    "web.broadcast_markup_": {str(number) for number in range(1, len(EXAMPLES) + 1)},
    "web.did_everything_": {"killed", "revived"},
    "web.act_": {action.value for action in ACTIONS} | {"number"},
    "web.did_person_": MANAGED,
    "web.did_trail_": TRIMMED,
    "invitations.invite_": {role.value for role in OFFERED},
    "invitations.can_": {role.value for role in OFFERED},
    "web.did_question_": ANSWERED,
    "web.thing_": {thing.value for thing in Thing if thing not in (Thing.ENTRY, Thing.PERSON, Thing.DESK)} | {"entry"},
    "web.things_": {thing.value for thing in Thing},
    "web.lack_": {lack.value for lack in Lack},
    "web.documents_do_": {oddity.value for oddity in Oddity},
    "web.documents_kind_": {kind.value for kind in KINDS},
    "web.language_": {locale.value for locale in Locale},
    "web.menu_": set(MENU),
    "web.role_": {role.value for role in Role},
    "letters.": {
        f"{kind}{part}" for kind in ("entry", "invitation", "confirm") for part in ("", "_subject", "_button")
    },
    "letters.subject_": {kind.value for kind in PeriodKind},
    **{f"subscriptions.{part}_": {kind.value for kind in PeriodKind} for part in ("card", "when", "way_of", "stopped")},
    **{f"subscriptions.{part}_": {way.value for way in Way} for part in ("way", "send")},
    "subscriptions.choose_": {"hour", "day", "way"},
    "broadcasts.kind_": {kind.value for kind in BroadcastKind},
    "web.questions_by_": {order.value for order in GapOrder},
    "web.question_": {state.value for state in GapState},
    "web.whose_": {whose.value for whose in Whose},
    "web.feedback_by_": {order.value for order in FeedbackOrder},
    "web.level_": {level.value for level in Level},
    "web.round_group_": set(GROUPS),
    "web.round_hint_": CONDITIONS,
    "web.round_sure_": WAYS,
    "web.option_hint_": set(OPTION_WORDS),
    "desk.": {deed.value for deed in RoundDeed},
    "web.digest_": {kind.value for kind in PeriodKind} | {DAYS_CHOSEN},
    "web.digest_file_": {form.value for form in DigestForm},
    "web.letter_": {kind.value for kind in LetterKind},
    "web.letter_is_": {state.value for state in LetterState},
    "web.letters_": set(WHICH_LETTERS),
    "web.subscribed_": {kind.value for kind in PeriodKind},
    "web.subscription_": {kind.value for kind in PeriodKind},
    "web.subscription_at_": {"week", "month"},
    "broadcasts.state_": {state.value for state in BroadcastState},
    "broadcasts.n_": {state.value for state in OUTCOMES},
    "broadcasts.act_": {*(deed.value for deed in BroadcastDeed), *DONE_BY_THE_BOT},
    "broadcasts.do_": {deed.value for deed in BroadcastDeed} - {BroadcastDeed.WRITE, BroadcastDeed.SCHEDULE},
    **{f"broadcasts.{part}_": {deed.value for deed in ASKED} for part in ("sure", "yes")},
    "broadcasts.done_": {SUBMIT_WAITING, *(deed.value for deed in BroadcastDeed)} - {BroadcastDeed.WRITE},
    "broadcasts.by_": set(AIM_FIELDS),
    "broadcasts.choose_": {"community", "locale", "settlement", "wrote_about", "topic"},
    "broadcasts.ask_": set(AIMS_IN_WORDS),
    **{f"broadcasts.{part}_": set(Locale) for part in ("in", "only_not", "say", "unsay", "ask_words")},
    "broadcasts.add_": {kind.value for kind in LeadKind},
    "broadcasts.ask_lead_": {LeadKind.ENTRY.value, LeadKind.PAGE.value},
    "web.did_data_": set(ASKED_ON_PAPER),
    "data.ground_": {ground.value for ground in Ground},
    "data.is_": {ground.value for ground in GROUNDS},
    "data.kind_": {kind.name for kind in fields(Terms)},
    **{f"data.{part}_": set(HOW) for part in ("how", "goes", "do", "done")},
}
"""Keys that the code puts together: what may follow each beginning."""


@cache
def catalogue(locale: Locale) -> dict[str, Message]:
    with (CATALOGUES / f"{locale.value}.po").open("rb") as file:
        found = read_po(file, locale=locale.value, abort_invalid=True)
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in found if message.id}


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def parameters(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def calls() -> Iterator[tuple[Path, ast.Call, ast.expr]]:
    """Yield every call that asks for a text, with the expression of its key."""
    for path in python_files("bot", "handlers"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            match node.func:
                case ast.Name("texts" | "DomainError" | "NotAllowed" | "NotFound" | "Unavailable"):
                    yield path, node, node.args[0]
                case ast.Attribute(attr="plain" | "texts"):
                    yield path, node, node.args[0]
                case ast.Name("line") | ast.Attribute(attr="line" | "done") if len(node.args) > 1:
                    yield path, node, node.args[1]


def keys_of(expression: ast.expr) -> set[str]:
    """The whole keys written in an expression, also in both arms of a choice."""
    inside = {id(part) for node in ast.walk(expression) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    return {one.value for one in literals(expression) if id(one) not in inside and KEY.fullmatch(one.value)}


def beginnings() -> set[str]:
    """The beginnings of keys that the code completes itself."""
    found = set()
    for _, _, expression in calls():
        for node in ast.walk(expression):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(node.values[0].value)
    return found | set(re.findall(r't\("([a-z_.]+)" ~', templates()))


@cache
def templates() -> str:
    """The pages that take their words from the catalogues."""
    folders = (ROOT / "bot" / "web" / name for name in ("public", "desk"))
    return "".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.html")))


def asked_for() -> set[str]:
    in_pages = set(re.findall(r't\("([^"]+)"(?! ~)', templates()))
    return in_pages | {key for _, _, expression in calls() for key in keys_of(expression)}


def test_catalogues_have_the_same_keys_in_the_same_order() -> None:
    assert list(catalogue(Locale.UK)) == list(catalogue(Locale.EN))


@pytest.mark.parametrize("locale", Locale)
def test_every_text_is_there_in_every_plural(locale: Locale) -> None:
    wrong = [
        key
        for key, message in catalogue(locale).items()
        if not all(strings(message))
        or len(strings(message)) != (N_PLURALS[locale] if message.pluralizable else 1)
        or message.fuzzy
    ]
    assert wrong == []


def test_all_forms_of_a_text_have_the_same_parameters() -> None:
    for key, message in catalogue(Locale.UK).items():
        forms = {frozenset(parameters(text)) for text in (*strings(message), *strings(catalogue(Locale.EN)[key]))}
        assert len(forms) == 1, f"{key}: {forms}"
        assert message.pluralizable == catalogue(Locale.EN)[key].pluralizable, key


def test_every_key_that_the_code_asks_for_exists() -> None:
    known = set(catalogue(Locale.UK)) | set(WORDS)
    assert asked_for() - known == set()
    assert len(asked_for()) > 50


def test_every_key_that_the_code_puts_together_exists() -> None:
    assert beginnings() == set(FAMILIES), "a new family of keys belongs into FAMILIES"
    wanted = {beginning + end for beginning, ends in FAMILIES.items() for end in ends}
    assert wanted - set(catalogue(Locale.UK)) == set()


def test_every_reason_why_a_file_cannot_be_read_gives_what_its_sentence_names() -> None:
    for key, given in REASONS.items():
        assert parameters(strings(catalogue(Locale.UK)[f"imports.failed_{key}"])[0]) == set(given), key


def test_no_text_is_left_unused() -> None:
    written = {one.value for path in python_files("bot", "handlers") for one in literals(parsed(path))}
    made = {beginning + end for beginning, ends in FAMILIES.items() for end in ends}
    assert set(catalogue(Locale.UK)) - written - made - asked_for() == set()


def test_pages_in_two_languages_hold_no_words_of_their_own() -> None:
    assert re.findall(r"[^\W\d_a-zA-Z]+", templates()) == []


def test_the_operator_is_told_every_error_that_happens_and_no_other() -> None:
    written = {
        one.value
        for path in python_files("bot")
        if path.name != "words.py"
        for one in literals(parsed(path))
        if one.value in WORDS or one.value in {*SAID.values(), *STATES.values()}
    }
    assert written == set(WORDS)


def test_calls_give_the_parameters_that_the_text_has() -> None:
    for path, call, expression in calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given:
            continue
        for key in keys_of(expression):
            message = catalogue(Locale.UK).get(key)
            wanted = parameters(strings(message)[0]) if message else parameters(WORDS[key])
            missing = wanted - given - ({"detail"} if key in WORDS else set())
            assert not missing, f"{path}:{call.lineno}: {key} needs {missing}"
            assert not message or "n" in given or not message.pluralizable, f"{path}:{call.lineno}: {key} needs n"
