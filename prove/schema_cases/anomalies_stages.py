"""The stages of what is unusual (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.making import make_account, make_entry
from prove.schema_cases.way import Way


def unusual(way: Way) -> None:
    entry = make_entry(way, make_account(way, "Garage"), "890.00", "2026-03-03", payee="Garage Lenz")
    way.go("get", "insights/anomalies/", query={"days": 90, "least_score": 0.1})
    way.go("post", "insights/anomalies/{key}/verdict/", key=entry)
    way.go("delete", "insights/anomalies/{key}/verdict/", key=entry)


ANOMALIES_STAGES: tuple[Callable[[Way], None], ...] = (unusual,)
