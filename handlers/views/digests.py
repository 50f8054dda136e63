"""The digest on one card, the most urgent first; the page and the files hold all."""

from collections.abc import Mapping
from html import escape

from bot.domain.digests import Digest, Period, PeriodKind, WaitingKind
from bot.domain.messages import Attachment, Reply
from bot.reports.digest.forms import DigestForm, file_name
from bot.reports.digest.sections import Section, sections, span_of, title_of
from bot.texts import Texts
from handlers.callbacks import OpenDigest, OpenInbox, OpenSubscription, SendDigest, Subscribe
from handlers.views.buttons import MAX_TEXT, Row, menu_row, press
from knowledge.model import Community

N_LINES = (5, 3, 2, 1)
"""Lines of a section: fewer until the card fits one message."""

FORMS = (DigestForm.HTML, DigestForm.XLSX)


def digest(
    texts: Texts, made: Digest, communities: Mapping[str, Community], kind: PeriodKind, *, subscribed: bool
) -> Reply:
    """Say what changed and what waits."""
    place = communities[made.community].name if made.community else texts.plain("digest.all_places")
    everywhere = int(made.community is None)
    cards = (_card(texts, made, place, n_lines) for n_lines in N_LINES)
    text = next((card for card in cards if len(card) <= MAX_TEXT), _head(texts, made, place))
    others = [one for one in PeriodKind if one is not kind]
    rows: list[Row] = [
        *([(press(texts.plain("digest.open_inbox"), OpenInbox(0)),)] if _has_gaps(made) else []),
        tuple(press(texts.plain(f"digest.open_{one.value}"), OpenDigest(one.value, everywhere)) for one in others),
        tuple(press(texts.plain(f"digest.file_{f.value}"), SendDigest(kind.value, everywhere, f.value)) for f in FORMS),
    ]
    if len(communities) > 1:
        label = texts.plain("digest.own_place") if everywhere else texts.plain("digest.everywhere")
        rows.append((press(label, OpenDigest(kind.value, 1 - everywhere)),))
    if subscribed:
        rows.append((press(texts.plain("subscriptions.button"), OpenSubscription(kind.value)),))
    else:
        rows.append((press(texts.plain(f"digest.subscribe_{kind.value}"), Subscribe(kind.value)),))
    return Reply(text, (*rows, menu_row(texts)))


def picture(texts: Texts, png: bytes) -> Reply:
    return Reply(texts("digest.by_day"), (), Attachment("viche-digest.png", png))


def file(texts: Texts, period: Period, form: DigestForm, content: bytes) -> Reply:
    attachment = Attachment(file_name(period, form), content)
    return Reply(texts(f"digest.sent_{form.value}", span=span_of(period, texts)), (), attachment)


def _has_gaps(made: Digest) -> bool:
    return any(one.kind is WaitingKind.GAPS for one in made.waiting)


def _head(texts: Texts, made: Digest, place: str) -> str:
    return f"<b>{escape(title_of(texts, place))}</b>\n{escape(span_of(made.period, texts))}"


def _card(texts: Texts, made: Digest, place: str, n_lines: int) -> str:
    parts = [_head(texts, made, place)]
    if made.is_empty:
        parts.append(texts("digest.quiet"))
    parts += [_section(section, n_lines) for section in sections(made, texts)]
    return "\n\n".join(parts)


def _section(section: Section, n_lines: int) -> str:
    said = [f"<b>{escape(section.title)}</b>"]
    for line in section.lines[:n_lines]:
        said.append(f"• {escape(line.text)}" + (f" — {escape(line.value)}" if line.value else ""))
        said += [f"  <i>{escape(more)}</i>" for more in line.more[:1]]
    if section.note:
        said.append(f"<i>{escape(section.note)}</i>")
    return "\n".join(said)
