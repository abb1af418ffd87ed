"""CSV for a spreadsheet, and back: a row per line, a split entry as many rows as parts.

Settings of accounts, categories and rules have no place in a row: JSON carries those too.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from uuid import UUID

from config.kernel.money import money_text
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.models import MoneyAccount
from ledger.exporting.own_format import CSV_COLUMNS, OPENING, neutralise
from ledger.exporting.selection import Line, Part, Selection, category_keys, opening_of, pages


def csv_chunks(selection: Selection) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets see it; about 2,000 lines at a time."""
    keys = category_keys(selection.person)
    words = _paths(category_tree(selection.person), keys)
    yield b"\xef\xbb\xbf" + _written([list(CSV_COLUMNS)])
    names = _names(selection)
    for account in selection.accounts:
        account.name = names[account.pk]
        yield _written([_opening(selection, account)])
        for page in pages(selection, account):
            yield _written([row for line in page for row in _rows(line, account, keys, words)])


def _names(selection: Selection) -> dict[UUID, str]:
    """A row tells its account by name and currency: where two have the same ones, their kind tells them apart."""
    times = Counter((each.name.casefold(), each.currency) for each in selection.accounts)
    return {
        each.pk: each.name if times[each.name.casefold(), each.currency] == 1 else f"{each.name} ({each.type})"
        for each in selection.accounts
    }


def _written(rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _paths(tree: CategoryTree, keys: dict[UUID, str]) -> dict[UUID, str]:
    """Each category in the person's words, under its family."""
    found = {}
    for key in keys:
        names: list[str] = []
        node = tree.get(key)
        while node is not None:
            names.insert(0, node.name)
            node = tree.get(node.parent_id)
        found[key] = ": ".join(names)
    return found


def _row(account: MoneyAccount, amount: Decimal, **cells: str) -> list[str]:
    """Only the amount is a number; every other cell is text that no spreadsheet may take for a formula."""
    named = {
        "account": account.name,
        "currency": account.currency,
        **{key.replace("_", " "): cells[key] for key in cells},
    }
    texts = {name: neutralise(text) for name, text in named.items()}
    texts["amount"] = money_text(amount, account.currency)
    return [texts.get(name, "") for name in CSV_COLUMNS]


def _opening(selection: Selection, account: MoneyAccount) -> list[str]:
    on = selection.first or account.opened_on
    return _row(account, opening_of(selection, account), date=on.isoformat() if on else "", kind=OPENING)


def _rows(line: Line, account: MoneyAccount, keys: dict[UUID, str], words: dict[UUID, str]) -> Iterator[list[str]]:
    for part in line.parts or (Part(line.category_id, line.amount, ""),):
        yield _row(
            account,
            part.amount,
            date=line.booked_on.isoformat(),
            kind=line.kind,
            payee=line.payee,
            notes=line.notes,
            category=words.get(part.category_id, "") if part.category_id else "",
            part_notes=part.notes,
            other_account=line.other_account,
            pending="yes" if line.is_pending else "",
            time=line.occurred_at.isoformat() if line.occurred_at else "",
            bank_kind=line.raw_kind,
            reconciled_on=line.reconciled_on.isoformat() if line.reconciled_on else "",
            category_key=keys.get(part.category_id, "") if part.category_id else "",
            category_by=line.category_by,
            paired_with=str(line.paired_with or ""),
            refund_of=str(line.refund_of or ""),
            transaction=str(line.id),
            fingerprint=line.fingerprint,
        )
