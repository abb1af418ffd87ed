from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.saved.services import LONGEST_NAME


class NameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def refuse(self, refused: ValidationError) -> None:
        """What is wrong with the name stands beside it, anything else above."""
        by_field = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for field, texts in by_field.items():
            self.add_error("name" if field == "name" else None, texts)
