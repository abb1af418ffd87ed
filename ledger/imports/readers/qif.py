"""QIF: bank, cash and card accounts with splits, several accounts in a file, the list of categories.

Source: Quicken's own description of the Interchange Format, and what programs make of it. It names no currency,
unless somebody wrote the sign beside the amounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ledger.imports.readers.amounts import currency_in, find_decimal_mark, parse_amount
from ledger.imports.readers.pieces import Piece, joined
from ledger.imports.readers.qif_days import DayReader, decide_order, manner_of
from ledger.imports.readers.qif_lines import LineReader, account_in, written_amount
from ledger.imports.readers.qif_records import ACCOUNT_KINDS, Record, records
from ledger.imports.readers.request import ReadRequest
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import FileRefused, ReadCategory, ReadFile, ReadLine, RefusedLine

# 'Opening Balance' as programs of some languages write it.
_OPENING = frozenset({
    "opening balance", "initial balance", "starting balance", "anfangsbestand", "eroffnungssaldo", "anfangssaldo",
    "solde initial", "solde d ouverture", "saldo inicial", "saldo iniziale", "beginsaldo", "openingssaldo",
})  # fmt: skip

# So many amounts are looked at for a sign of their currency.
_SHOWN = 50
_TEXTS = frozenset("PMNAC")
_SUBTYPES = {"cash": "cash", "loan": "loan"}


@dataclass(slots=True)
class _Account:
    """An account of the file. `stated`: its balance and the day of it as written."""

    name: str
    kind: str
    records: list[Record] = field(default_factory=list)
    stated: tuple[str, str] = ("", "")


class _Book:
    """Sorts records to accounts and categories."""

    def __init__(self) -> None:
        self.accounts: dict[tuple[str, str], _Account] = {}
        self.categories: dict[str, ReadCategory] = {}
        self.listed: Record | None = None
        self.named_in = ""

    def take(self, record: Record) -> None:
        if record.section == "account":
            self.listed, self.named_in = record, ""
        elif record.section == "cat" and (path := clean(record.fields.get("N", ""), 200)):
            kind = "income" if "I" in record.fields else "expense" if "E" in record.fields else ""
            self.categories.setdefault(path, ReadCategory(path, kind))
        elif record.section in ACCOUNT_KINDS:
            self._follow_name(record)
            self._account(record.section).records.append(record)

    def _follow_name(self, record: Record) -> None:
        """Where no list names the accounts, the opening balance does: it comes from the account itself."""
        if self.named_in and record.section != self.named_in and ACCOUNT_KINDS[record.section] != "investment":
            self.listed, self.named_in = None, ""
        name = account_in(record.fields.get("L", ""))
        if name and (self.listed is None or self.named_in) and _says_opening(record.fields.get("P", "")):
            self.listed, self.named_in = Record(record.line_no, "account", {"N": name}), record.section

    def _account(self, section: str) -> _Account:
        fields = self.listed.fields if self.listed else {}
        name = clean(fields.get("N", ""), 100)
        kind = ACCOUNT_KINDS[section]
        found = self.accounts.get((name, "" if name else kind))
        if found is None:
            stated = (fields.get("$", ""), fields.get("/", ""))
            found = self.accounts[name, "" if name else kind] = _Account(name, kind, stated=stated)
        return found


def read_qif(text: str, encoding: str, request: ReadRequest) -> ReadFile:
    """Every account of the file; asks for the day order where no day of it tells.

    Raises:
        FileRefused: not one movement and no category.
    """
    book = _Book()
    last: Record | None = None
    for record in records(text):
        book.take(record)
        last = record
    accounts = list(book.accounts.values())
    cut = last is not None and not last.ended and last.section in ACCOUNT_KINDS and _ends_within(text)
    days = _days(accounts)
    signature = _signature(accounts, days)
    decision = decide_order(days, text[:2000], signature, request)
    amounts = [written for account in accounts for each in account.records for written in _amounts(each)]
    reader = LineReader(find_decimal_mark(amounts), DayReader(decision.order, request.today))
    currency = next((named for each in amounts[:_SHOWN] if (named := currency_in(each))), "")
    pieces = [_piece(account, currency, reader, last if cut else None) for account in accounts]
    statements = joined(_gathered(pieces))
    if not any(s.lines or s.refused for s in statements) and not book.categories:
        raise FileRefused("no_transactions")
    mapping = {"version": 1, "format": "qif", "signature": signature}
    if decision.question is None:
        mapping["day_order"] = decision.order
    return ReadFile(
        "qif", encoding, "", statements, question=decision.question, mapping=mapping,
        categories=tuple(book.categories.values()),
    )  # fmt: skip


def _ends_within(text: str) -> bool:
    """Whether the last line may lack what matters: more than the end of a memo or a payee (no opening balance)."""
    last = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :].strip()
    letter, payee = last[:1].upper(), fold(last[1:100])
    opening = letter == "P" and any(name.startswith(payee) for name in _OPENING)
    return bool(last) and (letter not in _TEXTS or opening)


def _signature(accounts: Sequence[_Account], days: Sequence[str]) -> str:
    """The same for files of the same accounts from the same program, so that an answer is not taken for another's."""
    named = [f"{account.kind}:{account.name}" for account in accounts]
    text = "|".join([*sorted(named), manner_of(days[0]) if days else ""])
    return f"qif-{sha256(text.encode()).hexdigest()[:24]}"


def _days(accounts: Sequence[_Account]) -> list[str]:
    return [day for account in accounts for record in account.records if (day := record.fields.get("D"))]


def _amounts(record: Record) -> list[str]:
    return [written_amount(record), *(split.amount for split in record.splits)]


def _piece(account: _Account, currency: str, reader: LineReader, cut: Record | None) -> Piece:
    piece = Piece(account_name=account.name, currency=currency, kind_hint=account.kind)
    piece.subtype = _SUBTYPES.get(account.kind, "")
    for record in account.records:
        line = reader.read(record)
        if record is cut:
            piece.refused.append(RefusedLine(record.line_no, clean(record.text(), 200), "truncated"))
        elif isinstance(line, RefusedLine):
            piece.refused.append(line)
        elif not _is_opening(piece, line):
            piece.lines.append(replace(line, transfer_to="") if _is_itself(piece, line) else line)
    amount, day = parse_amount(account.stated[0], reader.mark), reader.days.read(account.stated[1])
    if amount is not None and day is not None:
        piece.closing = (day, amount)
    return piece


def _says_opening(payee: str) -> bool:
    return fold(payee) in _OPENING


def _is_opening(piece: Piece, line: ReadLine) -> bool:
    """The first record may say what the account began with: as a transfer from the account itself, nothing moved.

    One of 0.00 is no balance anybody needs and stays a line.
    """
    if piece.lines or piece.opening or not line.amount:
        return False
    if not _is_itself(piece, line) or not _says_opening(line.payee):
        return False
    piece.opening = (line.booked_on, line.amount)
    return True


def _is_itself(piece: Piece, line: ReadLine) -> bool:
    return bool(line.transfer_to) and fold(line.transfer_to) == fold(piece.account_name)


def _gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """An account nobody named, of which nothing was taken, is no account: another one reports what it refused."""
    kept = [piece for piece in pieces if piece.lines or piece.account_name] or list(pieces[:1])
    for piece in pieces:
        if not any(piece is each for each in kept):
            kept[0].refused.extend(piece.refused)
    return kept
