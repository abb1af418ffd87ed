"""What a person says of a key they make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keys.scopes import offered_to

LIVES = (
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    ("", _("For ever, until I revoke it")),
)


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What will use it: 'Backup at night', 'Spreadsheet'."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(label=_("How long it works"), choices=LIVES, required=False, initial="365")
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = list(offered_to(person).items())
        if not person.has_usable_password():
            del self.fields["password"]

    def expires_at(self) -> datetime | None:
        """Of a valid form; None means never."""
        days = self.cleaned_data["days"]
        return timezone.now().astimezone(UTC) + timedelta(days=int(days)) if days else None
