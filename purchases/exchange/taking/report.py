"""What an import says of lines that were not taken, or not in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction as database_transaction

from purchases.exchange.models import ThingImport
from purchases.exchange.reading.records import ReadThing, Remark

MOST_ENTRIES = 1_000
REFUSED, PARTLY = "refused", "partly"


def entry_of(thing: ReadThing, remark: Remark, outcome: str, about: str = "") -> dict[str, Any]:
    name = str(thing.values.get("product_name", ""))[:100]
    return {
        "line": thing.number, "name": name, "outcome": outcome, "field": remark.field, "code": remark.code,
        "text": remark.text[:300], "about": about[:100],
    }  # fmt: skip


def with_more(report: list[dict[str, Any]], more: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first thousand: who refuses more reads the same reasons again."""
    return [*report, *more][:MOST_ENTRIES]


def note(source: ThingImport, thing: ReadThing, remarks: Iterable[Remark], *, about: str = "") -> None:
    note_all(source, [entry_of(thing, remark, PARTLY, about) for remark in remarks])


def note_all(source: ThingImport, new: Iterable[dict[str, Any]]) -> None:
    """Each once, however often a job that was killed says it again."""
    with database_transaction.atomic():
        held = ThingImport.objects.select_for_update().filter(pk=source.pk).first()
        if held is None:
            return
        held.report = with_more(held.report, [each for each in new if each not in held.report])
        held.save(update_fields=["report"])
