"""Where pages and health are served, which way updates come, and how the bot ends when a part of it does."""

import socket

import httpx
import psutil
import pytest

from tests.support.processes import TOKEN, SplitOff, telegram, viche


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


def sockets(bot):
    return [one for one in psutil.Process(bot.process.pid).net_connections() if one.status == "LISTEN"]


def listening(bot):
    return [one.laddr.port for one in sockets(bot)]


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


@pytest.mark.parametrize("way", [{"PUBLIC_URL": "https://viche.example"}, {"WEBHOOK_URL": "https://bot.example"}])
def test_health_is_served_where_anything_is(run, port, way):
    run(**way)
    answer = httpx.get(f"http://127.0.0.1:{port}/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "green")
    assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 404


def test_figures_are_for_who_has_the_token(run, port):
    run(PUBLIC_URL="https://viche.example", METRICS_TOKEN="figures-for-monitoring")
    address = f"http://127.0.0.1:{port}/metrics"
    assert httpx.get(address).status_code == 401
    told = httpx.get(address, headers={"Authorization": "Bearer figures-for-monitoring"})
    assert (told.status_code, "viche_check" in told.text) == (200, True)


def test_health_has_a_port_of_its_own_where_nothing_is_served(server, tmp_path, port):
    bot = viche(server, tmp_path, HEALTH_PORT=str(port)).start()
    try:
        bot.wait_until_said("the bot is running")
        assert [(one.laddr.ip, one.laddr.port) for one in sockets(bot)] == [("127.0.0.1", port)]
        assert httpx.get(f"http://127.0.0.1:{port}/health").json()["status"] == "green"
        assert "viche_updates_total" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert httpx.get(f"http://127.0.0.1:{port}/rounds").status_code == 404
    finally:
        assert bot.stop() == 0


BREAK = """
import sys
from bot.{module} import {name}
async def run(self):
    raise RuntimeError("broken on purpose")
{name}.run = run
from bot.cli import main
main(["run"])
"""


@pytest.mark.parametrize(
    ("part", "module", "name"),
    [
        ("timers", "services.timers", "Timers"),
        ("outbox", "services.outbox", "Outbox"),
        ("intake", "transport.polling", "Polling"),
    ],
)
def test_a_part_that_dies_ends_the_bot_with_one_clear_line(server, tmp_path, part, module, name):
    whole = viche(server, tmp_path)
    broken = SplitOff(["-c", BREAK.format(module=module, name=name)], whole.environment, tmp_path).start()
    assert broken.wait(120) == 1
    assert f"part={part}" in broken.said
    assert broken.said.count("RuntimeError: broken on purpose") == 1
    assert broken.said.splitlines()[-1].startswith(f"The bot ends because a part of it ended: {part}.")


def test_switching_is_said_and_loses_nothing(server, tmp_path, port):
    """An old webhook, polling, a webhook, polling again: what was sent while the bot stood still is answered."""
    address = {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEB_PORT": str(port)}
    server.do("reset")
    server.call("setWebhook", url="https://old.example/hidden-path-of-old")
    server.do("say", person=5, text="Добрий день")
    bot = viche(server, tmp_path, LOG_LEVEL="DEBUG").start()
    bot.wait_until_said("the webhook was removed, polling begins")
    assert "host=old.example" in bot.said
    assert server.do("wait", method="sendMessage", count=1)
    assert bot.stop() == 0
    server.do("say", person=5, text="Дякую")
    bot = viche(server, tmp_path, LOG_LEVEL="DEBUG", **address).start()
    bot.wait_until_said("the webhook is set, Telegram delivers from now on")
    assert "before=polling" in bot.said
    assert server.do("wait", method="sendMessage", count=2)
    assert server.call("getWebhookInfo")["result"]["url"].startswith(f"http://127.0.0.1:{port}/telegram/")
    path = server.call("getWebhookInfo")["result"]["url"].rpartition("/")[2]
    assert bot.stop() == 0
    server.do("say", person=5, text="Де лікарня?")
    bot = viche(server, tmp_path, LOG_LEVEL="DEBUG").start()
    assert server.do("wait", method="sendMessage", count=3)
    bot.wait_until_said("the bot is running")
    assert bot.stop() == 0
    assert "hidden-path-of-old" not in bot.said
    assert path not in bot.said
    assert TOKEN not in bot.said
