"""Exact decimals that are no money: rates, shares, on-chain amounts. Text on SQLite, numeric on PostgreSQL."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_DIGITS = 60

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class ExactDecimalField(_Field):
    """A Decimal with all the digits it was given; Django's own DecimalField is a float on SQLite.

    It is kept and read, not reckoned with: SQLite would compare it as text.
    """

    empty_strings_allowed = False
    description = "Exact decimal"

    def db_type(self, connection: Any) -> str:
        return "numeric" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError("An exact decimal is no float")
        try:
            return Decimal(value)
        except (InvalidOperation, ValueError, TypeError) as error:
            raise ValidationError(_("Enter a number."), code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        return None if value is None else format(self._checked(value), "f")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = value if prepared else self.get_prep_value(value)
        return Decimal(text) if text is not None and connection.vendor == "postgresql" else text

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value is not None:
            self._checked(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DecimalField, **kwargs})

    def _checked(self, value: Any) -> Decimal:
        number = self.to_python(value)
        assert number is not None
        if (
            not number.is_finite()
            or len(number.as_tuple().digits) > MOST_DIGITS
            or abs(number.adjusted()) > MOST_DIGITS
        ):
            raise ValidationError(_("Enter a number."), code="invalid")
        return number
