"""Beginning and going on at the same moment: one row, one step."""

from __future__ import annotations

import pytest

from config.kernel.models import AuditEntry
from partnerships.core.errors import Overtaken
from partnerships.dates.models import MoneyDate
from partnerships.dates.services import begin_date, finish_date, take_step
from partnerships.dates.tests.conftest import Both, go_to
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_one_begins_it(both: Both) -> None:
    results = all_at_once([lambda one=each: begin_date(standing=one) for each in both] * 4)
    assert {each.pk for each in results} == {MoneyDate.objects.get().pk}
    assert AuditEntry.objects.filter(action="money_date_begun").count() == 1


def test_one_takes_the_step(both: Both) -> None:
    begun = begin_date(standing=both[0])
    results = all_at_once([lambda one=each: take_step(standing=one, money_date=begun, seen=1) for each in both] * 4)
    late = [each for each in results if isinstance(each, Overtaken)]
    assert len(late) == len(results) - 1, results
    assert {each.code for each in late} == {"date_moved"}
    assert MoneyDate.objects.get().step == 2


def test_one_finishes_it(both: Both) -> None:
    last = go_to(both[0], 5)
    results = all_at_once([lambda one=each: finish_date(standing=one, money_date=last) for each in both] * 3)
    assert sum(isinstance(each, MoneyDate) for each in results) == 1, results
    assert AuditEntry.objects.filter(action="money_date_finished").count() == 1
