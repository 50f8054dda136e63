"""The token never reaches a log, whoever writes it."""

import subprocess
import sys

import pytest

TOKEN = "7234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"

SPEAK = f"""
import logging, structlog
from bot.logs import set_up_logs
from bot.settings import read_settings
set_up_logs(read_settings(_env_file=None, log_format=FORMAT, log_level=LEVEL))
url = "https://api.telegram.org/bot{TOKEN}/sendMessage"
logging.getLogger("httpx").warning("HTTP Request: POST %s", url)
logging.getLogger("httpx").info("quiet at info")
logging.getLogger("anybody").error("failed at " + url)
structlog.get_logger().error("failed", url=url)
try:
    raise RuntimeError(url)
except RuntimeError:
    structlog.get_logger().exception("ours")
    logging.getLogger("anybody").exception("theirs")
"""


@pytest.mark.parametrize("look", ["console", "json"])
@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_no_token_in_any_log(look, level):
    code = SPEAK.replace("FORMAT", repr(look)).replace("LEVEL", repr(level))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == ""
    assert done.stderr.count("<token>") == 3
    assert "AAHdq" not in done.stderr
    assert "quiet at info" not in done.stderr


ANSWER = """
import structlog
from bot.logs import quiet_logs
quiet_logs()
structlog.get_logger().info("nothing to worry about")
structlog.get_logger().warning("something to worry about")
print("the answer")
"""


def test_a_command_that_answers_is_not_interrupted_by_its_log():
    done = subprocess.run([sys.executable, "-c", ANSWER], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "the answer\n"
    assert "something to worry about" in done.stderr
    assert "nothing to worry about" not in done.stderr


QUIET = """
import structlog
from bot.logs import quiet_logs
quiet_logs()
def count(choices):
    raise ValueError("no such rule")
try:
    count({"voter": "Оле" + "на"})
except ValueError:
    structlog.get_logger().exception("a count failed")
"""


def test_commands_show_no_local_variables_when_something_fails():
    said = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, check=True).stderr
    assert "a count failed" in said
    assert "ValueError: no such rule" in said
    assert "Олена" not in said
