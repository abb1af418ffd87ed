"""A month is kept once, and an agreement is made once, whoever does it at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partnerships.agreements.models import Agreement, MonthShare
from partnerships.agreements.month_shares import keep_month
from partnerships.agreements.services import ask_for_agreement, earliest_start
from partnerships.agreements.terms import Terms
from partnerships.agreements.tests.conftest import Both, earns
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_a_month_is_kept_once(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "3000")
    earns(ben.person, "1000")
    agreement = Agreement.objects.get()
    acts: list[Callable[[], Any]] = [lambda: keep_month(ana.partnership, agreement, date(2026, 3, 1)).first_share] * 6
    assert all_at_once(acts) == [750_000_000] * 6
    assert MonthShare.objects.count() == 1


def test_an_agreement_is_made_once(both: Both) -> None:
    ana, ben = both
    starts_on = earliest_start(ana.partnership)
    asked = ask_for_agreement(
        standing=ana, terms=Terms(starts_on=starts_on, method="percent", first_percent=Decimal(60))
    )
    acts: list[Callable[[], Any]] = [lambda: approve(approval=Approval.objects.get(pk=asked.pk), by=ben)] * 5
    results = all_at_once(acts)
    assert sum(isinstance(each, Approval) for each in results) == 1
    assert Agreement.objects.filter(starts_on=starts_on, method="percent").count() == 1
