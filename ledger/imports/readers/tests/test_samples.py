"""Real files of other people, read from SAMPLES_DIR; none of them is part of this project."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.imports.readers import read_bank_file

SAMPLES = os.environ.get("SAMPLES_DIR", "")
TODAY = date(2026, 11, 20)
NOT_YET: dict[str, str] = {}


def _index() -> list[dict[str, str]]:
    path = Path(SAMPLES) / "bank" / "index.tsv"
    if not SAMPLES or not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as opened:
        rows = csv.DictReader(opened, delimiter="\t")
        return [row for row in rows if row["format"] in ("CSV", "OFX", "QFX")]


INDEX = _index()


@pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")
def test_there_are_samples_to_read() -> None:
    assert INDEX, "SAMPLES_DIR is set but holds no bank/index.tsv with CSV, OFX or QFX files"
    print(f"sample files read: {len(INDEX)}, expected to fail: {len(NOT_YET)}")


def _named(row: dict[str, str]) -> object:
    reason = NOT_YET.get(row["file"][:3])
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(row, id=row["file"][:3], marks=marks)


@pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")
@pytest.mark.parametrize("row", [_named(row) for row in INDEX])
def test_a_sample_is_read_as_its_index_says(row: dict[str, str]) -> None:
    data = (Path(SAMPLES) / "bank" / row["file"]).read_bytes()
    read = read_bank_file(data, filename=row["file"], today=TODAY)
    lines = [line for statement in read.statements for line in statement.lines]
    days = sorted(line.booked_on for line in lines)
    assert read.question is None
    assert len(lines) == int(row["n"])
    assert sum((line.amount for line in lines), Decimal(0)) == Decimal(row["sum"])
    if days:
        assert (days[0].isoformat(), days[-1].isoformat()) == (row["date_from"], row["date_to"])
