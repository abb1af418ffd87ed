"""The demo's own bank file is read by the importer like any other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ledger.imports.readers import read_bank_file
from ledger.imports.sample import sample_bank_file


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2027, 3, 1), date(2028, 2, 29)])
def test_the_sample_file_needs_no_question_and_its_balance_agrees(today: date) -> None:
    data = sample_bank_file(today)
    assert data == sample_bank_file(today)
    found = read_bank_file(data, filename="sample.csv", today=today)
    (statement,) = found.statements
    assert (found.question, statement.refused, statement.currency) == (None, (), "EUR")
    assert 45 <= len(statement.lines) <= 75
    assert statement.opening_balance == Decimal("1840.00")
    assert statement.closing_balance == Decimal("1840.00") + sum(line.amount for line in statement.lines)
    assert statement.lines[-1].booked_on < today <= statement.lines[0].booked_on + timedelta(days=61)


def test_the_sample_file_has_what_an_importer_must_not_get_wrong() -> None:
    lines = read_bank_file(sample_bank_file(date(2026, 11, 20))).statements[0].lines
    coffees = [line for line in lines if line.payee == "COFFEE FELLOWS"]
    assert len({(line.booked_on, line.amount) for line in coffees}) == 1
    assert len(coffees) == 2
    assert sum(line.amount for line in lines if line.payee == "ZALANDO SE") == 0
    assert {"Salary", "Rent"} <= {line.notes for line in lines}
