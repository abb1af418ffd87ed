"""One value of a file as what it means: text, price, day, number. Raises Unreadable where it means nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.money import known_currencies
from ledger.imports.readers.amounts import currency_in, parse_amount
from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.text import clean
from purchases.exchange.reading import words
from purchases.exchange.reading.records import Unreadable

LONGEST_TEXT = 5_000
MOST_NUMBER = 10**9
_WHOLE = re.compile(r"\d{1,9}(?:[.,]0+)?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DURATION = re.compile(r"(\d{1,4})\s*([^\W\d_]*)\.?", re.ASCII)
_YEARS = frozenset(
    [
        "y",
        "yr",
        "yrs",
        "year",
        "years",
        "j",
        "jahr",
        "jahre",
        "jahren",
        "an",
        "ans",
        "annee",
        "annees",
        "ano",
        "anos",
        "anno",
        "anni",
        "jaar",
        "jaren",
    ]
)
_MONTHS = frozenset(
    [
        "m",
        "mo",
        "mon",
        "mth",
        "mths",
        "month",
        "months",
        "monat",
        "monate",
        "monaten",
        "mois",
        "mes",
        "meses",
        "mese",
        "mesi",
        "maand",
        "maanden",
    ]
)
_LONE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file writes: `is_own` texts are taken as they are, others are tidied. `currency` where it names none."""

    currency: str
    is_own: bool = False
    month_first: bool = False
    mark: str = "."


def text_of(value: object, field: str, manner: Manner) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(field, "no_text", _("This is no text."))
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise Unreadable(field, "too_long", _("This is too long."))
    # Half a character and what ends a text in C are in no text of a database.
    return _LONE.sub("", text) if manner.is_own else clean(text, LONGEST_TEXT)


def price_of(value: object, field: str, manner: Manner) -> Decimal:
    """Above four decimals and below zero are for the rules of the purchase to refuse."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        found: Decimal | None = Decimal(value)
    elif isinstance(value, str):
        found = parse_amount(value.strip(), manner.mark)
    else:
        found = None
    if found is None or not found.is_finite() or abs(found) >= 10**15:
        raise Unreadable(field, "no_amount", _("This is no amount."))
    return found


def currency_of(value: object, field: str, manner: Manner) -> str:
    text = text_of(value, field, manner).strip()
    code = text.upper() if text.upper() in known_currencies() else currency_in(text)
    if not code:
        raise Unreadable(field, "unknown_currency", _("This is no currency we know."))
    return code


def whole_of(value: object, field: str, manner: Manner) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_NUMBER:
        return value
    text = text_of(value, field, manner).strip()
    if not _WHOLE.fullmatch(text):
        raise Unreadable(field, "no_number", _("This is no whole number."))
    return int(re.split("[.,]", text)[0])


def day_of(value: object, field: str, manner: Manner) -> date:
    """A day, or a moment, of which the day counts as it is written."""
    text = value.strip() if isinstance(value, str) else ""
    found = _day(text, manner.month_first)
    if found is None or not EARLIEST_DAY <= found <= LATEST_DAY:
        raise Unreadable(field, "no_day", _("This is no day."))
    return found


@lru_cache(maxsize=4096)
def _day(text: str, month_first: bool) -> date | None:
    if _ISO.fullmatch(text[:10]) and (len(text) == 10 or text[10:11] in ("T", " ")):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    written = written_day(text)
    return real_day(written, month_first=month_first) if written else None


def months_of(value: object, field: str, manner: Manner) -> int:
    """A number of months, or a duration such as '2 years'."""
    text = text_of(value, field, manner).strip().lower()
    found = _DURATION.fullmatch(text)
    if found is None or (found[2] and found[2] not in _YEARS | _MONTHS):
        raise Unreadable(field, "no_duration", _("This is no number of months."))
    months = int(found[1]) * (12 if found[2] in _YEARS else 1)
    if not 1 <= months <= 1200:
        raise Unreadable(field, "no_duration", _("This is no number of months."))
    return months


def flag_of(value: object, field: str, manner: Manner) -> bool:
    if isinstance(value, bool):
        return value
    found = words.flag_of(text_of(value, field, manner))
    if found is None:
        raise Unreadable(field, "no_flag", _("This is neither yes nor no."))
    return found


def choice_of(value: object, field: str, manner: Manner, choices: frozenset[str]) -> str:
    text = text_of(value, field, manner).strip().lower()
    if text not in choices:
        raise Unreadable(field, "unknown_choice", _("This is none of what it can be."))
    return text


def uuid_of(value: object) -> UUID | None:
    """None for ids of other programs, which may be anything."""
    if not isinstance(value, str) or len(value) > 45:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
