from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insights.language.consent import What


class ConsentForm(forms.Form):
    """One switch for each thing that may be read; a switch that is off is not sent by a browser."""

    answers = forms.BooleanField(label=_("Write answers for me"), required=False)
    payees = forms.BooleanField(label=_("Sort payees that nobody knows"), required=False)

    def given(self) -> list[str]:
        return [each for each in What.values if self.cleaned_data[each]]
