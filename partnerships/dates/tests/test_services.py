"""A money date begins once a week, goes step by step whoever presses, and is finished once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from config.kernel.models import AuditEntry
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount
from ledger.core.system_categories import system_category_id
from partnerships.agreements.services import ask_for_threshold
from partnerships.approvals.services import decline
from partnerships.core.errors import Overtaken
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.dates import services
from partnerships.dates.models import STEPS, MoneyDate
from partnerships.dates.sorting import Choice, file_line, give_back
from partnerships.dates.tests.conftest import MONDAY, Both, Pays, finished, go_to
from partnerships.dates.weeks import date_of_week, streak
from partnerships.dates.wording import in_a_row
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.statements.balance import balance_of
from partnerships.statements.services import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr(services, "push", lambda people, event, data: told.append((set(people), event, data)))
    return told


def test_whoever_is_second_gets_the_same_one(both: Both, frames: list[Any]) -> None:
    first = services.begin_date(standing=both[0])
    assert (first.week, first.step, first.finished_at) == (MONDAY, 1, None)
    assert services.begin_date(standing=both[1]) == first
    assert MoneyDate.objects.get().started_by == both[0].person
    assert frames == [
        (set(both[0].people), "date:step", {"date_id": str(first.pk), "step": 1, "by": str(both[0].person.pk)})
    ]
    assert AuditEntry.objects.filter(action="money_date_begun").count() == 1


@pytest.mark.parametrize(("now", "week"), [("2026-11-22T20:00Z", MONDAY), ("2026-11-22T23:30Z", MONDAY + timedelta(7))])
def test_a_week_ends_with_the_persons_own_sunday(both: Both, now: str, week: date) -> None:
    """Ana lives in Berlin, where Monday begins an hour before midnight in UTC."""
    with time_machine.travel(now, tick=False):
        assert services.begin_date(standing=both[0]).week == week


def test_the_two_go_from_step_to_step_and_back(both: Both, frames: list[Any]) -> None:
    begun = services.begin_date(standing=both[0])
    at_two = services.take_step(standing=both[1], money_date=begun, seen=1)
    assert (at_two.step, at_two.name, at_two.version) == (2, "answer", 2)
    assert frames[-1] == (
        set(both[0].people), "date:step", {"date_id": str(begun.pk), "step": 2, "by": str(both[1].person.pk)}
    )  # fmt: skip
    with pytest.raises(Overtaken) as late:
        services.take_step(standing=both[0], money_date=begun, seen=1)
    assert late.value.code == "date_moved"
    assert late.value.current is not None
    assert late.value.current["step"] == 2
    assert services.take_step(standing=both[0], money_date=begun, seen=2, to=1).step == 1
    for to in (0, 3, 6, -1):
        with pytest.raises(FieldError):
            services.take_step(standing=both[0], money_date=begun, seen=1, to=to)
    assert len(frames) == 3


def test_it_is_finished_once_and_from_the_last_step(both: Both, frames: list[Any]) -> None:
    at_four = go_to(both[0], 4)
    with pytest.raises(Overtaken, match="date_moved"):
        services.finish_date(standing=both[1], money_date=at_four)
    done = finished(both[1])
    assert done.finished_at is not None
    assert frames[-1] == (
        set(both[0].people), "date:finished", {"date_id": str(done.pk), "by": str(both[1].person.pk)}
    )  # fmt: skip
    for act in (services.finish_date, services.take_step):
        more = {"seen": STEPS, "to": 1} if act is services.take_step else {}
        with pytest.raises(Overtaken, match="date_finished"):
            act(standing=both[0], money_date=done, **more)
    assert services.begin_date(standing=both[0]).finished_at == done.finished_at
    assert AuditEntry.objects.filter(action="money_date_finished").count() == 1


def test_it_rests_and_ends_with_the_partnership(both: Both) -> None:
    begun = go_to(both[0], 2)
    pause_partnership(standing=both[0])
    for act in (services.begin_date, services.take_step, services.finish_date):
        more: dict[str, Any] = {} if act is services.begin_date else {"money_date": begun}
        more |= {"seen": 2} if act is services.take_step else {}
        with pytest.raises(Overtaken, match="partnership_paused"):
            act(standing=both[1], **more)
    end_partnership(standing=both[0])
    with pytest.raises(Overtaken, match="no_partnership"):
        services.begin_date(standing=both[1])
    assert MoneyDate.objects.visible_to(both[0].person).get() == begun


def test_what_was_done_is_counted_as_each_step_is_left(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    lines = [pays(joint, ana.person, f"Nobody knows {number}") for number in range(3)]
    groceries = system_category_id("groceries")
    begun = services.begin_date(standing=ana)
    for standing, line in zip((ana, ben, ben), lines, strict=True):
        file_line(standing=standing, choice=Choice(line.pk, groceries))
    give_back(standing=ben, line=lines[2].pk, category=None)
    asked = ask_for_threshold(standing=ana, threshold=Decimal(250))
    left = services.take_step(standing=ana, money_date=begun, seen=1)
    decline(approval=asked, by=ben)
    left = services.take_step(standing=ana, money_date=left, seen=2)
    rent, _asked = add_expense(standing=ana, values={"name": "Garage", "amount": Decimal(50), "payer": 0})
    mark_paid(standing=ana, expense=rent, due_on=rent.starts_on)
    left = services.take_step(standing=ana, money_date=left, seen=3)
    settle(standing=ben, expected_amount=balance_of(ana.partnership))
    left = services.take_step(standing=ana, money_date=left, seen=4)
    done = services.finish_date(standing=ana, money_date=left)
    assert done.counts == {"sort": 2, "answer": 1, "week": "50.00", "settle": "25.00", "agree": "50.00"}


def test_a_streak_counts_weeks_without_a_gap(both: Both) -> None:
    partnership, today = both[0].partnership, both[0].person.today

    def done(*weeks_ago: int) -> int:
        MoneyDate.objects.all().delete()
        for number in weeks_ago:
            week = MONDAY - timedelta(weeks=number)
            MoneyDate.objects.create(partnership=partnership, week=week, step=5, finished_at="2026-11-01T12:00:00Z")
        return streak(partnership, today)

    assert done() == 0
    assert done(1, 2, 3, 4, 5) == 5
    assert done(0, 1, 2) == 3
    assert done(2, 3) == 0
    assert done(0, 2) == 1
    assert done(*range(70)) == 60
    MoneyDate.objects.filter(week=MONDAY - timedelta(weeks=4)).update(finished_at=None)
    assert streak(partnership, today) == 4


def test_a_streak_is_told_in_words() -> None:
    assert [in_a_row(number) for number in (0, 1)] == ["", ""]
    assert in_a_row(6) == "Your sixth in a row."
    assert in_a_row(61) == "61 in a row."


def test_this_weeks_is_one_of_the_readers_own_partnership(both: Both) -> None:
    assert date_of_week(both[0]) is None
    begun = services.begin_date(standing=both[1])
    assert date_of_week(both[0]) == begun
