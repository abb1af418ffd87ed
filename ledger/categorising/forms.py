"""A rule as people write it down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.forms import MoneyInput
from ledger.categorising.models import Rule
from ledger.categorising.ruling import check_rule, create_rule, update_rule
from ledger.core.category_tree import category_tree
from ledger.core.forms import AccountChoice, ServiceForm
from ledger.core.models import Category, MoneyAccount, Transaction


class RuleForm(ServiceForm):
    payee = forms.CharField(label=_("The payee"), max_length=200, required=False)
    payee_match = forms.ChoiceField(label=_("How"), choices=Rule.PayeeMatch.choices, required=False)
    text = forms.CharField(
        label=_("Payee or note contain"), max_length=200, required=False, help_text=_("Case and accents do not matter.")
    )
    amount_min = MoneyInput(label=_("Amount from"), required=False)
    amount_max = MoneyInput(label=_("Amount to"), required=False)
    account = AccountChoice(label=_("Account"), queryset=MoneyAccount.objects.none(), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Transaction.Kind.choices], required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    new_payee = forms.CharField(
        label=_("Call the payee"), max_length=200, required=False, help_text=_("For lines of bank files.")
    )
    new_notes = forms.CharField(label=_("Set the note"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, rule: Rule | None = None, initial: Any = None) -> None:
        self.person, self.rule = person, rule
        super().__init__(data, initial=_initial_of(rule) if rule else (initial or {"payee_match": "contains"}))
        account = self.fields["account"]
        assert isinstance(account, AccountChoice)
        account.queryset = MoneyAccount.objects.owned_by(person).order_by("name")
        account.empty_label = _("Any")
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        groups = category_tree(person).groups(keep=rule.category_id if rule else None)
        category.choices = [
            ("", _("Leave as it is")),
            *((group.name, [(str(each.id), each.name) for each in group.categories]) for group in groups),
        ]

    def unsaved(self) -> Rule | None:
        """The rule the form describes, for a preview; None when it would be refused."""
        if not self.is_valid():
            return None
        rule = Rule(person=self.person, position=0, **self._fields())
        try:
            check_rule(rule)
        except ValidationError:
            return None
        return rule

    def save(self) -> Rule | None:
        """None when the service refused (the form then has errors). Raises Conflict."""
        try:
            if self.rule is None:
                return create_rule(person=self.person, **self._fields())
            return update_rule(rule=self.rule, version=self.cleaned_data["version"], **self._fields())
        except ValidationError as error:
            self.refused(error)
            return None

    def _fields(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        key = given["category"]
        given["category"] = Category.objects.visible_to(self.person).filter(pk=UUID(key)).first() if key else None
        given["payee_match"] = given["payee_match"] or Rule.PayeeMatch.CONTAINS.value
        return given


def _initial_of(rule: Rule) -> dict[str, Any]:
    names = ("payee", "payee_match", "text", "amount_min", "amount_max", "kind", "new_payee", "new_notes", "version")
    return {
        **{name: getattr(rule, name) for name in names},
        "account": rule.account_id,
        "category": str(rule.category_id or ""),
    }
