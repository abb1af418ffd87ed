"""What people type and send on the page of rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.formatting import active_locale
from ledger.core.currencies import currencies_of_accounts
from ledger.core.forms import ServiceForm
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import read_rates
from ledger.core.services.rates import RatesLoaded, enter_rate, load_rates

_LONE_SEPARATOR = re.compile(r"\d+[.,](?:\d{1,2}|\d{4,18})", re.ASCII)
_WRITTEN = re.compile(r"[\d.,'\u2019]{1,40}", re.ASCII)


class RateInput(forms.CharField):
    """A rate as people write it. A lone comma or point is the decimals' unless just three digits follow: there the
    locale decides, as 17,500 rupiah and 1,082 dollars look alike.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = "".join(super().clean(value).split())
        if _LONE_SEPARATOR.fullmatch(text):
            return Decimal(text.replace(",", "."))
        try:
            if not _WRITTEN.fullmatch(text):
                raise NumberFormatError(text)
            return parse_decimal(text, locale=active_locale(), strict=True)
        except NumberFormatError as error:
            raise ValidationError(_("Enter a rate, such as 1.0823."), code="invalid") from error


class CurrencyInput(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "list": "currencies"})
        super().__init__(**{"max_length": 3, "min_length": 3, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        return super().clean(value).upper()


class RateForm(ServiceForm):
    """1 `base` = `rate` `currency` on a day."""

    base = CurrencyInput(label=_("One"))
    rate = RateInput(label=_("is worth"))
    currency = CurrencyInput(label=_("of"))
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, person: User, missing: str = "") -> None:
        """`missing` is a currency without a rate, which the form then asks for."""
        self.person = person
        others = [each for each in currencies_of_accounts(person) if each != person.currency]
        base = missing or next(iter(others), "")
        super().__init__(data, initial={"base": base, "currency": person.currency, "on": person.today})

    def save(self) -> ExchangeRate | None:
        try:
            return enter_rate(person=self.person, **self.cleaned_data)
        except ValidationError as error:
            self.refused(error)
            return None


class RateFileForm(ServiceForm):
    file = forms.FileField(label=_("The bank's file"))

    def save(self) -> RatesLoaded | None:
        try:
            return load_rates(rates=read_rates(self.cleaned_data["file"].read()), source=ExchangeRate.Source.ECB)
        except ValidationError as error:
            self.refused(error)
            return None
