"""What holds for every module."""

import ast
import subprocess
import sys
from collections import Counter

from tests.contracts.tree import PACKAGES, ROOT, literals, module_name, parsed, python_files

MAX_LINES = 400
CYRILLIC = range(0x0400, 0x0530)

NOT_IMPORTED = {"bot.__main__", "bot.storage.migrations.env"}
"""Scripts: the one starts the command line, the other is run by Alembic inside a migration."""

IMPORT_EACH = """
import importlib, sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[1])
failed = []
for name in sys.argv[2:]:
    for known in [k for k in sys.modules if k.split(".")[0] in ("bot", "handlers", "knowledge")]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except Exception as error:
        failed.append(f"{name}: {type(error).__name__}: {error}")
print("\\n".join(failed), end="")
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
    """Each is imported as if it were the first, so that no module leans on another having been imported before."""
    names = [name for path in python_files(*PACKAGES) if (name := module_name(path)) not in NOT_IMPORTED]
    command = [sys.executable, "-c", IMPORT_EACH, str(ROOT), *names]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_starts_with_an_empty_environment(tmp_path) -> None:
    command, env = [sys.executable, "-m", "bot", "--version"], {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
