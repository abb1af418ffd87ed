"""What the caller of a reader knows besides the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """`mapping` and `answers` as in `reading.read_bank_file`; nothing is booked after `today`."""

    filename: str
    mapping: dict[str, Any]
    answers: dict[str, str]
    today: date
