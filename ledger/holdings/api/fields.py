"""Fields of bodies that shares need."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ledger.holdings.fields import check_shares
from ledger.holdings.models import HIGHEST_APY, LOWEST_APY

_PLAIN = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)


@extend_schema_field({"type": "string", "format": "decimal", "example": "12.000000000000000001"})
class SharesField(serializers.Field[Decimal, Any, str, Any]):
    """A number above zero with at most 18 decimals, as text or a whole number: a JSON fraction is not exact."""

    default_error_messages = {
        "invalid": _('Enter a number such as "12.5".'),
        "float_not_exact": _('Send the number as a string such as "12.5": a JSON number is not exact.'),
        "amount_not_positive": _("Enter a number above zero."),
        "amount_too_large": _("This number is too large."),
        "too_many_decimals": _("At most 18 decimals."),
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, float):
            self.fail("float_not_exact")
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        text = str(data).strip()
        if not _PLAIN.fullmatch(text):
            self.fail("invalid")
        number = Decimal(text)
        try:
            check_shares(number)
        except ValidationError as error:
            self.fail(error.code or "invalid")
        if number <= 0:
            self.fail("amount_not_positive")
        return number

    def to_representation(self, value: Any) -> str:
        return str(value)


@extend_schema_field({"type": "string", "format": "decimal", "example": "4.25"})
class ApyField(serializers.DecimalField):
    """Per cent a year, -100 to 1000 with at most four decimals, as text or a whole number."""

    default_error_messages = {"float_not_exact": _('Send the percent as a string such as "4.25".')}

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"min_value": LOWEST_APY, "max_value": HIGHEST_APY}
        super().__init__(**{"max_digits": 8, "decimal_places": 4, **bounds, **kwargs})

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, float):
            self.fail("float_not_exact")
        if isinstance(data, bool):
            self.fail("invalid")
        percent: Decimal = super().to_internal_value(data)
        return percent
