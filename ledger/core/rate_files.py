"""Reads published tables of what one euro is worth, in the European Central Bank's two shapes and the zip around them.

eurofxref-hist.csv and eurofxref.csv have a line per day (2026-11-18, or 18 November 2026), a column per currency,
'N/A' where there was no rate, and a comma at the end; eurofxref-daily.xml and -hist.xml have the same in <Cube>s:
https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kernel.money import known_currencies
from ledger.core.errors import FieldError
from ledger.core.models.rates import LARGEST_RATE, SMALLEST_RATE

LARGEST_UNPACKED = 50_000_000
NO_RATES = "no_rates"
EARLIEST = date(1900, 1, 1)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NONE = {"", "N/A", "-"}
_RATE = re.compile(r"\d{1,10}(?:\.\d{1,18})?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WRITTEN_DAY = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})", re.ASCII)
_UNREADABLE_ZIP = (BadZipFile, RuntimeError, NotImplementedError, zlib.error, OSError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """One euro was worth `rate` of `currency` on the day `on`."""

    currency: str
    on: date
    rate: Decimal


def not_understood(detail: str = "") -> FieldError:
    if detail:
        message = _("This is no table of rates as the European Central Bank publishes it: %(detail)s.")
        return FieldError("file", message, "rates_not_understood", {"detail": detail})
    message = _("This is no table of rates as the European Central Bank publishes it.")
    return FieldError("file", message, "rates_not_understood")


def read_rates(data: bytes) -> list[PublishedRate]:
    """All rates of a file, the newest day first or last as it has them; currencies nobody knows are left out.

    Nothing is guessed: one cell that makes no sense, or a day that has not come, refuses the file.

    Raises:
        FieldError: `rates_not_understood`, `file_too_large` (over 50 MB unpacked) or `no_rates`, on the field `file`.
    """
    content = _unpacked(data)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:5]
    found = list(_from_xml(content) if start.startswith(b"<") else _from_csv(content))
    if not found:
        raise FieldError("file", _("There are no rates in this file."), NO_RATES)
    return found


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    try:
        with ZipFile(BytesIO(data)) as packed:
            names = [each for each in packed.namelist() if each.lower().endswith((".csv", ".xml"))]
            if len(names) != 1:
                raise not_understood()
            with packed.open(names[0]) as member:
                content = member.read(LARGEST_UNPACKED + 1)
    except _UNREADABLE_ZIP as error:
        raise not_understood() from error
    if len(content) > LARGEST_UNPACKED:
        raise FieldError("file", _("This file is too large."), "file_too_large")
    return content


def _from_csv(content: bytes) -> Iterator[PublishedRate]:
    try:
        rows = csv.reader(content.decode("utf-8-sig").splitlines())
        header = [cell.strip() for cell in next(rows, [])]
        if not header or header[0].lower() != "date":
            raise not_understood()
        columns = list(_columns(header))
        for row in rows:
            if any(cell.strip() for cell in row):
                yield from _of_row(row, columns)
    except (UnicodeDecodeError, csv.Error) as error:
        raise not_understood() from error


def _columns(header: list[str]) -> Iterator[tuple[int, str]]:
    """Place and code of the currencies we know."""
    for place, code in islice(enumerate(header), 1, None):
        if code and not _CODE.fullmatch(code):
            raise not_understood(code[:20])
        if code in known_currencies():
            yield place, code


def _of_row(row: list[str], columns: list[tuple[int, str]]) -> Iterator[PublishedRate]:
    on = _day(row[0])
    for place, currency in columns:
        text = row[place].strip() if place < len(row) else ""
        if text not in _NONE:
            yield PublishedRate(currency, on, _rate(text))


def _from_xml(content: bytes) -> Iterator[PublishedRate]:
    on: date | None = None
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end")):
            if event == "end":
                element.clear()
                continue
            given = element.attrib if element.tag.rpartition("}")[2] == "Cube" else {}
            if "time" in given:
                on = _day(given["time"])
            elif on is not None and {"currency", "rate"} <= given.keys() and given["rate"].strip() not in _NONE:
                code = given["currency"].strip()
                if code in known_currencies():
                    yield PublishedRate(code, on, _rate(given["rate"].strip()))
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise not_understood() from error


def _rate(text: str) -> Decimal:
    rate = Decimal(text) if _RATE.fullmatch(text) else None
    if rate is None or not SMALLEST_RATE <= rate <= LARGEST_RATE:
        raise not_understood(text[:20])
    return rate


def _day(text: str) -> date:
    text = text.strip()
    written = _WRITTEN_DAY.fullmatch(text)
    try:
        if written:
            on = date(int(written[3]), _month(written[2]), int(written[1]))
        else:
            on = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else EARLIEST
    except ValueError as error:
        raise not_understood(text[:20]) from error
    if not EARLIEST < on <= timezone.now().date() + timedelta(days=1):
        raise not_understood(text[:20])
    return on


def _month(name: str) -> int:
    """Raises ValueError: no month begins like this."""
    return next((place for place, each in enumerate(MONTHS, 1) if each.startswith(name.lower())), 0)
