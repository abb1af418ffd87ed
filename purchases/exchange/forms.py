"""What people choose of an export of things."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

FORMS = [
    ("csv", _("CSV, for a spreadsheet")),
    ("json", _("JSON, with everything but the documents themselves")),
    ("zip", _("ZIP, with everything and the documents")),
]


class ThingExportForm(forms.Form):
    form = forms.ChoiceField(label=_("File"), choices=FORMS, widget=forms.RadioSelect, initial="csv")
    archived = forms.BooleanField(label=_("Archived things too"), required=False, initial=True)
