"""Sheets for a printer: codes that the office hands out, a poster. One HTML file each, with everything in it."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from bot.domain.messages import Attachment
from bot.domain.rounds import Round
from bot.reports.templates import template
from bot.texts import Texts

TEMPLATES = Path(__file__).parent / "printed"


def codes_sheet(texts: Texts, round_: Round, codes: Sequence[str], first_serial: int, bot_username: str) -> Attachment:
    """Lay out codes as cards to cut, ten on an A4 page. Takes 5 ms a card: run it in a thread."""
    cards = [
        {
            "code": f"{code[:5]}-{code[5:]}",
            "serial": serial,
            "qr": _qr(f"https://t.me/{bot_username}?start=v{round_.id}_{code}"),
        }
        for serial, code in enumerate(codes, first_serial)
    ]
    notes = [texts.plain("codes.how", bot=bot_username)]
    if round_.closes_at:
        notes.append(texts.plain("codes.until", closes_at=texts.formats.moment(round_.closes_at)))
    notes.append(texts.plain("codes.once"))
    page = _render(
        "codes.html",
        texts,
        heading=texts.plain("codes.sheet", number=round_.id),
        advice=texts.plain("codes.keep_safe"),
        title=round_.title,
        cards=cards,
        notes=notes,
    )
    last = first_serial + len(codes) - 1
    return Attachment(f"codes-{round_.id}-{first_serial}-{last}.html", page)


def link(bot_username: str, round_: int) -> str:
    """Make the address that opens a round in the bot."""
    return f"https://t.me/{bot_username}?start=r{round_}"


def poster(texts: Texts, round_: Round, bot_username: str) -> Attachment:
    """Lay out an A4 poster with the round's link."""
    address = link(bot_username, round_.id)
    times = ""
    if round_.opens_at and round_.closes_at:
        opens_at, closes_at = (texts.formats.moment(moment) for moment in (round_.opens_at, round_.closes_at))
        times = texts.plain("poster.times", opens_at=opens_at, closes_at=closes_at)
    page = _render(
        "poster.html",
        texts,
        title=round_.title,
        question=round_.question,
        qr=_qr(address),
        how=texts.plain("poster.how"),
        link=address.removeprefix("https://"),
        times=times,
        standing=texts.plain("desk.binding" if round_.is_binding else "desk.consultative"),
    )
    return Attachment(f"poster-{round_.id}.html", page)


def _qr(content: str) -> Markup:
    """Draw a QR code that survives a fold or a stain (a quarter of it may be lost)."""
    import segno  # noqa: PLC0415  (memory that serving does without)

    drawn = segno.make(content, error="q", micro=False).svg_inline(omitsize=True, border=2)
    return Markup(drawn)  # noqa: S704  (drawn here: nothing of it was written by anybody)


def _render(name: str, texts: Texts, **values: object) -> bytes:
    return template(TEMPLATES / name).render(locale=texts.locale.value, **values).encode()
