"""/metrics tells what happened, to nobody but who may know, and nothing about people."""

from contextlib import asynccontextmanager

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.people import Role
from bot.serving import _figures
from bot.web.metrics import metrics_route
from bot.web.server import web_app
from tests.contracts.test_docs import code, sections, table

TOKEN = "figures-for-monitoring"


@asynccontextmanager
async def door(house, token=None):
    web = web_app([metrics_route(house.app.watch, _figures(house.app), token)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://viche") as client:
        yield client


async def figures(house):
    """Every sample by its name and labels."""
    async with door(house) as client:
        text = (await client.get("/metrics")).text
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_what_happened_is_counted(house):
    olena = await house.resident()
    await olena.say("Де лікарня?")
    await olena.press_data("stale-button")
    found = await figures(house)
    n_done = house.app.workers.outcomes["done"]
    assert found["viche_updates_total", "done"] == n_done >= 4
    assert found["viche_answer_seconds_count",] == n_done
    assert found["viche_answer_seconds_bucket", "+Inf"] == n_done
    assert found["viche_database_writes_total",] >= n_done
    assert found["viche_database_batch_seconds_count",] > 0
    assert found["viche_entries",] == len(house.app.services.entries.library.entries) > 100
    assert found["viche_backlog", "updates"] == found["viche_backlog_age_seconds", "updates"] == 0
    assert found["viche_check", "disk"] == 1
    assert found["process_resident_memory_bytes",] > 10_000_000


async def test_errors_floods_and_notices_are_counted(house):
    operator = await house.staff("Андрій", Role.OPERATOR)
    house.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", 1, 1)
    await house.app.alarms.note_end()
    while await house.app.outbox.flush():
        house.clock.pass_(minutes=1)
    await operator.say("/start g999999")
    found = await figures(house)
    assert found["viche_floods_total",] >= 1
    assert found["viche_messages_total", "notice", "sent"] == 1
    assert found["viche_messages_total", "notice", "waiting"] == 1


async def test_trouble_is_seen(house):
    house.app.timers.pulse.patience_s = -1
    assert (await figures(house))["viche_check", "timers"] == 0


async def test_only_who_shows_the_token_is_told(house):
    async with door(house, TOKEN) as client:
        for shown in (None, "", TOKEN, "Bearer", f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Basic {TOKEN}"):
            answer = await client.get("/metrics", headers={"Authorization": shown} if shown is not None else {})
            assert (answer.status_code, answer.content) == (401, b"")
        assert (await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})).status_code == 200


async def test_nothing_is_about_people(house):
    olena = await house.resident("Олена-Марія")
    await olena.say("Мій номер 0501234567, olena@example.com")
    async with door(house) as client:
        said = (await client.get("/metrics")).text
    assert [one for one in ("Олена", "050123", "olena@", str(olena.person.id)) if one in said] == []


async def test_every_metric_is_explained_and_no_other(house):
    async with door(house) as client:
        text = (await client.get("/metrics")).text
    rows = table(sections("docs/operations.md")["Metrics"])
    shown = {name.removesuffix("_total") for cells in rows for name in code(cells[0])}
    assert {family.name for family in text_string_to_metric_families(text)} == shown
