"""Where a money date stands, as the API gives it and refusals name it."""

from __future__ import annotations

from typing import Any

from partnerships.dates.models import MoneyDate


def place_shape(money_date: MoneyDate) -> dict[str, Any]:
    return {
        "id": str(money_date.pk),
        "week": money_date.week.isoformat(),
        "step": money_date.step,
        "counts": money_date.counts,
        "started_at": money_date.started_at,
        "finished_at": money_date.finished_at,
        "version": money_date.version,
    }
