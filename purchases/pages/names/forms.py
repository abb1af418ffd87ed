from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.core.forms import ServiceForm
from purchases.core.models import Brand, Retailer
from purchases.pages.names.figures import MOST_SHOWN


class AddForm(ServiceForm):
    """A shop or brand of one's own; `prefix` keeps the two forms of the page apart."""

    name = forms.CharField(
        label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off", "required": False})
    )
    url = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip


class ReplaceForm(ServiceForm):
    """What things of it name from then on; needed where there are any."""

    replacement: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=Retailer.objects.none(), label=_("Things of it go to"), required=False
    )

    def __init__(self, data: Any = None, *, person: User, record: Retailer | Brand, is_used: bool) -> None:
        super().__init__(data)
        field = self.fields["replacement"]
        assert isinstance(field, forms.ModelChoiceField)
        others = type(record).objects.visible_to(person).exclude(pk=record.pk).order_by("name_key")
        # Of a slice no single one can be asked for.
        field.queryset = others[:MOST_SHOWN] if data is None else others
        field.required = is_used
        field.empty_label = _("Choose one")
