"""What installs Viche as a service or in a container is as hardened as its page says, and leaves nothing out."""

import re
import shutil
import subprocess
import sys

import pytest

from bot.settings import Settings
from tests.contracts.tree import ROOT, document

UNIT = "docs/deploy/viche.service"
MOST_EXPOSED = 1.5
"""Of 10, as `systemd-analyze security` reckons; the network, which a bot needs, is most of it."""

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


@needs_systemd
def test_the_service_is_hardened() -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(ROOT / UNIT)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"exposure level for viche\.service: ([\d.]+)", said)
    assert found is not None, said
    assert float(found.group(1)) <= MOST_EXPOSED


@needs_systemd
def test_the_service_is_understood() -> None:
    said = subprocess.run(
        ["systemd-analyze", "verify", str(ROOT / UNIT)], capture_output=True, text=True, check=False
    ).stderr
    wrong = [line for line in said.splitlines() if UNIT in line or "Unknown" in line]
    assert wrong == []


def test_the_image_holds_all_that_the_bot_needs(tmp_path) -> None:
    """A command runs from a copy of what the recipe copies, and of nothing else."""
    copied = re.findall(r"^COPY (?!--from)(\w+) (?:\./|\w+)$", document("Containerfile"), re.MULTILINE)
    assert {"bot", "handlers", "knowledge"} <= set(copied)
    ignored = document(".dockerignore").splitlines()
    for name in copied:
        assert f"!{name}" in ignored
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path)
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "MEANING": "off"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "1.1.2", "--community", "zhytomyr"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1.1.2" in done.stdout


def test_the_containers_are_no_root_and_set_only_what_exists() -> None:
    image, compose = document("Containerfile"), document("compose.yaml")
    assert image.index("USER viche") < image.index("ENTRYPOINT")
    viche = compose[compose.index("  viche:") : compose.index("\n  database:")]
    for hardening in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "pids_limit:", "mem_limit:"):
        assert hardening in viche
    known = {name.upper() for name in Settings.model_fields}
    environment = viche[viche.index("environment:") : viche.index("ports:")]
    assert set(re.findall(r"^      ([A-Z_]+):", environment, re.MULTILINE)) <= known
    assert "cap_drop: [ALL]" in compose[compose.index("\n  database:") :]


def test_what_reads_health_reads_it_where_it_is_served() -> None:
    image = document("Containerfile")
    port = re.search(r"HEALTH_PORT=(\d+)", image)
    assert port is not None
    assert f"http://127.0.0.1:{port.group(1)}/health" in image
    assert f'HEALTH_PORT: "{port.group(1)}"' in document("compose.yaml")
