"""What happens at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from config.kernel.models import AuditEntry
from ledger.core.errors import FieldError
from partnerships.approvals import services
from partnerships.approvals.models import Approval
from partnerships.approvals.tests.probe import ask
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
Both = tuple[Standing, Standing]


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def told(results: list[Any]) -> Counter[str]:
    """Each outcome by its name; what is neither done nor refused by the rules fails the test."""
    assert [
        each for each in results if isinstance(each, Exception) and not isinstance(each, Overtaken | FieldError)
    ] == []
    return Counter(each.code if isinstance(each, Overtaken) else "done" for each in results)


def decisions(approval: Approval) -> int:
    return AuditEntry.objects.filter(details__approval=str(approval.pk)).count()


def test_one_of_many_approvals_counts(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    acts: list[Callable[[], Any]] = [lambda: services.approve(approval=_fresh(asked), by=ben)] * 6
    assert told(all_at_once(acts)) == {"done": 1, "already_decided": 5}
    there = Partnership.objects.get()
    assert (there.approval_threshold, there.version) == (250, 2)
    assert decisions(asked) == 1


def test_approve_decline_and_withdraw_have_one_outcome_and_its_effect(both: Both) -> None:
    ana, ben = both
    for _round in range(5):
        Partnership.objects.update(approval_threshold=100)
        asked = ask(ana)
        acts: list[Callable[[], Any]] = [
            partial(services.approve, approval=_fresh(asked), by=ben),
            partial(services.decline, approval=_fresh(asked), by=ben),
            partial(services.withdraw, approval=_fresh(asked), by=ana),
            partial(services.approve, approval=_fresh(asked), by=ben),
        ]
        assert told(all_at_once(acts)) == {"done": 1, "already_decided": 3}
        outcome = Approval.objects.get(pk=asked.pk).status
        assert Partnership.objects.get().approval_threshold == (250 if outcome == "approved" else 100)
        assert decisions(asked) == 1


def test_of_many_requests_for_one_thing_one_waits(both: Both) -> None:
    ana, ben = both
    acts: list[Callable[[], Any]] = [partial(ask, who) for who in (ana, ben, ana, ben)]
    assert told(all_at_once(acts)) == {"done": 1, "already_asked": 3}
    assert Approval.objects.filter(status="pending").count() == 1


def test_what_moved_is_asked_anew_once(both: Both) -> None:
    ana, ben = both
    asked = ask(ana)
    Partnership.objects.update(approval_threshold=40, version=9)
    acts: list[Callable[[], Any]] = [lambda: services.approve(approval=_fresh(asked), by=ben)] * 4
    outcomes = told(all_at_once(acts))
    assert outcomes["item_moved"] == 1
    assert outcomes["already_decided"] == 3
    assert Approval.objects.filter(status="pending").count() == 1
    assert Partnership.objects.get().approval_threshold == 40


def _fresh(approval: Approval) -> Approval:
    return Approval.objects.get(pk=approval.pk)
