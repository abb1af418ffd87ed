"""The PennyWise app's stored data, in each of the three forms it comes in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ledger.imports.readers import FileRefused, ReadCategory, ReadFile, read_bank_file

STORED: dict[str, Any] = {
    "balance": 912.3,
    "categories": [
        {"id": "c1", "name": "Food & Drinks", "icon": "fast-food"},
        {"id": "c2", "name": "Pay", "icon": "briefcase"},
    ],
    "transactions": [
        {
            "id": "1767258000000",
            "type": "deposit",
            "amount": 1000,
            "category_id": "c2",
            "description": "March pay",
            "date": "2026-03-01T08:15:00.000Z",
        },
        {
            "id": "2",
            "type": "spend",
            "amount": 12.7,
            "category": "food & drinks",
            "description": "Noodles",
            "date": "2026-03-02",
        },
        {
            "id": "3",
            "type": "withdrawal",
            "amount": -75,
            "category": "Cash",
            "description": "",
            "transaction_date": 1772524800000,
        },
    ],
    "messages": [
        {"sender": "user", "text": "How much for food?", "timestamp": "2026-03-02T12:00:00Z"},
        {"sender": "bot", "text": "12.70 so far."},
    ],
}


def forms() -> list[Any]:
    texts = {key: json.dumps(value) for key, value in STORED.items()}
    return [STORED, texts, [[f"@pennywise:{key}", value] for key, value in texts.items()], {"storage": STORED}]


def read(document: Any) -> ReadFile:
    return read_bank_file(json.dumps(document).encode(), filename="pennywise.json", today=date(2026, 11, 20))


@pytest.mark.parametrize("document", forms(), ids=["plain", "texts", "pairs", "nested"])
def test_each_form_is_read_alike(document: Any) -> None:
    found = read(document)
    [statement] = found.statements
    assert (found.product, found.question) == ("pennywise", None)
    assert [(line.booked_on.day, line.amount, line.raw_kind, line.category) for line in statement.lines] == [
        (1, Decimal(1000), "deposit", "Pay"),
        (2, Decimal("-12.7"), "spend", "Food & Drinks"),
        (3, Decimal(-75), "withdrawal", "Cash"),
    ]
    assert statement.lines[0].occurred_at == datetime(2026, 3, 1, 8, 15, tzinfo=UTC)
    assert (statement.opening_balance, statement.closing_balance) == (Decimal(0), Decimal("912.3"))
    assert statement.closing_on == date(2026, 3, 3)
    assert found.categories[0] == ReadCategory("Food & Drinks", "", "fast-food", "")
    assert [(each.role, each.text) for each in found.messages] == [
        ("user", "How much for food?"),
        ("assistant", "12.70 so far."),
    ]
    assert found.messages[0].at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"amount": "much", "date": "2026-03-01"}, "amount_missing"),
        ({"amount": 5, "date": "someday"}, "date_not_understood"),
        ({"amount": 1e300, "date": "2026-03-01"}, "amount_too_large"),
        ({"amount": 5, "date": 1e30}, "date_not_understood"),
        ([1, 2], "amount_missing"),
        (None, "amount_missing"),
    ],
)
def test_what_cannot_be_read_is_refused_alone(broken: Any, code: str) -> None:
    [statement] = read({"transactions": [broken, STORED["transactions"][1]]}).statements
    assert ([each.code for each in statement.refused], len(statement.lines)) == ([code], 1)
    assert statement.closing_balance is None


@pytest.mark.parametrize("text", ['{"transactions": []}', '{"a": 1}', '[{"a": 1}]', '[["transactions", "x"]]'])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_bank_file(text.encode(), filename="x.json")


def test_json_that_ends_in_the_middle_is_refused() -> None:
    with pytest.raises(FileRefused, match="truncated"):
        read_bank_file(json.dumps(STORED).encode()[:-9], filename="x.json")
