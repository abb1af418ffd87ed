"""The rules of reconciling a request can break."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from config.kernel.money import money_text
from ledger.core.errors import FieldError


def day_to_come() -> FieldError:
    return FieldError("on", _("This day is still to come."), "day_to_come")


def day_out_of_range() -> FieldError:
    return FieldError("on", _("Enter a day since 1900."), "out_of_range")


def does_not_add_up(difference: Decimal, currency: str) -> FieldError:
    return FieldError(
        "amount",
        _("The lines ticked off and the statement are %(difference)s apart."),
        "does_not_add_up",
        {"difference": money_text(difference, currency)},
    )


def line_not_of_statement() -> FieldError:
    return FieldError("ids", _("Some of these lines are not open for this statement."), "does_not_exist")


def balance_from_file() -> FieldError:
    return FieldError(
        "non_field_errors", _("This balance came with a file. Undo its import to take it away."), "from_file"
    )
