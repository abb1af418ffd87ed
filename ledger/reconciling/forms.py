"""What people type on the pages of reconciling."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from ledger.core.forms import ServiceForm
from ledger.core.models import MoneyAccount
from ledger.reconciling.services import check_statement


class StatementForm(ServiceForm):
    """The day a statement ends on, and its closing balance: all that is read off it."""

    on = forms.DateField(
        label=_("Last day of the statement"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount = MoneyInput(label=_("Closing balance"), help_text=_("As the statement says; a debt with a minus."))

    def __init__(self, data: Any = None, *, account: MoneyAccount, person: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.account, self.person = account, person
        self.fields["on"].widget.attrs["max"] = person.today.isoformat()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        on, amount = given.get("on"), given.get("amount")
        if isinstance(on, date) and isinstance(amount, Decimal):
            try:
                check_statement(self.account, self.person, on=on, amount=amount)
            except ValidationError as error:
                self.refused(error)
        return given
