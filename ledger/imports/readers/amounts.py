"""Amounts as banks write them: marks, signs, brackets and currencies of many countries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

LONGEST = 48
TOO_LARGE = Decimal(10) ** 14
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB "
    "PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SKK SLE SOS SRD SSP STN SYP SZL "
    "THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
CURRENCIES = frozenset(_CODES.split())
DOLLAR = "$"
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
OF_SYMBOL = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₹": "INR", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₩": "KRW",
    "zł": "PLN", "kč": "CZK", "ft": "HUF", "r$": "BRL", "a$": "AUD", "us$": "USD", "nz$": "NZD", "c$": "CAD",
    "s$": "SGD", "hk$": "HKD", "лв": "BGN", "руб": "RUB", "chf": "CHF",
}  # fmt: skip
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_MARK = r"(?:[A-Z]{3}|[A-Za-z]{1,2}\$|[$€£¥₽₹₺₴₪₩₫฿₦₱₡₵₸]|zł|kr\.?|Kr\.?|Kč|Ft|лв\.?|руб\.?|р\.|Rs\.?|Fr\.?|R)"
_WRITTEN = re.compile(
    rf"(?P<bracket>\()?(?P<before>[+-])?(?P<mark>{_MARK})?(?P<inner>[+-])?"
    r"(?P<number>[0-9][0-9.,]*|[.,][0-9]+)"
    rf"(?P<after>[+-])?(?P<mark_after>{_MARK})?(?P<last>[+-])?(?P<flag>CR|DR|Cr|Dr|cr|dr)?\)?"
)
_NOISE = str.maketrans(
    {" ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "\t": "", "'": "", "\u2019": "", "\u2212": "-", "\u2013": "-"}
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")


def parse_amount(text: str, mark: str = ".") -> Decimal | None:
    """The signed amount, or None where `text` is none. `mark` decides only where a cell alone cannot."""
    if mark == "," and "." not in text and text.count(",") == 1:
        dotted = text.replace(",", ".")
        if _PLAIN.fullmatch(dotted):
            return Decimal(dotted)
    elif _PLAIN.fullmatch(text) and ("." not in text or mark == "." or len(text) - text.index(".") != 4):
        return Decimal(text)
    if not text or len(text) > LONGEST:
        return None
    return _parse_written(text.translate(_NOISE), mark)


def currency_in(text: str) -> str:
    """The currency named in an amount cell or a header, '' where none or only an ambiguous sign ($, kr)."""
    for word in re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text[:200]):
        if word in CURRENCIES:
            return currency_code(word)
    return OF_SYMBOL.get(_symbol_in(text).casefold().rstrip("."), "")


def in_some_dollars(text: str) -> bool:
    """Whether an amount is written with a dollar sign that does not say whose dollar it is."""
    return _symbol_in(text) == DOLLAR


def _symbol_in(text: str) -> str:
    found = _WRITTEN.fullmatch(text[:LONGEST].translate(_NOISE))
    return (found["mark"] or found["mark_after"] or "") if found else text.strip()


def currency_code(text: str) -> str:
    """An ISO 4217 code, '' for anything else; the rouble's old code becomes its new one."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        return OF_SYMBOL.get(text.strip().casefold().rstrip("."), "")
    return "RUB" if code == "RUR" else code


def find_decimal_mark(texts: Iterable[str], currency: str = "") -> str:
    """'.' or ',', by what the cells of a file's money columns show together.

    Only groups of three after one single mark ('1.234') show nothing; they are thousands, as
    three decimals are rare, unless the currency has three.
    """
    votes = {".": 0, ",": 0}
    unsure = {".": 0, ",": 0}
    for text in texts:
        found = _WRITTEN.fullmatch(text.translate(_NOISE)) if len(text) <= LONGEST else None
        if found:
            vote, sure = _vote(found["number"])
            if vote:
                (votes if sure else unsure)[vote] += 1
    if votes["."] != votes[","]:
        return "." if votes["."] > votes[","] else ","
    if currency in THREE_DECIMALS:
        return "." if unsure["."] >= unsure[","] else ","
    return "," if unsure["."] > unsure[","] else "."


def shows_decimal_mark(texts: Iterable[str]) -> bool:
    """Whether at least one cell can be read in one way only."""
    written = (_WRITTEN.fullmatch(text.translate(_NOISE)) for text in texts if len(text) <= LONGEST)
    return any(_vote(found["number"])[1] for found in written if found)


def _vote(number: str) -> tuple[str, bool]:
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return "", False
    mark = number[last]
    other = "," if mark == "." else "."
    if other in number:
        return mark, True
    if number.count(mark) > 1:
        return other, True
    head, tail = number[:last], number[last + 1 :]
    if len(tail) != 3 or head.startswith("0") or len(head) > 3 or not head:
        return mark, True
    return mark, False


def _parse_written(text: str, mark: str) -> Decimal | None:
    found = _WRITTEN.fullmatch(text)
    if not found or bool(found["bracket"]) != text.endswith(")"):
        return None
    for name in (found["mark"], found["mark_after"]):
        if name and len(name) == 3 and name.isascii() and name.isalpha() and name not in CURRENCIES:
            return None
    value = _number(found["number"], mark)
    signs = [sign for name in ("before", "inner", "after", "last") if (sign := found[name])]
    if value is None or len(signs) > 1:
        return None
    minus = signs == ["-"] or bool(found["bracket"]) or (found["flag"] or "").upper() == "DR"
    return -value if minus else value


def _number(text: str, mark: str) -> Decimal | None:
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Decimal(text)
    point = text[last]
    head, tail = text[:last], text[last + 1 :]
    alone = text.count(point) == 1
    other = "," if point == "." else "."
    if not alone or (other not in text and point != mark and _GROUPED.fullmatch(text) and not head.startswith("0")):
        return Decimal(text.replace(point, "")) if _GROUPED.fullmatch(text) else None
    if other in head and not _GROUPED.fullmatch(head):
        return None
    return Decimal(f"{head.replace(other, '') or '0'}.{tail or '0'}")
