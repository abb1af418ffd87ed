"""What people type of something that comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.forms import MoneyInput
from ledger.core.category_tree import category_tree
from ledger.core.forms import AccountChoice, ServiceForm
from ledger.core.models import Category, MoneyAccount
from ledger.recurring import services
from ledger.recurring.models import LARGEST_INTERVAL, Recurring

BOOKS = [("yes", _("Write it down on its day")), ("no", _("Wait for it to come from the bank"))]


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


class RecurringForm(ServiceForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Recurring.Kind.choices)
    amount = MoneyInput(label=_("Amount"))
    account = AccountChoice(label=_("Account"), queryset=MoneyAccount.objects.none())
    to_account = AccountChoice(
        label=_("To account"), queryset=MoneyAccount.objects.none(), required=False, help_text=_("Of a transfer.")
    )
    to_amount = MoneyInput(
        label=_("Amount that arrives"), required=False, help_text=_("Only where the two accounts differ in currency.")
    )
    payee = forms.CharField(label=_("Payee"), max_length=200, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    interval = forms.IntegerField(label=_("Every"), min_value=1, max_value=LARGEST_INTERVAL)
    frequency = forms.ChoiceField(label=_("Days, weeks, months or years"), choices=Recurring.Frequency.choices)
    starts_on = DayInput(label=_("First due on"), help_text=_("Shorter months: on their last day."))
    ends_on = DayInput(label=_("Last due on"), required=False)
    books = forms.ChoiceField(label=_("On the day"), choices=BOOKS)
    notes = forms.CharField(label=_("Note"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, recurring: Recurring | None = None) -> None:
        self.person, self.recurring = person, recurring
        super().__init__(data, initial=self._initial())
        for name in ("account", "to_account"):
            field = self.fields[name]
            assert isinstance(field, AccountChoice)
            field.queryset = MoneyAccount.objects.owned_by(person).open().order_by("name")
            field.empty_label = None if name == "account" else _("None")
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        groups = category_tree(person).groups(keep=recurring.category_id if recurring else None)
        category.choices = [
            ("", _("Suggest one")),
            *((group.name, [(str(each.id), each.name) for each in group.categories]) for group in groups),
        ]

    def _initial(self) -> dict[str, Any]:
        recurring = self.recurring
        if recurring is None:
            everyday = MoneyAccount.objects.owned_by(self.person).open().filter(type=MoneyAccount.Type.SPENDING)
            account = everyday.order_by("is_liability", "name").first()
            return {
                "kind": Recurring.Kind.EXPENSE,
                "account": account and account.pk,
                "interval": 1,
                "frequency": Recurring.Frequency.MONTHLY,
                "starts_on": self.person.today,
                "books": "yes",
            }
        names = ("kind", "to_amount", "payee", "interval", "frequency", "starts_on", "ends_on", "notes", "version")
        return {
            **{name: getattr(recurring, name) for name in names},
            "amount": abs(recurring.amount),
            "account": recurring.account_id,
            "to_account": recurring.to_account_id,
            "category": str(recurring.category_id or ""),
            "books": "yes" if recurring.books else "no",
        }

    def save(self) -> Recurring | None:
        """The one that was made or changed, or None when the service refused (the form then has errors).

        Raises Conflict.
        """
        given = dict(self.cleaned_data)
        version = given.pop("version")
        chosen = given.pop("category")
        if self.recurring is None or chosen != str(self.recurring.category_id or ""):
            given["category"] = Category.objects.visible_to(self.person).get(pk=UUID(chosen)) if chosen else None
        given["books"] = given["books"] == "yes"
        try:
            if self.recurring is None:
                return services.create_recurring(recorded_by=self.person, **given)
            return services.change_recurring(recurring=self.recurring, changed_by=self.person, version=version, **given)
        except ValidationError as error:
            self.refused(error)
            return None


class SkipForm(forms.Form):
    due_on = DayInput()
