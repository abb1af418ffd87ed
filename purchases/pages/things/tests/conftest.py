"""Ana before her things."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def door(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def bens_door(ben: User) -> Client:
    client = Client()
    client.force_login(ben)
    return client
