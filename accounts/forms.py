"""What people fill in about themselves."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignupForm(forms.Form):
    """Base of allauth's sign-up form and of its API input: what we ask beyond e-mail and password."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data.get("name", "")
        user.save(update_fields=["name"])
