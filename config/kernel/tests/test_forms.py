from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from config.kernel.forms import MoneyInput, parse_amount


@pytest.mark.parametrize(
    ("typed", "locale", "amount"),
    [
        ("12.50", "en-gb", "12.50"),
        ("12,50", "en-gb", "12.50"),
        ("1,234.50", "en-gb", "1234.50"),
        ("1,234", "en-gb", "1234"),
        ("1.234,50", "en-de", "1234.50"),
        ("1.234", "en-de", "1234"),
        ("-8.4", "en-gb", "-8.4"),
    ],
)
def test_an_amount_is_read_as_its_writer_means_it(typed: str, locale: str, amount: str) -> None:
    with translation.override(locale):
        assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "abc", "1.2.3", "1e5", "NaN", "Infinity", "12€50", "9" * 20, "1,23,4"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(ValidationError):
        MoneyInput().clean(typed)
