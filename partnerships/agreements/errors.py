"""What an agreement can be refused for. Fields are those of the API's body."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def percent_missing(field: str = "first_percent") -> FieldError:
    return FieldError(field, _("Say how many percent."), "required")


def percent_out_of_range(field: str = "first_percent") -> FieldError:
    return FieldError(field, _("A percent lies between 0 and 100, with at most two decimals."), "out_of_range")


def fixed_missing() -> FieldError:
    return FieldError("fixed_amount", _("Say who bears how much."), "required")


def fixed_out_of_range() -> FieldError:
    return FieldError("fixed_amount", _("Enter an amount of zero or more."), "out_of_range")


def months_out_of_range() -> FieldError:
    return FieldError("income_months", _("Choose 0 to 24 months."), "out_of_range")


def not_a_first() -> FieldError:
    return FieldError("starts_on", _("An agreement starts on the first of a month."), "not_a_first")


def month_over() -> FieldError:
    return FieldError("starts_on", _("This month is over. Choose this one or a later one."), "month_over")


def month_settled() -> FieldError:
    return FieldError(
        "starts_on", _("Something of this month is settled already. Choose a later one."), "month_settled"
    )


def too_far_ahead() -> FieldError:
    return FieldError("starts_on", _("Choose a month within the next two years."), "out_of_range")


def category_not_shared() -> FieldError:
    return FieldError("exceptions", _("There is no such category that both of you have."), "does_not_exist")


def category_twice() -> FieldError:
    return FieldError("exceptions", _("A category can have one exception."), "named_twice")


def exception_method() -> FieldError:
    return FieldError("exceptions", _("An exception is half each or by percent."), "invalid_choice")


def too_many_exceptions(most: int) -> FieldError:
    return FieldError("exceptions", _("At most %(most)s exceptions."), "too_many", {"most": most})


def nothing_changes(field: str = "non_field_errors") -> FieldError:
    return FieldError(field, _("This is how it is already."), "unchanged")


def threshold_out_of_range() -> FieldError:
    return FieldError("approval_threshold", _("Enter an amount of zero or more."), "out_of_range")
