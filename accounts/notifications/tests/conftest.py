"""Two kinds of notification of our own, and a person who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications import kinds
from accounts.notifications.kinds import Data, Kind, Words
from accounts.notifications.models import Notification
from accounts.notifications.services import notify

RENT, GIFT = "test_rent", "test_gift"
Tells = Callable[..., Notification | None]


def _words(data: Data, reader: User) -> Words:
    return Words(f"Rent of {data['who']}", f"{data['who']} asks {reader.short_name}", "/transactions/")


@pytest.fixture(autouse=True)
def _two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of those of the apps, so that no test depends on how many there are."""
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind(RENT, "Rent", "Home", "house", _words, by_email=True))
    kinds.register(Kind(GIFT, "A gift", "Presents", "gift", _words))


@pytest.fixture
def tell(ana: User) -> Tells:
    """Ana of rent, unless told otherwise; each call its own cause."""
    told: list[Any] = []

    def one(person: User = ana, **values: Any) -> Notification | None:
        told.append(None)
        given = {"kind": RENT, "cause": f"rent:{len(told)}", "data": {"who": "Nord"}}
        return notify(person_id=person.pk, **(given | values))

    return one


@pytest.fixture
def ana_api(ana: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(ana)
    return client
