from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from partnerships.inviting import services
from partnerships.inviting.services import Sent


def link_of(secret: str) -> str:
    return f"https://money.example.org/invitation/{secret}/"


def invited_by(person: User, **proposal: Any) -> Sent:
    return services.invite(inviter=person, link_of=link_of, **proposal)


def verify(person: User, email: str = "", verified: bool = True) -> None:
    EmailAddress.objects.create(user=person, email=email or person.email, verified=verified, primary=not email)


@pytest.fixture
def sent(ana: User) -> Sent:
    """Ana's invitation, by link or code."""
    return invited_by(ana, message="So we stop guessing.")
