"""What holds for every module."""

import ast
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter

from tests.contracts.tree import PACKAGES, ROOT, imported, literals, module_name, modules, parsed, python_files

MAX_LINES = 400
CYRILLIC = range(0x0400, 0x0530)

NOT_IMPORTED = {"bot.__main__", "bot.storage.migrations.env"}
"""Scripts: the one starts the command line, the other is run by Alembic inside a migration."""

IMPORT_EACH = """
import importlib, sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
"""


def test_no_cyrillic_in_code_outside_texts_and_knowledge() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{literal.lineno}: {literal.value}"
        for path in python_files("bot", "handlers")
        if ROOT / "bot" / "texts" not in path.parents
        for literal in literals(parsed(path))
        if any(ord(sign) in CYRILLIC for sign in literal.value)
    ]
    assert found == []


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(*PACKAGES, "tests")
    }
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_no_name_of_a_module_is_given_twice() -> None:
    """The later value would stand for both, also where only the earlier was meant."""
    found = {}
    for path in python_files(*PACKAGES, "tests"):
        given = Counter(
            target.id
            for statement in parsed(path).body
            if isinstance(statement, ast.Assign | ast.AnnAssign)
            for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
            if isinstance(target, ast.Name)
        )
        if twice := [name for name, n in given.items() if n > 1]:
            found[str(path.relative_to(ROOT))] = twice
    assert found == {}


def test_no_module_is_named_after_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "base", "core", "misc"}
    names = {part for path in python_files(*PACKAGES) for part in module_name(path).split(".")}
    assert names & empty == set()


def test_every_module_imports_alone_with_an_empty_environment(tmp_path) -> None:
    """None leads back to itself, and the next test shows that none leans on others: so each may be the first."""
    in_order = TopologicalSorter({name: imported(name) for name in modules()}).static_order()
    names = [name for name in in_order if name not in NOT_IMPORTED]
    command = [sys.executable, "-c", IMPORT_EACH, str(ROOT), *names]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert list(tmp_path.iterdir()) == []


def test_no_module_leans_on_what_others_have_imported() -> None:
    """A module of a package is its attribute once anybody has imported it: `package.module` needs one's own import."""
    found = []
    for name, path in modules().items():
        nodes = [*ast.walk(parsed(path))]
        froms = ((node.module, one) for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names)
        known = {one.asname or one.name: f"{module}.{one.name}" for module, one in froms}
        for node in nodes:
            if isinstance(node, ast.Import):
                found += [f"{name}: import {one.name}" for one in node.names if one.name in modules()]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                package = known.get(node.value.id)
                if (whole := f"{package}.{node.attr}") in modules() and whole not in imported(package):
                    found.append(f"{name}: {whole}")
    assert found == []


def test_the_command_line_starts_with_an_empty_environment(tmp_path) -> None:
    command, env = [sys.executable, "-m", "bot", "--version"], {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
