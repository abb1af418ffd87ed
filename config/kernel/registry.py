"""Where a higher app leaves what a lower one has to call, so that imports keep running one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

PersonDataDeleter = Callable[[Any], None]
SignupInvitation = Callable[[HttpRequest], bool]
_person_data_deleters: list[PersonDataDeleter] = []
_signup_invitations: list[SignupInvitation] = []


def deletes_person_data(deleter: PersonDataDeleter) -> PersonDataDeleter:
    """Register what has to go before a person's row can. Called inside the deleting transaction.

    It removes what is the person's alone and leaves what somebody else still owns a part of.
    """
    if deleter not in _person_data_deleters:
        _person_data_deleters.append(deleter)
    return deleter


def delete_person_data(person: Any) -> None:
    """Run every registered deleter, the latest registered (the highest app's) first."""
    for deleter in reversed(_person_data_deleters):
        deleter(person)


def invites_to_sign_up(invitation: SignupInvitation) -> SignupInvitation:
    """Register a question: does this visitor hold an invitation? Asked where SIGNUPS is `invited`."""
    if invitation not in _signup_invitations:
        _signup_invitations.append(invitation)
    return invitation


def is_invited(request: HttpRequest) -> bool:
    return any(invitation(request) for invitation in _signup_invitations)
