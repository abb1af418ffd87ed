"""What a tool is asked with: text from outside, checked before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from chat.assistant.periods import Period, read_period
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.money import fits_currency, known_currencies
from ledger.core.access import ME, SCOPES

LONGEST_WORDS = 200
LARGEST_AMOUNT = Decimal(10) ** 12
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")

PERIOD: Mapping[str, Any] = {
    "type": "string",
    "description": (
        "this_month, last_month, this_quarter, last_quarter, this_year, last_year, this_week, last_week, today, "
        "yesterday, last_N_days, last_N_months, 2026, 2026-10, 2026-10-07, or 2026-10-01/2026-10-15"
    ),
}
CATEGORY: Mapping[str, Any] = {"type": "string", "description": "The name of a category, as the person says it."}
SCOPE: Mapping[str, Any] = {
    "type": "string",
    "enum": list(SCOPES),
    "description": "Whose money: the person's own part, what the partner shows of theirs, or both.",
}
AMOUNT: Mapping[str, Any] = {"type": "string", "description": "A positive decimal such as 12.50."}


CURRENCY: Mapping[str, Any] = {"type": "string", "description": "Three letters; the person's when left out."}


class Unanswerable(Exception):
    """The tool cannot answer what it was asked; the text says why, for the person and a model alike."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Read by name; whatever is wrong raises Unanswerable. Nothing in it can name a person."""

    given: Mapping[str, Any]

    def refuse_others(self, known: Collection[str]) -> None:
        others = sorted(str(each)[:40] for each in self.given.keys() - set(known))
        if others:
            raise Unanswerable(_("There is no such argument: %(names)s.") % {"names": ", ".join(others)})

    def words(self, name: str) -> str:
        """One line of text, '' where there is none."""
        value = self.given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_WORDS:
            raise Unanswerable(_("%(name)s is no short text.") % {"name": name})
        return _CONTROL.sub(" ", value).strip()

    def period(self, today: date, name: str = "period", default: str = "this_month") -> Period:
        text = self.words(name) or default
        found = read_period(text, today)
        if found is None:
            raise Unanswerable(_("“%(text)s” is no period.") % {"text": text})
        return found

    def scope(self) -> str:
        scope = self.words("scope") or ME
        if scope not in SCOPES:
            raise Unanswerable(_("“%(text)s” says not whose money.") % {"text": scope})
        return scope

    def currency(self) -> str:
        """A known code, '' where none is said."""
        code = self.words("currency").upper()
        if code and code not in known_currencies():
            raise Unanswerable(_("“%(text)s” is no currency.") % {"text": code[:40]})
        return code

    def amount(self, name: str, currency: str, *, required: bool = True) -> Decimal | None:
        """Positive, with no more decimals than the currency has."""
        value = self.given.get(name)
        if value is None and not required:
            return None
        try:
            amount = Decimal(str(value).strip()) if not isinstance(value, (bool, dict, list)) else Decimal("NaN")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 < amount < LARGEST_AMOUNT or not fits_currency(amount, currency):
            raise Unanswerable(_("Say an amount, such as 12.50."))
        return amount

    def day(self, name: str) -> date | None:
        text = self.words(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not EARLIEST_DAY <= day <= LATEST_DAY:
            raise Unanswerable(_("“%(text)s” is no day.") % {"text": text})
        return day

    def number(self, name: str, *, default: int, most: int) -> int:
        value = self.given.get(name)
        if value is None:
            return default
        if isinstance(value, str) and value.isdecimal() and len(value) < 6:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            given = str(value)[:40]
            raise Unanswerable(_("I can tell from 1 to %(most)s, not %(given)s.") % {"most": most, "given": given})
        return value
