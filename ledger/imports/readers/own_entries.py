"""Entries of our own files, JSON or CSV, as lines. Whatever an entry holds, it is a line or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger.exporting.own_format import is_fingerprint, line_mark, uuid_in
from ledger.imports.readers.amounts import TOO_LARGE
from ledger.imports.readers.dates import FIRST_YEAR, LAST_YEAR
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

Entry = Mapping[str, Any]
KINDS = frozenset(["expense", "income", "refund", "transfer"])
PATH_LENGTH = 450
MOST_PARTS = 200
_AMOUNT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class OwnLink:
    """What of an entry is no line of a bank's: the ids of those it belongs with, who chose its category, its state."""

    id: UUID
    paired_with: UUID | None
    refund_of: UUID | None
    category_by: str
    is_pending: bool
    reconciled_on: date | None


def line_of(entry: Entry, line_no: int) -> ReadLine | RefusedLine:
    day, amount = day_in(entry.get("booked_on")), amount_in(entry.get("amount"))
    text = clean(f"{entry.get('booked_on')} {entry.get('payee')} {entry.get('amount')}", REFUSED_TEXT_LENGTH)
    if day is None:
        value = clean(str(entry.get("booked_on", "")), 40)
        return RefusedLine(line_no, text, "date_not_understood", {"value": value})
    if amount is None:
        value = clean(str(entry.get("amount", "")), 40)
        return RefusedLine(line_no, text, "amount_not_a_number", {"value": value})
    if abs(amount) >= TOO_LARGE:
        return RefusedLine(line_no, text, "amount_too_large")
    payee, notes = text_in(entry, "payee", PAYEE_LENGTH), _notes_in(entry)
    parts = tuple(_parts(entry.get("lines"), amount))
    kind = entry.get("kind")
    return ReadLine(
        line_no=line_no,
        booked_on=day,
        amount=amount,
        payee=payee,
        notes=notes,
        raw="\n".join(filter(None, [payee, notes]))[:RAW_LENGTH],
        bank_id=_mark(entry),
        occurred_at=_moment(entry.get("occurred_at")),
        raw_kind=text_in(entry, "raw_kind", 40),
        category="" if parts else text_in(entry, "category", PATH_LENGTH),
        kind=kind if isinstance(kind, str) and kind in KINDS else "",
        transfer_to=text_in(entry, "other_account", 100),
        parts=parts,
    )


def link_of(entry: Entry) -> OwnLink | None:
    """None for an entry without an id."""
    key = uuid_in(entry.get("id"))
    if key is None:
        return None
    return OwnLink(
        id=key,
        paired_with=uuid_in(entry.get("paired_with")),
        refund_of=uuid_in(entry.get("refund_of")),
        category_by=text_in(entry, "category_by", 8),
        is_pending=entry.get("is_pending") is True,
        reconciled_on=day_in(entry.get("reconciled_on")),
    )


def split_lines(entries: Iterable[tuple[int, Entry]]) -> tuple[list[ReadLine], list[RefusedLine]]:
    lines: list[ReadLine] = []
    refused: list[RefusedLine] = []
    for number, entry in entries:
        found = line_of(entry, number)
        if isinstance(found, ReadLine):
            lines.append(found)
        else:
            refused.append(found)
    return lines, refused


def is_unread_split(entry: Entry) -> bool:
    """Whether the entry is a line and its parts are none."""
    found = line_of(entry, 0)
    return isinstance(found, ReadLine) and not found.parts


def _mark(entry: Entry) -> str:
    key, fingerprint = uuid_in(entry.get("id")), entry.get("fingerprint")
    if key is None:
        return ""
    return line_mark(key, str(fingerprint)) if is_fingerprint(fingerprint) else line_mark(key)


def _parts(given: object, amount: Decimal) -> Iterator[ReadPart]:
    """Nothing, unless all of them can be read and add up to the whole."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not 0 < len(given) <= MOST_PARTS:
        return
    if not all(isinstance(each, Mapping) for each in given):
        return
    amounts = [amount_in(each.get("amount")) for each in given]
    known = [each for each in amounts if each is not None]
    if len(known) == len(given) and sum(known) == amount:
        for each, part in zip(given, known, strict=True):
            yield ReadPart(text_in(each, "category", PATH_LENGTH), part, text_in(each, "notes", 200))


def text_in(entry: Entry, name: str, limit: int) -> str:
    value = entry.get(name)
    return clean(value, limit) if isinstance(value, str) else ""


def _notes_in(entry: Entry) -> str:
    """People write notes in several lines."""
    value = entry.get("notes")
    lines = value.split("\n") if isinstance(value, str) else []
    return "\n".join(clean(line, NOTES_LENGTH) for line in lines)[:NOTES_LENGTH].strip()


def amount_in(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and _AMOUNT.fullmatch(value) else None


def day_in(value: object) -> date | None:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
