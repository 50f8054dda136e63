"""docs/privacy.md says for every table how long it is kept: what the settings, the deletion and the schema say."""

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import Locale
from bot.domain.terms import Terms
from bot.settings import LEAST_DAYS, Settings
from bot.storage import over
from bot.storage.schema import metadata
from bot.texts import Languages
from handlers.views.people import lasts
from tests.contracts.test_docs import code, sections, table
from tests.contracts.tree import document

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TERMS = Terms(*(timedelta(days=1000 + n) for n, _ in enumerate(fields(Terms))))
SETTING_BY_MOMENT = {NOW - getattr(TERMS, f.name): f"RETENTION_{f.name.upper()}_DAYS" for f in fields(Terms)}


def how_long() -> dict[str, str]:
    """What the page says of each table about people: in a line of its own, or column by column."""
    said = {}
    for name, body in sections("docs/privacy.md").items():
        line = re.search(r"^\*\*How long:\*\* (.+)\.$", body, flags=re.MULTILINE)
        by_column = [cells[2] for cells in table(body) if len(cells) > 2]
        said[name] = line[1] if line else "; ".join(by_column)
    del said["Documents"]
    return said


def of_people(name: str) -> bool:
    """Say whether rows go with their person."""
    keys = [key for column in metadata.tables[name].columns for key in column.foreign_keys]
    return any(key.column.table.name == "people" and key.ondelete == "CASCADE" for key in keys)


def settings_of(one: over.Over) -> set[str]:
    """Which terms decide that rows are over."""
    given = one.which.compile().params.values()
    return {SETTING_BY_MOMENT[value] for value in given if isinstance(value, datetime) and value in SETTING_BY_MOMENT}


def test_the_terms_are_those_of_the_settings() -> None:
    shown = {
        code(cells[0])[0].lower(): cells[1:] for cells in table(document("docs/privacy.md")) if "RETENTION_" in cells[0]
    }
    defaults = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("retention_")}
    assert {name: int(days) for name, (days, _, _) in shown.items()} == defaults
    assert {name: (int(least), why) for name, (_, least, why) in shown.items()} == LEAST_DAYS
    assert {f"retention_{field.name}_days" for field in fields(Terms)} == set(defaults)


def test_the_page_for_residents_names_the_same_terms() -> None:
    """In the words that `/privacy` uses for them."""
    texts, terms = Languages("Europe/Kyiv")[Locale.UK], Terms.of(Settings(_env_file=None).retention)
    said = dict(table(document("docs/uk/pryvatnist.md")))
    for row, term in (
        ("запитання", terms.questions),
        ("відгук", terms.feedback),
        ("ненадісланий відгук", terms.drafts),
        ("що бот вам надсилав", terms.notices),
        ("що ви брали участь в опитуванні", terms.voters),
        ("номер повідомлення, на яке бот відповів", terms.updates),
    ):
        assert said[row].startswith(lasts(texts, term)), row


DECIDED = {(one.table.name, setting) for one in over.everything(TERMS, NOW) for setting in settings_of(one)}
DECIDED |= {("deliveries", "RETENTION_NOTICES_DAYS")}
SWEPT = {one.table.name for one in over.everything(TERMS, NOW)}


def test_every_term_decides_over_something() -> None:
    assert {setting for _, setting in DECIDED} == set(SETTING_BY_MOMENT.values())


@pytest.mark.parametrize("name", how_long())
def test_every_table_says_how_long_it_is_kept(name: str) -> None:
    """By the settings that decide, by `/forget` where rows go with their person, or that there is no term."""
    said = how_long()[name]
    whole = document("docs/privacy.md").split(f"### `{name}`")[1].split("\n##")[0]
    assert said
    assert set(re.findall(r"RETENTION_\w+", whole)) == {setting for table, setting in DECIDED if table == name}
    assert not of_people(name) or "/forget" in whole
    assert ("without a term" in said) <= (name not in SWEPT or name == "uploads")
