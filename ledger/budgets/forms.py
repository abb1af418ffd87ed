"""What people type on the pages of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.kernel.forms import MoneyInput
from ledger.budgets.figures import MonthView
from ledger.core.category_tree import CategoryTree
from ledger.core.forms import ServiceForm
from ledger.core.models import Category

Choices = list[tuple[str, Any]]


class Chosen(NamedTuple):
    key: str
    name: str


def chosen_of(field: forms.BoundField) -> Chosen | None:
    """What is chosen of a field whose other options lie elsewhere on the page."""
    value = str(field.value() or "")
    assert isinstance(field.field, forms.ChoiceField)
    for key, name in flat(cast(Iterable[Any], field.field.choices)):
        if key and key == value:
            return Chosen(key, name)
    return None


def flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, name in choices:
        if isinstance(name, list | tuple):
            yield from flat(name)
        else:
            yield str(key), str(name)


def category_choices(tree: CategoryTree, *, joint: bool) -> Choices:
    """Categories of spending, by family; a household plans those that both have."""
    found: Choices = []
    for group in tree.groups(kind=Category.Kind.EXPENSE):
        offered = [(str(each.id), each.name) for each in group.categories if each.is_system or not joint]
        if offered:
            found.append((group.name, offered))
    return found


def place_choices(view: MonthView) -> Choices:
    """What is planned: categories, then goals."""
    categories = [(str(each.key), each.name) for each in view.categories]
    goals = [(str(each.key), each.name) for each in view.goals]
    return [*categories, *([(gettext("Goals"), goals)] if goals else [])]


class AmountForm(ServiceForm):
    """A new amount for one place of the plan; +50 and -20 are more and less than now."""

    place = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyInput(label=_("Planned"), required=False)

    def amount_from(self, now: Decimal) -> Decimal:
        """What is planned afterwards; `now` where nothing was typed. The form is valid."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            return now
        is_change = str(self.data.get("amount", "")).strip()[:1] in ("+", "-", "\u2212")
        return now + amount if is_change else amount


class MoveForm(ServiceForm):
    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("To"))
    amount = MoneyInput(label=_("Amount"))

    def __init__(self, data: Any = None, *, view: MonthView) -> None:
        super().__init__(data)
        for name in ("source", "target"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *place_choices(view)]

    @property
    def chosen_source(self) -> Chosen | None:
        return chosen_of(self["source"])

    @property
    def chosen_target(self) -> Chosen | None:
        return chosen_of(self["target"])


class PlaceAddForm(ServiceForm):
    """A category that was not planned so far."""

    category = forms.ChoiceField(label=_("Category"))
    amount = MoneyInput(label=_("Amount"), min_amount=0)

    def __init__(self, data: Any = None, *, view: MonthView) -> None:
        super().__init__(data)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        choices = category_choices(view.purse.tree, joint=view.purse.is_joint)
        planned = {str(each.key) for each in view.categories}
        free = [(name, [each for each in offered if each[0] not in planned]) for name, offered in choices]
        field.choices = [("", _("Choose a category")), *[each for each in free if each[1]]]


class IncomeForm(ServiceForm):
    total_income = MoneyInput(label=_("What comes in"), min_amount=0)


class MakeForm(ServiceForm):
    """The income of a month to plan; empty takes what is usual."""

    total_income = MoneyInput(label=_("What comes in"), min_amount=0, required=False)


class WhatIfForm(forms.Form):
    place = forms.ChoiceField(label=_("What if there were more for"))
    more = MoneyInput(label=_("More a month"), help_text=_("With a minus: less."))

    def __init__(self, data: Any = None, *, view: MonthView) -> None:
        super().__init__(data, auto_id="what-if-%s")
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = place_choices(view)

    @property
    def chosen(self) -> Chosen | None:
        return chosen_of(self["place"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("more") is None and "more" not in self.errors:
            self.add_error("more", ValidationError(_("Enter an amount, such as 12.50."), code="required"))
        return given


class PurchaseForm(forms.Form):
    """Of what is planned: of anything else nothing is left to begin with."""

    category = forms.ChoiceField(label=_("Category"))
    price = MoneyInput(label=_("What it costs"), min_amount=0)

    def __init__(self, data: Any = None, *, view: MonthView) -> None:
        super().__init__(data, auto_id="purchase-%s")
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.key), each.name) for each in view.categories]

    @property
    def chosen(self) -> Chosen | None:
        return chosen_of(self["category"])


class RollOverForm(ServiceForm):
    CHOICES = (
        ("", _("starts anew")),
        ("left", _("what is left goes along")),
        ("debt", _("what is left or lacking goes along")),
    )

    category = forms.UUIDField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=_("At the end of the month"), choices=CHOICES, required=False)

    @property
    def takes_debt_along(self) -> bool | None:
        return {"left": False, "debt": True}.get(self.cleaned_data["choice"])


def typed(amount: Decimal) -> str:
    """As the person would write it in a field: by their locale."""
    return str(MoneyInput().prepare_value(amount))


def uuid_named(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
