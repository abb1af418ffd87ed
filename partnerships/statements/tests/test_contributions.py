"""A pot's contributions: rolled up once for each month, also after a pause of the machine; marked once by each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404

from config.kernel.models import AuditEntry
from partnerships.agreements.services import ask_for_mode
from partnerships.approvals.services import approve
from partnerships.core.errors import Overtaken
from partnerships.expenses.tests.conftest import Both, adds
from partnerships.statements.models import Contribution
from partnerships.statements.services import mark_contribution, roll_up_all, unmark_contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-08-20T12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def pot(clock: time_machine.Traveller, both: Both) -> Both:
    """A pot since 20 August, with 40.00 a month of which Ana bears 60 percent."""
    adds(both[0])
    approve(approval=ask_for_mode(standing=both[0], mode="pot"), by=both[1])
    return both


def test_each_month_is_rolled_up_once(pot: Both, clock: time_machine.Traveller) -> None:
    assert roll_up_all() == 2
    assert roll_up_all() == 0
    adds(pot[0], "Gas", "60")
    clock.move_to("2026-11-03T00:30:00Z")
    assert roll_up_all() == 6
    rows = Contribution.objects.order_by("month", "place").values_list("month", "required")
    assert [(month.month, int(required)) for month, required in rows] == [
        (8, 24), (8, 16), (9, 60), (9, 40), (10, 60), (10, 40), (11, 60), (11, 40),
    ]  # fmt: skip


def test_couples_who_settle_up_have_none(both: Both) -> None:
    assert roll_up_all() == 0


def test_ones_own_part_is_marked_once_and_taken_back_that_day(pot: Both, clock: time_machine.Traveller) -> None:
    roll_up_all()
    ana, ben = pot
    paid = mark_contribution(standing=ana)
    assert (paid.place, paid.paid_amount, paid.paid_on) == (0, Decimal(24), date(2026, 8, 20))
    with pytest.raises(Overtaken):
        mark_contribution(standing=ana, amount=Decimal(30))
    assert Contribution.objects.get(place=1).paid_on is None
    unmark_contribution(standing=ana)
    mark_contribution(standing=ana, amount=Decimal(30))
    clock.move_to("2026-08-21T12:00:00Z")
    with pytest.raises(ValidationError):
        unmark_contribution(standing=ana)
    with pytest.raises(Overtaken):
        unmark_contribution(standing=ben)
    assert AuditEntry.objects.filter(action="contribution_paid").count() == 2


def test_a_month_without_contributions_is_not_there(pot: Both) -> None:
    roll_up_all()
    with pytest.raises(Http404):
        mark_contribution(standing=pot[0], month=date(2026, 7, 1))
