from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.core.category_tree import category_tree
from ledger.core.forms import ServiceForm
from ledger.core.models import Category
from partnerships.sharing.gifts import USUALLY
from partnerships.sharing.levels import accounts_of_one

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MESSAGE_LENGTH = 500


class HideForm(ServiceForm):
    until = forms.DateField(label=_("Until"), widget=DAY)

    def __init__(self, data: Any = None, *, person: User, initial: Any = None) -> None:
        super().__init__(data, initial={"until": initial or person.today + USUALLY})


class JoinForm(ServiceForm):
    whole = forms.BooleanField(
        label=_("Everything on it is for both, its history too"),
        required=False,
        help_text=_("Otherwise what is booked from the answer on."),
    )
    message = forms.CharField(label=_("Message"), max_length=MESSAGE_LENGTH, required=False)


class RuleForm(ServiceForm):
    """One choice of an account or a category; `since` says from when on."""

    what = forms.ChoiceField(label=_("For both"))
    since = forms.DateField(label=_("Booked from"), widget=DAY)

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, initial={"since": person.today})
        self.accounts = {str(each.pk): each for each in accounts_of_one(person) if each.closed_on is None}
        tree = category_tree(person)
        self.category_names = {str(each.pk): each.name for group in tree.groups() for each in group.categories}
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose")),
            (_("Everything paid from"), [(f"account:{key}", each.name) for key, each in self.accounts.items()]),
            *(
                (group.name, [(f"category:{each.pk}", each.name) for each in group.categories])
                for group in tree.groups()
            ),
        ]

    def chosen(self) -> dict[str, Any]:
        """What add_rule takes."""
        kind, _separator, key = self.cleaned_data["what"].partition(":")
        if kind == "account":
            return {"account": self.accounts[key]}
        return {"category": Category.objects.get(pk=key)}
