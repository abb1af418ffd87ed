"""Writing and reading: who may, about what, and what the other hears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from chat import services
from chat.linking import linked
from chat.models import LONGEST, Message
from chat.shapes import message_shape, surroundings
from chat.tests.conftest import Both
from chat.unread import unread_count
from config.kernel import live
from config.kernel.ids import new_id
from ledger.core import services as ledger
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccountAccess, Transaction
from partnerships.core.errors import Overtaken
from partnerships.core.services import end_partnership, pause_partnership

pytestmark = pytest.mark.django_db
Frames = list[tuple[Any, dict[str, Any]]]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Frames:
    """(person, frame) of all that is sent."""
    sent: Frames = []

    def note(person_id: Any, envelopes: list[dict[str, Any]]) -> None:
        sent.extend((person_id, each) for each in envelopes)

    monkeypatch.setattr(live, "_send", note)
    return sent


def entry_of(person: User, payee: str = "Market hall") -> Transaction:
    account = ledger.create_money_account(owner=person, currency="EUR", name=f"Everyday {new_id().hex[-6:]}")
    return ledger.record_transaction(
        account=account, recorded_by=person, amount=Decimal("-41.35"), booked_on=date(2026, 11, 21), payee=payee
    )


def shows(entry: Transaction, person: User) -> None:
    MoneyAccountAccess.objects.create(
        account=entry.account, person=person, role=MoneyAccountAccess.Role.VIEWER, level=MoneyAccountAccess.Level.FULL
    )


def shape_for(message: Message, reader: User) -> dict[str, Any]:
    return message_shape(message, surroundings([message], reader))


def test_both_hear_of_a_message_and_of_its_reading(
    both: Both, frames: Frames, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    ana, ben = both
    with django_capture_on_commit_callbacks(execute=True):
        message = services.write_message(standing=ana, text=" Tea at six?\r\nOr later ")
        assert (unread_count(ana.person), unread_count(ben.person)) == (0, 1)
        services.mark_read(standing=ben, up_to=message)
    assert message.text == "Tea at six?\nOr later"
    assert unread_count(ben.person) == 0
    assert {person for person, each in frames if each["event"] == "message:new"} == {ana.person.pk, ben.person.pk}
    new = next(each["data"] for _person, each in frames if each["event"] == "message:new")
    assert (new["message"]["text"], new["sender"]) == (message.text, str(ana.person.pk))
    read = [(person, each["data"]) for person, each in frames if each["event"] == "message:read"]
    assert {person for person, _data in read} == {ana.person.pk, ben.person.pk}
    assert read[0][1]["message_id"] == str(message.pk)
    assert read[0][1]["read_by"] == str(ben.person.pk)


def test_reading_counts_once_up_to_the_message_and_never_ones_own(both: Both) -> None:
    ana, ben = both
    first, second, _third = (services.write_message(standing=ana, text=each) for each in ("1", "2", "3"))
    mine = services.write_message(standing=ben, text="mine")
    assert services.mark_read(standing=ben, up_to=second) == 2
    read_at = Message.objects.get(pk=first.pk).read_at
    assert services.mark_read(standing=ben, up_to=second) == 0
    assert Message.objects.get(pk=first.pk).read_at == read_at
    assert unread_count(ben.person) == 1
    with pytest.raises(FieldError) as refused:
        services.mark_read(standing=ben, up_to=mine)
    assert refused.value.stable_code == "not_yours_to_read"


def test_a_client_id_that_comes_again_makes_no_second_message(both: Both) -> None:
    ana, ben = both
    key = new_id()
    first = services.write_message(standing=ana, text="Once", client_id=key)
    assert services.write_message(standing=ana, text="Once", client_id=key) == first
    assert services.write_message(standing=ben, text="Mine", client_id=key) != first
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "code"), [(" \n ", "blank"), ("\x00\x07", "blank"), ("x" * (LONGEST + 1), "max_length")]
)
def test_nothing_and_too_much_are_refused(both: Both, text: str, code: str) -> None:
    with pytest.raises(FieldError) as refused:
        services.write_message(standing=both[0], text=text)
    assert refused.value.stable_code == code


@pytest.mark.parametrize(
    ("change", "code"), [(pause_partnership, "partnership_paused"), (end_partnership, "no_partnership")]
)
def test_where_it_rests_or_has_ended_nothing_is_said_and_all_stays_readable(
    both: Both, change: Callable[..., Any], code: str
) -> None:
    ana, ben = both
    message = services.write_message(standing=ana, text="Before")
    change(standing=ana)
    for act in (
        lambda: services.write_message(standing=ana, text="After"),
        lambda: services.mark_read(standing=ben, up_to=message),
    ):
        with pytest.raises(Overtaken) as refused:
            act()
        assert refused.value.code == code
    assert [each.text for each in Message.objects.visible_to(ben.person)] == ["Before"]
    assert unread_count(ben.person) == 0


def test_a_comment_needs_an_entry_both_see(both: Both) -> None:
    ana, _ben = both
    entry = entry_of(ana.person)
    with pytest.raises(FieldError) as refused:
        services.write_message(standing=ana, text="Hm?", transaction=entry)
    assert refused.value.stable_code == "not_shown_to_partner"


def test_an_entry_that_is_shown_no_more_is_only_an_entry(both: Both) -> None:
    ana, ben = both
    entry = entry_of(ana.person)
    shows(entry, ben.person)
    message = services.write_message(standing=ana, text="Hm?", transaction=entry)
    assert shape_for(message, ben.person)["about"] == {
        "kind": "transaction",
        "id": str(entry.pk),
        "title": "Market hall",
    }
    MoneyAccountAccess.objects.filter(person=ben.person).delete()
    assert shape_for(message, ben.person)["about"] == {"kind": "transaction", "id": None, "title": ""}
    assert shape_for(message, ana.person)["about"]["id"] == str(entry.pk)


def test_text_is_data_and_only_web_addresses_become_links() -> None:
    text = linked('<b>x</b> https://a.example/?q=1&r="2", javascript:alert(1) ftp://b.example http://c.example.')
    assert "<b>" not in text
    assert text.count("<a ") == 2
    assert 'href="https://a.example/?q=1&amp;r="' in text
    assert 'href="http://c.example"' in text
    assert 'rel="noopener noreferrer nofollow"' in text
