"""The repository names no machine: no path of one, no package index, nothing that works only where it was written."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, document, tracked_files

A_HOME = "work|root|home|Users"
MACHINE_PATH = re.compile(rf"(?<![\w.~$}}*-])/(?:{A_HOME})/\w")
INDEX = re.compile(r"pypi\." + r"org|python" + r"hosted|--(?:extra-)?index" + r"-url[ =]\S*://")
LOCKS = ("requirements.lock", "requirements-dev.lock")
AGPL_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def texts() -> dict[str, str]:
    found = {}
    for path in tracked_files():
        try:
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_path_of_a_machine() -> None:
    assert {name: found[0] for name, text in texts().items() if (found := MACHINE_PATH.search(text))} == {}


def test_no_package_index() -> None:
    assert {name: found[0] for name, text in texts().items() if (found := INDEX.search(text))} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    lines = [line for line in document(name).splitlines() if line and not line.lstrip().startswith("#")]
    requirements = [line for line in lines if not line.startswith(" ")]
    hashed = re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()
    assert len(requirements) == len(hashed) > 20
    assert [line for line in hashed if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in document(name)


def test_development_locks_the_same_versions() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==([\w.+!]+)", document(name), flags=re.MULTILINE))

    runtime, development = (versions(name) for name in LOCKS)
    assert {name: version for name, version in runtime.items() if development.get(name) != version} == {}


def test_licence_is_unaltered() -> None:
    assert sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_SHA256


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for name, text in texts().items():
        if not name.endswith(".md"):
            continue
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            place = target.split("#")[0]
            if place and "://" not in place and not (Path(ROOT / name).parent / place).exists():
                broken.append(f"{name}: {target}")
    assert broken == []
