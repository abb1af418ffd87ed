"""Reading the query string: each senseless value becomes a 400 that names its parameter, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,14}(?:\.\d{1,4})?", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
LONGEST_LIST = 100
EARLIEST_DAY, LATEST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Parameters:
    """A query string being read. An absent or empty parameter is None; call `raise_refusals` at the end."""

    def __init__(self, query: QueryDict) -> None:
        self._query = query
        self._refusals: dict[str, list[ErrorDetail]] = {}

    def refuse(self, name: str, detail: Any, code: str = "invalid") -> None:
        self._refusals.setdefault(name, []).append(ErrorDetail(str(detail), code))

    def raise_refusals(self) -> None:
        if self._refusals:
            raise ValidationError(self._refusals)

    def refuse_others(self, known: Iterable[str]) -> None:
        """A filter that is misspelt would show everything, so it is refused (`unknown_parameter`)."""
        for name in self._query.keys() - set(known):
            self.refuse(name[:80], _("There is no such parameter."), "unknown_parameter")

    def text(self, name: str, *, longest: int = 200) -> str | None:
        value = self._query.get(name)
        if not value:
            return None
        if "\x00" in value:
            self.refuse(name, _("This is no text."))
            return None
        if len(value) > longest:
            self.refuse(name, _("At most %(longest)s characters.") % {"longest": longest})
            return None
        return value

    def integer(self, name: str, lowest: int, highest: int) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not _INTEGER.fullmatch(value) or not lowest <= int(value) <= highest:
            bounds = {"lowest": lowest, "highest": highest}
            self.refuse(name, _("A whole number from %(lowest)s to %(highest)s.") % bounds)
            return None
        return int(value)

    def amount(self, name: str) -> Decimal | None:
        value = self.text(name)
        if value is not None and not _AMOUNT.fullmatch(value):
            self.refuse(name, _("An amount such as 12.50."))
            return None
        return None if value is None else Decimal(value)

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or not EARLIEST_DAY <= day <= LATEST_DAY:
            self.refuse(name, _("A day such as 2026-01-31."))
            return None
        return day

    def flag(self, name: str) -> bool | None:
        value = self.text(name)
        if value is None or value in {"true", "false"}:
            return None if value is None else value == "true"
        self.refuse(name, _("true or false."))
        return None

    def choice(self, name: str, allowed: Iterable[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in (options := list(allowed)):
            self.refuse(name, _("One of: %(options)s.") % {"options": ", ".join(options)})
            return None
        return value

    def choices(self, name: str, allowed: Iterable[str]) -> list[str]:
        """Several values: repeated, or separated by commas."""
        options = list(allowed)
        values = self._values(name)
        if any(value not in options for value in values):
            self.refuse(name, _("One of: %(options)s.") % {"options": ", ".join(options)})
            return []
        return values

    def ids(self, name: str) -> list[UUID]:
        values = self._values(name)
        if not all(_UUID.fullmatch(value) for value in values):
            self.refuse(name, _("Ids are UUIDs."))
            return []
        return [UUID(value) for value in values]

    def _values(self, name: str) -> list[str]:
        values = [part for value in self._query.getlist(name) for part in value.split(",") if part]
        if len(values) > LONGEST_LIST:
            self.refuse(name, _("At most %(longest)s values.") % {"longest": LONGEST_LIST})
            return []
        return values
