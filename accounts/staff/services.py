"""What staff do about people. The caller is staff, and was just looked up."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.sockets import close_sockets_of


class NotForStaff(Exception):
    """Codes: `not_yourself`, and `chief_only` where other staff are concerned."""

    def __init__(self, message: str | Promise, code: str) -> None:
        super().__init__(message)
        self.message, self.code = str(message), code


@transaction.atomic
def block_person(*, person: User, blocked_by: User) -> bool:
    """Log a person out everywhere and let them in no more, by page, app or key. False if they were blocked already.

    Raises:
        NotForStaff: oneself, or other staff by somebody who does not run the instance.
    """
    _check(person, blocked_by)
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return False
    close_sockets_of(person.pk)
    return True


@transaction.atomic
def unblock_person(*, person: User, unblocked_by: User) -> bool:
    """Let a person in again. False if they were not blocked. Raises NotForStaff as `block_person`."""
    _check(person, unblocked_by)
    return bool(User.objects.filter(pk=person.pk, is_active=False).update(is_active=True))


def _check(person: User, staff: User) -> None:
    if person.pk == staff.pk:
        raise NotForStaff(_("Somebody else has to do that for you."), "not_yourself")
    if (person.is_staff or person.is_superuser) and not staff.is_superuser:
        raise NotForStaff(_("Only who runs the instance decides about staff."), "chief_only")
