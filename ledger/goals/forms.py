"""What people type of a goal, and of what goes in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.formatting import active_locale, format_money, format_short_day
from config.kernel.forms import MoneyInput
from ledger.core.category_tree import category_tree
from ledger.core.forms import AccountChoice, ServiceForm
from ledger.core.models import MoneyAccount
from ledger.goals import services, sharing
from ledger.goals.errors import SharingRefused
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.offers import Offer, payments_for
from ledger.goals.values import COLORS, ICONS
from ledger.recurring.forms import DayInput

ME, BOTH = "me", "both"
Kind = GoalContribution.Kind
_COPIED = ("name", "description", "goal_type", "target_amount", "monthly_amount", "target_date", "priority")


class GoalForm(ServiceForm):
    """`save` makes or changes one's own; of both's it asks the other."""

    name = forms.CharField(label=_("Name"), max_length=200)
    target_amount = MoneyInput(label=_("How much"))
    target_date = DayInput(label=_("Wanted by"), required=False)
    monthly_amount = MoneyInput(
        label=_("Each month"),
        required=False,
        min_amount=0,
        help_text=_("What you mean to put in. Left empty, what usually goes in counts."),
    )
    goal_type = forms.ChoiceField(label=_("Kind"), choices=Goal.Type.choices)
    whose = forms.ChoiceField(label=_("Whose"), choices=[(ME, ME), (BOTH, BOTH)], required=False)
    account = AccountChoice(
        label=_("Where the money lies"),
        queryset=MoneyAccount.objects.none(),
        required=False,
        empty_label=_("Not said"),
        help_text=_("The goal earmarks it there; the balance stays what it is."),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    priority = forms.IntegerField(label=_("Priority"), min_value=1, max_value=10, help_text=_("1 comes first."))
    description = forms.CharField(label=_("Note"), max_length=500, required=False)
    message = forms.CharField(label=_("Say something to it"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, goal: Goal | None = None) -> None:
        self.person, self.goal = person, goal
        self.couple = sharing.current().couple_of(person)
        super().__init__(data, initial=self._initial())
        account = self.fields["account"]
        assert isinstance(account, AccountChoice)
        account.queryset = MoneyAccount.objects.visible_to(person).open().order_by("name")
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = self._categories()
        self._offer_whose()

    @property
    def is_shared(self) -> bool:
        return self.goal is not None and self.goal.household_id is not None

    def _offer_whose(self) -> None:
        if self.goal is not None or self.couple is None or not self.couple.is_active:
            del self.fields["whose"]
            if not self.is_shared:
                del self.fields["message"]
            return
        whose = self.fields["whose"]
        assert isinstance(whose, forms.ChoiceField)
        with_partner = _("Both of us: %(partner)s is asked") % {"partner": self.couple.partner}
        whose.choices = [(ME, _("Mine: only I see it")), (BOTH, with_partner)]

    def _categories(self) -> list[Any]:
        kept = self.goal.category_id if self.goal else None
        groups = category_tree(self.person).groups(kind="expense", keep=kept)
        found: list[Any] = [("", _("None"))]
        for group in groups:
            offered = [(str(each.id), each.name) for each in group.categories if each.is_system or not self.is_shared]
            if offered:
                found.append((group.name, offered))
        return found

    def _initial(self) -> dict[str, Any]:
        goal = self.goal
        if goal is None:
            return {"goal_type": Goal.Type.OTHER, "priority": 1, "whose": ME}
        values = {name: getattr(goal, name) for name in (*_COPIED, "version")}
        return {**values, "account": goal.account_id, "category": str(goal.category_id or "")}

    def _values(self) -> dict[str, Any]:
        given = self.cleaned_data
        values = {name: given[name] for name in _COPIED}
        values["category_id"] = UUID(given["category"]) if given["category"] else None
        account = given["account"]
        if account is not None or self._sees_account():
            values["account_id"] = account.pk if account else None
        kind = Goal.Type(given["goal_type"])
        if self.goal is not None and kind != self.goal.goal_type:
            values |= {"icon": ICONS[kind], "color": COLORS[kind]}
        return values

    def _sees_account(self) -> bool:
        """What they do not see, and so were not shown, stays as it is."""
        named = self.goal.account_id if self.goal else None
        return named is None or MoneyAccount.objects.visible_to(self.person).filter(pk=named).exists()

    def save(self) -> bool:
        """Whether it was done or asked for; the form has errors otherwise. Raises Conflict."""
        values, message = self._values(), self.cleaned_data.get("message", "")
        version = self.cleaned_data["version"]
        try:
            if self.goal is None and self.cleaned_data.get("whose") == BOTH:
                self.goal, _asked = sharing.current().add(person=self.person, values=values, message=message)
            elif self.goal is None:
                self.goal = services.create_goal(person=self.person, **values)
            elif self.is_shared:
                sharing.current().change(
                    person=self.person, goal=self.goal, changes=values, version=version, message=message
                )
            else:
                services.update_goal(goal=self.goal, changed_by=self.person, version=version, **values)
        except ValidationError as error:
            self.refused(error)
            return False
        except SharingRefused as refused:
            self.add_error(None, str(refused.message))
            return False
        return True


def _offer_words(offer: Offer) -> str:
    entry, locale = offer.entry, active_locale()
    rest = format_money(offer.rest, entry.account.currency, locale).text
    return f"{format_short_day(entry.booked_on, locale)} · {entry.payee or entry.get_kind_display()} · {rest}"


class MoneyForm(ServiceForm):
    """Money that goes in, by hand or from a payment, is taken out, or was earned."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[
        (Kind.CONTRIBUTION, _("Money was put in")),
        (Kind.WITHDRAWAL, _("Money was taken out")),
        (Kind.YIELD, _("It earned something")),
    ])  # fmt: skip
    amount = MoneyInput(label=_("Amount"), required=False)
    transaction = forms.ChoiceField(
        label=_("From a payment"), required=False, help_text=_("Without an amount all that is left of it.")
    )
    on = DayInput(label=_("Day"), required=False, help_text=_("Left empty: today, or the day of the payment."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, person: User, goal: Goal, entry_id: UUID | None = None) -> None:
        self.person, self.goal = person, goal
        self.offers = {str(each.entry.pk): each for each in payments_for(goal, person, entry_id)}
        chosen = str(entry_id) if str(entry_id) in self.offers else ""
        initial = {"kind": Kind.CONTRIBUTION, "transaction": chosen}
        super().__init__(data, initial=initial)
        field = self.fields["transaction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("By hand")), *((key, _offer_words(each)) for key, each in self.offers.items())]
        if not self.offers:
            del self.fields["transaction"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        offer = self.offers.get(given.get("transaction", ""))
        if given.get("amount") is None and "amount" not in self.errors:
            if offer is None:
                self.add_error("amount", _("Say how much."))
            given["amount"] = offer.rest if offer else None
        if offer is not None and given.get("kind") != Kind.CONTRIBUTION:
            self.add_error("transaction", _("Only what is put in can be part of a payment."))
        return given

    def save(self) -> GoalContribution | None:
        """What was logged, or None when the service refused (the form then has errors)."""
        given = self.cleaned_data
        amount: Decimal = given["amount"]
        offer = self.offers.get(given.get("transaction", ""))
        common: dict[str, Any] = {"goal": self.goal, "person": self.person, "amount": amount, "note": given["note"]}
        common["on"] = given["on"]
        try:
            if given["kind"] == Kind.WITHDRAWAL:
                return services.withdraw(**common)
            if given["kind"] == Kind.YIELD:
                return services.log_yield(**common)
            return services.contribute(**common, transaction=offer.entry if offer else None)
        except ValidationError as error:
            self.refused(error)
        except SharingRefused as refused:
            self.add_error(None, str(refused.message))
        return None


class PartForm(ServiceForm):
    """One that was logged, changed."""

    amount = MoneyInput(label=_("Amount"))
    on = DayInput(label=_("Day"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, person: User, part: GoalContribution) -> None:
        self.person, self.part = person, part
        super().__init__(data, initial={"amount": abs(part.amount), "on": part.on, "note": part.note})

    def save(self) -> bool:
        try:
            services.change_contribution(contribution=self.part, person=self.person, **self.cleaned_data)
        except ValidationError as error:
            self.refused(error)
        except SharingRefused as refused:
            self.add_error(None, str(refused.message))
        return not self.errors
