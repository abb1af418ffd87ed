"""What clients send about exchange rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, DayField
from config.kernel.api.views import BodySerializer

_RATE = re.compile(r"\d{1,10}(?:\.\d{1,18})?", re.ASCII)


@extend_schema_field({"type": "string", "format": "decimal", "example": "1.0823"})
class ExactRateField(serializers.Field[Decimal, Any, str, Any]):
    """A rate as a plain decimal string, or a JSON integer; a JSON number with a fraction is not exact."""

    default_error_messages = {
        "invalid": _('Enter a rate such as "1.0823", with 18 decimals at most.'),
        "float_not_exact": _('Send the rate as a string such as "1.0823": a JSON number is not exact.'),
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, float):
            self.fail("float_not_exact")
        if isinstance(data, bool) or not isinstance(data, str | int) or not _RATE.fullmatch(str(data).strip()):
            self.fail("invalid")
        return Decimal(str(data).strip())

    def to_representation(self, value: Any) -> str:
        return format(value, "f")


class RateBody(BodySerializer):
    """One `base` was worth `rate` of `currency` on a day. A second one of the day takes the first one's place."""

    also_sent: ClassVar = ("id", "source", "is_own")

    base = CurrencyField()
    currency = CurrencyField()
    rate = ExactRateField()
    on = DayField(required=False, help_text=_("Today, where you live, when left out; never a day to come."))


class RatesFileBody(BodySerializer):
    """A form with the file in it (multipart/form-data)."""

    file = serializers.FileField(
        max_length=None, help_text=_("The European Central Bank's reference rates: CSV, XML or zip, up to 25 MB.")
    )
