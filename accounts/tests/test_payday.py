from __future__ import annotations

from datetime import date

import pytest

from accounts.payday import next_payday


@pytest.mark.parametrize(
    ("payday", "after", "expected"),
    [
        ("25", date(2026, 11, 20), date(2026, 11, 25)),
        ("25", date(2026, 11, 25), date(2026, 12, 25)),
        ("31", date(2026, 11, 20), date(2026, 11, 30)),
        ("31", date(2026, 1, 31), date(2026, 2, 28)),
        ("last", date(2026, 12, 31), date(2027, 1, 31)),
        ("last working day", date(2026, 10, 1), date(2026, 10, 30)),
        ("last working day", date(2026, 11, 1), date(2026, 11, 30)),
        ("friday", date(2026, 11, 20), date(2026, 11, 27)),
        ("friday/2@2026-11-20", date(2026, 11, 20), date(2026, 12, 4)),
        ("friday/2@2026-11-20", date(2026, 11, 19), date(2026, 11, 20)),
        ("friday/2@2027-01-01", date(2026, 11, 20), date(2026, 12, 4)),
        ("", date(2026, 11, 20), None),
    ],
)
def test_the_next_pay(payday: str, after: date, expected: date | None) -> None:
    assert next_payday(payday, after) == expected
