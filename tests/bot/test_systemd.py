"""What systemd hears over its socket, and what it does then: a bot that hangs is started anew."""

import asyncio
import signal
import socket
import time

import pytest
from structlog.testing import capture_logs

from bot.services import watch as watch_module
from bot.settings import said_by_systemd
from bot.systemd import Systemd
from tests.support.house import open_house
from tests.support.processes import Program, telegram, viche

PATIENCE_S = 4.0
LONG_AGO = float("-inf")

HANGS = """
import asyncio, pathlib, time
from bot.services.timers import Timers
async def hang(self):
    while True:
        self.pulse.beat()
        await asyncio.sleep(0.1)
        if pathlib.Path("hang").exists():
            time.sleep(600)
Timers.run = hang
from bot.cli import main
main(["run"])
"""


@pytest.fixture
def ear(tmp_path):
    """The socket on which systemd hears."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        yield heard


@pytest.fixture(scope="module")
def server():
    with telegram() as running:
        yield running


def wait_for(ear, line, patience_s=60):
    """Listen until a line is said; return everything that was heard."""
    heard, until = [], time.monotonic() + patience_s
    while line not in heard:
        ear.settimeout(max(0.01, until - time.monotonic()))
        heard += ear.recv(1000).decode().split("\n")
    return heard


def wait_for_silence(ear, patience_s=60):
    """Listen until nothing is said for as long as systemd waits."""
    until = time.monotonic() + patience_s
    ear.settimeout(PATIENCE_S)
    with pytest.raises(TimeoutError):
        while ear.recv(1000):
            assert time.monotonic() < until


def said(ear):
    """What waits to be heard."""
    ear.settimeout(0)
    found = []
    try:
        while True:
            found.append(ear.recv(1000).decode())
    except BlockingIOError:
        return found


@pytest.fixture
def service(ear):
    """Start a program as systemd does; it ends with the test."""
    said_to = {
        "NOTIFY_SOCKET": ear.getsockname(),
        "WATCHDOG_USEC": str(int(PATIENCE_S * 1e6)),
        "PYTHONFAULTHANDLER": "1",
    }
    started = []

    def service(program):
        program.environment |= said_to
        started.append(program)
        return program.start()

    yield service
    for program in started:
        program.close()


def test_a_start_is_said_and_a_stop(server, tmp_path, ear, service):
    bot = service(viche(server, tmp_path))
    before = wait_for(ear, "READY=1")
    assert before[0] == "EXTEND_TIMEOUT_USEC=60000000"
    assert "WATCHDOG=1" not in before[: before.index("READY=1")]
    bot.wait_until_said("the bot is running")
    wait_for(ear, "WATCHDOG=1")
    wait_for(ear, "WATCHDOG=1")
    bot.process.terminate()
    wait_for(ear, "STOPPING=1")
    assert bot.wait() == 0


def test_a_bot_that_hangs_is_started_anew(server, tmp_path, ear, service):
    whole = viche(server, tmp_path)
    bot = service(Program(["-c", HANGS], whole.environment, tmp_path))
    wait_for(ear, "READY=1")
    (tmp_path / "hang").touch()
    wait_for_silence(ear)
    bot.process.send_signal(signal.SIGABRT)  # what it does then
    assert bot.wait() == -signal.SIGABRT
    assert "in hang" in bot.said, "the log tells where it hung"
    (tmp_path / "hang").unlink()
    bot.start()
    wait_for(ear, "READY=1")
    wait_for(ear, "WATCHDOG=1")
    assert bot.stop() == 0


async def test_a_part_that_hangs_is_not_vouched_for(ear):
    hung, systemd = [""], Systemd(ear.getsockname(), 0.04)
    work = asyncio.create_task(systemd.keep(asyncio.sleep(60)))
    await asyncio.sleep(0.05)
    systemd.serves(lambda: hung[0])
    await asyncio.sleep(0.05)
    assert said(ear)[-1] == "WATCHDOG=1"
    with capture_logs() as logs:
        hung[0] = "timers"
        await asyncio.sleep(0.1)
        assert said(ear) == []
    assert [(one["log_level"], one["part"]) for one in logs] == [("critical", "timers")]
    hung[0] = ""
    await asyncio.sleep(0.05)
    assert said(ear)[-1] == "WATCHDOG=1"
    hung[0] = "timers"
    systemd.stops()
    await asyncio.sleep(0.05)
    assert said(ear)[-1] == "WATCHDOG=1", "a stop may take its time"
    work.cancel()


async def test_without_systemd_nothing_is_said():
    systemd = Systemd(None, None)
    await systemd.keep(asyncio.sleep(0.01))
    systemd.serves(lambda: "")
    systemd.stops()


def test_what_systemd_says_is_read(monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "@viche")
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    assert said_by_systemd() == ("@viche", 60.0)
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert said_by_systemd() == ("@viche", None)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0viche-test")
        Systemd("@viche-test", None).stops()
        assert said(heard) == ["STOPPING=1"]


@pytest.mark.parametrize(("still_for", "hung"), [(2, ""), (4, "timers")])
async def test_a_part_hangs_that_is_still_long_after_operators_were_told(house, still_for, hung):
    pulse = house.app.timers.pulse
    pulse._moved_s = time.monotonic() - still_for * pulse.patience_s
    assert house.app.watch.hung() == hung


async def test_who_waits_for_telegram_or_the_database_does_not_hang(tmp_path, monkeypatch):
    monkeypatch.setattr(watch_module, "FRESH_S", -1)
    async with open_house(tmp_path / "v.sqlite3") as house:
        app = house.app
        app.workers.pulse._moved_s = LONG_AGO
        assert app.watch.hung() == "workers"
        app.intake.pulse._moved_s = LONG_AGO
        assert app.watch.hung() == ""
        app.database.pulse._moved_s = app.timers.pulse._moved_s = LONG_AGO
        assert app.watch.hung() == "timers, writer"
        monkeypatch.setattr(app.watch, "_write", _no_answer)
        await app.watch.look()
        assert app.watch.hung() == "writer"


async def _no_answer(_):
    return "no_answer"


async def test_a_part_that_ended_will_not_move_again(house):
    [task] = [task for task in house.app.watch.tasks if task.get_name() == "outbox"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert house.app.watch.hung() == "outbox"
