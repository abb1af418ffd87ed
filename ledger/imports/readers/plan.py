"""How one shape of CSV file is read: the whole of what is worth remembering for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

from ledger.imports.readers.text import fold
from ledger.imports.readers.types import ColumnUse

VERSION = 1


@dataclass(slots=True)
class Plan:
    """Columns by index and the choices that go with them.

    `use_sign`: the words of the sign column decide, not the sign of the number. `flip`: money out is
    written positive (cards). `plus_only`: money in alone is marked, by a plus or 'CR'. `debit_negative`: money out
    is written negative in its own column. `credit_negative`: money in is, beside money out without a sign.
    `payer`: the column that names the other side of money coming in, where payer and payee have one each.
    `use_fee`: the fee is no part of the amount and comes off it. `dollars`: amounts have a dollar sign, and nothing
    says whose.
    """

    booked: int = -1
    payee: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    other_dates: tuple[int, ...] = ()
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    balance: int | None = None
    currency: int | None = None
    sign: int | None = None
    fee: int | None = None
    bank_id: int | None = None
    account: int | None = None
    category: int | None = None
    status: int | None = None
    kind: int | None = None
    payer: int | None = None
    use_sign: bool = False
    flip: bool = False
    plus_only: bool = False
    debit_negative: bool = False
    credit_negative: bool = False
    use_fee: bool = False
    order: str = "day_first"
    mark: str = "."
    fixed_currency: str = ""
    dollars: bool = False

    def column_uses(self, headers: Sequence[str], width: int) -> tuple[ColumnUse, ...]:
        roles = {self.booked: "booked_on"}
        if self.payer is not None:
            roles[self.payer] = "payee"
        for name in _SINGLE:
            index = getattr(self, name)
            if index is not None:
                roles[index] = name
        for name in ("payee", "notes"):
            for index in getattr(self, name):
                roles.setdefault(index, name)
        names = [headers[i].strip() if i < len(headers) else "" for i in range(max(width, len(headers)))]
        return tuple(ColumnUse(i, name[:100], roles.get(i, "ignore")) for i, name in enumerate(names))


_SINGLE = (
    "amount",
    "debit",
    "credit",
    "balance",
    "currency",
    "sign",
    "fee",
    "bank_id",
    "account",
    "category",
    "status",
    "kind",
)


def signature(headers: Sequence[str], width: int) -> str:
    """The same for files of one shape: the header's words, or the number of columns where there is none."""
    words = [fold(header) for header in headers]
    while words and not words[-1]:
        words.pop()
    text = "|".join(words) if words else f"no header, {width} columns"
    return sha256(text.encode()).hexdigest()[:32]


def to_mapping(plan: Plan, headers: Sequence[str], width: int, delimiter: str) -> dict[str, Any]:
    """JSON-able; what a household remembers of an account's files. `headers` of used columns are there to be shown."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(plan).items()}
    head = {"version": VERSION, "format": "csv", "signature": signature(headers, width), "delimiter": delimiter}
    used = {str(each.index): each.header for each in plan.column_uses(headers, width) if each.role != "ignore"}
    return {**head, "plan": values, "headers": used}


def from_mapping(mapping: dict[str, Any], headers: Sequence[str], width: int) -> Plan | None:
    """The plan, None where the mapping is of another shape or was tampered with."""
    values = mapping.get("plan")
    if mapping.get("version") != VERSION or mapping.get("signature") != signature(headers, width):
        return None
    if not isinstance(values, dict):
        return None
    plan = Plan()
    for field in fields(Plan):
        if field.name not in values:
            continue
        value = values[field.name]
        checked = _checked(field.name, value, getattr(plan, field.name), max(width, len(headers)))
        if checked is _WRONG:
            return None
        setattr(plan, field.name, checked)
    usable = plan.booked >= 0 and (plan.amount is not None or plan.debit is not None or plan.credit is not None)
    return plan if usable and plan.mark in (".", ",") else None


_WRONG = object()


def _checked(name: str, value: object, default: object, width: int) -> object:
    if isinstance(default, bool):
        return value if isinstance(value, bool) else _WRONG
    if isinstance(default, str):
        return value if isinstance(value, str) else _WRONG
    if isinstance(default, tuple):
        if isinstance(value, list) and all(_is_index(item, width) for item in value):
            return tuple(value)
        return _WRONG
    if value is None and name != "booked":
        return None
    return value if _is_index(value, width) else _WRONG


def _is_index(value: object, width: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < width
