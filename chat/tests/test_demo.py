from __future__ import annotations

import pytest

from chat.demo import SAID
from chat.models import Message
from chat.unread import unread_count
from ledger.demo.household import make_demo, remove_demo

pytestmark = pytest.mark.django_db


def test_the_demo_couple_has_talked_and_nothing_of_it_outlives_them() -> None:
    ana, ben = make_demo()
    assert [each.text for each in Message.objects.visible_to(ana).order_by("pk")] == [text for _who, text in SAID]
    assert (unread_count(ana), unread_count(ben)) == (2, 1)
    remove_demo()
    assert not Message.objects.exists()
