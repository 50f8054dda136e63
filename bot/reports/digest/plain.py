"""A digest as plain text: the letter's other half, and for the terminal."""

from collections.abc import Sequence
from textwrap import fill

from bot.domain.digests import Digest
from bot.reports.digest.leads import Leads
from bot.reports.digest.sections import Section, sections, span_of, title_of
from bot.reports.letter.writing import Link, plain_links
from bot.texts import Texts

WIDTH = 76


def write_plain(digest: Digest, texts: Texts, place: str, leads: Leads, links: Sequence[Link] = ()) -> str:
    """Write it; `links` stand at the end."""
    head = [title_of(texts, place), span_of(digest.period, texts)]
    parts = ["\n".join(fill(line, WIDTH) for line in head)]
    found = sections(digest, texts)
    if digest.is_empty:
        parts.append(fill(texts.plain("digest.quiet"), WIDTH))
    parts += [_section(section, leads) for section in found]
    parts.append(fill(texts.plain("digest.made", moment=texts.formats.moment(digest.made_at)), WIDTH))
    return "\n\n".join([*parts, *plain_links(links)]) + "\n"


def _section(section: Section, leads: Leads) -> str:
    lines = [section.title.upper()]
    for line in section.lines:
        said = f"{line.text}: {line.value}" if line.value else line.text
        lines.append(fill(said, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False))
        lines += [fill(more, WIDTH, initial_indent="    ", subsequent_indent="    ") for more in line.more]
        if address := leads.address(line.opens, line.page):
            lines.append(f"  {address}")
    if section.note:
        lines.append(fill(section.note, WIDTH))
    return "\n".join(lines)
