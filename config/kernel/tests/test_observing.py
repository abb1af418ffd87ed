"""What is told to whoever looks after the instance, and that money and people are not in it."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.utils import timezone
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from config.kernel.observing import failures, gauges, slow, tracing
from tests.collector import Collector

QUERIES_OF_A_LOOK = 5
ROOT = Path(django_settings.BASE_DIR)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running
        running.shutdown()


def _value(text: str, name: str) -> float:
    """0 where it was never counted."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0


def _metrics(client: Client) -> str:
    return client.get("/metrics").content.decode()


@pytest.mark.django_db
class TestMetrics:
    def test_requests_are_counted_by_the_name_of_their_route(self, client: Client) -> None:
        name = 'tuppence_requests_total{method="GET",route="api_me",status="401"}'
        before = _value(_metrics(client), name)
        client.get("/api/v1/me/")
        client.get("/api/v1/me/")
        assert _value(_metrics(client), name) == before + 2

    def test_what_people_look_at_is_not_in_it(self, client: Client) -> None:
        key = "0193a5b2-7c3e-7d41-9f00-2f6f0f3f7a11"
        client.get(f"/transactions/{key}/?search=pharmacy")
        client.get("/nothing-of-this-name/")
        told = _metrics(client)
        assert key not in told
        assert "pharmacy" not in told
        assert "nothing-of-this-name" not in told
        assert 'route="none"' in told

    def test_jobs_are_counted_by_how_they_end(self, client: Client, ana: User) -> None:
        name = 'tuppence_jobs_total{kind="kernel.housekeeping",outcome="done"}'
        before = _value(_metrics(client), name)
        jobs.run(Job.objects.create(kind="kernel.housekeeping").pk)
        assert _value(_metrics(client), name) == before + 1

    def test_what_waits_is_asked_anew_each_time(self, client: Client) -> None:
        now = timezone.now()
        Job.objects.create(kind="x", run_after=now - timedelta(minutes=5))
        Job.objects.create(kind="x", run_after=now + timedelta(minutes=5))
        told = _metrics(client)
        assert _value(told, 'tuppence_jobs_unfinished{state="due"}') == 1
        assert _value(told, 'tuppence_jobs_unfinished{state="later"}') == 1
        assert 299 < _value(told, "tuppence_jobs_oldest_seconds") < 330

    def test_a_look_costs_a_few_queries_however_much_there_is(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Job.objects.bulk_create(Job(kind="x", status=Job.Status.DONE) for _number in range(50))
        with django_assert_num_queries(QUERIES_OF_A_LOOK):
            client.get("/metrics")

    def test_sockets_are_counted_while_they_are_open(self, client: Client, ana: User) -> None:
        gauges.here.came(ana.pk)
        assert _value(_metrics(client), "tuppence_sockets_open") == 1
        gauges.here.went(ana.pk)
        assert _value(_metrics(client), "tuppence_sockets_open") == 0

    def test_people_are_counted_and_not_named(self, client: Client, ana: User) -> None:
        User.objects.update(last_seen=timezone.now() - timedelta(days=3))
        told = _metrics(client)
        assert _value(told, 'tuppence_people{seen="ever"}') == 1
        assert _value(told, 'tuppence_people{seen="day"}') == 0
        assert _value(told, 'tuppence_people{seen="week"}') == 1
        assert ana.email not in told

    @pytest.mark.parametrize(
        ("address", "headers", "status"),
        [
            ("127.0.0.1", {}, 200),
            ("::1", {}, 200),
            ("10.0.0.7", {}, 404),
            ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
            ("127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 404),
        ],
    )
    def test_without_a_token_only_this_machine_may_look(
        self, client: Client, address: str, headers: dict[str, str], status: int
    ) -> None:
        assert client.get("/metrics", REMOTE_ADDR=address, headers=headers).status_code == status

    @pytest.mark.parametrize(("given", "status"), [("", 404), ("Bearer no", 404), (f"Bearer {'m' * 32}", 200)])
    def test_with_a_token_whoever_has_it(self, client: Client, settings: Any, given: str, status: int) -> None:
        settings.METRICS_TOKEN = "m" * 32
        asked = client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": given})
        assert asked.status_code == status
        assert client.get("/metrics").status_code == 404

    def test_every_figure_an_alert_asks_for_is_there(self, client: Client) -> None:
        rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"]
        asked = {
            name
            for group in rules
            for rule in group["rules"]
            for name in re.findall(r"\btuppence_[a-z_]+", rule["expr"])
        }
        told = set(re.findall(r"^# TYPE (\S+)", _metrics(client), re.MULTILINE))
        told |= {f"{name}_bucket" for name in told} | {f"{name}_count" for name in told}
        assert asked - told - {"tuppence_db_pool"} == set()
        assert len(asked) > 5


def test_several_processes_are_one_figure(tmp_path: Path) -> None:
    """Each counts in a file of its own, and who is asked adds them up."""
    counting = (
        "import django; django.setup()\n"
        "from config.kernel.observing import metrics\n"
        "metrics.count_request('here', 'GET', 200, 0.01)\n"
        "print(metrics.as_text().decode())"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _process in range(2):
        told = subprocess.check_output([sys.executable, "-c", counting], cwd=ROOT, env=environment, text=True)
    assert _value(told, 'tuppence_requests_total{method="GET",route="here",status="200"}') == 2
    assert _value(told, 'tuppence_request_seconds_count{route="here"}') == 2


class TestSlowStatements:
    def test_they_are_told_without_their_values(
        self, db: None, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.SLOW_QUERY_MS = 0
        with connection.execute_wrapper(slow.watched), caplog.at_level(logging.WARNING, "slow"):
            assert not User.objects.filter(email="ana@example.org").exists()
        assert 'FROM "accounts_user"' in caplog.text
        assert "ana@example.org" not in caplog.text

    def test_those_that_are_quick_are_not(self, db: None, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
        settings.SLOW_QUERY_MS = 60_000
        with connection.execute_wrapper(slow.watched), caplog.at_level(logging.WARNING, "slow"):
            User.objects.exists()
        assert caplog.text == ""


class TestFailures:
    @pytest.fixture
    def sentry(self, collector: Collector) -> Iterator[Collector]:
        import sentry_sdk

        failures.start(f"http://key@127.0.0.1:{collector.port}/1")
        yield collector
        sentry_sdk.get_client().close()
        sentry_sdk.init()

    def test_a_failure_is_told_without_its_words(self, sentry: Collector) -> None:
        account = "DE89370400440532013000"
        try:
            raise ValueError(f"{account} has 1234.56 of ana@example.org")
        except ValueError:
            logging.getLogger("somewhere").exception("%s failed for %s", "probe.job", "ana@example.org")
        (sent,) = sentry.sent_to("/api/1/envelope/")
        told = sent.decode()
        for secret in (account, "1234.56", "ana@example.org"):
            assert secret not in told
        event = json.loads(told.splitlines()[2])
        assert event["exception"]["values"][0]["type"] == "ValueError"
        assert event["logentry"]["message"] == "%s failed for %s"
        assert event["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"].startswith("test_a_failure")

    @pytest.mark.django_db
    def test_a_page_that_breaks_tells_neither_address_nor_cookie(
        self, sentry: Collector, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*given: Any) -> None:
            raise RuntimeError("no luck")

        monkeypatch.setattr("config.kernel.health.parts", broken)
        client.raise_request_exception = False
        client.cookies["sessionid"] = "secret-of-a-session"
        assert client.get("/readyz?search=pharmacy").status_code == 500
        told = sentry.sent_to("/api/1/envelope/")[0].decode()
        assert "RuntimeError" in told
        assert "secret-of-a-session" not in told
        assert "pharmacy" not in told


class TestTraces:
    @pytest.fixture
    def traces(self, collector: Collector) -> Iterator[Collector]:
        tracing.start(f"http://127.0.0.1:{collector.port}")
        yield collector
        tracing.stop()

    def _spans(self, traces: Collector) -> list[Span]:
        tracing.stop()
        sent = [ExportTraceServiceRequest.FromString(body) for body in traces.sent_to("/v1/traces")]
        return [span for each in sent for of in each.resource_spans for scope in of.scope_spans for span in scope.spans]

    @pytest.mark.django_db
    def test_a_request_is_a_span_below_the_proxys(self, traces: Collector, client: Client) -> None:
        above = "0af7651916cd43dd8448eb211c80319c"
        client.get("/api/v1/me/?search=pharmacy", headers={"traceparent": f"00-{above}-b7ad6b7169203331-01"})
        (span,) = self._spans(traces)
        assert span.name == "GET api_me"
        assert span.trace_id.hex() == above
        assert {each.key for each in span.attributes} == {
            "http.request.method",
            "http.route",
            "http.response.status_code",
            "tuppence.id",
        }
        assert span.end_time_unix_nano > span.start_time_unix_nano

    @pytest.mark.django_db
    def test_a_job_is_one_and_says_whether_it_failed(self, traces: Collector) -> None:
        jobs.run(Job.objects.create(kind="files.collect", payload={}).pk)
        (span,) = self._spans(traces)
        assert (span.name, span.status.code) == ("files.collect", 2)


@pytest.mark.parametrize("start", [failures.start, tracing.start])
def test_what_is_not_installed_is_said_with_what_to_do(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sentry_sdk", "opentelemetry.exporter.otlp.proto.http.trace_exporter"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/observe\.txt"):
        start("http://127.0.0.1:1")
