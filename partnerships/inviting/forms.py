"""What people type to invite somebody, and to open an invitation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from partnerships.agreements.models import Method
from partnerships.inviting.models import OFFERED
from partnerships.inviting.secrets import LONGEST_TYPED
from partnerships.inviting.services import MESSAGE_LENGTH

_FIELD_OF = {"first_percent": "percent"}


class IncomeForm(forms.Form):
    """For whoever splits by income and has not said theirs; it stays with them, only the percent is told."""

    monthly_income = MoneyInput(label=_("Your monthly income"), required=False, min_amount=0)

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data)
        if person.monthly_income is not None:
            del self.fields["monthly_income"]

    @property
    def income(self) -> Decimal | None:
        """Of a valid form; None where nothing was typed."""
        found: Decimal | None = self.cleaned_data.get("monthly_income")
        return found

    def refused(self, error: ValidationError) -> None:
        found = error.error_dict if hasattr(error, "error_dict") else {"non_field_errors": error.error_list}
        for field, refusals in found.items():
            name = _FIELD_OF.get(field, field)
            self.add_error(name if name in self.fields else None, refusals)


class InviteForm(IncomeForm):
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254, required=False)
    message = forms.CharField(
        label=_("What you would like to say"),
        max_length=MESSAGE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    method = forms.ChoiceField(
        label=_("The split you propose"),
        choices=OFFERED,
        initial=Method.INCOME.value,
        widget=forms.RadioSelect,
    )
    percent = MoneyInput(label=_("You bear, in percent"), required=False, min_amount=0)

    @property
    def income(self) -> Decimal | None:
        return super().income if self.cleaned_data["method"] == Method.INCOME else None

    @property
    def values(self) -> dict[str, Any]:
        """Of a valid form, as `invite` takes them."""
        given = self.cleaned_data
        return {
            "email": given["email"],
            "message": given["message"],
            "method": given["method"],
            "first_percent": given["percent"] if given["method"] == Method.PERCENT else None,
        }


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code or link"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
