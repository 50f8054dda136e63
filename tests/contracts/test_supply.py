"""What the bot is made of is pinned, hashed, and can be listed."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.audit import judge
from tests.contracts.tree import ROOT, document
from tests.sbom import bill, components

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    found = components(document(lock))
    assert len(found) > 30
    assert [one.name for one in found if not one.hashes] == []


def test_installing_asks_for_the_hashes() -> None:
    installs = [line for line in document("Makefile").splitlines() if "pip install" in line and ".lock" in line]
    assert len(installs) == len(LOCKS)
    assert all("--require-hashes" in line for line in installs)


def test_the_bill_of_materials_lists_the_lock_file_and_no_address() -> None:
    lock = document("requirements.lock")
    written = bill(lock)
    said = json.loads(written)
    listed = {(one["name"], one["version"]) for one in said["components"]}
    assert listed == set(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    assert (said["bomFormat"], said["metadata"]["component"]["name"]) == ("CycloneDX", "viche")
    addresses = set(re.findall(r"https?://[^\"]+", written))
    assert all(address.startswith("http://cyclonedx.org/schema/") for address in addresses)


def test_an_audit_without_a_network_says_that_nothing_was_checked() -> None:
    nowhere = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "NO_PROXY": ""}
    command = [sys.executable, "-m", "tests.audit", "requirements.lock"]
    done = subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Nothing was checked: ")
    assert done.stderr.count("\n") == 1


def test_an_audit_that_could_not_ask_about_every_package_has_not_passed(capsys) -> None:
    fine = {"name": "a", "version": "1", "vulns": []}
    weak = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
    unknown = {"name": "c", "skip_reason": "c is nowhere"}
    assert [judge([fine]), judge([fine, weak]), judge([fine, unknown]), judge([weak, unknown])] == [0, 1, 2, 1]
    said, complained = capsys.readouterr()
    assert "b 2: PYSEC-1, mended in 3" in said
    assert "1 of 2 packages were checked, 0 weaknesses are known." in said
    assert "Not checked: 1. The first: c is nowhere" in complained
