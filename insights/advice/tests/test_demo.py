"""The demo household has asked before it bought, and its answers are weighed by its own figures."""

from __future__ import annotations

import pytest

from insights.advice.models import Advice
from ledger.demo.household import make_demo, remove_demo

pytestmark = pytest.mark.django_db


def test_the_demo_has_answers_of_more_than_one_kind_and_leaves_none() -> None:
    make_demo()
    found = {each.item_description: (each.decision, each.outcome) for each in Advice.objects.all()}
    assert found["Camper van"] == (Advice.Decision.DONT_BUY, Advice.Outcome.DROPPED)
    assert found["Winter coat"] == (Advice.Decision.BUY, Advice.Outcome.OPEN)
    remove_demo()
    assert not Advice.objects.exists()
