"""Who was paid or who paid, and what for, in a CAMT entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ledger.imports.readers.camt_xml import child, text_at
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import NOTES_LENGTH, PAYEE_LENGTH

_NOTHING = frozenset({"", "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"})
_BETWEEN = " · "
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Told:
    payee: str
    notes: str
    raw: str


def told(element: Element, details: list[Element], *, came_in: bool, owner: str) -> Told:
    """`came_in`: money came in. Several details without lines of their own are told together."""
    reversal = text_at(element, "RvslInd").lower() in ("true", "1")
    came_in = came_in != reversal
    names = _distinct(_other_side(detail, came_in, owner) for detail in details)
    if reversal and not names:
        names = _distinct(_other_side(detail, not came_in, owner) for detail in details)
    ultimate = _distinct(_name(child(d, "RltdPties"), "UltmtDbtr" if came_in else "UltmtCdtr") for d in details)
    purposes = _distinct(text for detail in details for text in _purposes(detail))
    added = _distinct(text_at(detail, "AddtlTxInf") for detail in details)
    ends = _distinct(_filled(text_at(detail, "Refs", "EndToEndId")) for detail in details)
    said = _distinct([*purposes, *added, text_at(element, "AddtlNtryInf")])
    raw = "\n".join(_distinct([*names, *ultimate, *said, *ends]))
    rest = [*(each for each in ultimate if each not in names), *said]
    payee = ", ".join(names[:_NAMES_SHOWN])
    if not payee:
        payee, *more = _lines(rest.pop(0)) if rest else [next(iter(ends), "")]
        rest = [*more, *rest]
    notes = _BETWEEN.join(rest) or ("" if payee in ends else _BETWEEN.join(ends))
    return Told(clean(payee, PAYEE_LENGTH), clean(notes, NOTES_LENGTH), raw)


def _lines(text: str) -> list[str]:
    """At a line break of the bank's own; one that is followed by blanks is of the layout of the file."""
    return [line for line in re.split(r"\n(?=\S)", text) if line.strip()]


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))


def _filled(text: str) -> str:
    return "" if text.upper() in _NOTHING else text


def _other_side(detail: Element, came_in: bool, owner: str) -> str:
    """The other side's name: by the direction of the money, else whoever is named and is not the account's owner."""
    parties = child(detail, "RltdPties")
    if parties is None:
        return ""
    there, here = ("Dbtr", "Cdtr") if came_in else ("Cdtr", "Dbtr")
    name = _name(parties, there) or _name(parties, f"Ultmt{there}")
    if name:
        return name
    other = _name(parties, here)
    return "" if clean(other, PAYEE_LENGTH) == owner or _says_something(detail) else other


def _says_something(detail: Element) -> bool:
    return any(True for _ in _purposes(detail))


def _name(parties: Element | None, role: str) -> str:
    """Since version 8 a party stands below `Pty`, and may be a bank."""
    found = child(parties, role)
    return _filled(text_at(found, "Nm") or text_at(found, "Pty", "Nm") or text_at(found, "Agt", "FinInstnId", "Nm"))


def _purposes(detail: Element) -> Iterator[str]:
    remittance = child(detail, "RmtInf")
    if remittance is None:
        return
    free = " ".join(filter(None, (_filled((each.text or "").strip()) for each in remittance.findall("Ustrd"))))
    if free:
        yield free
    for each in remittance.findall("Strd"):
        for text in (text_at(each, "CdtrRefInf", "Ref"), text_at(each, "AddtlRmtInf")):
            if _filled(text):
                yield text
