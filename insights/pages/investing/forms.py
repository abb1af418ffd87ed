"""What people type of positions, of what happens to them, of their rules, and of wallets."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from config.kernel.money import known_currencies
from insights.investing.models import MOST_MONTHS
from insights.investing.plans import Plan, save_plan
from ledger.core.forms import AccountChoice, ServiceForm
from ledger.core.models import MoneyAccount
from ledger.holdings import services
from ledger.holdings import wallets as wallet_services
from ledger.holdings.importing import Report, import_positions
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.sheet import MOST_BYTES, SheetRefused, read_sheet
from ledger.holdings.wallet_chains import choices as chain_choices
from ledger.holdings.wallet_models import Wallet
from ledger.recurring.forms import DayInput

_DETAILS = ("name", "symbol", "kind", "protocol_name", "apy", "note")
Kind = PositionMove.Kind


def investment_accounts(person: User) -> Any:
    """Open accounts of one's own that can hold positions."""
    mine = MoneyAccount.objects.owned_by(person).open()
    return mine.filter(type=MoneyAccount.Type.INVESTMENT, is_liability=False).order_by("name")


class _AbstractForms(DeclarativeFieldsMetaclass, ABCMeta):
    """Of forms that cannot be made before they say what they do."""


class DoneForm(ServiceForm, metaclass=_AbstractForms):
    """`done` calls the service: True, or False with the refusal at its field. A Conflict is the view's."""

    @abstractmethod
    def act(self) -> None:
        """Call the service with what is clean. Raises ValidationError, Conflict."""

    def done(self) -> bool:
        try:
            self.act()
        except ValidationError as error:
            self.refused(error)
            return False
        return True


class PositionForm(DoneForm):
    """A position is written down, or what is said of it changed: shares and values have forms of their own."""

    account = AccountChoice(label=_("Account"), queryset=MoneyAccount.objects.none())
    name = forms.CharField(label=_("Name"), max_length=200)
    symbol = forms.CharField(label=_("Symbol"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Position.Kind.choices)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, required=False)
    shares = MoneyInput(label=_("Shares"), required=False, min_amount=0, max_length=40)
    entry_price = MoneyInput(label=_("Price each when bought"), required=False, min_amount=0, max_length=40)
    opened_on = DayInput(label=_("Bought on"), required=False)
    price = MoneyInput(label=_("Price each today"), required=False, min_amount=0, max_length=40)
    book = forms.BooleanField(
        label=_("Pay it from the account's cash"),
        required=False,
        help_text=_("Tick it unless the account has that line already, or will get it from the bank's file."),
    )
    apy = MoneyInput(label=_("Yield a year in per cent"), required=False)
    protocol_name = forms.CharField(label=_("Protocol"), max_length=50, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    only_new = ("account", "currency", "shares", "entry_price", "opened_on", "price", "book")

    def __init__(self, data: Any = None, *, person: User, position: Position | None = None) -> None:
        self.person, self.position = person, position
        initial: dict[str, Any] = {"kind": Position.Kind.FUND, "currency": person.currency}
        if position is not None:
            initial = {name: getattr(position, name) for name in (*_DETAILS, "version")}
        super().__init__(data, initial=initial)
        if position is not None:
            for name in self.only_new:
                del self.fields[name]
            return
        account = self.fields["account"]
        assert isinstance(account, AccountChoice)
        account.queryset = investment_accounts(person)
        account.initial = account.queryset.first()

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if code and code not in known_currencies():
            raise ValidationError(_("We know no such currency."), code="unknown_currency")
        return code

    def act(self) -> None:
        given = self.cleaned_data
        details: dict[str, Any] = {name: given[name] for name in _DETAILS}
        if self.position is not None:
            services.update_position(position=self.position, person=self.person, version=given["version"], **details)
            return
        self.position = services.create_position(
            account=given["account"],
            person=self.person,
            currency=given["currency"] or None,
            shares=given["shares"],
            entry_price=given["entry_price"],
            price=given["price"],
            opened_on=given["opened_on"],
            book=given["book"],
            **details,
        )


class OfPositionForm(DoneForm):
    """What is said of one position."""

    def __init__(self, data: Any = None, *, person: User, position: Position) -> None:
        self.person, self.position = person, position
        super().__init__(data)


class MoveForm(OfPositionForm):
    """Bought, sold, earned, charged."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[
        (Kind.BUY, _("I bought some")), (Kind.SELL, _("I sold some")),
        (Kind.YIELD, _("It earned something")), (Kind.FEE, _("It cost a fee")),
    ])  # fmt: skip
    shares = MoneyInput(
        label=_("Shares"), required=False, min_amount=0, max_length=40, help_text=_("Of a buy or a sale.")
    )
    amount = MoneyInput(label=_("Amount in all"), required=False, min_amount=0)
    on = DayInput(label=_("Day"), required=False, help_text=_("Left empty: today."))
    book = forms.BooleanField(
        label=_("Book it in the account's cash too"),
        required=False,
        help_text=_("Tick it unless the account has that line already, or will get it from the bank's file."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def act(self) -> None:
        services.record_move(position=self.position, person=self.person, **self.cleaned_data)


class ValueForm(OfPositionForm):
    """What it is worth on a day, in all or by the price of one."""

    price = MoneyInput(label=_("Price of one"), required=False, min_amount=0, max_length=40)
    value = MoneyInput(label=_("Or its value in all"), required=False, min_amount=0)
    on = DayInput(label=_("Day"), required=False, help_text=_("Left empty: today."))

    def act(self) -> None:
        services.set_value(position=self.position, person=self.person, **self.cleaned_data)


class CloseForm(OfPositionForm):
    """The last of it is sold."""

    amount = MoneyInput(
        label=_("What you got for the rest"), required=False, min_amount=0, help_text=_("0 where it is worthless.")
    )
    on = DayInput(label=_("Day"), required=False, help_text=_("Left empty: today."))
    book = forms.BooleanField(label=_("Book it in the account's cash too"), required=False)

    def act(self) -> None:
        services.close_position(position=self.position, person=self.person, **self.cleaned_data)


class SheetForm(DoneForm):
    """Positions from a CSV file; `report` says what became of each line."""

    account = AccountChoice(label=_("Account"), queryset=MoneyAccount.objects.none())
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With a first line that names its columns: name, symbol, kind, shares, entry_price, price, apy."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, person: User) -> None:
        self.person = person
        self.report: Report | None = None
        super().__init__(data, files)
        account = self.fields["account"]
        assert isinstance(account, AccountChoice)
        account.queryset = investment_accounts(person)
        account.initial = account.queryset.first()

    def act(self) -> None:
        try:
            sheet = read_sheet(self.cleaned_data["file"].read(MOST_BYTES + 1))
        except SheetRefused as refusal:
            self.add_error("file", str(refusal.message))
            return
        self.report = import_positions(account=self.cleaned_data["account"], person=self.person, sheet=sheet)


class PlanForm(DoneForm):
    """Target shares by kind, and the limits. All targets empty: those of the risk tolerance."""

    position_limit = forms.IntegerField(label=_("A single position at most, in per cent"), min_value=1, max_value=100)
    protocol_limit = forms.IntegerField(label=_("A single protocol at most, in per cent"), min_value=0, max_value=100)
    currency_limit = forms.IntegerField(label=_("Another currency at most, in per cent"), min_value=0, max_value=100)
    cash_months = forms.IntegerField(
        label=_("Cash in investment accounts, in months of spending"), min_value=0, max_value=MOST_MONTHS
    )
    fee_limit = MoneyInput(label=_("Fees of a year at most, in per cent"), min_amount=0)

    def __init__(self, data: Any = None, *, person: User, plan: Plan) -> None:
        self.person, self.plan = person, plan
        limits = ("position_limit", "protocol_limit", "currency_limit", "cash_months", "fee_limit")
        super().__init__(data, initial={name: getattr(plan, name) for name in limits})
        for kind, label in Position.Kind.choices:
            field = MoneyInput(label=_("Target: %(kind)s, in per cent") % {"kind": label}, required=False, min_amount=0)
            field.initial = plan.targets.get(kind)
            self.fields[f"target_{kind}"] = field

    def act(self) -> None:
        given = dict(self.cleaned_data)
        typed = {kind: given.pop(f"target_{kind}") for kind in Position.Kind.values}
        targets = {kind: percent for kind, percent in typed.items() if percent}
        if not self.plan.has_own_targets and targets == {k: Decimal(v) for k, v in self.plan.targets.items()}:
            # What stood there already was nobody's decision.
            targets = {}
        save_plan(person=self.person, targets=targets, **given)


class WalletForm(DoneForm):
    """An address on a chain; a key is never asked for."""

    chain = forms.ChoiceField(label=_("Chain"))
    address = forms.CharField(
        label=_("Address"), max_length=128, help_text=_("Only the public address. Never type a key or a seed phrase.")
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    account = AccountChoice(
        label=_("Account"), queryset=MoneyAccount.objects.none(), required=False, empty_label=_("A new one")
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.person = person
        self.wallet: Wallet | None = None
        super().__init__(data)
        chain, account = self.fields["chain"], self.fields["account"]
        assert isinstance(chain, forms.ChoiceField)
        assert isinstance(account, AccountChoice)
        chain.choices = chain_choices()
        mine = MoneyAccount.objects.owned_by(person).open().order_by("name")
        account.queryset = mine.filter(subtype=MoneyAccount.Subtype.WALLET)

    def act(self) -> None:
        self.wallet = wallet_services.link_wallet(person=self.person, **self.cleaned_data)
