"""What people type on the page of the split. Percents are the reader's own part, whichever place they have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.formatting import active_locale, format_month
from config.kernel.forms import MoneyInput
from ledger.core.category_tree import category_tree
from partnerships.agreements.models import Method
from partnerships.agreements.services import earliest_start
from partnerships.agreements.terms import MOST_EXCEPTIONS, ExceptionTerms, Terms
from partnerships.agreements.wording import incomes_text
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing

MONTHS_OFFERED = 13
INCOME_MONTHS = (0, 3, 6, 12)
EMPTY_ROWS = 1
MESSAGE_LENGTH = 500
ME, PARTNER = "me", "partner"
_FIELD_OF = {"first_percent": "percent", "non_field_errors": None, "exceptions": None}


class SplitForm(forms.Form):
    """Terms to propose. `place` decides whose percent and whose fixed amount is meant."""

    method = forms.ChoiceField(label=_("How"), choices=Method.choices, widget=forms.RadioSelect)
    percent = MoneyInput(label=_("You bear, in percent"), required=False, min_amount=0)
    fixed_by = forms.ChoiceField(label=_("Who bears it"), required=False)
    fixed_amount = MoneyInput(label=_("Amount a month"), required=False, min_amount=0)
    income_months = forms.TypedChoiceField(label=_("Incomes"), coerce=int, required=False, empty_value="0")
    whole_percent = forms.BooleanField(label=_("Whole percents only"), required=False)
    starts_on = forms.ChoiceField(label=_("Counts from"))
    message = forms.CharField(
        label=_("Say something to it"), max_length=MESSAGE_LENGTH, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None, *, standing: Standing, terms: Terms | None = None) -> None:
        self.place = standing.place
        super().__init__(data, initial=self._initial(terms))
        months = _months(earliest_start(standing.partnership))
        offered = sorted({*INCOME_MONTHS, terms.income_months if terms else 0})
        self._offer("starts_on", [(each.isoformat(), format_month(each, active_locale())) for each in months])
        self._offer("income_months", [(str(each), incomes_text(each)) for each in offered])
        self._offer("fixed_by", [(ME, _("You")), (PARTNER, str(standing.other))])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _initial(self, terms: Terms | None) -> dict[str, Any]:
        if terms is None:
            return {"method": Method.INCOME}
        return {
            "method": terms.method,
            "percent": _own(terms.first_percent, self.place),
            "fixed_by": ME if terms.fixed_place in (None, self.place) else PARTNER,
            "fixed_amount": terms.fixed_amount,
            "income_months": str(terms.income_months),
            "whole_percent": terms.whole_percent,
        }

    def terms(self, exceptions: tuple[ExceptionTerms, ...]) -> Terms:
        """Of a valid form."""
        given = self.cleaned_data
        other = 1 - self.place
        return Terms(
            starts_on=date.fromisoformat(given["starts_on"]),
            method=given["method"],
            first_percent=_own(given["percent"], self.place),
            fixed_place=other if given["fixed_by"] == PARTNER else self.place,
            fixed_amount=given["fixed_amount"],
            income_months=int(given["income_months"]),
            whole_percent=given["whole_percent"],
            exceptions=exceptions,
        )

    def refused(self, error: ValidationError) -> None:
        found = error.error_dict if hasattr(error, "error_dict") else {"non_field_errors": error.error_list}
        for field, refusals in found.items():
            name = _FIELD_OF.get(field, field)
            self.add_error(name if name in self.fields else None, refusals)


def _own(percent: Decimal | None, place: int) -> Decimal | None:
    """Member 0's percent as that of `place`, and the other way round."""
    return percent if percent is None or place == 0 else 100 - percent


def _months(first: date) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + MONTHS_OFFERED)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


class ExceptionForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), required=False)
    method = forms.ChoiceField(
        label=_("How"), choices=[(each.value, each.label) for each in (Method.EQUAL, Method.PERCENT)], required=False
    )
    percent = MoneyInput(label=_("Your percent"), required=False, min_amount=0)

    def __init__(self, *arguments: Any, categories: list[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = categories


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[ExceptionForm]
else:
    _FormSet = forms.BaseFormSet


class ExceptionForms(_FormSet):
    def terms(self, place: int) -> tuple[ExceptionTerms, ...]:
        """Of a valid set; rows without a category are none."""
        return tuple(
            ExceptionTerms(
                category=UUID(each["category"]),
                method=each["method"] or Method.EQUAL,
                first_percent=_own(each["percent"], place),
            )
            for each in (form.cleaned_data for form in self.forms)
            if each.get("category")
        )


def exceptions_form(data: Any = None, *, standing: Standing, terms: Terms | None = None) -> ExceptionForms:
    """Rows for the exceptions there are, and an empty one. Two queries for the reader's names of categories."""
    make = forms.formset_factory(
        ExceptionForm, formset=ExceptionForms, extra=EMPTY_ROWS, max_num=MOST_EXCEPTIONS, absolute_max=MOST_EXCEPTIONS
    )
    initial = [
        {
            "category": str(each.category),
            "method": each.method,
            "percent": _own(each.first_percent, standing.place),
        }
        for each in (terms.exceptions if terms else ())
    ]
    categories = _categories(standing)
    return cast(ExceptionForms, make(data, initial=initial, prefix="exception", form_kwargs={"categories": categories}))


def _categories(standing: Standing) -> list[tuple[Any, Any]]:
    """Those both have, as the reader calls them."""
    groups = category_tree(standing.person).groups(kind="expense")
    found: list[tuple[Any, Any]] = [("", _("Choose a category"))]
    for group in groups:
        shared = [(str(each.id), each.name) for each in group.categories if each.is_system]
        if shared:
            found.append((group.name, shared))
    return found


class ThresholdForm(forms.Form):
    approval_threshold = MoneyInput(
        label=_("Ask each other above"), min_amount=0, help_text=_("A new shared expense above it waits for the other.")
    )

    def refused(self, error: ValidationError) -> None:
        self.add_error("approval_threshold", error.messages)


class ModeForm(forms.Form):
    mode = forms.ChoiceField(label=_("How you get even"), choices=Partnership.Mode.choices, widget=forms.RadioSelect)

    def refused(self, error: ValidationError) -> None:
        self.add_error("mode", error.messages)
