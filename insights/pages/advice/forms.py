"""What a person types to ask: what, how much, when and how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from config.kernel.money import validate_currency
from insights.advice.models import Advice
from insights.advice.services import LONGEST, MOST_INSTALMENTS, weigh_purchase
from ledger.core.forms import ServiceForm

_FIELDS = {"when": "on"}


class AskForm(ServiceForm):
    """Another price, day or way is a new question: what was answered stays as it was."""

    item_description = forms.CharField(label=_("What?"), max_length=LONGEST)
    amount = MoneyInput(label=_("Price"))
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, min_length=3)
    on = forms.DateField(
        label=_("When"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.ChoiceField(label=_("How"), choices=Advice.How.choices, required=False)
    instalments = forms.IntegerField(label=_("Instalments"), required=False, min_value=2, max_value=MOST_INSTALMENTS)

    def __init__(self, data: Any = None, *, person: User, initial: Any = None) -> None:
        self.person = person
        super().__init__(data, initial={"on": person.today, "currency": person.currency, **(initial or {})})

    def clean_currency(self) -> str | None:
        """The person's own where it was left empty."""
        currency = str(self.cleaned_data["currency"]).upper()
        if currency:
            validate_currency(currency)
        return currency or None

    def save(self) -> Advice | None:
        """The kept answer, or None when the service refused (the form then has errors)."""
        given = self.cleaned_data
        how = given["how"] or Advice.How.ONCE
        try:
            return weigh_purchase(
                person=self.person,
                item_description=given["item_description"],
                amount=given["amount"],
                currency=given["currency"],
                on=given["on"],
                how=how,
                instalments=given["instalments"] if how == Advice.How.INSTALMENTS else None,
            )
        except ValidationError as error:
            found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
            self.refused(
                ValidationError({_FIELDS.get(name, name) or "item_description": e for name, e in found.items()})
            )
            return None
