"""Real banks' files through the page, as a browser sends them; see readers/tests/test_samples.py for the reading."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max, Min, Sum
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.kernel.money import round_to_currency
from ledger.core.models import Transaction
from ledger.imports.models import Import

SAMPLES = os.environ.get("SAMPLES_DIR", "")
FORMATS = ("CSV", "OFX", "QFX", "QIF", "MT940", "CAMT")
# The only one whose days read both ways.
ANSWERS = {"A40": "month_first"}
NAMED = ("A55", "A51", "A60", "A57", "A01", "A02", "A06", "A10")
pytestmark = pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")


def _rows() -> list[dict[str, str]]:
    path = Path(SAMPLES) / "bank" / "index.tsv"
    if not SAMPLES or not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as opened:
        rows = csv.DictReader(opened, delimiter="\t")
        return [row for row in rows if row["format"] in FORMATS]


ROWS = _rows()


def test_the_named_files_are_among_the_samples() -> None:
    assert {row["file"][:3] for row in ROWS} >= set(NAMED)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["file"][:3]) for row in ROWS])
def test_a_sample_arrives_whole(
    row: dict[str, str],
    carla: User,
    signed_in: Callable[[User], Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    browser = signed_in(carla)
    data = (Path(SAMPLES) / "bank" / row["file"]).read_bytes()
    sent = browser.post(reverse("import_start"), {"file": SimpleUploadedFile(row["file"], data)})
    assert sent.status_code == 302
    assert browser.get(sent["Location"]).status_code == 200
    if answer := ANSWERS.get(row["file"][:3]):
        assert Import.objects.get().question == "day_order"
        assert browser.post(f"{sent['Location']}answer/", {"answer": answer}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"{sent['Location']}confirmation/").status_code == 302
    assert browser.get(sent["Location"]).status_code == 200
    done = Import.objects.get()
    assert done.status == Import.Status.DONE
    entries = Transaction.objects.aggregate(
        sum=Sum("amount", default=Decimal(0)), first=Min("booked_on"), last=Max("booked_on")
    )
    assert Transaction.objects.count() == int(row["n"])
    if done.report["rounded"]:
        assert abs(entries["sum"] - Decimal(row["sum"])) < Decimal("0.01") * int(row["n"])
    else:
        assert entries["sum"] == round_to_currency(Decimal(row["sum"]), "USD")
    if row["date_from"]:
        assert (entries["first"].isoformat(), entries["last"].isoformat()) == (row["date_from"], row["date_to"])
