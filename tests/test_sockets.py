"""Every way into the socket, and who hears what: the part of `python -m prove routes` that asks no route."""

from __future__ import annotations

import pytest

from ledger.core.models import Category
from ledger.core.system_categories import store_system_categories
from prove.outcome import Outcome
from prove.routing import sockets
from prove.routing.cast import make_cast


@pytest.mark.django_db(transaction=True)
def test_the_socket_lets_in_whom_it_should_and_tells_nobody_of_another() -> None:
    # A test before this one may have emptied the tables, the shared categories with them.
    if not Category.objects.exists():
        store_system_categories(Category)
    outcome = Outcome()
    sockets.prove(make_cast(), outcome)
    assert outcome.failures == {}
    assert outcome.figures["frames heard by the owner"]
