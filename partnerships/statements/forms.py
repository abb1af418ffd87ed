"""What people type to settle up or to mark their part of the pot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.kernel.formatting import active_locale, format_money
from config.kernel.forms import MoneyInput
from ledger.core.models import MoneyAccount
from partnerships.core.standing import Standing
from partnerships.expenses.forms import DayInput, RefusableForm
from partnerships.statements.services import candidates

ACCOUNT, ENTRY = "account:", "entry:"


class HalfForm(RefusableForm):
    """Where the reader's own half is: on an account, in a row of the ledger, or nowhere yet."""

    field_of = {"account": "half", "transaction": "half", "money_account": "half", "expected_amount": ""}

    half = forms.ChoiceField(label=_("In your ledger"), required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, standing: Standing, payer: int, amount: Decimal, around: date) -> None:
        super().__init__(data)
        rows = candidates(standing=standing, payer=payer, amount=amount, around=around) if amount else ()
        owned = MoneyAccount.objects.owned_by(standing.person).filter(
            currency=standing.partnership.currency, closed_on=None
        )
        self.entries = {f"{ENTRY}{each.pk}": each for each in rows}
        self.accounts = {f"{ACCOUNT}{each.pk}": each for each in owned.order_by("name", "id")}
        choices: list[tuple[str, Any]] = [
            (key, _("%(payee)s, %(amount)s") % {"payee": each.payee, "amount": _money(each.amount, standing)})
            for key, each in self.entries.items()
        ]
        choices += [(key, _("Book it on %(name)s") % {"name": each.name}) for key, each in self.accounts.items()]
        field = self.fields["half"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, ("", _("Not now"))]

    def chosen(self) -> dict[str, Any]:
        """Of a valid form: the account or the row, as the services want them."""
        key = self.cleaned_data["half"]
        if key in self.entries:
            return {"entry": self.entries[key]}
        return {"account": self.accounts[key]} if key in self.accounts else {}


def _money(amount: Decimal, standing: Standing) -> str:
    return format_money(amount, standing.partnership.currency, active_locale()).text


class SettleForm(HalfForm):
    """`expected_amount` and `expected_payer` are what the page showed."""

    expected_amount = forms.DecimalField(widget=forms.HiddenInput, max_digits=19, decimal_places=4)
    expected_payer = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1)
    settled_on = DayInput(label=_("Given on"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def said(self) -> dict[str, Any]:
        names = ("expected_amount", "expected_payer", "settled_on", "note")
        return {name: self.cleaned_data[name] for name in names}


class MarkForm(RefusableForm):
    amount = MoneyInput(label=_("Amount"), required=False)
    paid_on = DayInput(label=_("Paid on"), required=False)
