"""Ana and Ben, who save together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from ledger.goals.models import Goal
from partnerships.approvals.services import approve
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.goals.services import add_goal

Both = tuple[Standing, Standing]


@pytest.fixture
def both(ana: User, ben: User, couple: Partnership) -> Both:
    return standing_in(ana, couple.pk), standing_in(ben, couple.pk)


def proposes(standing: Standing, **values: Any) -> Any:
    lisbon = {"name": "Lisbon", "target_amount": Decimal(2400), "target_date": date(2037, 5, 1)}
    return add_goal(standing=standing, values={**lisbon, **values})


@pytest.fixture
def lisbon(both: Both) -> Goal:
    """One they have agreed on."""
    goal, asked = proposes(both[0])
    approve(approval=asked, by=both[1])
    goal.refresh_from_db()
    return Goal.objects.get(pk=goal.pk)
