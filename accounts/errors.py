"""Rules of people that a request can break."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class StaleProfile(ValidationError):
    """The profile was changed since the caller read it."""

    def __init__(self) -> None:
        super().__init__(_("Your profile was changed in the meantime."), code="version_conflict")
