"""Being told once, where one wants to hear it; reading, deleting, forgetting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.preferences import change_preferences
from accounts.notifications.reading import shown_to, told_as, unread_count
from accounts.notifications.services import (
    about_account,
    delete_notification,
    forget,
    mark_all_read,
    mark_read,
    purge,
)
from accounts.notifications.tests.conftest import GIFT, RENT, Tells


def seq_of(person: User) -> int:
    return User.objects.get(pk=person.pk).live_seq


def test_a_cause_is_told_once_to_each_person(ana: User, ben: User, tell: Tells) -> None:
    assert tell(cause="july") is not None
    assert tell(cause="july") is None
    assert tell(ben, cause="july") is not None
    assert (unread_count(ana), unread_count(ben)) == (1, 1)
    assert seq_of(ana) == 1


def test_an_unknown_kind_is_a_mistake_of_ours(tell: Tells, db: None) -> None:
    with pytest.raises(KeyError):
        tell(kind="nothing")


def test_nobody_is_told_who_is_gone(tell: Tells, ben: User) -> None:
    ben_id = ben.pk
    ben.delete()
    ben.pk = ben_id
    assert tell(ben) is None


def test_a_kind_that_is_off_everywhere_is_not_stored(ana: User, tell: Tells) -> None:
    change_preferences(person=ana, choices=[(RENT, channel, False) for channel in ("app", "email", "push")])
    assert tell() is None
    assert not Notification.objects.exists()


def test_a_kind_for_mail_alone_is_kept_for_the_mail_and_shown_nowhere(ana: User, tell: Tells) -> None:
    change_preferences(person=ana, choices=[(RENT, "app", False)])
    told = tell()
    assert told is not None
    assert told.mailed_at is None
    assert (unread_count(ana), shown_to(ana).count(), seq_of(ana)) == (0, 0, 0)


def test_what_waits_of_a_kind_that_is_switched_off_counts_no_more(ana: User, tell: Tells) -> None:
    tell()
    tell(kind=GIFT)
    change_preferences(person=ana, choices=[(RENT, "app", False)])
    assert unread_count(ana) == 1


def test_the_default_of_a_kind_decides_what_is_mailed(tell: Tells) -> None:
    rent, gift = tell(), tell(kind=GIFT)
    assert rent is not None
    assert gift is not None
    assert rent.mailed_at is None
    assert gift.mailed_at is not None


def test_reading_counts_once_and_is_announced_once(ana: User, tell: Tells) -> None:
    told = tell()
    assert told is not None
    mark_read(notification=told)
    first = Notification.objects.get().read_at
    mark_read(notification=told)
    assert Notification.objects.get().read_at == first
    assert (unread_count(ana), seq_of(ana)) == (0, 2)


def test_all_up_to_one_leaves_what_came_later(ana: User, tell: Tells) -> None:
    tell()
    seen = tell()
    tell()
    assert mark_all_read(person=ana, until=seen) == 2
    assert unread_count(ana) == 1
    assert mark_all_read(person=ana) == 1
    assert mark_all_read(person=ana) == 0


def test_what_is_deleted_is_gone_with_its_data_and_not_told_again(ana: User, tell: Tells) -> None:
    told = tell(cause="july")
    assert told is not None
    delete_notification(notification=told)
    assert shown_to(ana).count() == unread_count(ana) == 0
    assert Notification.objects.get().data == {}
    assert tell(cause="july") is None


def test_who_loses_sight_of_an_account_loses_what_was_told_of_it(ana: User, ben: User, tell: Tells) -> None:
    account = UUID(int=7)
    about = {"who": "Nord", "account": str(account)}
    tell(data=about)
    tell(ben, data=about)
    tell(ben)
    forget(about_account(account, [ben.pk]))
    assert (unread_count(ana), unread_count(ben)) == (1, 1)


def test_old_ones_go_the_read_ones_first(tell: Tells) -> None:
    now = timezone.now()
    read, unread, ancient = tell(), tell(), tell()
    assert read
    assert unread
    assert ancient
    mark_read(notification=read)
    Notification.objects.filter(pk__in=[read.pk, unread.pk]).update(created_at=now - timedelta(days=91))
    Notification.objects.filter(pk=ancient.pk).update(created_at=now - timedelta(days=366))
    purge()
    assert list(Notification.objects.all()) == [unread]


def test_the_badge_stops_counting_beyond_99_and_asks_once(
    ana: User, tell: Tells, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Notification.objects.bulk_create(
        Notification(person=ana, kind=RENT, cause=str(number), data={}) for number in range(120)
    )
    with django_assert_num_queries(1):
        assert unread_count(ana) == 100


def test_what_an_older_version_wrote_is_shown_without_its_words(ana: User, tell: Tells) -> None:
    told = tell(data={})
    assert told is not None
    assert told_as(told, ana).words.title == "Something happened"


def test_they_go_with_the_person(ana: User, tell: Tells) -> None:
    tell()
    ana.delete()
    assert not Notification.objects.exists()
