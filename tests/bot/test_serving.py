"""Where pages are served: with an address of their own, whichever way updates come, and nowhere else."""

import socket

import httpx
import psutil
import pytest

from tests.support.processes import telegram, viche


@pytest.fixture(scope="module")
def server():
    with telegram() as server:
        yield server


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def run(server, tmp_path, port):
    """Start the bot; it ends with the test."""
    started = []

    def run(**settings):
        bot = viche(server, tmp_path, WEB_PORT=str(port), **settings).start()
        started.append(bot)
        bot.wait_until_said("the bot is running")
        return bot

    yield run
    for bot in started:
        assert bot.stop() == 0


def listening(bot):
    return [one.laddr.port for one in psutil.Process(bot.process.pid).net_connections() if one.status == "LISTEN"]


def test_polling_alone_starts_no_web_server(run):
    assert listening(run()) == []


@pytest.mark.parametrize("way", [{}, {"WEBHOOK_URL": "https://bot.example"}])
def test_the_pages_have_an_address(run, port, way):
    bot = run(PUBLIC_URL="https://viche.example", **way)
    assert listening(bot) == [port]
    page = httpx.get(f"http://127.0.0.1:{port}/rounds")
    assert (page.status_code, "Опитувань поки немає." in page.text) == (200, True)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_webhook_without_an_address_serves_no_pages(run, port):
    run(WEBHOOK_URL="https://bot.example")
    assert httpx.get(f"http://127.0.0.1:{port}/rounds").status_code == 404
