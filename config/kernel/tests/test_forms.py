from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from config.kernel.formatting import format_money
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
        ("1.234,50", "de", "1234.50"),
        ("1.234", "de", "1234"),
        ("1.234.567,891", "de", "1234567.891"),
        ("1 234,50", "de-at", "1234.50"),
        ("12.50", "de", "12.50"),
        ("1'234.50", "de-ch", "1234.50"),
        ("1\u2019234\u2019567.50", "de-ch", "1234567.50"),
        ("1'234", "de-ch", "1234"),
        ("1 234,50", "fr", "1234.50"),
        ("1\u202f234,50", "fr", "1234.50"),
        ("\u22121\u202f234", "fr", "-1234"),
        ("1'234,50", "fr-ch", "1234.50"),
        ("1,234.50", "de", "1234.50"),
        ("1.234,50", "en-gb", "1234.50"),
    ],
)
def test_an_amount_is_read_as_its_writer_means_it(typed: str, locale: str, amount: str) -> None:
    with translation.override(locale):
        assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("locale", ["en-gb", "de", "de-ch", "fr"])
@pytest.mark.parametrize("amount", ["-1234567.80", "0.05", "1234.00"])
def test_an_amount_copied_from_a_page_is_read_as_it_stood_there(amount: str, locale: str) -> None:
    shown = format_money(Decimal(amount), "CHF", translation.to_locale(locale)).number
    with translation.override(locale):
        assert parse_amount(shown) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "1.2.3",
        "1e5",
        "NaN",
        "Infinity",
        "12€50",
        "9" * 20,
        "1,23,4",
        "1.23.4,5",
        "1'23",
        "1'2345.6",
        "'1",
        "12,345.67.8",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(ValidationError):
        MoneyInput().clean(typed)
