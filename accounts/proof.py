"""Asking for the password again before something that cannot be undone."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def require_password(*, person: User, password: str) -> None:
    """Counts wrong tries as failed log-ins. Needs a request around it, whose address is counted too.

    Raises:
        ValidationError: on `password`, `incorrect_password`, `too_many_login_attempts` or `no_password`.
    """
    if not person.has_usable_password():
        raise ValidationError({"password": ValidationError(_("Set a password first."), code="no_password")})
    try:
        is_theirs = get_adapter().reauthenticate(person, password)
    except ValidationError as error:
        raise ValidationError({"password": error}) from error
    if not is_theirs:
        raise ValidationError({"password": ValidationError(_("That is not your password."), code="incorrect_password")})
