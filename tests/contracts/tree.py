"""The tree as the contract tests see it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "knowledge")


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert found, f"no Python files under {folders}"
    return sorted(found)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield every string that the program could use; docstrings are for readers only."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node


@cache
def modules() -> dict[str, Path]:
    """Every module of the three packages, by its name."""
    return {module_name(path): path for path in python_files(*PACKAGES)}


@cache
def imported(name: str) -> frozenset[str]:
    """Which of our modules one needs before it: what it imports when it is loaded, and the packages these are in."""
    asked = {
        whole if (whole := f"{statement.module}.{one.name}") in modules() else statement.module
        for statement in _run_at_once(parsed(modules()[name]))
        if isinstance(statement, ast.ImportFrom)
        for one in statement.names
    }
    packages = {".".join(parts[:n]) for parts in (one.split(".") for one in asked) for n in range(1, len(parts))}
    around = {package for package in packages if not f"{name}.".startswith(f"{package}.")}
    return frozenset((asked | around) & modules().keys())


def _run_at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run when a module is loaded, hence nothing in functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from _run_at_once(node)


def tracked_files() -> list[Path]:
    """Every file of the repository that git keeps and that exists."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the repository has no git")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
