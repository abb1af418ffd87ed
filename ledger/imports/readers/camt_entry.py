"""One entry of a CAMT statement: one line, or one for each payment of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from xml.etree.ElementTree import Element

from ledger.imports.readers.amounts import TOO_LARGE, currency_code, parse_amount
from ledger.imports.readers.camt_parties import told
from ledger.imports.readers.camt_xml import child, text_at
from ledger.imports.readers.dates import moment, real_day, written_day
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import RAW_LENGTH, REFUSED_TEXT_LENGTH, ReadLine, RefusedLine

_STATES = {"PDNG": "pending", "FUTR": "pending", "INFO": "information"}
_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE"})


@dataclass(slots=True)
class Entry:
    """`state` is 'booked', 'pending' or 'information'. `lines` are of `currency`."""

    state: str
    currency: str
    lines: list[ReadLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


class EntryReader:
    """Reads entry by entry and numbers the lines it makes. The account's currency and owner are set by the caller."""

    def __init__(self) -> None:
        self.count = 0
        self.account_currency = ""
        self.owner = ""

    def read(self, element: Element) -> Entry:
        state = text_at(element, "Sts") or text_at(element, "Sts", "Cd") or text_at(element, "Sts", "Prtry")
        named = child(element, "Amt")
        currency = currency_code(named.get("Ccy", "") if named is not None else "") or self.account_currency
        entry = Entry(_STATES.get(state.upper(), "booked"), currency)
        if entry.state == "information":
            return entry
        amount = _signed(text_at(named), text_at(element, "CdtDbtInd"))
        written = _written_day(element, "BookgDt") or _written_day(element, "ValDt")
        booked_on = _day(written[:10])
        problem = _problem(text_at(named), amount, written, booked_on)
        if problem or amount is None or booked_on is None:
            self.count += 1
            shown = clean(" ".join(each.strip() for each in element.itertext()), REFUSED_TEXT_LENGTH)
            entry.refused.append(RefusedLine(self.count, shown, *problem))
            return entry
        details = [detail for group in element.findall("NtryDtls") for detail in group.findall("TxDtls")]
        shares = _shares(details, amount, currency, text_at(element, "CdtDbtInd"))
        if shares:
            references = _references(details, _reference(text_at(element, "AcctSvcrRef")))
            for detail, share, reference in zip(details, shares, references, strict=True):
                entry.lines.append(self._line(element, [detail], share, booked_on, reference))
        else:
            entry.lines.append(self._line(element, details, amount, booked_on, _own_reference(element, details)))
        return entry

    def _line(
        self, element: Element, details: list[Element], amount: Decimal, booked_on: date, reference: str
    ) -> ReadLine:
        self.count += 1
        found = told(element, details, came_in=amount > 0, owner=self.owner)
        at = _moment(text_at(child(details[0], "RltdDts"), "TxDtTm")) if len(details) == 1 else None
        return ReadLine(
            line_no=self.count,
            booked_on=booked_on,
            amount=amount,
            payee=found.payee,
            notes=found.notes,
            raw=found.raw[:RAW_LENGTH],
            bank_id=clean(reference, 255),
            occurred_at=at or _moment(text_at(element, "BookgDt", "DtTm")),
            raw_kind=clean(_kind(element, details), 40),
        )


def _signed(text: str, indicator: str) -> Decimal | None:
    value = parse_amount(text, ".")
    if value is None:
        return None
    return -abs(value) if indicator.upper() in ("DBIT", "DEBIT") else value


def _problem(
    written_amount: str, amount: Decimal | None, written_day_: str, booked_on: date | None
) -> tuple[str, dict[str, str]] | tuple[()]:
    if not written_amount:
        return "amount_missing", {}
    if amount is None:
        return "amount_not_a_number", {"value": clean(written_amount, 40)}
    if abs(amount) >= TOO_LARGE:
        return "amount_too_large", {"value": clean(written_amount, 40)}
    if booked_on is None:
        code = "date_out_of_range" if written_day(written_day_[:10]) else "date_not_understood"
        return code, {"value": clean(written_day_, 40)}
    return ()


def _written_day(element: Element, name: str) -> str:
    return text_at(element, name, "Dt") or text_at(element, name, "DtTm")


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    written = written_day(text)
    return real_day(written, month_first=False) if written else None


def _moment(text: str) -> datetime | None:
    return moment(text) if text else None


def _shares(details: list[Element], amount: Decimal, currency: str, indicator: str) -> list[Decimal]:
    """What each payment of a batch adds to the entry; empty where they do not add up to it (fees, other currencies)."""
    if len(details) < 2:
        return []
    own = [_detail_amount(detail, currency) for detail in details]
    values = [value for value in own if value is not None]
    if len(values) < len(own):
        return []
    signed = [
        -abs(value) if (text_at(detail, "CdtDbtInd") or indicator).upper() == "DBIT" else value
        for detail, value in zip(details, values, strict=True)
    ]
    if sum(signed) == amount:
        return signed
    alike = [value.copy_sign(amount) for value in values]
    return alike if sum(alike) == amount else []


def _detail_amount(detail: Element, currency: str) -> Decimal | None:
    amounts = child(detail, "AmtDtls")
    for found in (
        child(detail, "Amt"), child(amounts, "TxAmt", "Amt"), child(amounts, "InstdAmt", "Amt"),
    ):  # fmt: skip
        if found is not None and currency_code(found.get("Ccy", "")) in (currency, ""):
            return parse_amount(text_at(found), ".")
    return None


def _reference(text: str) -> str:
    return "" if text.upper() in _NO_REFERENCE else text


def _own_reference(element: Element, details: list[Element]) -> str:
    own = _reference(text_at(element, "AcctSvcrRef"))
    if not own and len(details) == 1:
        own = _reference(text_at(details[0], "Refs", "AcctSvcrRef"))
    return own


def _references(details: list[Element], of_entry: str) -> list[str]:
    """One id for each payment of a batch: the bank's where it gives each its own, else numbered below the entry's."""
    own = [_reference(text_at(detail, "Refs", "AcctSvcrRef")) for detail in details]
    if all(own) and len(set(own)) == len(own):
        return own
    return [f"{of_entry}/{place}" if of_entry else "" for place in range(1, len(details) + 1)]


def _kind(element: Element, details: list[Element]) -> str:
    """'PMNT-RCDT-BOOK', or the bank's own code."""
    for holder in (*details[:1], element):
        domain = child(holder, "BkTxCd", "Domn")
        parts = (text_at(domain, "Cd"), text_at(domain, "Fmly", "Cd"), text_at(domain, "Fmly", "SubFmlyCd"))
        code = "-".join(filter(None, parts)) or text_at(holder, "BkTxCd", "Prtry", "Cd")
        if code:
            return code
    return ""
