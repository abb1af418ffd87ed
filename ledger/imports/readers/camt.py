"""CAMT.052, .053 and .054 (ISO 20022 bank to customer cash management), of any version and namespace.

Source: the message definition reports of iso20022.org. `CdtDbtInd` says which way the money went, of a reversal too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from xml.etree.ElementTree import Element

from ledger.imports.readers.amounts import currency_code, parse_amount
from ledger.imports.readers.camt_entry import EntryReader
from ledger.imports.readers.camt_xml import STATEMENTS, child, text_at, wanted_elements
from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.pieces import Balance, Piece, joined
from ledger.imports.readers.request import ReadRequest
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import FileRefused, ReadFile, RefusedLine
from ledger.imports.readers.xml_text import mended

_KINDS = {"CACC": "checking", "TRAN": "checking", "CASH": "checking", "SVGS": "savings", "CARD": "card"}
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
# Of a page or of a moment of the day.
_INTERIM = ("ITBD",)


def read_camt(text: str, encoding: str, _request: ReadRequest) -> ReadFile:
    """Every account of the file.

    Raises:
        FileRefused: no account and no entry, or no well-formed start of a document.
    """
    document = _Document()
    whole = True
    for name, element in wanted_elements(mended(text)):
        if name:
            document.take(name, element)
        else:
            whole = False
    document.finish(whole)
    statements = joined(document.pieces)
    if not any(s.lines or s.pending or s.refused or s.account_number for s in statements):
        raise FileRefused("no_transactions" if whole else "truncated")
    return ReadFile("camt", encoding, "", statements, mapping={"version": 1, "format": "camt"})


class _Document:
    """Sorts entries and balances into statements while the elements go by."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.reader = EntryReader()
        self.account: Element | None = None
        self.balances: list[Element] = []
        self.open: dict[str, Piece] = {}

    def take(self, name: str, element: Element) -> None:
        if name == "Ntry":
            self._entry(element)
            element.clear()
        elif name == "Acct":
            self.account = element
            self.reader.account_currency = currency_code(text_at(element, "Ccy"))
            self.reader.owner = clean(text_at(element, "Ownr", "Nm"), 200)
        elif name == "Bal":
            self.balances.append(element)
        elif name in STATEMENTS:
            self._end_statement()
            element.clear()

    def finish(self, whole: bool) -> None:
        if self.open or self.account is not None:
            self._end_statement()
        if not whole and self.pieces:
            self.pieces[-1].refused.append(RefusedLine(self.reader.count + 1, "", "truncated"))

    def _entry(self, element: Element) -> None:
        entry = self.reader.read(element)
        if entry.state == "information":
            return
        piece = self.open.setdefault(entry.currency, Piece(currency=entry.currency))
        (piece.pending if entry.state == "pending" else piece.lines).extend(entry.lines)
        piece.refused.extend(entry.refused)

    def _end_statement(self) -> None:
        currency = self.reader.account_currency or next(iter(self.open), "")
        own = self.open.pop(currency, None) or Piece(currency=currency)
        if not currency and len(self.open) == 1:
            ((_, own),) = self.open.items()
            self.open = {}
        found = [own, *self.open.values()]
        for piece in found:
            self._name(piece)
        own.opening = _balance(self.balances, _OPENING, own.currency)
        own.closing = _balance(self.balances, _CLOSING, own.currency)
        if own.closing is None:
            own.closing = _balance(self.balances, _INTERIM, own.currency)
            own.interim = own.closing is not None
        self.pieces += [piece for piece in found if piece is own or piece.lines or piece.pending or piece.refused]
        self.account, self.balances, self.open = None, [], {}
        self.reader.account_currency = self.reader.owner = ""

    def _name(self, piece: Piece) -> None:
        account = self.account
        number = text_at(account, "Id", "IBAN") or text_at(account, "Id", "Othr", "Id")
        piece.account_number = clean(number or text_at(account, "Id", "PrtryAcct", "Id"), 64)
        piece.account_name = clean(text_at(account, "Nm"), 100)
        piece.kind_hint = _KINDS.get(text_at(account, "Tp", "Cd").upper(), "")
        piece.institution = clean(text_at(account, "Svcr", "FinInstnId", "Nm"), 100)


def _balance(found: Iterable[Element], codes: Sequence[str], currency: str) -> Balance | None:
    """The first balance of the wanted codes, in their order of preference, in the account's own currency."""
    by_code: dict[str, list[Balance]] = {}
    for element in found:
        amount = child(element, "Amt")
        day = _day(element)
        value = parse_amount(text_at(amount), ".")
        own = currency_code(amount.get("Ccy", "") if amount is not None else "")
        if value is None or day is None or own != currency:
            continue
        signed = -abs(value) if text_at(element, "CdtDbtInd").upper() == "DBIT" else value
        by_code.setdefault(text_at(element, "Tp", "CdOrPrtry", "Cd").upper(), []).append((day, signed))
    for code in codes:
        if code in by_code:
            return by_code[code][0] if codes is _OPENING else by_code[code][-1]
    return None


def _day(element: Element) -> date | None:
    written = written_day((text_at(element, "Dt", "Dt") or text_at(element, "Dt", "DtTm"))[:10])
    return real_day(written, month_first=False) if written else None
