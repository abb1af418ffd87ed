"""Files of programs, damaged: whatever happens to them, they are read or refused."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from ledger.exporting.own_format import CSV_COLUMNS
from ledger.imports.readers import FileRefused, read_bank_file
from ledger.imports.readers.own_extras import read_own_extras
from ledger.imports.readers.tests.test_pennywise import forms
from ledger.imports.readers.tests.test_products import FIREFLY, FROM_GIRO, SPLITWISE, YNAB, firefly, table, ynab

ENTRY = "01930000-0000-7000-8000-000000000003"
OWN = {
    "format": "tuppence",
    "version": 1,
    "accounts": [{"id": "a", "name": "Giro", "currency": "EUR", "opening_balance": "1.00", "opened_on": "2026-01-01"}],
    "categories": [{"key": ":groceries:Bread", "id": ENTRY}],
    "transactions": [
        {
            "id": ENTRY,
            "account": "a",
            "kind": "expense",
            "amount": "-4.00",
            "booked_on": "2026-01-05",
            "lines": [{"category": "", "amount": "-1.00"}, {"category": ":groceries", "amount": "-3.00"}],
            "paired_with": None,
            "fingerprint": "0" * 32,
        }
    ],
}
OWN_ROW = f"Giro,EUR,2026-01-02,-1.00,expense,P,,,,,yes,,,,:groceries,person,,,{ENTRY},\n"
WHOLE = [
    table(YNAB, *(ynab("Giro", "2026-01-02", "K", "Food: G", "4€", "0€", f"Split ({n}/2) x") for n in (1, 2))),
    table(FIREFLY, firefly("Transfer", "100", "4", destination_name="D", foreign_amount="1", **FROM_GIRO)),
    SPLITWISE,
    ",".join(CSV_COLUMNS) + "\n" + OWN_ROW,
    json.dumps(OWN),
    *(json.dumps(each) for each in forms()),
]
PIECES = ['"', ",", "\n", "-", "null", "[]", "{}", "1e999", '""', "\x00", "9" * 20, "true", "€", "A"]


def damaged(text: str, chance: random.Random) -> bytes:
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        how = chance.randrange(4)
        if how == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            del data[at : at + chance.randint(1, 20)]
        elif how == 2:
            data[at:at] = chance.choice(PIECES).encode()
        elif chance.random() < 0.2:
            del data[at:]
    return bytes(data)


@pytest.mark.parametrize("whole", WHOLE)
def test_a_damaged_file_is_read_or_refused(whole: str) -> None:
    chance = random.Random(whole)
    read = 0
    for _ in range(60):
        data = damaged(whole, chance)
        try:
            found = read_bank_file(data, filename="file", today=date(2026, 11, 20))
        except FileRefused:
            continue
        read += 1
        if found.product == "tuppence":
            read_own_extras(data)
    assert read
