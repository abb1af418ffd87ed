"""The composer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import LONGEST


class PresenceForm(forms.Form):
    is_shown = forms.BooleanField(label=_("Show when I am here"), required=False)


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
