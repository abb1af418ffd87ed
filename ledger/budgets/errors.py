"""The rules of budgets a request can break."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError

# These say that it is as it is by now: 409 in the API.
TAKEN = frozenset(["budget_exists", "month_closed", "month_not_over"])


def budget_exists() -> FieldError:
    return FieldError("month", _("There is a budget for this month already."), "budget_exists")


def month_closed() -> FieldError:
    return FieldError("month", _("This month is closed."), "month_closed")


def month_not_over(month: date) -> FieldError:
    return FieldError("month", _("This month is not over yet."), "month_not_over")


def month_too_far() -> FieldError:
    return FieldError("month", _("Choose a month of the last or the next two years."), "month_too_far")


def income_not_known() -> FieldError:
    return FieldError("total_income", _("Say what comes in: nothing is known of it yet."), "income_not_known")


def income_below_zero() -> FieldError:
    return FieldError("total_income", _("Enter zero or more."), "below_zero")


def amount_below_zero(field: str = "allocated_amount") -> FieldError:
    return FieldError(field, _("Enter zero or more."), "below_zero")


def no_household() -> FieldError:
    return FieldError("household", _("You have no partner here at the moment."), "no_household")


def not_for_spending(field: str = "category") -> FieldError:
    return FieldError(field, _("Choose a category of spending."), "not_for_spending")


def not_for_both(field: str = "category") -> FieldError:
    return FieldError(field, _("Choose a category that both of you have."), "not_for_both")


def goal_not_usable(field: str = "goal") -> FieldError:
    return FieldError(field, _("There is no such goal in this currency."), "does_not_exist")


def not_planned(field: str = "from") -> FieldError:
    return FieldError(field, _("Nothing is planned there."), "not_planned")


def not_enough(field: str = "amount") -> FieldError:
    return FieldError(field, _("Less than that is planned there."), "not_enough")


def same_place() -> FieldError:
    return FieldError("to", _("Choose two different places."), "same_place")
