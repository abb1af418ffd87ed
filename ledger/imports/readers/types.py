"""What a bank file says, before anybody decides what to do with it.

Nothing here is translated: reasons are stable codes with parameters, the pages turn them into words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

PAYEE_LENGTH = 200
NOTES_LENGTH = 500
RAW_LENGTH = 2000
REFUSED_TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One category's part of a movement that the file splits; the parts add up to it. `amount` is signed alike."""

    category: str
    amount: Decimal
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One movement of money.

    `line_no` is the 1-based line of the file where the record starts (OFX: number of the record).
    `amount` is in the statement's currency, money out is negative, with every decimal the file has.
    `raw` is payee and memo exactly as written, a line break between them: the input of a fingerprint.
    `occurred_at` is UTC and None unless the file gives both a time of day and its zone; 00:00 and
    12:00 are what banks write when they know the day only, so they do not count as a time.
    `category` is the file's own, a path with ':' between a family and its child. `kind` is given only by
    programs that know it (a Transaction.Kind). `transfer_to` names the other account of a transfer as the file
    calls it. `parts` is empty unless the file splits the movement.
    """

    line_no: int
    booked_on: date
    amount: Decimal
    payee: str
    notes: str
    raw: str
    bank_id: str = ""
    occurred_at: datetime | None = None
    raw_kind: str = ""
    balance: Decimal | None = None
    category: str = ""
    kind: str = ""
    transfer_to: str = ""
    parts: tuple[ReadPart, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken: `text` is its start as written."""

    line_no: int
    text: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One account in one currency. Lines keep the order of the file.

    `dollars`: the amounts are of some dollar, and `currency` is empty because nothing says of which.
    `opening_balance` is before the first movement of `opening_on`, `closing_balance` after the last
    one of `closing_on`. From a running balance they are given only where it agrees with the amounts.
    `pending` movements are announced and not booked: no part of any sum. `balances` are all the balances the file
    names, each at the end of its day, oldest first. `subtype` and `opened_on` are given by programs that know them
    (MoneyAccount's own values).
    """

    account_number: str = ""
    account_name: str = ""
    currency: str = ""
    kind_hint: str = ""
    institution: str = ""
    lines: Sequence[ReadLine] = ()
    refused: tuple[RefusedLine, ...] = ()
    pending: tuple[ReadLine, ...] = ()
    opening_balance: Decimal | None = None
    opening_on: date | None = None
    closing_balance: Decimal | None = None
    closing_on: date | None = None
    dollars: bool = False
    balances: tuple[tuple[date, Decimal], ...] = ()
    subtype: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadCategory:
    """A category the file defines. `path` has ':' between a family and its child; the rest as the file writes it."""

    path: str
    kind: str = ""
    icon: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message to or from an assistant. `role` is 'user' or 'assistant'; `at` is UTC."""

    role: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer and what the file would say under it."""

    value: str
    label_code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What the file cannot tell: 'day_order', 'sign', 'columns' or 'who'. The first option is the provisional one.

    `sample` is a cell or line as written, for the person to look at.
    """

    code: str
    options: tuple[Option, ...]
    sample: str


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What column `index` (0-based) is used for. `header` is empty in a file without one."""

    index: int
    header: str
    role: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A whole file. `mapping` is JSON-able and reads the next file of the same shape without a question.

    `product` names the program that wrote it, where it is no bank's ('ynab', 'firefly', 'pennywise', 'tuppence' ...).
    """

    format: str
    encoding: str
    delimiter: str
    statements: tuple[Statement, ...]
    columns: tuple[ColumnUse, ...] = ()
    header_line: int | None = None
    sample_rows: tuple[tuple[str, ...], ...] = ()
    question: Question | None = None
    mapping: dict[str, Any] = field(default_factory=dict)
    product: str = ""
    categories: tuple[ReadCategory, ...] = ()
    messages: tuple[ReadMessage, ...] = ()


class FileRefused(Exception):
    """Nothing of the file can be used. `code` is stable, `params` fill its sentence.

    Codes: empty, too_large, binary (kind), unknown_format (kind), line_too_long (limit),
    too_many_columns (limit), no_transactions, no_date_column, no_amount_column, truncated, later_version (version).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
