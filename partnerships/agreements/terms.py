"""The terms of an agreement as a value: read from what was asked, compared, checked, and written as an agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.models import User
from config.kernel.money import money_text
from ledger.core import rules
from ledger.core.models import Category
from partnerships.agreements import costs, errors
from partnerships.agreements.models import Agreement, AgreementException, Method
from partnerships.agreements.month_shares import this_month
from partnerships.core.models import Partnership

MOST_EXCEPTIONS = 20
MOST_MONTHS = 24
MONTHS_AHEAD = 24
EXCEPTION_METHODS = (Method.EQUAL, Method.PERCENT)


@dataclass(frozen=True, slots=True)
class ExceptionTerms:
    category: UUID
    method: str
    first_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """See Agreement. What does not belong to the method is empty, so that equal terms are equal values."""

    starts_on: date
    method: str = Method.INCOME
    first_percent: Decimal | None = None
    fixed_place: int | None = None
    fixed_amount: Decimal | None = None
    income_months: int = 0
    whole_percent: bool = False
    exceptions: tuple[ExceptionTerms, ...] = ()

    def as_values(self, currency: str) -> dict[str, Any]:
        """As an approval keeps them; `from_values` reads them again."""
        return {
            "starts_on": self.starts_on.isoformat(),
            "method": str(self.method),
            "first_percent": _percent_text(self.first_percent),
            "fixed_place": self.fixed_place,
            "fixed_amount": None if self.fixed_amount is None else money_text(self.fixed_amount, currency),
            "income_months": self.income_months if self.method == Method.INCOME else None,
            "whole_percent": self.whole_percent if self.method == Method.INCOME else None,
            "exceptions": [
                {
                    "category": str(each.category),
                    "method": str(each.method),
                    "first_percent": _percent_text(each.first_percent),
                }
                for each in self.exceptions
            ],
        }


def _percent_text(percent: Decimal | None) -> str | None:
    return None if percent is None else f"{percent:.2f}"


def from_values(values: dict[str, Any]) -> Terms:
    return Terms(
        starts_on=date.fromisoformat(values["starts_on"]),
        method=values["method"],
        first_percent=_decimal(values["first_percent"]),
        fixed_place=values["fixed_place"],
        fixed_amount=_decimal(values["fixed_amount"]),
        income_months=values["income_months"] or 0,
        whole_percent=bool(values["whole_percent"]),
        exceptions=tuple(
            ExceptionTerms(UUID(each["category"]), each["method"], _decimal(each["first_percent"]))
            for each in values["exceptions"]
        ),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def terms_of(agreement: Agreement) -> Terms:
    """One query for its exceptions, unless they were fetched."""
    exceptions = sorted(agreement.exceptions.all(), key=lambda each: str(each.category_id))
    return Terms(
        starts_on=agreement.starts_on,
        method=agreement.method,
        first_percent=agreement.first_percent,
        fixed_place=agreement.fixed_place,
        fixed_amount=agreement.fixed_amount,
        income_months=agreement.income_months,
        whole_percent=agreement.whole_percent,
        exceptions=tuple(ExceptionTerms(each.category_id, each.method, each.first_percent) for each in exceptions),
    )


def checked(terms: Terms, partnership: Partnership) -> Terms:
    """The terms without what their method has no use for. Raises FieldError for what cannot be agreed."""
    only = replace(
        terms,
        first_percent=terms.first_percent if terms.method == Method.PERCENT else None,
        fixed_place=terms.fixed_place if terms.method == Method.FIXED else None,
        fixed_amount=terms.fixed_amount if terms.method == Method.FIXED else None,
        income_months=terms.income_months if terms.method == Method.INCOME else 0,
        whole_percent=terms.whole_percent if terms.method == Method.INCOME else False,
        exceptions=tuple(sorted(map(_checked_exception, terms.exceptions), key=lambda each: str(each.category))),
    )
    if only.method == Method.PERCENT:
        _check_percent(only.first_percent)
    if only.method == Method.FIXED:
        _check_fixed(only, partnership.currency)
    if not 0 <= only.income_months <= MOST_MONTHS:
        raise errors.months_out_of_range()
    _check_exceptions(only, partnership)
    return only


def _checked_exception(terms: ExceptionTerms) -> ExceptionTerms:
    if terms.method not in EXCEPTION_METHODS:
        raise errors.exception_method()
    if terms.method == Method.EQUAL:
        return replace(terms, first_percent=None)
    _check_percent(terms.first_percent, "exceptions")
    return terms


def _check_percent(percent: Decimal | None, field: str = "first_percent") -> None:
    if percent is None:
        raise errors.percent_missing(field)
    if not percent.is_finite() or not 0 <= percent <= 100 or percent != round(percent, 2):
        raise errors.percent_out_of_range(field)


def _check_fixed(terms: Terms, currency: str) -> None:
    if terms.fixed_place not in (0, 1) or terms.fixed_amount is None:
        raise errors.fixed_missing()
    if terms.fixed_amount < 0:
        raise errors.fixed_out_of_range()
    if terms.fixed_amount:
        rules.check_amount_by_hand(terms.fixed_amount, currency, field="fixed_amount")


def _check_exceptions(terms: Terms, partnership: Partnership) -> None:
    keys = [each.category for each in terms.exceptions]
    if len(keys) > MOST_EXCEPTIONS:
        raise errors.too_many_exceptions(MOST_EXCEPTIONS)
    if len(set(keys)) != len(keys):
        raise errors.category_twice()
    if keys and shared_categories(partnership).filter(pk__in=keys).count() != len(keys):
        raise errors.category_not_shared()


def shared_categories(partnership: Partnership) -> Any:
    """The categories of spending both have: the system's and the household's."""
    everybodys = Category.objects.filter(owner__isnull=True, kind=Category.Kind.EXPENSE)
    return everybodys.filter(household__isnull=True) | everybodys.filter(household=partnership.household_id)


def check_start(starts_on: date, partnership: Partnership) -> None:
    """This month at the earliest, and only while nothing of it is settled. Raises FieldError."""
    here = this_month()
    if starts_on.day != 1:
        raise errors.not_a_first()
    if starts_on < here:
        raise errors.month_over()
    if (starts_on.year - here.year) * 12 + starts_on.month - here.month > MONTHS_AHEAD:
        raise errors.too_far_ahead()
    if costs.current().is_settled(partnership, starts_on):
        raise errors.month_settled()


def terms_in(partnership: Partnership, month: date) -> Terms | None:
    """What is agreed for a month. Two queries."""
    begun = Agreement.objects.filter(partnership=partnership, starts_on__lte=month)
    agreement = begun.order_by("-starts_on").first()
    return terms_of(agreement) if agreement else None


def write(terms: Terms, partnership: Partnership, proposed_by: User | None) -> Agreement:
    """Make it what is agreed from `starts_on`; one that began on the same day gives way. Needs a transaction."""
    Agreement.objects.filter(partnership=partnership, starts_on=terms.starts_on).delete()
    agreement = Agreement.objects.create(
        partnership=partnership,
        starts_on=terms.starts_on,
        method=terms.method,
        first_percent=terms.first_percent,
        fixed_place=terms.fixed_place,
        fixed_amount=terms.fixed_amount,
        income_months=terms.income_months,
        whole_percent=terms.whole_percent,
        proposed_by=proposed_by,
    )
    AgreementException.objects.bulk_create(
        AgreementException(
            agreement=agreement, category_id=each.category, method=each.method, first_percent=each.first_percent
        )
        for each in terms.exceptions
    )
    return agreement
