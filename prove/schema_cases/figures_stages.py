"""The stages of what was spent, as trends, patterns and sums (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way


def trends(way: Way) -> None:
    way.go("get", "insights/trends/", query={"timeframe": "week", "periods": 4, "by": "top", "scope": "together"})
    way.go("get", "insights/trends/", query={"timeframe": "hour", "kind": "income"})


def patterns(way: Way) -> None:
    way.go("get", "insights/patterns/", query={"months": 12, "scope": "partner"})


def sums(way: Way) -> None:
    way.go("get", "insights/summary/", query={"scope": "together"})
    way.go("get", "insights/savings/", query={"convert_to": "USD"})


FIGURES_STAGES: tuple[Callable[[Way], None], ...] = (trends, patterns, sums)
