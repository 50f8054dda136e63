"""The import contracts of pyproject.toml cover every module, and hold."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, document, module_name, python_files

CONTRACTS = tomllib.loads(document("pyproject.toml"))["tool"]["importlinter"]["contracts"]
PARTS = sorted(
    {".".join(module_name(path).split(".")[:2]) for path in python_files("bot")} - {"bot"} | {"handlers", "knowledge"}
)


def contract(beginning: str) -> dict[str, list[str]]:
    return next(one for one in CONTRACTS if one["name"].startswith(beginning))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_layer(part: str) -> None:
    layered = {name.strip("() ") for layer in contract("Imports point down")["layers"] for name in layer.split("|")}
    assert part in layered


@pytest.mark.parametrize(
    ("beginning", "free"),
    [
        ("Only handlers, transport and app", {"handlers", "bot.transport", "bot.app", "knowledge"}),
        ("Only storage", {"bot.storage", "knowledge"}),
    ],
)
def test_no_part_is_forgotten_by_a_prohibition(beginning: str, free: set[str]) -> None:
    assert set(PARTS) - free <= set(contract(beginning)["source_modules"])


def test_imports_keep_the_contracts() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
