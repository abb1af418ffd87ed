"""Asking for the password again before something that cannot be undone."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def require_password(request: HttpRequest, person: User, password: str) -> None:
    """Counts wrong tries as failed log-ins.

    Raises:
        ValidationError: on `password`, `incorrect_password` or `too_many_login_attempts`.
    """
    try:
        found = get_adapter(request).authenticate(request, email=person.email, password=password)
    except ValidationError as error:
        raise ValidationError({"password": error}) from error
    if found is None or found.pk != person.pk:
        raise ValidationError(
            {"password": ValidationError(_("That is not your password."), code="incorrect_password")}
        )
