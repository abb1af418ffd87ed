"""Lines of our own file: known by the entry's id wherever it has gone since, and written under that id again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from config.kernel.ids import new_ids
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.exporting.own_format import MARK, read_mark
from ledger.imports.models import ImportedLine
from ledger.imports.readers import ReadLine
from ledger.imports.readers.packed import BANK_ID, Row

_AT_ONCE = 900
OWNERS = (MoneyAccountAccess.Role.OWNER, MoneyAccountAccess.Role.CO_OWNER)


def is_own(row: Row) -> bool:
    return str(row[BANK_ID]).startswith(MARK)


def is_exported(lines: Sequence[ReadLine]) -> bool:
    """Whether a statement is of our own file; one without lines tells nothing."""
    return bool(lines) and lines[0].bank_id.startswith(MARK)


def own_id(row: Row) -> UUID | None:
    """The id of the entry an own line was exported of."""
    found = read_mark(row[BANK_ID])
    return found[0] if found else None


def given_fingerprint(bank_id: str) -> str:
    """The fingerprint an own line was exported with, '' for none: so the bank's file brings it nowhere twice."""
    found = read_mark(bank_id) if bank_id.startswith(MARK) else None
    return found[1] if found else ""


def places_here(account: MoneyAccount, rows: Iterable[Row], *, besides: Sequence[UUID] = ()) -> set[int]:
    """Places of own lines whose entry is on one of the owner's accounts, in the bin too; not those that the batches
    `besides` have brought. Nothing for other files, else a query per 900 lines.
    """
    ids: dict[UUID, int] = {}
    for place, row in enumerate(rows):
        if place == 0 and not is_own(row):
            return set()
        key = own_id(row)
        if key is not None:
            ids[key] = place
    people = account.grants.filter(role__in=OWNERS).values("person")
    accounts = MoneyAccountAccess.objects.filter(person__in=people, role__in=OWNERS).values("account")
    keys = list(ids)
    here: set[int] = set()
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        brought = ImportedLine.objects.filter(batch__in=besides, transaction__in=part).values_list(
            "transaction", flat=True
        )
        known = Transaction.objects.filter(pk__in=part, account__in=accounts).values_list("pk", flat=True)
        here.update(ids[key] for key in set(known) - set(brought))
    return here


def ids_for(rows: Sequence[Row]) -> list[str]:
    """Ids for new entries, 32 hex digits each: that of an own line where nobody has it yet, else a new one."""
    fresh = new_ids(len(rows))
    if not rows or not is_own(rows[0]):
        return fresh
    wanted = [own_id(row) for row in rows]
    keys = [key for key in wanted if key is not None]
    taken: set[UUID] = set()
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        taken.update(Transaction.objects.filter(pk__in=part).values_list("pk", flat=True))
    found = []
    for key, new in zip(wanted, fresh, strict=True):
        if key is None or key in taken:
            found.append(new)
        else:
            taken.add(key)
            found.append(key.hex)
    return found


def account_of(accounts: Iterable[MoneyAccount], rows: Iterable[Row]) -> MoneyAccount | None:
    """The one of a person's `accounts` that holds the entries of an own statement, by its first 900 lines."""
    ids = []
    for place, row in enumerate(rows):
        if place == _AT_ONCE or not is_own(row):
            break
        key = own_id(row)
        if key is not None:
            ids.append(key)
    mine = {each.pk: each for each in accounts}
    found = Transaction.objects.filter(pk__in=ids, account__in=list(mine)).values_list("account", flat=True)
    held = list(found)
    return mine[max(set(held), key=held.count)] if held else None
