"""What people type of a shared expense. Percents are the reader's own part, whichever place they have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.forms import MoneyInput
from ledger.core.category_tree import category_tree
from partnerships.core.standing import Standing
from partnerships.expenses.models import SharedExpense

ME, PARTNER = "me", "partner"
SPLITS = [("", _("As agreed")), ("equal", _("Half each")), ("percent", _("By percent"))]
KEPT = [("active", _("counts")), ("archived", _("archived"))]
_FIELD_OF = {"first_percent": "percent"}


class DayInput(forms.DateField):
    """A day of the years people's money is in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d"], **kwargs})

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValidationError(_("Enter another day."), code="out_of_range")
        return day


class RefusableForm(forms.Form):
    """A form that shows at its fields what a service refuses."""

    field_of: dict[str, str] = {}

    def refused(self, error: ValidationError) -> None:
        for field, refusals in error.error_dict.items() if hasattr(error, "error_dict") else [("", error)]:
            name = self.field_of.get(field, field)
            self.add_error(name if name in self.fields else None, refusals)


class ExpenseForm(RefusableForm):
    field_of = _FIELD_OF

    name = forms.CharField(label=_("Name"), max_length=200)
    amount = MoneyInput(label=_("Amount"))
    frequency = forms.ChoiceField(label=_("How often"), choices=SharedExpense.Frequency.choices)
    category = forms.ChoiceField(label=_("Category"), required=False)
    starts_on = DayInput(label=_("First due on"))
    ends_on = DayInput(label=_("Last due on"), required=False)
    payer = forms.ChoiceField(label=_("Usually paid by"), required=False)
    method = forms.ChoiceField(label=_("Split"), choices=SPLITS, required=False)
    percent = MoneyInput(label=_("You bear, in percent"), required=False, min_amount=0)
    notes = forms.CharField(label=_("Notes"), max_length=500, required=False)
    message = forms.CharField(label=_("Say something to it"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, standing: Standing, expense: SharedExpense | None = None) -> None:
        self.place = standing.place
        super().__init__(data, initial=self._initial(expense, standing))
        choices = [("", _("Either of you")), (ME, _("You")), (PARTNER, str(standing.other))]
        for name, offered in (("category", shared_choices(standing)), ("payer", choices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def _initial(self, expense: SharedExpense | None, standing: Standing) -> dict[str, Any]:
        if expense is None:
            return {"frequency": SharedExpense.Frequency.MONTHLY, "starts_on": standing.person.today}
        return {
            "name": expense.name,
            "amount": expense.amount,
            "frequency": expense.frequency,
            "category": str(expense.category_id or ""),
            "starts_on": expense.starts_on,
            "ends_on": expense.ends_on,
            "payer": "" if expense.payer is None else (ME if expense.payer == self.place else PARTNER),
            "method": expense.method,
            "percent": self._own(expense.first_percent),
            "notes": expense.notes,
        }

    def _own(self, percent: Decimal | None) -> Decimal | None:
        return percent if percent is None or self.place == 0 else 100 - percent

    def values(self) -> dict[str, Any]:
        """Of a valid form, by the names in values.FIELDS."""
        given = self.cleaned_data
        payers = {ME: self.place, PARTNER: 1 - self.place}
        return {
            **{name: given[name] for name in ("name", "amount", "frequency", "starts_on", "ends_on", "notes")},
            "category": UUID(given["category"]) if given["category"] else None,
            "payer": payers.get(given["payer"]),
            "method": given["method"],
            "first_percent": self._own(given["percent"]),
        }


def shared_choices(standing: Standing) -> list[tuple[Any, Any]]:
    """Categories both have, as the reader calls them. Two queries."""
    found: list[tuple[Any, Any]] = [("", _("No category"))]
    for group in category_tree(standing.person).groups(kind="expense"):
        shared = [(str(each.id), each.name) for each in group.categories if each.is_system]
        if shared:
            found.append((group.name, shared))
    return found


class PaidForm(RefusableForm):
    """That an occurrence was paid."""

    field_of = {"due_on": ""}

    due_on = DayInput()
    payer = forms.ChoiceField(choices=[(ME, ME), (PARTNER, PARTNER)])
    amount = MoneyInput(label=_("Amount"), required=False)
    paid_on = DayInput(label=_("Paid on"), required=False)
