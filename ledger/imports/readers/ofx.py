"""OFX and QFX: bank, credit card and the cash lines of investment statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from ledger.imports.readers.amounts import TOO_LARGE, currency_code, find_decimal_mark, parse_amount
from ledger.imports.readers.dates import moment, real_day, written_day
from ledger.imports.readers.ofx_tags import tags, value_of
from ledger.imports.readers.pieces import once_each
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
    Statement,
)

_STATEMENTS = {"STMTRS": "", "CCSTMTRS": "card", "INVSTMTRS": "investment"}
_ACCOUNTS = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})
_PENDING = "STMTTRNP"
_RECORDS = frozenset({"STMTTRN", _PENDING})
_LISTS = frozenset({"BANKTRANLIST", "BANKTRANLISTP", "INVTRANLIST"})
_BALANCES = frozenset({"LEDGERBAL", "AVAILBAL", "INVBAL"})
_CURRENCIES = frozenset({"CURRENCY", "ORIGCURRENCY"})
_DAYS = ("DTPOSTED", "DTTRAN", "DTAVAIL", "DTUSER")
_TRADE_TAGS = (
    "BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK CLOSUREOPT INCOME INVEXPENSE JRNLFUND JRNLSEC MARGININTEREST REINVEST "
    "RETOFCAP SELLDEBT SELLMF SELLOPT SELLOTHER SELLSTOCK SPLIT TRANSFER"
)
_TRADES = frozenset(_TRADE_TAGS.split())
_KINDS = {"CHECKING": "checking", "SAVINGS": "savings", "MONEYMRKT": "savings", "CD": "savings", "CREDITLINE": "card"}
_SAMPLE = 2000
_OUTGOING = frozenset({"DEBIT", "POS", "ATM", "CHECK", "FEE", "SRVCHG", "DIRECTDEBIT", "CASH"})


@dataclass(slots=True)
class _Open:
    """A statement while its tags go by."""

    kind_hint: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    records: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


class _Collector:
    """Walks over the tags once and sorts their values into statements and records."""

    def __init__(self) -> None:
        self.statements: list[_Open] = []
        self.institution = ""
        self.inside = ""
        self.record: dict[str, str] | None = None
        self.trade = ""
        self.amounts_in = ""
        self.count = 0

    @property
    def statement(self) -> _Open:
        if not self.statements:
            self.statements.append(_Open())
        return self.statements[-1]

    def take(self, closing: bool, name: str, value: str) -> None:
        if closing:
            self._close(name)
        elif name in _STATEMENTS:
            self._end_record()
            self.statements.append(_Open(_STATEMENTS[name]))
            self.inside = ""
        elif name in _RECORDS:
            self._end_record()
            self.count += 1
            self.record = {name: ""} if name == _PENDING else {}
        elif name in _TRADES and not self.trade and self.statement.kind_hint == "investment":
            self.trade = name
            self.count += 1
            code = "security_trade_not_read"
            self.statement.refused.append(RefusedLine(self.count, name, code, {"kind": name}))
        else:
            self._outside(name, value_of(value))

    def _close(self, name: str) -> None:
        if name in _RECORDS or name in _LISTS:
            self._end_record()
        if name == self.amounts_in:
            self.amounts_in = ""
        if name == self.trade:
            self.trade = ""
        if name == self.inside:
            self.inside = ""

    def _outside(self, name: str, value: str) -> None:
        if name in _ACCOUNTS or name in _BALANCES:
            self._end_record()
            self.inside = name
        elif name == "ORG" and not self.institution:
            self.institution = clean(value, 100)
        elif value and (name == "CURDEF" or self.inside in _ACCOUNTS or self.inside == "LEDGERBAL"):
            self.statement.facts.setdefault(name, value)

    def fill(self, name: str, written: str) -> None:
        """One value of the open record. A CURSYM counts below CURRENCY; below ORIGCURRENCY the amount is converted."""
        if self.record is None:
            return
        if name in _CURRENCIES:
            self.amounts_in = name
        elif name == "CURSYM":
            self.record.setdefault(f"{self.amounts_in} {name}", written)
        elif written:
            self.record.setdefault(name, written)

    def _end_record(self) -> None:
        if self.record is not None:
            self.statement.records.append((self.count, self.record))
            self.record = None

    def finish(self, last: str) -> None:
        """The file ends: what is still open (`last` is its tag) was cut off, the value may be half of one."""
        if last in ("BALAMT", "DTASOF"):
            self.statement.facts.pop("BALAMT", None)
        if self.record is not None:
            cut = clean(" ".join(self.record.values()), REFUSED_TEXT_LENGTH)
            self.statement.refused.append(RefusedLine(self.count, cut, "truncated"))
            self.record = None


def read_ofx(text: str, encoding: str, _request: ReadRequest) -> ReadFile:
    """Every statement of the file. One without movements is kept: it has an account and a balance."""
    collector = _Collector()
    closing, name = True, ""
    for closing, name, value in tags(text):
        record = collector.record
        if record is None or closing or name in _RECORDS or name in _STATEMENTS or name in _BALANCES:
            collector.take(closing, name, value)
        else:
            collector.fill(name, value.strip())
    collector.finish("" if closing else name)
    if not collector.statements:
        cut = "</OFX>" not in text[-2000:].upper()
        raise FileRefused("truncated" if cut else "no_transactions")
    found = [each for open_ in collector.statements for each in _statements(open_, collector.institution)]
    statements = tuple(once_each(found))
    if not any(s.lines or s.refused or s.account_number for s in statements):
        raise FileRefused("no_transactions")
    mapping = {"version": 1, "format": "ofx"}
    return ReadFile("ofx", encoding, "", statements, mapping=mapping)


def _statements(found: _Open, institution: str) -> list[Statement]:
    """The account's statement, and one for each other currency that amounts of it are in."""
    facts = found.facts
    currency = currency_code(facts.get("CURDEF", ""))
    mark = _decimal_mark([record.get("TRNAMT", "") for _, record in found.records[:_SAMPLE]], currency)
    booked: dict[str, list[ReadLine]] = {currency: []}
    pending: dict[str, list[ReadLine]] = {}
    refused = list(found.refused)
    for number, record in found.records:
        line = _line(number, record, mark)
        if isinstance(line, RefusedLine):
            refused.append(line)
        else:
            own = currency_code(record.get("CURRENCY CURSYM", "")) or currency
            (pending if _PENDING in record else booked).setdefault(own, []).append(line)
    closing, as_of = _amount(facts.get("BALAMT", ""), mark), _day(facts.get("DTASOF", ""))
    closing_on = as_of or max((line.booked_on for line in booked[currency]), default=None)
    main = Statement(
        account_number=clean(facts.get("ACCTID", ""), 64),
        currency=currency,
        kind_hint=found.kind_hint or _KINDS.get(facts.get("ACCTTYPE", "").upper(), ""),
        institution=institution,
        lines=tuple(_with_signs(booked.pop(currency))),
        refused=tuple(refused),
        pending=tuple(pending.pop(currency, ())),
        closing_balance=closing if closing_on else None,
        closing_on=closing_on if closing is not None else None,
        balances=((as_of, closing),) if closing is not None and as_of is not None else (),
    )
    others = dict.fromkeys([*booked, *pending])
    return [main, *(_in_other_currency(main, each, booked.get(each, []), pending.get(each, [])) for each in others)]


def _in_other_currency(main: Statement, currency: str, booked: list[ReadLine], pending: list[ReadLine]) -> Statement:
    return Statement(
        account_number=main.account_number,
        currency=currency,
        kind_hint=main.kind_hint,
        institution=main.institution,
        lines=tuple(_with_signs(booked)),
        pending=tuple(pending),
    )


def _decimal_mark(written: list[str], currency: str) -> str:
    """OFX knows no marks of thousands: a lone point is the decimal mark, however many digits follow."""
    mark = find_decimal_mark(written, currency)
    only_points = not any("," in text or text.count(".") > 1 for text in written)
    return "." if only_points else mark


def _line(number: int, record: dict[str, str], mark: str) -> ReadLine | RefusedLine:
    def refuse(code: str, **params: str) -> RefusedLine:
        return RefusedLine(number, clean(" ".join(record.values()), REFUSED_TEXT_LENGTH), code, params)

    written = record.get("TRNAMT", "")
    days = [record[name] for name in _DAYS if name in record]
    posted = next((text for text in days if _day(text)), days[0] if days else "")
    if not written:
        return refuse("amount_missing")
    amount = _amount(written, mark)
    if amount is None:
        return refuse("amount_not_a_number", value=clean(written, 40))
    if abs(amount) >= TOO_LARGE:
        return refuse("amount_too_large", value=clean(written, 40))
    booked_on = _day(posted)
    if booked_on is None:
        code = "date_out_of_range" if written_day(posted) else "date_not_understood"
        return refuse(code, value=clean(posted, 40))
    name, memo = value_of(_name(record)), value_of(record.get("MEMO", ""))
    payee, notes = _payee_and_notes(clean(name, PAYEE_LENGTH), clean(memo, NOTES_LENGTH))
    if not payee and "CHECKNUM" in record:
        payee = clean(f"{record.get('TRNTYPE', '')} {record['CHECKNUM']}", PAYEE_LENGTH)
    return ReadLine(
        line_no=number,
        booked_on=booked_on,
        amount=amount,
        payee=payee,
        notes=notes,
        raw=("\n".join(part for part in (name, memo) if part))[:RAW_LENGTH],
        bank_id=clean(value_of(record.get("FITID", "")), 255),
        occurred_at=_moment(posted),
        raw_kind=clean(record.get("TRNTYPE", ""), 40).upper(),
    )


def _name(record: dict[str, str]) -> str:
    """The longer name of version 2, where it goes on where the short one ends."""
    name, longer = record.get("NAME") or record.get("PAYEE", ""), record.get("EXTDNAME", "")
    return longer if len(longer) > len(name) else name


def _payee_and_notes(name: str, memo: str) -> tuple[str, str]:
    """A name without a letter ('000000000000') tells nobody anything: then the memo is the payee."""
    if not any(c.isalpha() for c in name):
        return memo[:PAYEE_LENGTH] or name, name if memo else ""
    return name, "" if memo == name else memo


def _amount(text: str, mark: str) -> Decimal | None:
    """Some banks write nothing but the mark where no money moved."""
    written = value_of(text)
    return Decimal("0.00") if written in (".", ",") else parse_amount(written, mark)


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime | None:
    return moment(text)


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    written = written_day(text)
    return real_day(written, month_first=False) if written else None


def _with_signs(lines: list[ReadLine]) -> list[ReadLine]:
    """Some banks leave the sign to TRNTYPE: then no amount is negative although outgoing kinds are there."""
    outgoing = sum(1 for line in lines if line.raw_kind in _OUTGOING)
    if outgoing < 2 or any(line.amount < 0 for line in lines):
        return lines
    return [replace(line, amount=-line.amount) if line.raw_kind in _OUTGOING else line for line in lines]
