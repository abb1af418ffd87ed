"""Imports of things as the API gives them."""

from __future__ import annotations

from typing import Any

from purchases.exchange.models import ThingImport

_FIELDS = (
    "name", "kind", "duplicates", "status", "total", "done", "added", "updated", "skipped", "refused", "documents",
    "created_at", "finished_at",
)  # fmt: skip


def summary_shape(each: ThingImport) -> dict[str, Any]:
    return {"id": each.pk, **{name: getattr(each, name) for name in _FIELDS}}


def import_shape(each: ThingImport) -> dict[str, Any]:
    return {**summary_shape(each), "report": each.report}
