"""Fields of the API's serializers that DRF has not, or has wrong for money."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.formatting import active_locale, format_short_day
from config.kernel.money import to_stored, validate_currency

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
PERCENT_PATTERN = r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$"
_PLAIN_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,18})?", re.ASCII)


@extend_schema_field({"type": "string", "format": "decimal", "example": "12.50"})
class MoneyAmountField(serializers.Field[Decimal, Any, str, Any]):
    """An amount as a plain decimal string, or a JSON integer.

    A JSON number with a fraction is refused (`float_not_exact`): the client's own arithmetic has already made
    a binary float of it. Digits are ASCII, without exponent or separators. The decimals are checked against
    the currency by the services, since a serializer often learns the currency last.
    """

    default_error_messages = {
        "invalid": _('Enter an amount such as "12.50".'),
        "float_not_exact": _('Send the amount as a string such as "12.50": a JSON number is not exact.'),
        "amount_not_positive": _("Enter an amount above zero."),
        "amount_too_large": _("This amount is too large."),
        "too_many_decimals": _("An amount has at most four decimals."),
    }

    def __init__(self, *, positive: bool = False, **kwargs: Any) -> None:
        self.positive = positive
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, float):
            self.fail("float_not_exact")
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        text = str(data).strip()
        if not _PLAIN_DECIMAL.fullmatch(text):
            self.fail("invalid")
        amount = Decimal(text)
        if self.positive and amount <= 0:
            self.fail("amount_not_positive")
        try:
            to_stored(amount)
        except DjangoValidationError as error:
            self.fail(error.code or "invalid")
        return amount

    def to_representation(self, value: Any) -> str:
        return str(value)


@extend_schema_field(OpenApiTypes.STR)
class CurrencyField(serializers.CharField):
    """An ISO 4217 code, in capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=3, max_length=3, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code: str = super().to_internal_value(data)
        try:
            validate_currency(code)
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, code="unknown_currency") from error
        return code


class TextField(serializers.CharField):
    """Text of a person: a string and nothing else (DRF's CharField makes "12" of a number), as long as the document
    says before the blanks around it go."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class LineField(TextField):
    """Text of one line: line breaks and tabs in it become spaces, as a form's field would send it."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(_BREAKS.sub(" ", data) if isinstance(data, str) else data)


class IdField(serializers.UUIDField):
    """An id as text (DRF's UUIDField makes one of 7 and of false)."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        key: UUID = super().to_internal_value(data)
        return key


class FlagField(serializers.BooleanField):
    """True or false and nothing else (DRF's BooleanField makes one of 0, "yes" and "t")."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class DayField(serializers.DateField):
    """A plain day, of the years people's money is in: month ends and roll-ups are computed around it."""

    default_error_messages = {"out_of_range": _("Enter a day between %(earliest)s and %(latest)s.")}

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and not _DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = super().to_internal_value(value)
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            locale = active_locale()
            ends = {"earliest": format_short_day(EARLIEST_DAY, locale), "latest": format_short_day(LATEST_DAY, locale)}
            message = self.error_messages["out_of_range"] % ends
            raise serializers.ValidationError(message, code="out_of_range")
        return day


@extend_schema_field({"type": "string", "format": "decimal", "pattern": PERCENT_PATTERN, "example": "61.54"})
class PercentField(serializers.DecimalField):
    """0 to 100 with at most two decimals, as text or a whole number: a JSON fraction is not exact."""

    default_error_messages = {"float_not_exact": _('Send the percent as a string such as "61.54".')}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 5, "decimal_places": 2, "min_value": 0, "max_value": 100, **kwargs})

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, float):
            self.fail("float_not_exact")
        if isinstance(data, bool):
            self.fail("invalid")
        percent: Decimal = super().to_internal_value(data)
        return percent
