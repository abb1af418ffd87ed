"""Fields of forms that pages of several apps use."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.formatting import MINUS, active_locale

LARGEST_TYPED = 10**14
_SPACES = str.maketrans(dict.fromkeys(" \u00a0\u2009\u202f"))
_WRITTEN = re.compile(r"[+-]?[\d.,'\u2019]+", re.ASCII)
# Groups of three behind each other that leave no doubt which separator is the decimals', in whatever language.
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:(?:['\u2019]\d{3})+(?:[.,]\d+)?|(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)",
    re.ASCII,
)


class MoneyInput(forms.CharField):
    """An amount as people write it: 1,234.50, 1.234,50 or 1'234.50, and a lone comma or point as decimals.

    Cleans to a Decimal, or None when left empty.
    """

    def __init__(self, *, min_amount: int | None = None, **kwargs: Any) -> None:
        self.min_amount = min_amount
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        amount = parse_amount(text) if text else None
        if amount is not None and self.min_amount is not None and amount < self.min_amount:
            raise ValidationError(_("Enter an amount of zero or more."), code="amount_negative")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as the person's locale writes it; what was typed stays as typed."""
        if not isinstance(value, Decimal):
            return value
        return format_decimal(value, "0.00##", locale=active_locale(), group_separator=False)


def parse_amount(text: str) -> Decimal:
    """Raises ValidationError. A single separator with one or two digits behind it is the decimals'; with three it
    means what it does in the active locale. Spaces count for nothing, so that an amount can be copied from a page.
    """
    text = text.translate(_SPACES).replace(MINUS, "-")
    if not _WRITTEN.fullmatch(text):
        raise ValidationError(_("Enter an amount, such as 12.50."), code="invalid")
    separators = [place for place, each in enumerate(text) if each in ",."]
    if _GROUPED.fullmatch(text):
        amount = Decimal(_ungrouped(text))
    elif len(separators) == 1 and 1 <= len(text) - 1 - separators[0] <= 2:
        amount = _parse(text.replace(",", "."), "en")
    else:
        amount = _parse(text, active_locale())
    if not amount.is_finite() or abs(amount) > LARGEST_TYPED:
        raise ValidationError(_("This amount is too large."), code="amount_too_large")
    return amount


def _ungrouped(text: str) -> str:
    """Of what `_GROUPED` matches, with a point for its decimals."""
    text = re.sub("['\u2019]", "", text)
    decimals = max(text.rfind(","), text.rfind("."))
    return text if decimals < 0 else re.sub("[.,]", "", text[:decimals]) + "." + text[decimals + 1 :]


def _parse(text: str, locale: str) -> Decimal:
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError as error:
        raise ValidationError(_("Enter an amount, such as 12.50."), code="invalid") from error
