"""The answer card, the choice, and a fitting word for everything else."""

from collections.abc import Sequence
from html import escape

from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.services.entries import Shelf
from bot.services.questions import N_SHOWN, Asked
from bot.texts import Html, Texts
from bot.texts.naming import label, name_of
from handlers.callbacks import Browse, NotThis, OpenDetails, OpenEntry, PassOn, ShowAnswer, WriteFeedback
from handlers.views.buttons import Row, menu_row, press
from handlers.views.entries import (
    MAX_TEXT,
    breadcrumbs,
    children_label,
    level_of,
    mark,
    quoted,
    share,
    source_of_entry,
    titled,
)
from knowledge.model import Answer, Hit, Verdict, Way

N_REASONS = 3

MAX_WORD = 60
"""Longest piece of a question repeated to the person; nobody's word is longer."""
MAX_PART = 120
"""Longest of several questions repeated to the person."""


def answer(texts: Texts, asked: Asked) -> Reply:
    """Turn whatever the search said into one card."""
    if asked.skipped and not asked.hits:
        return nothing_more(texts, asked.number)
    match asked.answer.verdict:
        case Verdict.ANSWER | Verdict.CHOICE:
            return _found(texts, asked)
        case Verdict.UNKNOWN:
            return _unknown(texts, asked)
        case Verdict.EMERGENCY:
            return Reply(texts(f"emergency.{asked.answer.topic or 'general'}"))
        case verdict:
            return _word(texts, verdict, asked.number)


def _found(texts: Texts, asked: Asked) -> Reply:
    if asked.answer.parts and not asked.skipped:
        return _several(texts, asked)
    return (_goal if asked.answer.verdict is Verdict.ANSWER else _choice)(texts, asked)


def not_text(texts: Texts) -> Reply:
    """Say what a question is made of, and where a picture or a voice note is welcome."""
    return Reply(
        texts("questions.not_text"), ((press(texts.plain("feedback.write"), WriteFeedback(0)),), menu_row(texts))
    )


def nothing_more(texts: Texts, number: int | None) -> Reply:
    """Admit that nothing else fits."""
    back: tuple[Row, ...] = ((press(texts.plain("questions.back"), ShowAnswer(number, 0)),),) if number else ()
    return Reply(texts("questions.nothing_more"), (*_pass_on(texts, number), *back, *_browse(texts)))


def _goal(texts: Texts, asked: Asked) -> Reply:
    shelf, number = asked.shelf, asked.number or 0
    best, *others = asked.hits[:N_SHOWN]
    document = shelf.library.document_of(best.entry)
    parts = [*corrections(texts, asked.answer)]
    if not document.is_promise:
        parts.append(texts(f"documents.warning_{document.kind.value}"))
    parts.append(_wording(best))
    source = texts(
        "entries.source", source=Html(source_of_entry(texts, shelf, best.entry)), title=quoted(document.title)
    )
    parts.append("\n".join([*_place(texts, shelf, best), *reasons(texts, best), source]))
    if others:
        parts.append(texts("questions.others"))
    # The other goals come first: the line above the buttons speaks of them.
    rows = [*_open(texts, shelf, others, number), _about(texts, shelf, best, number), _not_this(texts, asked, best)]
    return Reply("\n\n".join(parts), tuple(rows))


def _choice(texts: Texts, asked: Asked) -> Reply:
    shown = asked.hits[:N_SHOWN]
    parts = [*corrections(texts, asked.answer), texts("questions.choice")]
    parts.extend(_briefly(texts, asked.shelf, hit) for hit in shown)
    return Reply("\n\n".join(parts), _pick(texts, asked, shown))


def _several(texts: Texts, asked: Asked) -> Reply:
    """Answer each question of a message that asks several things."""
    parts = [*corrections(texts, asked.answer), texts("questions.several")]
    for part in asked.answer.parts:
        found = _briefly(texts, asked.shelf, part.hit) if part.hit else texts("questions.part_unknown")
        parts.append(f"<b>{escape(shorten(part.asked, MAX_PART))}</b>\n{found}")
    shown = {part.hit.entry.key: part.hit for part in asked.answer.parts if part.hit}
    return Reply("\n\n".join(parts), _pick(texts, asked, list(shown.values())))


def _briefly(texts: Texts, shelf: Shelf, hit: Hit) -> str:
    return f"{titled(hit.entry, mark(shorten(hit.entry.text, 300), _met(hit)))}\n<i>{_whence(texts, shelf, hit)}</i>"


def _pick(texts: Texts, asked: Asked, shown: Sequence[Hit]) -> tuple[Row, ...]:
    rows = _open(texts, asked.shelf, shown, asked.number or 0)
    if not asked.number:
        return (*rows, *_pass_on(texts, None))
    none = NotThis(asked.number, asked.skipped + len(shown))
    return (*rows, (press(texts.plain("questions.none_of_these"), none),))


def _unknown(texts: Texts, asked: Asked) -> Reply:
    parts = [*corrections(texts, asked.answer), texts("questions.unknown")]
    return Reply("\n\n".join(parts), (*_pass_on(texts, asked.number), *_browse(texts)))


def _word(texts: Texts, verdict: Verdict, number: int | None) -> Reply:
    """Say a fitting word; what could still be meant for staff can be passed on."""
    rows = [menu_row(texts)]
    if verdict in (Verdict.SERVICE, Verdict.INCIDENT, Verdict.PERSONAL):
        rows = [*_pass_on(texts, number), *rows]
    return Reply(texts(f"words.{verdict.value}"), tuple(rows))


def corrections(texts: Texts, found: Answer) -> list[str]:
    """Say out loud what was read differently from what was typed; a word corrected twice is said once."""
    read: dict[str, str] = {}
    for correction in found.corrections:
        typed = next((typed for typed, as_ in read.items() if as_ == correction.typed), correction.typed)
        read[typed] = correction.read
    said = [(shorten(typed, MAX_WORD), shorten(as_, MAX_WORD)) for typed, as_ in list(read.items())[:N_REASONS]]
    return [texts("questions.corrected", read=as_, typed=typed) for typed, as_ in said]


def reasons(texts: Texts, hit: Hit) -> list[str]:
    """Say which words of the question met which words of the goal; forms of one word need no explanation."""
    if any(reason.way is Way.TAUGHT for reason in hit.reasons):
        return [texts("questions.taught")]
    said = []
    for reason in hit.reasons:
        if reason.way in (Way.CONCEPT, Way.REPAIR) and reason.asked.casefold() != reason.met.casefold():
            asked, met = shorten(reason.asked, MAX_WORD), shorten(reason.met, MAX_WORD)
            line = texts("questions.reason", asked=asked, met=met)
            if line not in said:
                said.append(line)
    return [texts("questions.why", reasons=Html("; ".join(said[:N_REASONS])))] if said else []


def _wording(hit: Hit) -> str:
    return titled(hit.entry, mark(shorten(hit.entry.text, MAX_TEXT), _met(hit)))


def _met(hit: Hit) -> list[str]:
    return [reason.met for reason in hit.reasons if reason.way not in (Way.MEANING, Way.TAUGHT)]


def _whence(texts: Texts, shelf: Shelf, hit: Hit) -> str:
    """Name the community and the source; not twice when the community published it itself. Escaped."""
    community, document = shelf.library.community_of(hit.entry), shelf.library.document_of(hit.entry)
    source = source_of_entry(texts, shelf, hit.entry)
    return source if document.source.publisher == community.name else f"{escape(name_of(texts, community))}, {source}"


def _place(texts: Texts, shelf: Shelf, hit: Hit) -> list[str]:
    return [escape(level_of(texts, shelf, hit.entry).capitalize()), breadcrumbs(texts, shelf, hit.entry)]


def _about(texts: Texts, shelf: Shelf, best: Hit, number: int) -> Row:
    entry = shelf.number(best.entry)
    row: Row = (press(texts.plain("entries.details"), OpenDetails(entry, number)),)
    if shelf.library.children(best.entry):
        row = (*row, press(children_label(texts, shelf, best.entry), OpenEntry(entry, 0, number)))
    return row


def _open(texts: Texts, shelf: Shelf, hits: Sequence[Hit], number: int) -> list[Row]:
    """One button a goal; another community's goal says whose it is."""
    several = len({shelf.library.document_of(hit.entry).community for hit in hits}) > 1
    rows: list[Row] = []
    for hit in hits:
        place = f"{name_of(texts, shelf.library.community_of(hit.entry))}: " if several else ""
        text = f"{place}{label(hit.entry)} {hit.entry.text}"
        rows.append((press(text, OpenEntry(shelf.number(hit.entry), 0, number)),))
    return rows


def _not_this(texts: Texts, asked: Asked, best: Hit) -> Row:
    row: Row = (share(texts, asked.shelf.number(best.entry)),)
    if asked.number:
        row = (press(texts.plain("questions.not_this"), NotThis(asked.number, asked.skipped + 1)), *row)
    return row


def _pass_on(texts: Texts, number: int | None) -> tuple[Row, ...]:
    return ((press(texts.plain("questions.pass_on"), PassOn(number or 0)),),)


def _browse(texts: Texts) -> tuple[Row, ...]:
    return ((press(texts.plain("entries.browse"), Browse()),),)
