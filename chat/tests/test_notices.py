"""Who is away is told that their partner wrote, once until they have read it."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.notifications.reading import told_as, unread_count
from chat.models import Message
from chat.notices import tell_who_is_away
from chat.presence import enter
from chat.services import mark_read, write_message
from chat.tests.conftest import Both
from config.kernel.ids import new_id
from config.kernel.models import Job
from partnerships.core.services import pause_partnership

pytestmark = pytest.mark.django_db


def write(both: Both, place: int, text: str = "Milk?") -> Message:
    return write_message(standing=both[place], text=text)


def test_it_is_told_without_what_was_written(both: Both, ana: User, ben: User) -> None:
    message = write(both, 0, "It costs 500")
    assert Job.objects.filter(kind="chat.tell_who_is_away", payload={"message": str(message.pk)}).exists()
    tell_who_is_away(message.pk)
    [told] = Notification.objects.all()
    words = told_as(told, ben).words
    assert (told.person, words.title, words.text, words.url) == (ben, "Ana wrote to you", "", "/together/chat/")
    assert "500" not in str(told.data)


def test_a_row_of_messages_is_told_once_until_it_is_read(both: Both, ana: User, ben: User) -> None:
    first, second = write(both, 0), write(both, 0)
    tell_who_is_away(first.pk)
    tell_who_is_away(second.pk)
    assert unread_count(ben) == 1
    mark_read(standing=both[1], up_to=second)
    assert unread_count(ben) == 0
    tell_who_is_away(write(both, 0).pk)
    assert unread_count(ben) == 1
    assert unread_count(ana) == 0


def test_who_is_here_or_has_read_it_needs_no_telling(both: Both, ben: User) -> None:
    message = write(both, 0)
    mark_read(standing=both[1], up_to=message)
    tell_who_is_away(message.pk)
    enter(ben.pk, new_id())
    tell_who_is_away(write(both, 0).pk)
    assert not Notification.objects.exists()


def test_nothing_is_told_while_the_partnership_rests(both: Both) -> None:
    message = write(both, 0)
    pause_partnership(standing=both[0])
    tell_who_is_away(message.pk)
    assert not Notification.objects.exists()
