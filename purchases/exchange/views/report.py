"""What became of a file of things, line by line."""

from __future__ import annotations

from typing import Any

from purchases.exchange.fields import label_of
from purchases.exchange.models import ThingImport

SHOWN = 200


def report_context(source: ThingImport) -> dict[str, Any]:
    """`failure` of the whole file; `refused` and `partly` of its lines, the first two hundred of each."""
    entries = source.report
    return {
        "failure": next((each["text"] for each in entries if each["outcome"] == "failed"), ""),
        "refused": [_said(each) for each in entries if each["outcome"] == "refused"][:SHOWN],
        "partly": [_said(each) for each in entries if each["outcome"] == "partly"][:SHOWN],
    }


def _said(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "label": label_of(entry["field"])}
