"""The token never reaches a log, whoever writes it."""

import logging

import pytest
import structlog

from bot.logs import set_up_logs
from bot.settings import read_settings

TOKEN = "7234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(params=["console", "json"])
def _logging(request, capsys):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logs(read_settings(_env_file=None, log_format=request.param, log_level="DEBUG"))
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("_logging")
def test_no_token_in_any_log(capsys):
    logging.getLogger("httpx").warning("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("anybody").error("https://api.telegram.org/bot" + TOKEN + "/sendMessage")  # noqa: G003
    structlog.get_logger().error("failed", url=f"https://api.telegram.org/bot{TOKEN}/getMe")
    try:
        raise RuntimeError(TOKEN)  # noqa: TRY301
    except RuntimeError:
        structlog.get_logger().exception("traceback")
        logging.getLogger("anybody").exception("traceback")
    said = capsys.readouterr().err
    assert said.count("\n") >= 5
    assert "AAHdq" not in said


@pytest.mark.usefixtures("_logging")
def test_httpx_is_quiet_at_info(capsys):
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/botX/getMe")
    assert capsys.readouterr().err == ""
