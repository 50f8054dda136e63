"""A digest as one page that needs nothing else: it opens offline, prints on A4, and goes into a letter."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from bot.domain.digests import Digest
from bot.reports.chart import with_words
from bot.reports.digest import picture
from bot.reports.digest.leads import Leads
from bot.reports.digest.sections import sections, span_of, title_of
from bot.reports.letter.writing import Link
from bot.reports.templates import template
from bot.texts import Texts

_PAGE = Path(__file__).with_name("page.html")


def write_page(
    digest: Digest, texts: Texts, place: str, leads: Leads, svg: str = "", links: Sequence[Link] = ()
) -> str:
    """Write the page; `svg` is the chart as it was drawn, which letters do without; `links` stand at the end."""
    named = with_words(svg, texts.plain("digest.by_day"), picture.in_words(digest, texts)) if svg else ""
    return template(_PAGE).render(
        t=texts.plain,
        locale=texts.locale.value,
        title=title_of(texts, place),
        span=span_of(digest.period, texts),
        sections=sections(digest, texts),
        is_quiet=digest.is_empty,
        made=texts.plain("digest.made", moment=texts.formats.moment(digest.made_at)),
        chart=Markup(named),  # noqa: S704  (drawn here, its words escaped there)
        address_of=lambda line: leads.address(line.opens, line.page),
        links=links,
    )
