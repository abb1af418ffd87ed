"""What people type on the ledger's pages. A refusal of the service lands on the field it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from ledger.core import rules, services
from ledger.core.category_tree import category_tree
from ledger.core.currencies import currencies_of_accounts
from ledger.core.models import Category, MoneyAccount, Transaction, Transfer
from ledger.core.others_categories import nearest_known
from ledger.core.saying import LONGEST_SAID, Said

if TYPE_CHECKING:
    _AccountField = forms.ModelChoiceField[MoneyAccount]
else:
    _AccountField = forms.ModelChoiceField

_FIELD_OF = {"money_account": "account", "to_account": "to_account", "non_field_errors": None}


class AccountChoice(_AccountField):
    def label_from_instance(self, obj: MoneyAccount) -> str:
        return f"{obj.name} ({obj.currency})"


class ServiceForm(forms.Form):
    """A form whose save calls a service: what the service refuses is shown at its field, and save returns None."""

    def refused(self, error: ValidationError) -> None:
        found = error.error_dict if hasattr(error, "error_dict") else {"non_field_errors": error.error_list}
        for field, messages in found.items():
            name = _FIELD_OF.get(field, field)
            self.add_error(name if name in self.fields else None, messages)


class SayForm(forms.Form):
    """A payment in a person's own words, which fills the form below it."""

    say = forms.CharField(
        label=_("In your own words"), max_length=LONGEST_SAID, help_text=_("As ‘coffee 4.75 at Starbucks yesterday’.")
    )


class TransactionForm(ServiceForm):
    """A payment by hand, or the editing of one."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[each for each in Transaction.Kind.choices if each[0] != "transfer"]
    )
    amount = MoneyInput(label=_("Amount"))
    account = AccountChoice(label=_("Account"), queryset=MoneyAccount.objects.none())
    booked_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    payee = forms.CharField(label=_("Payee"), max_length=200, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    notes = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, person: User, entry: Transaction | None = None, said: Said | None = None
    ) -> None:
        self.person, self.entry = person, entry
        self.shown = nearest_known(entry.category, person.pk) if entry else None
        super().__init__(data, initial={**self._initial(), **(self._from(said) if said else {})})
        account_field = self.fields["account"]
        assert isinstance(account_field, AccountChoice)
        account_field.queryset = MoneyAccount.objects.owned_by(person).open().order_by("name")
        account_field.empty_label = None
        if entry is None:
            self.fields["amount"].widget.attrs["autofocus"] = True
        category_field = self.fields["category"]
        assert isinstance(category_field, forms.ChoiceField)
        groups = category_tree(person).groups(keep=self.shown.pk if self.shown else None)
        category_field.choices = [
            ("", _("Suggest one") if entry is None else _("No category")),
            *((group.name, [(str(each.id), each.name) for each in group.categories]) for group in groups),
        ]
        if entry is not None and (entry.kind == Transaction.Kind.TRANSFER or entry.is_split):
            for name in ("kind", "amount", "account", "category"):
                del self.fields[name]

    def _initial(self) -> dict[str, Any]:
        entry = self.entry
        if entry is None:
            everyday = MoneyAccount.objects.owned_by(self.person).open().filter(type=MoneyAccount.Type.SPENDING)
            account = everyday.order_by("is_liability", "name").first()
            kind = Transaction.Kind.EXPENSE
            return {"booked_on": self.person.today, "kind": kind, "account": account and account.pk}
        return {
            "kind": entry.kind,
            "amount": abs(entry.amount),
            "account": entry.account_id,
            "booked_on": entry.booked_on,
            "payee": entry.payee,
            "category": str(self.shown.pk) if self.shown else "",
            "notes": entry.notes,
            "version": entry.version,
        }

    def _from(self, said: Said) -> dict[str, Any]:
        """What a sentence says; its amount only into an account in its currency."""
        filled: dict[str, Any] = {"booked_on": said.booked_on, "payee": said.payee}
        if said.kind != Transaction.Kind.TRANSFER:
            filled |= {"kind": said.kind, "category": str(said.category_id or "")}
        own = MoneyAccount.objects.owned_by(self.person).open().filter(currency=said.currency)
        everyday = own.order_by("is_liability", "name").first()
        if everyday is None:
            return filled
        usual = self._initial()["account"]
        account = usual if own.filter(pk=usual).exists() else everyday.pk
        return {**filled, "amount": said.amount, "account": account}

    def save(self) -> Transaction | None:
        """The recorded or changed entry, or None when the service refused (the form then has errors).

        Raises Conflict.
        """
        given = self.cleaned_data
        try:
            if "amount" not in given:
                assert self.entry is not None
                changes = {name: given[name] for name in ("booked_on", "payee", "notes")}
                return services.update_transaction(
                    entry=self.entry, changed_by=self.person, version=given["version"], **changes
                )
            return self._save_whole(given)
        except ValidationError as error:
            self.refused(error)
            return None

    def _save_whole(self, given: dict[str, Any]) -> Transaction:
        account: MoneyAccount = given["account"]
        kind: str = given["kind"]
        rules.check_amount_by_hand(given["amount"], account.currency)
        values = {
            "kind": kind,
            "amount": rules.signed(kind, given["amount"]),
            "account": account,
            "booked_on": given["booked_on"],
            "payee": given["payee"],
            "notes": given["notes"],
        }
        category = self._category(given["category"])
        if self.entry is None:
            return services.record_transaction(recorded_by=self.person, category=category, **values)
        if category != self.shown:
            values["category"] = category
        return services.update_transaction(entry=self.entry, changed_by=self.person, version=given["version"], **values)

    def _category(self, text: str) -> Category | None:
        return Category.objects.visible_to(self.person).get(pk=UUID(text)) if text else None


class TransferForm(ServiceForm):
    from_account = AccountChoice(label=_("From"), queryset=MoneyAccount.objects.none())
    to_account = AccountChoice(label=_("To"), queryset=MoneyAccount.objects.none())
    amount = MoneyInput(label=_("Amount"))
    to_amount = MoneyInput(
        label=_("Amount that arrives"), required=False, help_text=_("Only where the two accounts differ in currency.")
    )
    booked_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    notes = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.person = person
        super().__init__(data, initial={"booked_on": person.today})
        for name in ("from_account", "to_account"):
            field = self.fields[name]
            assert isinstance(field, AccountChoice)
            field.queryset = MoneyAccount.objects.owned_by(person).open().order_by("name")
            field.empty_label = _("Choose an account")

    def save(self) -> Transfer | None:
        try:
            return services.record_transfer(recorded_by=self.person, **self.cleaned_data)
        except ValidationError as error:
            self.refused(error)
            return None


class AccountForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    subtype = forms.ChoiceField(label=_("Kind"), choices=MoneyAccount.Subtype.choices)
    type = forms.ChoiceField(label=_("Purpose"), choices=MoneyAccount.Type.choices)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    institution = forms.CharField(label=_("Bank"), max_length=100, required=False)
    number = forms.CharField(
        label=_("Account number"),
        max_length=50,
        required=False,
        help_text=_("Kept encrypted; finds the account again in files."),
    )
    opening_balance = MoneyInput(
        label=_("Opening balance"),
        required=False,
        help_text=_("What was there before the first line; a debt with a minus."),
    )
    opened_on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, account: MoneyAccount | None = None) -> None:
        self.person, self.account = person, account
        initial: dict[str, Any] = {} if account else {"currency": currencies_of_accounts(person)[0]}
        if account is not None:
            names = ("name", "subtype", "type", "institution", "number", "opening_balance", "opened_on", "version")
            initial = {name: getattr(account, name) for name in names}
        super().__init__(data, initial=initial)
        if account is not None:
            del self.fields["currency"]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def save(self) -> MoneyAccount | None:
        """Raises Conflict."""
        given = dict(self.cleaned_data)
        version = given.pop("version")
        given["opening_balance"] = given["opening_balance"] or Decimal(0)
        try:
            if self.account is None:
                return services.create_money_account(owner=self.person, **given)
            return services.update_money_account(account=self.account, changed_by=self.person, version=version, **given)
        except ValidationError as error:
            self.refused(error)
            return None
