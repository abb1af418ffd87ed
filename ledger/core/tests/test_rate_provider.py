"""The nightly fetch, against a server that answers as providers do, well and badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from pytest_django import Settings

from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import rate_provider
from ledger.core.errors import FieldError
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import PublishedRate
from ledger.core.rate_provider import RatesNotFetched, fetch_rates
from ledger.core.services.rates import load_rates
from ledger.core.tests.test_rate_files import HISTORY, XML, zipped

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


class Provider(BaseHTTPRequestHandler):
    """Answers from `pages`; `/days/` have nothing to say on Saturdays and miss on Sundays; `/drip` never ends."""

    pages = {
        "/hist.csv": HISTORY,
        "/daily.xml": XML,
        "/hist.zip": zipped("eurofxref-hist.csv", HISTORY),
        "/sorry.html": b"<html>Log in first</html>",
        "/large.csv": b"Date,USD,\n" + b"2026-03-13,1.1,\n" * 1000,
    }
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved.csv":
            self._answer(302, b"", ("Location", "/hist.csv"))
        elif self.path == "/to-a-file.csv":
            self._answer(302, b"", ("Location", "file:///etc/hostname"))
        elif self.path == "/drip":
            self._drip()
        elif self.path.startswith("/days/"):
            day = date.fromisoformat(self.path.removeprefix("/days/").removesuffix(".csv"))
            quoted = "1.5" if day.weekday() < 5 else "N/A"
            self._answer(*((404, b"none") if day.weekday() == 6 else (200, f"Date,USD,\n{day},{quoted},\n".encode())))
        else:
            self._answer(*((200, self.pages[self.path]) if self.path in self.pages else (500, b"down")))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"Date,USD,\n")
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Not into the output of the tests."""


@pytest.fixture
def provider() -> Iterator[str]:
    Provider.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("path", "lines"), [("/hist.csv", 7), ("/daily.xml", 4), ("/hist.zip", 7), ("/moved.csv", 7)])
def test_what_the_provider_has_is_loaded_once(provider: str, path: str, lines: int) -> None:
    assert fetch_rates(provider + path) == lines
    assert fetch_rates(provider + path) == 0
    newest = ExchangeRate.objects.get(currency="USD", on=date(2026, 3, 13))
    assert (newest.owner, newest.base, newest.rate, newest.source) == (None, "EUR", Decimal("1.0881"), "provider")


def test_a_day_in_the_address_is_each_day_that_is_missing(provider: str) -> None:
    assert fetch_rates("") == 0
    fetch_rates(provider + "/days/{day}.csv")
    days = [TODAY - timedelta(days=back) for back in range(9, -1, -1)]
    assert Provider.asked == [f"/days/{day}.csv" for day in days]
    loaded = ExchangeRate.objects.order_by("on").values_list("on", flat=True)
    assert list(loaded) == [day for day in days if day.weekday() < 5]
    Provider.asked.clear()
    assert fetch_rates(provider + "/days/{day}.csv") == 0
    assert Provider.asked[0] == f"/days/{list(loaded)[-1]}.csv"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/down", "answered 500"),
        ("/to-a-file.csv", "answered 302|cannot be reached"),
        ("/large.csv", "too large"),
        ("/drip", "too large|too long"),
    ],
)
def test_an_answer_that_is_none_brings_nothing(
    provider: str, path: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_provider, "LARGEST_ANSWER", 10_000)
    with pytest.raises(RatesNotFetched, match=words):
        fetch_rates(f"{provider}{path}")
    assert not ExchangeRate.objects.exists()


def test_an_endless_answer_is_left_after_a_while(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_provider, "WHOLE_SECONDS", 0)
    with pytest.raises(RatesNotFetched, match="too long"):
        fetch_rates(f"{provider}/drip")


def test_words_instead_of_a_table_are_refused(provider: str) -> None:
    with pytest.raises(FieldError):
        fetch_rates(f"{provider}/sorry.html")


def test_nobody_there_is_said_without_the_address(provider: str) -> None:
    with pytest.raises(RatesNotFetched) as refusal:
        fetch_rates("http://127.0.0.1:1/?key=hunter2")
    assert "hunter2" not in str(refusal.value)


def test_a_failure_is_kept_and_tried_again(provider: str, settings: Settings) -> None:
    settings.RATES_URL = f"{provider}/down"
    load_rates(rates=[PublishedRate("USD", date(2026, 3, 13), Decimal("1.5"))], source="ecb")
    job = jobs.enqueue(rate_provider.FETCH, {})
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.QUEUED, "RatesNotFetched: the provider answered 500")
    settings.RATES_URL = f"{provider}/hist.csv"
    Job.objects.update(run_after=timezone.now())
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert ExchangeRate.objects.get(currency="USD", on=date(2026, 3, 13)).source == "ecb"
    assert ExchangeRate.objects.count() == 7


@pytest.mark.parametrize(
    ("url", "is_ecb"),
    [
        ("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml", True),
        ("https://ecb.europa.eu.example.org/", False),
        ("https://notecb.europa.eu/", False),
    ],
)
def test_only_the_central_bank_is_called_so(url: str, is_ecb: bool) -> None:
    assert rate_provider._is_central_bank(url) is is_ecb
