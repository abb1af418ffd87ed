"""What a person chooses of their ledger to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from ledger.core.models import MoneyAccount
from ledger.exporting.selection import Selection, select

if TYPE_CHECKING:
    _AccountsField = forms.ModelMultipleChoiceField[MoneyAccount]
else:
    _AccountsField = forms.ModelMultipleChoiceField

FORMS = [
    ("csv", _("CSV, for a spreadsheet")),
    ("json", _("JSON, with everything, for another Tuppence")),
]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AccountsChoice(_AccountsField):
    def label_from_instance(self, obj: MoneyAccount) -> str:
        return f"{obj.name} ({obj.currency})"


class ExportForm(forms.Form):
    """Accounts left open mean all of them, days left open no bound."""

    form = forms.ChoiceField(label=_("File"), choices=FORMS, widget=forms.RadioSelect, initial="csv")
    money_account = AccountsChoice(
        label=_("Accounts"),
        queryset=MoneyAccount.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    first = _day(_("From"))
    last = _day(_("To"))

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.person = person
        super().__init__(data)
        field = self.fields["money_account"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = MoneyAccount.objects.owned_by(person).order_by("name", "id")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        for name, day in (("first", first), ("last", last)):
            if day is not None and not EARLIEST_DAY <= day <= LATEST_DAY:
                self.add_error(name, _("There are no lines of such a day."))
        if first and last and first > last:
            self.add_error("last", _("This is before the first day."))
        return cleaned

    def selection(self) -> Selection:
        """What a valid form asks for."""
        keys = [each.pk for each in self.cleaned_data["money_account"]]
        return select(self.person, account_ids=keys, first=self.cleaned_data["first"], last=self.cleaned_data["last"])
