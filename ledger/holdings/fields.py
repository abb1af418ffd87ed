"""Counts of shares and prices of one: exact, with at most 18 decimals and 30 digits, as contracts count them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.decimals import ExactDecimalField

DECIMALS = 18
DIGITS = 30
BELOW = Decimal(10) ** (DIGITS - DECIMALS)


def check_shares(number: Decimal) -> None:
    """A number that is below a million million and has at most 18 decimals; zeros at its end do not count.

    Raises:
        ValidationError: `invalid`, `amount_too_large` or `too_many_decimals`.
    """
    if not number.is_finite():
        raise ValidationError(_("Enter a number."), code="invalid")
    if number.copy_abs() >= BELOW:
        raise ValidationError(_("This number is too large."), code="amount_too_large")
    places = number.as_tuple().exponent
    if isinstance(places, int) and places < -DECIMALS and _places(number) > DECIMALS:
        raise ValidationError(_("At most 18 decimals."), code="too_many_decimals")


def plain(number: Decimal) -> str:
    """Without an exponent and without zeros at its end: 1500, 0.000000000000000001."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class SharesField(ExactDecimalField):
    """An ExactDecimalField of 30 digits, 18 of them decimals. Add and compare in Python: SQLite has it as text."""

    description = "Number of shares"

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value is not None:
            check_shares(value)

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            check_shares(value)
        return super().get_prep_value(value)


def _places(number: Decimal) -> int:
    return len(plain(number).partition(".")[2])
