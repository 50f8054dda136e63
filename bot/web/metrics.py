"""Figures for Prometheus: how much, how fast, how old. None is about a person, and labels have few values."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.health import Backlog, Health
from bot.services.watch import Watch
from bot.vitals import Figures, Timing

HEADERS = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def metrics_route(watch: Watch, figures: Figures, token: str | None) -> Route:
    """Tell the figures to whoever shows the token; without a token to everybody, which is for this machine alone."""

    async def metrics(request: Request) -> Response:
        shown = request.headers.get("Authorization", "").encode()
        if token is not None and not hmac.compare_digest(shown, f"Bearer {token}".encode()):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        registry = CollectorRegistry()
        registry.register(_Told(figures, await watch.look(), watch.newest_backup()))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), headers=HEADERS)

    return Route("/metrics", metrics)


class _Told(Collector):
    """One look, as families of metrics."""

    def __init__(self, figures: Figures, health: Health, backup_at: datetime | None) -> None:
        self._figures = figures
        self._health = health
        self._backup_at = backup_at

    def collect(self) -> Iterable[Metric]:
        f = self._figures
        yield _counter("viche_updates", "Updates worked off", ["outcome"], f.updates)
        yield _histogram("viche_answer_seconds", "From the arrival of an update until it is worked off", f.answers)
        yield _counter("viche_errors", "Errors that people were told", ["kind"], f.incidents)
        yield _counter("viche_webhook_deliveries", "Deliveries to the webhook", ["outcome"], f.knocks)
        sent = {**f.messages, **{("letter", outcome): n for outcome, n in f.letters.items()}}
        yield _counter("viche_messages", "What the bot said of its own accord", ["what", "outcome"], sent)
        yield CounterMetricFamily("viche_floods", "How often Telegram asked to wait (429)", f.n_floods())
        yield CounterMetricFamily("viche_database_writes", "Writes to the database", f.n_writes())
        yield _histogram("viche_database_batch_seconds", "Commits, each of the writes that waited together", f.batches)
        yield from _waiting(self._health.backlog, self._health.looked_at)
        wellness = {check.name: float(check.is_well) for check in self._health.checks}
        yield _gauge("viche_check", "1 for well, 0 for trouble", "check", wellness)
        yield GaugeMetricFamily("viche_entries", "Goals that the search knows", f.n_entries())
        backup = GaugeMetricFamily("viche_backup_timestamp_seconds", "When the newest backup was made")
        if self._backup_at is not None:
            backup.add_metric([], self._backup_at.timestamp())
        yield backup


def _waiting(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    sizes = {
        "updates": backlog.n_updates,
        "aside": backlog.n_aside,
        "notices": backlog.n_notices,
        "letters": backlog.n_letters,
    }
    oldest = {
        "updates": backlog.oldest_update_at,
        "notices": backlog.oldest_notice_at,
        "letters": backlog.oldest_letter_at,
    }
    yield _gauge("viche_backlog", "What waits", "what", sizes)
    ages = {what: (now - since).total_seconds() if since else 0.0 for what, since in oldest.items()}
    yield _gauge("viche_backlog_age_seconds", "How long the oldest of it waits", "what", ages)


def _counter(name: str, says: str, labels: Sequence[str], counted: Mapping[Any, int]) -> Metric:
    family = CounterMetricFamily(name, says, labels=labels)
    for key, n in sorted(counted.items()):
        family.add_metric([key] if isinstance(key, str) else key, n)
    return family


def _gauge(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _histogram(name: str, says: str, timing: Timing) -> Metric:
    bounds = [*(f"{bound:g}" for bound in timing.bounds_s), "+Inf"]
    family = HistogramMetricFamily(name, says)
    family.add_metric([], list(zip(bounds, accumulate(timing.n_in), strict=True)), timing.sum_s)
    return family
