"""Who is here, over processes and devices, and who types: told to the partner and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat import presence
from chat.models import Presence, WebProcess
from chat.tests.conftest import Both
from config.kernel import live
from config.kernel.ids import new_id
from partnerships.core.services import end_partnership, pause_partnership, resume_partnership

pytestmark = pytest.mark.django_db
Heard = list[tuple[Any, str]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Heard:
    """(person, event) of what concerns presence; what is sent is sent as soon as it is asked for."""
    sent: Heard = []

    def note(people: list[Any], event: str, data: dict[str, Any]) -> None:
        sent.extend((each, event) for each in people)

    monkeypatch.setattr(presence, "send_now", note)
    return sent


def test_online_with_the_first_socket_and_offline_with_the_last(both: Both, heard: Heard) -> None:
    ana, ben = both
    here, there = new_id(), new_id()
    presence.enter(ana.person.pk, here)
    presence.enter(ana.person.pk, there)
    presence.enter(ana.person.pk, there)
    assert heard == [(ben.person.pk, "partner:online")]
    presence.leave(ana.person.pk, here)
    assert presence.is_here(ana.person.pk)
    presence.leave(ana.person.pk, there)
    presence.leave(ana.person.pk, there)
    assert heard[1:] == [(ben.person.pk, "partner:offline")]
    assert not presence.is_here(ana.person.pk)
    ana.person.refresh_from_db()
    assert ana.person.last_seen is not None


def dies(process_id: Any, seconds: int = 31) -> None:
    WebProcess.objects.filter(pk=process_id).update(beat_at=timezone.now() - timedelta(seconds=seconds))


def test_a_process_that_died_is_believed_no_longer_than_its_time_out(both: Both, heard: Heard) -> None:
    ana, ben = both
    dead, alive = new_id(), new_id()
    presence.enter(ana.person.pk, dead)
    presence.enter(ben.person.pk, dead)
    presence.enter(ben.person.pk, alive)
    heard.clear()
    dies(dead, 15)
    presence.beat(alive, {ben.person.pk})
    assert presence.is_here(ana.person.pk)
    assert heard == []
    dies(dead)
    assert not presence.is_here(ana.person.pk)
    presence.beat(alive, {ben.person.pk})
    assert heard == [(ben.person.pk, "partner:offline")]
    presence.beat(alive, {ben.person.pk})
    assert len(heard) == 1
    assert list(WebProcess.objects.values_list("pk", flat=True)) == [alive]
    assert presence.is_here(ben.person.pk)


def test_a_process_taken_for_dead_says_that_it_lives(both: Both, heard: Heard) -> None:
    ana, _ben = both
    slow, other = new_id(), new_id()
    presence.enter(ana.person.pk, slow)
    dies(slow)
    presence.beat(other, set())
    presence.beat(slow, {ana.person.pk})
    assert presence.is_here(ana.person.pk)
    assert [event for _who, event in heard] == ["partner:online", "partner:offline", "partner:online"]
    assert Presence.objects.count() == 1


@pytest.mark.parametrize("change", [pause_partnership, end_partnership])
def test_of_one_that_rests_or_has_ended_nothing_is_heard(both: Both, heard: Heard, change: Callable[..., Any]) -> None:
    ana, ben = both
    change(standing=ana)
    presence.enter(ana.person.pk, new_id())
    presence.tell_typing(ana.person.pk)
    presence.tell_of_partner(ben.person.pk)
    assert heard == []
    if change is pause_partnership:
        resume_partnership(standing=ana)
        presence.tell_of_partner(ben.person.pk)
        assert heard == [(ben.person.pk, "partner:online")]


def test_typing_and_the_question_reach_whom_they_should(both: Both, heard: Heard, carla: User) -> None:
    ana, ben = both
    presence.tell_typing(ana.person.pk)
    presence.tell_of_partner(ana.person.pk)
    presence.tell_typing(carla.pk)
    presence.tell_of_partner(carla.pk)
    assert heard == [(ben.person.pk, "partner:typing"), (ana.person.pk, "partner:offline")]


def test_what_is_sent_now_has_no_number(
    ana: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(live, "send_to_group", lambda group, message: sent.append(message))
    with django_capture_on_commit_callbacks(execute=True):
        live.send_now([ana.pk], "partner:typing", {})
    assert "seq" not in sent[0]["frames"][0]
    assert sent[0]["last"] == 0
