"""Real QIF, MT940 and CAMT files of other people, read from SAMPLES_DIR; none of them is part of this project."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.imports.readers import ReadFile, read_bank_file

SAMPLES = os.environ.get("SAMPLES_DIR", "")
TODAY = date(2026, 11, 20)
FORMATS = ("QIF", "MT940", "CAMT")
# Its three days are the first of June and the sixth of three months alike: it is asked about, once.
READS_BOTH_WAYS = {"A40": "month_first"}


def _index() -> list[dict[str, str]]:
    path = Path(SAMPLES) / "bank" / "index.tsv"
    if not SAMPLES or not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as opened:
        return [row for row in csv.DictReader(opened, delimiter="\t") if row["format"] in FORMATS]


INDEX = _index()


@pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")
def test_there_are_samples_of_every_format() -> None:
    assert {row["format"] for row in INDEX} == set(FORMATS)
    print(f"sample files read: {len(INDEX)}")


@pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")
@pytest.mark.parametrize("row", INDEX, ids=lambda row: row["file"][:3])
def test_a_sample_is_read_as_its_index_says(row: dict[str, str]) -> None:
    data = (Path(SAMPLES) / "bank" / row["file"]).read_bytes()
    read = read_bank_file(data, filename=row["file"], today=TODAY)
    answer = READS_BOTH_WAYS.get(row["file"][:3], "")
    assert (read.question is not None and read.question.code) == ("day_order" if answer else False)
    if answer:
        _agrees(read, row)
        read = read_bank_file(data, filename=row["file"], today=TODAY, answers={"day_order": answer})
        assert read.question is None
    _agrees(read, row)


def _agrees(read: ReadFile, row: dict[str, str]) -> None:
    lines = [line for statement in read.statements for line in statement.lines]
    days = sorted(line.booked_on.isoformat() for line in lines)
    assert len(lines) == int(row["n"])
    assert sum((line.amount for line in lines), Decimal(0)) == Decimal(row["sum"])
    # 30 February, which has no day in the index, is the end of that month.
    assert (days[0], days[-1]) == ((row["date_from"] or "2016-02-29"), (row["date_to"] or "2016-02-29"))
    assert "|".join(sorted({statement.account_number for statement in read.statements})) == row["accounts"]
