"""`messages/`: newest first, each once, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat import services
from chat.models import Message
from chat.tests.conftest import Both
from chat.tests.test_messages import entry_of, shows
from config.kernel.ids import new_id
from partnerships.agreements.services import ask_for_mode
from partnerships.core.services import end_partnership
from partnerships.expenses.services import add_expense

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
URL = "/api/v1/messages/"


def post(client: Client, body: dict[str, Any], url: str = URL, **headers: str) -> Any:
    return client.post(url, body, content_type="application/json", headers=headers)


def test_newest_first_page_after_page(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    written = [services.write_message(standing=ana, text=str(number)) for number in range(5)]
    client = signed_in(ben.person)
    page = client.get(URL, {"limit": 2}).json()
    assert ([each["text"] for each in page["results"]], page["count"], page["unread"]) == (["4", "3"], 5, 5)
    services.write_message(standing=ana, text="5")
    second = client.get(URL, {"limit": 2, "cursor": page["next_cursor"]}).json()
    assert [each["text"] for each in second["results"]] == ["2", "1"]
    third = client.get(URL, {"limit": 2, "cursor": second["next_cursor"]}).json()
    assert ([each["text"] for each in third["results"]], third["next"]) == (["0"], None)
    after = client.get(URL, {"after": str(written[3].pk)}).json()["results"]
    assert [each["text"] for each in after] == ["5", "4"]
    before = client.get(URL, {"before": str(written[1].pk)}).json()["results"]
    assert [each["text"] for each in before] == ["0"]


def test_a_post_that_comes_again_answers_the_same(both: Both, signed_in: Opens) -> None:
    client = signed_in(both[0].person)
    key = str(new_id())
    first = post(client, {"text": "Once", "client_id": key}, **{"Idempotency-Key": "k1"})
    again = post(client, {"text": "Once", "client_id": key}, **{"Idempotency-Key": "k1"})
    other = post(client, {"text": "Once", "client_id": key})
    assert first.status_code == again.status_code == other.status_code == 201
    assert first.json()["id"] == again.json()["id"] == other.json()["id"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": 12}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "x", "transaction": str(new_id())}, "transaction"),
        ({"text": "x", "shared_expense": str(new_id())}, "shared_expense"),
        ({"text": "x", "approval": str(new_id())}, "approval"),
        ({"text": "x", "client_id": "x"}, "client_id"),
        ({"text": "x", "about": "y"}, "about"),
    ],
)
def test_a_senseless_body_names_its_field(both: Both, signed_in: Opens, body: dict[str, Any], attr: str) -> None:
    answer = post(signed_in(both[0].person), body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


def test_reading_by_the_recipient_only(both: Both, signed_in: Opens, carla: User) -> None:
    ana, ben = both
    message = services.write_message(standing=ana, text="Hello")
    url = f"{URL}{message.pk}/read/"
    assert signed_in(carla).post(url).status_code == 404
    own = signed_in(ana.person).post(url)
    assert (own.status_code, own.json()["errors"][0]["code"]) == (403, "not_yours_to_read")
    assert signed_in(ben.person).post(url).json() == {"message_id": str(message.pk), "read": 1, "unread": 0}
    assert signed_in(ben.person).post(url).json()["read"] == 0
    assert signed_in(ana.person).get(f"{URL}{message.pk}/").json()["read_at"]


def test_strangers_and_the_unpartnered(both: Both, signed_in: Opens, carla: User) -> None:
    message = services.write_message(standing=both[0], text="Hello")
    client = signed_in(carla)
    assert client.get(URL).json()["results"] == []
    assert client.get(f"{URL}{message.pk}/").status_code == 404
    assert client.get(URL, {"partnership": str(message.partnership_id)}).json()["count"] == 0
    refused = post(client, {"text": "Hello"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "no_partnership")


def test_after_the_end_all_is_readable_and_nothing_writable(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    message = services.write_message(standing=ana, text="Before")
    end_partnership(standing=ana)
    client = signed_in(ben.person)
    assert [each["text"] for each in client.get(URL).json()["results"]] == ["Before"]
    for answer in (post(client, {"text": "After"}), client.post(f"{URL}{message.pk}/read/")):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "no_partnership")


def test_which_messages_are_about_an_entry_is_told_to_who_sees_it(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    entry = entry_of(ana.person)
    shows(entry, ben.person)
    services.write_message(standing=ana, text="Hm?", transaction=entry)
    assert signed_in(ben.person).get(URL, {"transaction": str(entry.pk)}).json()["count"] == 1
    ben.person.money_account_grants.all().delete()
    assert signed_in(ben.person).get(URL, {"transaction": str(entry.pk)}).json()["count"] == 0


def test_a_message_one_cannot_read_is_no_place_in_the_list(both: Both, signed_in: Opens, carla: User) -> None:
    message = services.write_message(standing=both[0], text="Hello")
    for name in ("after", "before"):
        told = [signed_in(carla).get(URL, {name: str(key)}) for key in (message.pk, new_id())]
        assert [each.status_code for each in told] == [400, 400]
        assert told[0].json() == told[1].json()
        assert told[0].json()["errors"][0]["attr"] == name


def test_a_message_about_an_approval_says_so_and_is_found_by_it(both: Both, signed_in: Opens, carla: User) -> None:
    ana, ben = both
    asked = ask_for_mode(standing=ana, mode="pot")
    services.write_message(standing=ana, text="Hello")
    made = post(signed_in(ben.person), {"text": "Why now?", "approval": str(asked.pk)}).json()
    assert made["about"] == {"kind": "approval", "id": str(asked.pk), "title": asked.title}
    found = signed_in(ana.person).get(URL, {"approval": str(asked.pk)}).json()
    assert [each["text"] for each in found["results"]] == ["Why now?"]
    expense, _asked = add_expense(standing=ana, values={"name": "Internet", "amount": Decimal("40.00")})
    both_things = {"text": "x", "approval": str(asked.pk), "shared_expense": str(expense.pk)}
    assert post(signed_in(ana.person), both_things).json()["errors"][0]["code"] == "about_two"
    assert signed_in(carla).get(URL, {"approval": str(asked.pk)}).json()["count"] == 0


def test_showing_that_one_is_here_is_a_choice(both: Both, signed_in: Opens) -> None:
    client, url = signed_in(both[0].person), "/api/v1/partnerships/presence/"
    assert client.get(url).json() == {"is_shown": True}
    for shown in (False, False, True):
        answer = client.put(url, {"is_shown": shown}, content_type="application/json")
        assert answer.json() == client.get(url).json() == {"is_shown": shown}
    assert client.put(url, {}, content_type="application/json").status_code == 400
