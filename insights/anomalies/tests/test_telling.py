"""People are told of what is unusual once, and of one payment by one notification."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.reading import told_as
from config.kernel import jobs
from config.kernel.models import Job
from insights.anomalies.services import call_usual
from insights.anomalies.telling import LOOK, LOOK_ALL, tell_of_unusual
from insights.anomalies.tests.conftest import Buys
from ledger.alerting.receivers import watch_account
from ledger.core.models import MoneyAccount
from ledger.core.services.granting import add_co_owner
from ledger.core.services.withholding import withhold_transaction

pytestmark = pytest.mark.usefixtures("settled")


def told(person: User) -> list[Notification]:
    return list(Notification.objects.filter(person=person, kind="unusual"))


def kinds_of_payment(person: User) -> list[str]:
    return [each.kind for each in Notification.objects.filter(person=person) if "transaction" in each.data]


def test_an_alert_is_told_once_in_words(ana: User, buys: Buys) -> None:
    buys("Green Market", "95", 3, slug="groceries")
    buys("Green Market", "99", 2, slug="groceries")
    for _ in range(2):
        tell_of_unusual(ana)
    found = told(ana)
    assert found
    words = told_as(found[0], ana).words
    assert words.title == "An unusual amount for Green Market"
    assert "usual would be €46.00" in words.text
    assert words.url == "/insights/unusual/"
    assert len(found) == len({each.cause for each in found}) <= 2


def test_of_a_payment_that_was_told_as_large_nothing_more_is_told(
    ana: User, everyday: MoneyAccount, buys: Buys
) -> None:
    buys("Garage Lenz", "830", 3)
    watch_account(everyday.pk)
    tell_of_unusual(ana)
    assert kinds_of_payment(ana) == ["large_payment"]


def test_and_the_other_way_round(ana: User, everyday: MoneyAccount, buys: Buys) -> None:
    buys("Garage Lenz", "830", 3)
    tell_of_unusual(ana)
    watch_account(everyday.pk)
    assert kinds_of_payment(ana) == ["unusual"]


def test_older_lines_are_history_an_import_brought(ana: User, buys: Buys) -> None:
    buys("Garage Lenz", "830", 8)
    tell_of_unusual(ana)
    assert not told(ana)


def test_below_the_bound_nobody_is_told(ana: User, buys: Buys) -> None:
    buys("Gym Nine", "31.90", 1)
    tell_of_unusual(ana)
    assert not told(ana)


def test_a_word_marks_it_read_and_keeps_it_quiet(ana: User, buys: Buys) -> None:
    entry = buys("Garage Lenz", "830", 3)
    tell_of_unusual(ana)
    call_usual(entry=entry, person=ana)
    [one] = told(ana)
    assert one.read_at is not None
    buys("Garage Lenz", "820", 2)
    tell_of_unusual(ana)
    assert len(told(ana)) == 1


def test_a_gift_is_told_to_its_giver_alone(ana: User, ben: User, everyday: MoneyAccount, buys: Buys) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    withhold_transaction(entry=buys("Garage Lenz", "830", 3), by=ana, until=date(2026, 12, 24))
    tell_of_unusual(ana)
    tell_of_unusual(ben)
    assert (len(told(ana)), len(told(ben))) == (1, 0)


def test_what_becomes_a_gift_later_is_taken_back(ana: User, ben: User, everyday: MoneyAccount, buys: Buys) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    gift = buys("Garage Lenz", "830", 3)
    tell_of_unusual(ben)
    assert len(told(ben)) == 1
    withhold_transaction(entry=gift, by=ana, until=date(2026, 12, 24))
    watch_account(everyday.pk)
    assert not told(ben)


@pytest.mark.parametrize("kind", [LOOK, LOOK_ALL])
def test_jobs_look_soon_and_each_night(ana: User, everyday: MoneyAccount, buys: Buys, kind: str) -> None:
    buys("Garage Lenz", "830", 3)
    for _ in range(2):
        jobs.run(jobs.enqueue(kind, {"account": str(everyday.pk)}).pk)
    assert len(told(ana)) == 1


@pytest.mark.django_db(transaction=True)
def test_all_that_changes_at_once_is_one_look(buys: Buys) -> None:
    before = Job.objects.filter(kind=LOOK).count()
    buys("Garage Lenz", "84", 2)
    buys("Garage Lenz", "85", 1)
    assert Job.objects.filter(kind=LOOK).count() - before <= 1
    assert Job.objects.filter(kind=LOOK).count() == 1
