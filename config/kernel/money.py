"""Money: `Decimal` in Python, a 64-bit integer of 1/10,000 of the unit in the database.

Sums are exact on both databases; Django's own DecimalField is a float on SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING, Any

from babel.numbers import get_currency_precision, list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SCALE = 10_000
LARGEST = Decimal(2**63 - 1) / SCALE
ZERO = Decimal(0)


def to_stored(amount: Decimal | int) -> int:
    """The integer that stands for `amount`.

    Raises:
        ValidationError: more than four decimals, not a number, or beyond 64 bits.
        TypeError: a float, which has lost the exact amount already.
    """
    if isinstance(amount, int):
        amount = Decimal(amount)
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}")
    if not amount.is_finite():
        raise ValidationError(_("Enter an amount."), code="invalid")
    if abs(amount) > LARGEST:
        raise ValidationError(_("This amount is too large."), code="amount_too_large")
    scaled = amount * SCALE
    stored = int(scaled)
    if stored != scaled:
        raise ValidationError(_("An amount has at most four decimals."), code="too_many_decimals")
    return stored


def from_stored(stored: int | Decimal) -> Decimal:
    return Decimal(stored) / SCALE


@lru_cache(maxsize=512)
def decimals_of(currency: str) -> int:
    """Decimals a currency has (ISO 4217 through CLDR): JPY 0, EUR 2, KWD 3; 2 when unknown."""
    return get_currency_precision(currency)


# Codes that begin with X belong to no single country; these are people's money all the same.
_SHARED_BY_COUNTRIES = frozenset(["XAF", "XCD", "XCG", "XOF", "XPF"])


@lru_cache(maxsize=1)
def known_currencies() -> frozenset[str]:
    """Those of countries, in ISO 4217's codes: what stands there for tests, metals and units of account is nobody's."""
    return frozenset(each for each in list_currencies() if each[0] != "X" or each in _SHARED_BY_COUNTRIES)


@lru_cache(maxsize=512)
def smallest_unit_of(currency: str) -> Decimal:
    """The cent of a currency: JPY 1, EUR 0.01, KWD 0.001."""
    return Decimal(1).scaleb(-decimals_of(currency))


def round_to_currency(amount: Decimal, currency: str) -> Decimal:
    """`amount` with the currency's own decimals, half to even."""
    return amount.quantize(smallest_unit_of(currency), ROUND_HALF_EVEN)


def fits_currency(amount: Decimal, currency: str) -> bool:
    return amount == round_to_currency(amount, currency)


def stored_text(stored: int, currency: str) -> str:
    """As money_text, of a stored amount; a list needs fifty of these, and Decimals would be most of what it costs."""
    decimals = decimals_of(currency)
    units, rest = divmod(stored, 10 ** (4 - decimals)) if decimals <= 4 else (0, 1)
    if rest or stored < 0 or not decimals:
        return money_text(from_stored(stored), currency)
    whole, cents = divmod(units, 10**decimals)
    return f"{whole}.{cents:0{decimals}d}"


def money_text(amount: Decimal, currency: str) -> str:
    """The API's form: a plain decimal string with the currency's decimals, more only if the amount has them."""
    rounded = round_to_currency(amount, currency)
    return str(rounded) if rounded == amount else str(amount.normalize())


def validate_currency(code: str) -> None:
    if code not in known_currencies():
        raise ValidationError(_("%(code)s is no currency we know."), code="unknown_currency", params={"code": code})


if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class MoneyField(_Field):
    """A Decimal with four decimals, kept as a 64-bit integer.

    On models.Field and not IntegerField or DecimalField: on those, Avg came out 10,000 times too big and DRF
    sent 0.10 as 0. In SQL arithmetic a literal must be `Value(x, output_field=MoneyField())`.
    """

    empty_strings_allowed = False
    description = "Amount of money"

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_stored(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError("Money is Decimal, not float")
        try:
            return Decimal(value)
        except (InvalidOperation, ValueError, TypeError) as error:
            raise ValidationError(_("Enter an amount."), code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        return None if value is None else to_stored(Decimal(value) if isinstance(value, str) else value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value is not None:
            to_stored(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DecimalField, "decimal_places": 4, **kwargs})


def split_evenly(whole: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Parts of `whole` in proportion to `weights` that add up to it: largest remainder, ties to the earlier part.

    Raises ValueError when the weights are empty or sum to zero.
    """
    total = sum(weights)
    if not total:
        raise ValueError("Nothing to split by")
    unit = Decimal(1).scaleb(-decimals_of(currency))
    units = int((whole / unit).to_integral_value(ROUND_HALF_EVEN))
    exact = [units * Fraction(weight) / Fraction(total) for weight in weights]
    parts = [floor(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: units - sum(parts)]:
        parts[index] += 1
    return [part * unit for part in parts]
