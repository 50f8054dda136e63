"""The pages list what the code has: every command, option, permission, column and error line, and nothing else."""

import ast
import re

import pytest

from bot.cli import app
from bot.cli.words import WORDS
from bot.domain.health import CHECKS
from bot.domain.people import Locale, Role
from bot.domain.permissions import PERMISSIONS
from bot.storage.schema import metadata
from bot.texts import Texts
from handlers.routes import COMMANDS
from knowledge.importers import REASONS
from knowledge.model import Level, Verdict
from tests.contracts.tree import ROOT, document, parsed, python_files


def rows(page: str) -> list[list[str]]:
    """Every table row of a page as its cells."""
    lines = [line for line in document(page).splitlines() if line.startswith("|") and not line.startswith("|-")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def table(body: str) -> list[list[str]]:
    """The rows under a table's head."""
    lines = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def sections(page: str) -> dict[str, str]:
    """The parts of a page by their third-level headings."""
    parts = re.split(r"^### (.+)$", document(page), flags=re.MULTILINE)
    bodies = (re.split(r"^## ", body, flags=re.MULTILINE)[0] for body in parts[2::2])
    return dict(zip((title.strip("`") for title in parts[1::2]), bodies, strict=True))


def cli_commands(at=app, path: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Every command with its options."""
    found = {}
    for name in at:
        if name.startswith("-"):
            continue
        below = cli_commands(at[name], (*path, name))
        if not below:
            arguments = at[name].assemble_argument_collection()
            below = {" ".join((*path, name)): {o for one in arguments for o in one.names if o.startswith("--")}}
        found |= below
    return found


def test_every_command_line_command_and_option_is_listed() -> None:
    assert {
        name: set(re.findall(r"(?<!\w)--[a-z][a-z-]*", "\n".join(re.findall(r"^- (.*?):", body, flags=re.MULTILINE))))
        for name, body in sections("docs/commands.md").items()
    } == cli_commands()


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_commands_that_others_rely_on_are_named(page: str) -> None:
    text = document(page)
    assert [name for name in cli_commands() if name.split()[-1] not in text] == []


def test_every_bot_command_is_listed_for_those_who_see_it() -> None:
    listed = {cells[0].strip("`/"): cells[2] for cells in rows("docs/commands.md") if cells[0].startswith("`/")}
    assert list(listed) == [command.name for command in COMMANDS]
    for command in COMMANDS:
        everybody = command.listed_for == frozenset(Role)
        assert (listed[command.name] == "everybody") == everybody, command.name


def test_verdicts_and_levels_are_listed() -> None:
    text = document("docs/commands.md")
    assert [one.value for one in (*Verdict, *Level) if f"`{one.value}`" not in text] == []


def test_permissions_are_the_table() -> None:
    header, *actions = rows("docs/roles-and-permissions.md")
    roles = [Role(name) for name in header[1:-1]]
    assert set(roles) == set(Role)
    assert {
        code(cells[0])[0]: {role for role, cell in zip(roles, cells[1:-1], strict=True) if cell == "✓"}
        for cells in actions
        if code(cells[0])
    } == {action.value: set(allowed) for action, allowed in PERMISSIONS.items()}


def test_every_stored_column_is_explained() -> None:
    *tables, documents = sections("docs/privacy.md").items()
    described = {name: {code(cells[0])[0] for cells in table(body)} for name, body in tables}
    described |= {code(cells[0])[0]: set(code(cells[1])) for cells in table(documents[1])}
    assert described == {name: set(stored.columns.keys()) for name, stored in metadata.tables.items()}


def test_every_error_line_is_explained() -> None:
    """The page shows how a line begins, with … for what differs; lines that only differ stand under `FILE: …`."""
    lines = {key: re.sub(r"\{\w+\}", "…", line) for key, line in WORDS.items()}
    shown = [code(cells[0]) for cells in rows("docs/operations.md")]
    beginnings = tuple(one for cell in shown for one in cell if len(one) > 10)
    unexplained = {key for key, line in lines.items() if not line.startswith(beginnings)}
    assert unexplained == {"documents.unreadable", "questions.unreadable"}
    assert ["FILE: …"] in shown


def test_every_reason_why_a_document_cannot_be_read_is_explained() -> None:
    texts = Texts(Locale.EN, "Europe/Kyiv")
    wanted = {texts.plain(f"imports.failed_{key}", **dict.fromkeys(params, "…")) for key, params in REASONS.items()}
    shown = {
        one
        for cells in table(sections("docs/operations.md")["When a document cannot be read"])
        for one in code(cells[0])
    }
    assert wanted <= shown


def test_every_line_of_the_log_is_explained() -> None:
    lines = {
        node.args[0].value
        for path in python_files("bot", "handlers")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    }
    page = document("docs/operations.md")
    assert len(lines) > 10
    assert {line for line in lines if f"`{line}`" not in page} == set()


def test_every_check_of_the_health_is_explained() -> None:
    shown = [name for cells in table(sections("docs/operations.md")["Health"]) for name in code(cells[0])]
    assert sorted(shown) == sorted(CHECKS)


def test_decisions_have_the_same_parts() -> None:
    index = document("docs/adr/README.md")
    for path in sorted((ROOT / "docs" / "adr").glob("0*.md")):
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "What would change our mind"], path.name
        assert f"({path.name})" in index
