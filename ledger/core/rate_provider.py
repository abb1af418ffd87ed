"""Fetches published rates each night from the address in RATES_URL, where there is one.

The address answers with the European Central Bank's CSV or XML (see `rate_files`). With `{day}` in it, it is asked
once for each day since the newest shared rate, ten at most; 404 then means: none on this day.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from config.kernel import jobs, schedule
from config.kernel.fetching import FetchFailed, FetchRefused, fetch
from ledger.core.errors import FieldError
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import NO_RATES, PublishedRate, read_rates
from ledger.core.services.rates import load_rates

FETCH = "fetch_rates"
MOST_DAYS = 10
LARGEST_ANSWER = 25_000_000
SILENCE_SECONDS = 10
WHOLE_SECONDS = 40
CENTRAL_BANK = "ecb.europa.eu"
_FAILED = {
    "unreachable": "the provider cannot be reached",
    "too_slow": "the answer took too long",
    "too_large": "the answer is too large",
}
log = logging.getLogger(__name__)

if settings.RATES_URL:
    schedule.daily(hour=22, name="Fetch exchange rates", kind=FETCH)


class RatesNotFetched(Exception):
    """Says why, without the address, which may hold a key."""


@jobs.handles(FETCH)
def run_fetch_rates(job: jobs.JobRun) -> None:
    fetch_rates(settings.RATES_URL, extend=job.extend)


def fetch_rates(url: str, *, extend: Callable[[], None] = lambda: None) -> int:
    """Ask the provider and load what it says; how many rates are new or changed. Running it twice changes nothing.

    `extend` is called before each request. Nothing is loaded before everything has been read.

    Raises:
        RatesNotFetched: no answer within 10 seconds, none whole within 40, over 25 MB, or another status than 200.
        FieldError: an answer that is no table of rates.
    """
    if not url:
        return 0
    found: list[PublishedRate] = []
    for address in _addresses(url):
        extend()
        found += _rates_at(address, of_one_day=address != url)
    if not found:
        log.info("The provider has no new rates")
        return 0
    source = ExchangeRate.Source.ECB if _is_central_bank(url) else ExchangeRate.Source.PROVIDER
    loaded = load_rates(rates=found, source=source)
    log.info("Rates until %s: %d added, %d changed", loaded.last, loaded.added, loaded.changed)
    return loaded.added + loaded.changed


def _rates_at(address: str, *, of_one_day: bool) -> list[PublishedRate]:
    """What an address has; a single day may have none, as on a holiday."""
    answer = _answer(address, may_be_missing=of_one_day)
    try:
        return read_rates(answer) if answer is not None else []
    except FieldError as refusal:
        if of_one_day and refusal.stable_code == NO_RATES:
            return []
        raise


def _is_central_bank(url: str) -> bool:
    return f".{urlsplit(url).hostname or ''}".endswith(f".{CENTRAL_BANK}")


def _addresses(url: str) -> list[str]:
    if "{day}" not in url:
        return [url]
    today = timezone.now().date()
    earliest = today - timedelta(days=MOST_DAYS - 1)
    newest: date | None = ExchangeRate.objects.shared().aggregate(newest=Max("on"))["newest"]
    # The newest day is asked for again: a table may have been published in two parts.
    first = max(newest, earliest) if newest else earliest
    return [url.replace("{day}", f"{first + timedelta(days=more)}") for more in range((today - first).days + 1)]


def _answer(address: str, *, may_be_missing: bool) -> bytes | None:
    """The body. The host an operator named may be of their own network; where it sends us on to may not."""
    trusted = {urlsplit(address).hostname or ""}
    try:
        answer = fetch(
            address,
            limit=LARGEST_ANSWER,
            silence=SILENCE_SECONDS,
            whole=WHOLE_SECONDS,
            headers={"Accept": "text/csv, application/xml, application/zip"},
            allow_hosts=trusted,
        )
    except FetchRefused as refusal:
        raise RatesNotFetched(f"the provider cannot be reached: the address is refused ({refusal.code})") from None
    except FetchFailed as failure:
        raise RatesNotFetched(_FAILED[failure.code]) from None
    if may_be_missing and answer.status == HTTPStatus.NOT_FOUND:
        return None
    if answer.status != HTTPStatus.OK:
        raise RatesNotFetched(f"the provider answered {answer.status}")
    return answer.body
