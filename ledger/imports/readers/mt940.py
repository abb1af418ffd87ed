"""MT940 (and MT942): SWIFT's customer statement, in the dialects of many banks.

Source: SWIFT's field definitions as the library mt-940 holds them. The walk over the file is ours: one odd line is one
refused line. A movement's day is its value date: the only one every dialect writes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from mt940.tags import BalanceBase, StatementGLS

from ledger.imports.readers.amounts import TOO_LARGE, currency_code
from ledger.imports.readers.mt940_details import Details, details
from ledger.imports.readers.mt940_fields import Field, fields
from ledger.imports.readers.pieces import Balance, Piece, joined
from ledger.imports.readers.request import ReadRequest
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    FileRefused,
    ReadFile,
    ReadLine,
    RefusedLine,
)

# The dialect with the fewest limits on references; it reads what the others read.
_LINE = StatementGLS().re
_BALANCE = BalanceBase().re
_POINT = re.compile(
    r"((?:[0-9]{6}(?:[0-9 ]{4})?)(?:[RE]?[DC][A-Z]?)[ \n]?[0-9]+)\.([0-9]{1,2})(?![0-9])", re.IGNORECASE
)
_BALANCE_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9]{1,2}$)")
_EXPECTED = re.compile(r"([0-9]{6}(?:[0-9 ]{4})?)E(?=[DC])", re.IGNORECASE)
# A line that was broken before its amount.
_BROKEN = re.compile(r"[0-9]{6}(?:[0-9]{4})?[RE]?[DC]R?", re.IGNORECASE)
_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED", "NONE"})
_SINCE = 70
_SHORTEST_REFERENCE = 8
# A reversal of a credit takes away, one of a debit gives back.
_COMES_IN = frozenset({"C", "RD"})


def read_mt940(text: str, encoding: str, _request: ReadRequest) -> ReadFile:
    """Every account of the file, its daily statements put together.

    Raises:
        FileRefused: no account and no movement.
    """
    walk = _Walk()
    for each in fields(text):
        walk.take(each)
    walk.end(text)
    statements = joined(walk.pieces)
    if not any(s.lines or s.refused or s.pending or s.account_number for s in statements):
        raise FileRefused("no_transactions")
    return ReadFile("mt940", encoding, "", statements, mapping={"version": 1, "format": "mt940"})


@dataclass(slots=True)
class _Movement:
    """A :61: and the lines of the :86: that follow it."""

    field: Field
    text: list[str]


class _Walk:
    """Takes field by field and sorts movements and balances into statements."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.movement: _Movement | None = None
        self.closed = False

    @property
    def piece(self) -> Piece:
        if not self.pieces:
            self.pieces.append(Piece())
        return self.pieces[-1]

    def take(self, field: Field) -> None:
        tag = field.tag
        if tag == "86" or (tag[:2] == "25" and self.movement is not None and not self.movement.text):
            if self.movement is not None:
                self.movement.text += field.lines
            return
        if tag == "NS":
            return
        self._end_movement()
        if tag == "61":
            self.movement = _Movement(field, [])
        elif tag == "20":
            self.pieces.append(Piece())
            self.closed = False
        elif tag[:2] == "25":
            self._begin_again_after_lines()
            self.piece.account_number = clean(field.lines[0], 64).strip("/ ")
        elif tag in ("60F", "60M", "60"):
            self._begin_again_after_lines()
            self.piece.opening = self._balance(field)
            self.closed = False
        elif tag in ("62F", "62M", "62"):
            self.piece.closing = self._balance(field)
            self.closed = True
        elif tag[:2] in ("64", "65"):
            self.closed = True
        elif tag[:2] == "34" and not self.piece.currency:
            self.piece.currency = currency_code(field.lines[0][:3])

    def end(self, text: str) -> None:
        """The file is over. A statement that opened and never closed was cut off, its last line maybe within."""
        if not self.pieces and self.movement is None:
            return
        cut = self.piece.opening is not None and not self.closed
        last = self.movement
        if cut and last is not None and not last.text and not text.endswith(("\n", "\r")):
            self.piece.refused.append(_refused(last.field, "truncated"))
            return
        self._end_movement()
        if cut:
            self.piece.refused.append(RefusedLine(text.count("\n") + 1, "", "truncated"))

    def _begin_again_after_lines(self) -> None:
        """Some banks begin a statement without a :20:."""
        before = self.piece
        if before.lines or before.refused or before.closing:
            self.pieces.append(Piece(account_number=before.account_number))

    def _balance(self, field: Field) -> Balance | None:
        written = _BALANCE_POINT.sub(",", field.lines[0].strip())
        found = _BALANCE.match(written)
        if found and written[found.end() :].strip():
            return None
        day = _day(found["year"], found["month"], found["day"]) if found else None
        amount = _amount(found["amount"]) if found else None
        if found is None or day is None or amount is None:
            return None
        self.piece.currency = self.piece.currency or currency_code(found["currency"])
        return day, -amount if found["status"].upper() == "D" else amount

    def _end_movement(self) -> None:
        movement, self.movement = self.movement, None
        if movement is None:
            return
        expected = _EXPECTED.match(movement.field.lines[0])
        line = _line(movement)
        if isinstance(line, RefusedLine):
            self.piece.refused.append(line)
        else:
            (self.piece.pending if expected else self.piece.lines).append(line)


def _refused(field: Field, code: str, **params: str) -> RefusedLine:
    return RefusedLine(field.line_no, clean(" ".join(field.lines), REFUSED_TEXT_LENGTH), code, params)


def _line(movement: _Movement) -> ReadLine | RefusedLine:
    field = movement.field
    head, *more = field.lines
    if more and _BROKEN.fullmatch(head.strip()):
        head, *more = [head.strip() + more[0], *more[1:]]
    head = _EXPECTED.sub(r"\1", head.strip())
    head = _POINT.sub(r"\1,\2", head)
    written = "\n".join(filter(None, (head, " ".join(" ".join(more).split()))))
    found = _LINE.match(written)
    if found is None or written[found.end("amount") : found.end("amount") + 1] in (".", "'"):
        code = "amount_not_a_number" if head[:6].isdigit() else "date_not_understood"
        return _refused(field, code, value=clean(head, 40))
    amount = _amount(found["amount"])
    if amount is None:
        return _refused(field, "amount_not_a_number", value=found["amount"])
    if amount >= TOO_LARGE:
        return _refused(field, "amount_too_large", value=found["amount"])
    day = _day(found["year"], found["month"], found["day"])
    if day is None:
        return _refused(field, "date_out_of_range", value=head[:6])
    told = details(movement.text)
    extra = _extra(found["extra_details"] or "")
    reference, _, name = (found["customer_reference"] or "").strip().partition("  ")
    payee, notes = _payee_and_notes(told, name.strip(), extra, reference)
    return ReadLine(
        line_no=field.line_no,
        booked_on=day,
        amount=amount if found["status"].upper() in _COMES_IN else -amount,
        payee=payee,
        notes=notes,
        raw="\n".join(filter(None, (told.text, name.strip(), extra, "" if told.text else reference)))[:RAW_LENGTH],
        bank_id=_bank_id(head[:6], (found["bank_reference"] or "").strip()),
        raw_kind=clean(told.kind or found["id"] or "", 40),
    )


def _extra(text: str) -> str:
    """What stands below :61:, unless it is codes between slashes."""
    return "" if text.startswith("/") else text.strip()


def _payee_and_notes(told: Details, name: str, extra: str, reference: str) -> tuple[str, str]:
    """What stands in :61: itself tells only where :86: does not; some banks put the name behind the reference."""
    payee, notes = told.payee, told.notes
    if name:
        payee, notes = name, notes if payee == name else f"{payee} {notes}"
    shown = clean(payee, PAYEE_LENGTH)
    if not shown and any(c.isalpha() for c in extra):
        shown, extra = clean(extra, PAYEE_LENGTH), ""
    if not shown:
        known = "" if reference.upper() in _NO_REFERENCE else reference
        shown, notes, extra = clean(notes or extra or known, PAYEE_LENGTH), "", ""
    if extra and not notes and not extra.isdigit() and clean(extra, PAYEE_LENGTH) not in shown:
        notes = extra
    return shown, clean(notes, NOTES_LENGTH)


def _bank_id(day: str, reference: str) -> str:
    """With its day, as some banks use a reference again."""
    known = len(reference) >= _SHORTEST_REFERENCE and any(c.isdigit() for c in reference)
    return f"{day}-{reference}" if known else ""


def _amount(text: str) -> Decimal | None:
    """The comma is the decimal mark, always; at most one is there."""
    if text.count(",") > 1 or not text.strip(","):
        return None
    return Decimal(text.replace(",", ".").rstrip(".") if not text.startswith(",") else f"0{text.replace(',', '.')}")


@lru_cache(maxsize=4096)
def _day(year: str, month: str, day: str) -> date | None:
    """30 February and 31 April, by which some banks mean the end of the month, are its last day."""
    number, of_month, of_year = int(day), int(month), int(year)
    of_year += 2000 if of_year < _SINCE else 1900
    if not (1 <= of_month <= 12 and 1 <= number <= 31):
        return None
    return date(of_year, of_month, min(number, monthrange(of_year, of_month)[1]))
