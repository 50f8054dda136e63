"""The threat model says of each attack what stops it and what does not, and every test that it names is there."""

import ast
import re

from tests.contracts.test_docs import sections
from tests.contracts.tree import ROOT, document, parsed

PAGE = "docs/threat-model.md"
PARTS = ("Stops it", "Does not", "Tests")


def functions_of(path: str) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in parsed(ROOT / path).body if isinstance(node, functions)}


def test_each_attack_has_its_parts() -> None:
    attacks = sections(PAGE)
    assert len(attacks) > 15
    for name, body in attacks.items():
        assert tuple(re.findall(r"^- \*\*(.+?):\*\*", body, flags=re.MULTILINE)) == PARTS, name
        assert "::" in body.split("**Tests:**")[1], name


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document(PAGE))
    assert len(named) == document(PAGE).count("::")
    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []
