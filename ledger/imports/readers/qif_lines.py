"""One QIF record becomes a line, with its category, transfer and splits."""

from __future__ import annotations

from decimal import Decimal

from ledger.imports.readers.amounts import TOO_LARGE, parse_amount
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.qif_days import DayReader, plain_day
from ledger.imports.readers.qif_records import Record
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    ReadLine,
    ReadPart,
    RefusedLine,
)

_CATEGORY_LENGTH = 200
# What moves the cash of an investment account without a security: +1 in, -1 out.
_CASH_ACTIONS = {
    "": 1, "cash": 1, "xin": 1, "contribx": 1, "xout": -1, "withdrwx": -1, "intinc": 1, "div": 1, "miscinc": 1,
    "miscexp": -1, "margint": -1, "cglong": 1, "cgmid": 1, "cgshort": 1, "rtrncap": 1,
}  # fmt: skip
_INVESTMENTS = frozenset({"invst", "port", "401(k)/403(b)"})


def written_amount(record: Record) -> str:
    return record.fields.get("T") or record.fields.get("U") or record.fields.get("$", "")


def account_in(category: str) -> str:
    """The account of '[Savings]' or '[Savings]/class', '' for a category."""
    start = category.partition("/")[0].strip() if not category.startswith("[") else category
    if not start.startswith("["):
        return ""
    return clean(start[1:].partition("]")[0], 100)


def category_in(category: str) -> str:
    """The path without its class; '' for a transfer and for the mark of a split."""
    path = category.partition("/")[0].strip() if not category.startswith("[") else ""
    return "" if path.casefold() in ("--split--", "split") else clean(path, _CATEGORY_LENGTH)


class LineReader:
    """Reads the records of one file, whose decimal mark and day order are decided."""

    def __init__(self, mark: str, days: DayReader) -> None:
        self.mark, self.days = mark, days

    def read(self, record: Record) -> ReadLine | RefusedLine:
        written, day = written_amount(record), record.fields.get("D", "")
        if record.section in _INVESTMENTS and self._direction(record) is None:
            kind = clean(record.fields.get("N", ""), 40)
            return self._refused(record, "security_trade_not_read", kind=kind)
        if not written:
            return self._refused(record, "amount_missing")
        amount = parse_amount(written, self.mark)
        if amount is None:
            return self._refused(record, "amount_not_a_number", value=clean(written, 40))
        if abs(amount) >= TOO_LARGE:
            return self._refused(record, "amount_too_large", value=clean(written, 40))
        booked_on = self.days.read(day)
        if booked_on is None:
            known = written_day(plain_day(day, self.days.today))
            return self._refused(record, "date_out_of_range" if known else "date_not_understood", value=clean(day, 40))
        if record.section in _INVESTMENTS:
            amount *= self._direction(record) or 1
        category = record.fields.get("L", "")
        parts = self._parts(record, amount)
        single = parts[0] if len(parts) == 1 else None
        payee, memo = record.fields.get("P", ""), record.fields.get("M", "")
        address = ", ".join(line for line in record.address if line != payee)
        shown = clean(payee, PAYEE_LENGTH)
        told = [memo, *(split.memo for split in record.splits if single), address]
        notes = " · ".join(dict.fromkeys(filter(None, told)))
        if not shown:
            shown, notes = clean(notes, PAYEE_LENGTH), ""
        return ReadLine(
            line_no=record.line_no,
            booked_on=booked_on,
            amount=amount,
            payee=shown,
            notes=clean(notes, NOTES_LENGTH),
            raw="\n".join(filter(None, (payee, memo)))[:RAW_LENGTH],
            raw_kind=clean(record.fields.get("N", ""), 40),
            category=single.category if single and single.category else category_in(category),
            transfer_to="" if len(parts) > 1 else account_in(category),
            parts=parts if len(parts) > 1 else (),
        )

    def _direction(self, record: Record) -> int | None:
        return _CASH_ACTIONS.get(record.fields.get("N", "").casefold())

    def _refused(self, record: Record, code: str, **params: str) -> RefusedLine:
        return RefusedLine(record.line_no, clean(record.text(), REFUSED_TEXT_LENGTH), code, params)

    def _parts(self, record: Record, amount: Decimal) -> tuple[ReadPart, ...]:
        """The splits, and what they leave over without a category; a part that goes to an account names it.

        None where they come to more than the movement: then it is not known what they are of.
        """
        parts = []
        for split in record.splits:
            value = parse_amount(split.amount, self.mark)
            if not value or abs(value) >= TOO_LARGE:
                continue
            account = account_in(split.category)
            notes = " · ".join(filter(None, (f"[{account}]" if account else "", clean(split.memo, NOTES_LENGTH - 110))))
            parts.append(ReadPart(category_in(split.category), value, notes))
        rest = amount - sum((part.amount for part in parts), Decimal(0))
        if abs(rest) >= abs(amount) or rest * amount < 0:
            return ()
        return (*parts, ReadPart("", rest)) if rest else tuple(parts)
