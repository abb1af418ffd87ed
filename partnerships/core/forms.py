from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.core.models import Member


class EndForm(forms.Form):
    """Ending takes the partner's name, typed, so that nobody does it in passing."""

    name = forms.CharField(
        label=_("Their name, to be sure"), max_length=100, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, partner: Member) -> None:
        super().__init__(data)
        self.partner = partner

    def clean_name(self) -> str:
        typed: str = " ".join(self.cleaned_data["name"].split())
        names = {str(self.partner)} | ({self.partner.person.name} if self.partner.person else set())
        if typed.casefold() not in {" ".join(each.split()).casefold() for each in names if each}:
            raise forms.ValidationError(_("This is not their name."), code="other_name")
        return typed
