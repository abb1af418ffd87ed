"""What people type on the pages of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import get_currency_name
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.formatting import active_locale
from config.kernel.forms import MoneyInput
from config.kernel.money import known_currencies
from ledger.core.models import MoneyAccount
from ledger.imports.models import ImportBatch
from ledger.imports.readers.examples import Guess
from ledger.imports.readers.types import PAYEE_LENGTH

if TYPE_CHECKING:
    _AccountField = forms.ModelChoiceField[MoneyAccount]
else:
    _AccountField = forms.ModelChoiceField

SUBTYPES = [
    (each.value, each.label)
    for each in MoneyAccount.Subtype
    if each not in (MoneyAccount.Subtype.PROPERTY, MoneyAccount.Subtype.WALLET)
]


class BatchAccountForm(forms.Form):
    """Which account a statement belongs to. Without one, the other fields describe the new account."""

    account = _AccountField(
        label=_("Account"), queryset=MoneyAccount.objects.none(), required=False, empty_label=_("A new account")
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    subtype = forms.ChoiceField(label=_("Kind"), choices=SUBTYPES, required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, person: User, batch: ImportBatch, data: QueryDict | None = None) -> None:
        draft = batch.account_draft
        initial = {"account": batch.account, **{name: draft[name] for name in ("name", "subtype", "currency")}}
        super().__init__(data, initial=initial, prefix=f"batch{batch.statement}")
        mine = MoneyAccount.objects.owned_by(person).open().order_by("name")
        if draft["currency_known"]:
            mine = mine.filter(currency=draft["currency"])
            self.fields.pop("currency")
        else:
            codes = sorted(known_currencies())
            field = self.fields["currency"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, f"{code} · {get_currency_name(code, locale=active_locale())}") for code in codes]
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mine

    def draft(self) -> dict[str, str]:
        given = {name: self.cleaned_data.get(name) for name in ("name", "subtype", "currency")}
        return {name: value for name, value in given.items() if value}


class CorrectionForm(forms.Form):
    """What a line means that cannot be read; its prefix is the line's key. Begins with what could be told of it."""

    booked_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    payee = forms.CharField(label=_("Payee"), max_length=PAYEE_LENGTH, required=False)
    amount = MoneyInput(label=_("Amount, out with a minus"))

    def __init__(self, data: QueryDict | None = None, *, prefix: str, guess: Guess | None = None) -> None:
        known = guess or Guess()
        initial = {"booked_on": known.booked_on, "payee": known.payee, "amount": known.amount}
        super().__init__(data, prefix=prefix, initial=initial)
        for name, field in self.fields.items():
            # A row of many lines: the label is said, the column shows what it is.
            field.widget.attrs |= {"class": f"line-field line-field-{name}", "aria-label": field.label}
