"""Whoever hides that they are here: their partner gets the same, to the byte, whether they are here or not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from chat import presence
from chat.models import HiddenPresence
from chat.tests.conftest import Both
from config.kernel.ids import new_id

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
Sent = list[tuple[Any, str, dict[str, Any]]]
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SWITCH = "/settings/partner/presence/"
# Every place of the two where somebody being here could be told.
ASKED = (
    "/together/",
    "/together/chat/",
    "/together/chat/panel/",
    "/settings/partner/",
    "/api/v1/partnerships/current/",
    "/api/v1/partnerships/presence/",
    "/api/v1/messages/",
)
_FRESH = re.compile(rb'name="(?:csrfmiddlewaretoken|client_id)" value="[^"]*"|csrf-token" content="[^"]*"')


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Who was sent which event with what."""
    found: Sent = []
    monkeypatch.setattr(
        presence, "send_now", lambda people, event, data: found.extend((p, event, data) for p in people)
    )
    return found


def everything_of(person: User, client: Client, sent: Sent) -> bytes:
    """What the person's windows heard and hear when they ask, and what pages and API answer them."""
    presence.tell_of_partner(person.pk)
    frames = [(event, data) for who, event, data in sent if who == person.pk]
    answers = [_FRESH.sub(b"", client.get(path).content) for path in ASKED]
    return json.dumps(frames).encode() + b"".join(answers)


@pytest.mark.parametrize("hides", [0, 1])
def test_while_one_hides_neither_learns_anything_of_the_other(
    both: Both, signed_in: Opens, sent: Sent, hides: int
) -> None:
    hider, other = both[hides], both[1 - hides]
    with time_machine.travel(NOW, tick=False):
        presence.show(hider.person, False)
        clients = {each.person.pk: signed_in(each.person) for each in both}

        def all_of_it() -> list[bytes]:
            return [everything_of(each.person, clients[each.person.pk], sent) for each in (hider, other)]

        away = all_of_it()
        windows = {each.person.pk: new_id() for each in both}
        for each in both:
            presence.enter(each.person.pk, windows[each.person.pk])
            presence.tell_typing(each.person.pk)
        assert all_of_it() == away
        for each in both:
            presence.leave(each.person.pk, windows[each.person.pk])
        assert all_of_it() == away


@pytest.mark.parametrize("is_here", [True, False])
def test_hiding_takes_back_what_was_told_in_the_same_words_whoever_is_here(
    both: Both, sent: Sent, is_here: bool
) -> None:
    ana, ben = both
    with time_machine.travel(NOW, tick=False):
        if is_here:
            presence.enter(ana.person.pk, new_id())
        sent.clear()
        presence.show(ana.person, False)
        presence.show(ana.person, False)
    told = [
        (one.person.pk, "partner:offline", {"partner_id": str(other.person.pk), "timestamp": NOW.isoformat()})
        for one, other in ((ana, ben), (ben, ana))
    ]
    assert sent == told


def test_shown_again_each_learns_how_it_is(both: Both, sent: Sent) -> None:
    ana, ben = both
    presence.show(ana.person, False)
    presence.enter(ana.person.pk, new_id())
    sent.clear()
    presence.show(ana.person, True)
    assert [(who, event) for who, event, _data in sent] == [
        (ana.person.pk, "partner:offline"),
        (ben.person.pk, "partner:online"),
    ]
    presence.show(ben.person, False)
    presence.show(ana.person, False)
    sent.clear()
    presence.show(ana.person, True)
    assert sent == []


def test_the_switch_stands_in_the_settings_and_works_without_a_script(both: Both, signed_in: Opens) -> None:
    client = signed_in(both[0].person)
    assert "checked" in _switch(client)
    assert client.post(SWITCH, {}).status_code == 302
    assert HiddenPresence.objects.get().person == both[0].person
    assert "checked" not in _switch(client)
    assert client.post(SWITCH, {"is_shown": "on"}, headers={"HX-Request": "true"}).status_code == 204
    assert not HiddenPresence.objects.exists()


def _switch(client: Client) -> str:
    page = client.get("/settings/partner/").content.decode()
    found = re.search(r'<input[^>]*name="is_shown"[^>]*>', page)
    assert found is not None
    return found[0]


def test_whoever_is_alone_finds_no_switch(carla: User, signed_in: Opens) -> None:
    assert "is_shown" not in signed_in(carla).get("/settings/partner/").content.decode()
