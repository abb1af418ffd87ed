"""What stages of the way make and ask for, each in one call."""

from __future__ import annotations

import io
import json
import struct
import time
import zlib
from datetime import date
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from django.utils import timezone

from prove.schema_cases.way import Way

READ_WITHIN = 30


def make_account(way: Way, name: str) -> str:
    return str(way.go("post", "money-accounts/", {"name": f"{name} {uuid4().hex[:6]}", "currency": "EUR"})["id"])


def spent(
    account: str, amount: str, kind: str = "expense", on: str = "2026-03-02", payee: str = "Corner Market"
) -> dict[str, Any]:
    return {"money_account": account, "kind": kind, "amount": amount, "payee": payee, "booked_on": on}


def make_entry(
    way: Way, account: str, amount: str, on: str, *, kind: str = "expense", payee: str = "Corner Market"
) -> str:
    return str(way.go("post", "transactions/", spent(account, amount, kind, on, payee))["id"])


def make_pair(way: Way, account: str, savings: str, amount: str) -> str:
    """Of two halves of a transfer, put together by hand."""
    day = "2026-03-05"
    halves = {
        "entry": make_entry(way, account, amount, day),
        "other": make_entry(way, savings, amount, day, kind="income"),
    }
    return str(way.go("post", "pairs/", {"kind": "transfer", **halves})["id"])


def top_category(way: Way) -> str:
    return str(way.go("get", "categories/", query={"kind": "expense"})["results"][0]["id"])


def drop_file(way: Way, data: bytes) -> str:
    return str(way.go("post", "imports/", {"file": data})["id"])


def wait_until(way: Way, key: str, status: str, shown: Any = None) -> None:
    until = time.monotonic() + READ_WITHIN
    while (shown or {}).get("status") != status and time.monotonic() < until:
        time.sleep(0.1)
        shown = way.go("get", "imports/{key}/", key=key)


def asked_last(way: Way) -> str:
    return str(way.go("get", "approvals/")["results"][0]["id"])


def next_month() -> str:
    today = timezone.localdate()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1).isoformat()


def picture() -> bytes:
    """A grey PNG of 8 by 8."""
    rows = b"".join(b"\x00" + b"\x80" * 8 for _ in range(8))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def archive() -> bytes:
    """Somebody's data with nothing in it, true of itself."""
    kept = io.BytesIO()
    with ZipFile(kept, "w") as opened:
        opened.writestr("manifest.json", json.dumps({"format": "tuppence-person", "version": 1, "members": []}))
    return kept.getvalue()
