"""The page, the panel and the comments: with a script and without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
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
from ledger.core.models import MoneyAccountAccess
from partnerships.agreements.services import ask_for_mode
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.expenses.services import add_expense
from partnerships.sharing.gifts import hide_until

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
URL, PANEL = "/together/chat/", "/together/chat/panel/"
SCRIPT = {"HX-Request": "true"}
CARD = 'id="chat-comments"'


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    text: str = answer.content.decode()
    return text


def test_each_reads_what_both_said_with_who_said_it(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    hello = services.write_message(standing=ana, text="<b>Hello</b> https://a.example")
    services.write_message(standing=ben, text="Hi")
    page = text_of(signed_in(ben.person).get(URL))
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page
    assert 'href="https://a.example"' in page
    assert f"/together/chat/messages/{hello.pk}/read/" in page
    assert "Read" not in page.partition("chat-lines")[2].partition("data-composer")[0].replace("read/", "")
    services.mark_read(standing=ben, up_to=hello)
    assert "check-check" in text_of(signed_in(ana.person).get(URL))
    assert "Hi" in text_of(signed_in(ana.person).get(PANEL))


def test_without_a_script_a_message_is_a_form_and_refused_it_stays(both: Both, signed_in: Opens) -> None:
    client = signed_in(both[0].person)
    sent = client.post(URL, {"text": "Hello", "client_id": str(new_id())})
    assert (sent.status_code, sent["Location"]) == (302, f"{URL}#chat-end")
    long = "word " * 500
    refused = text_of(client.post(URL, {"text": long}), 422)
    assert long in refused
    assert Message.objects.count() == 1


def test_to_a_script_it_is_204_and_what_is_refused_a_toast(both: Both, signed_in: Opens) -> None:
    client = signed_in(both[0].person)
    key = str(new_id())
    for _again in range(2):
        sent = client.post(URL, {"text": "Hello", "client_id": key}, headers=SCRIPT)
        assert sent.status_code == 204
        assert "chat-sent" in sent["HX-Trigger"]
    assert Message.objects.count() == 1
    refused = client.post(URL, {"text": " "}, headers=SCRIPT)
    assert "Write something first" in refused["HX-Trigger"]


def test_only_the_recipient_reads_and_nobody_else_finds_it(both: Both, signed_in: Opens, carla: User) -> None:
    ana, ben = both
    message = services.write_message(standing=ana, text="Hello")
    url = f"/together/chat/messages/{message.pk}/read/"
    assert signed_in(carla).post(url).status_code == 404
    signed_in(ana.person).post(url)
    message.refresh_from_db()
    assert message.read_at is None
    assert signed_in(ben.person).post(url, headers=SCRIPT).status_code == 204
    message.refresh_from_db()
    assert message.read_at is not None


def test_without_a_partner_there_is_a_word_of_how_to_find_one(carla: User, signed_in: Opens) -> None:
    client = signed_in(carla)
    assert "Nobody to talk with yet" in text_of(client.get(URL))
    assert client.post(URL, {"text": "x"}).status_code == 404
    assert client.get(PANEL).status_code == 404
    assert "data-chat=" not in text_of(client.get("/transactions/"))


def test_paused_and_ended_it_can_be_read(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    services.write_message(standing=ana, text="Before")
    pause_partnership(standing=ana)
    page = text_of(signed_in(ben.person).get(URL))
    assert "is paused" in page
    assert "data-composer" not in page
    end_partnership(standing=ana)
    page = text_of(signed_in(ben.person).get(URL))
    assert "Before" in page
    assert "has ended" in page
    assert "data-composer" not in page
    assert "Overtaken" not in text_of(signed_in(ben.person).post(URL, {"text": "After"}), 422)


def test_comments_stand_on_the_entry_for_both_and_go_with_the_sight_of_it(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    entry = entry_of(ana.person)
    url = f"/together/chat/transactions/{entry.pk}/"
    assert "does not see this entry" in text_of(signed_in(ana.person).get(url))
    assert signed_in(ben.person).get(url).status_code == 404
    shows(entry, ben.person)
    assert signed_in(ben.person).post(url, {"text": "Is the wine in here?"}).status_code == 302
    assert "Is the wine in here?" in text_of(signed_in(ana.person).get(url, headers=SCRIPT))
    assert "Market hall" in text_of(signed_in(ben.person).get(URL))
    MoneyAccountAccess.objects.filter(person=ben.person, account=entry.account).delete()
    assert signed_in(ben.person).get(url).status_code == 404
    page = text_of(signed_in(ben.person).get(URL))
    assert "About an entry" in page
    assert "Market hall" not in page
    assert str(entry.pk) not in page


def test_an_entry_has_its_comments_only_where_both_see_it_in_full(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    entry = entry_of(ana.person)
    page = f"/transactions/{entry.pk}/"
    assert CARD not in text_of(signed_in(ana.person).get(page))
    shows(entry, ben.person)
    for each in both:
        assert CARD in text_of(signed_in(each.person).get(page))
    grant = MoneyAccountAccess.objects.filter(person=ben.person, account=entry.account)
    for level in set(MoneyAccountAccess.Level) - {MoneyAccountAccess.Level.FULL}:
        grant.update(level=level)
        assert CARD not in text_of(signed_in(ana.person).get(page))
    grant.update(level=MoneyAccountAccess.Level.FULL)
    hide_until(entry=entry, by=ana.person, until=ana.person.today + timedelta(days=30))
    assert CARD not in text_of(signed_in(ana.person).get(page))


def test_paused_an_entry_shows_what_was_said_and_nothing_where_nothing_was(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    said, silent = entry_of(ana.person), entry_of(ana.person)
    for each in (said, silent):
        shows(each, ben.person)
    services.write_message(standing=ana, text="For the party", transaction=said)
    pause_partnership(standing=ana)
    page = text_of(signed_in(ben.person).get(f"/transactions/{said.pk}/"))
    assert "For the party" in page
    assert "data-composer" not in page
    assert CARD not in text_of(signed_in(ben.person).get(f"/transactions/{silent.pk}/"))


def test_a_shared_expense_has_its_comments_on_its_page(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    expense, _asked = add_expense(standing=ana, values={"name": "Internet", "amount": Decimal("40.00")})
    services.write_message(standing=ana, text="Fibre from May on", expense=expense)
    page = text_of(signed_in(ben.person).get(f"/together/expenses/{expense.pk}/"))
    assert "Fibre from May on" in page
    assert f'hx-post="/together/chat/expenses/{expense.pk}/"' in page
    assert f'href="/together/expenses/{expense.pk}/"' in text_of(signed_in(ana.person).get(URL))
    assert CARD not in text_of(signed_in(ana.person).get("/together/expenses/add/"))


def test_a_question_about_an_approval_stands_on_its_page_for_both(both: Both, signed_in: Opens, carla: User) -> None:
    ana, ben = both
    asked = ask_for_mode(standing=ana, mode="pot")
    page, url = f"/together/approvals/{asked.pk}/", f"/together/chat/approvals/{asked.pk}/"
    mine = text_of(signed_in(ben.person).get(page))
    assert f'href="{page}#chat-comment"' in mine
    assert 'value="Why now?"' in mine
    assert signed_in(ben.person).post(url, {"text": "Why now?"}).status_code == 302
    theirs = text_of(signed_in(ana.person).get(page))
    assert "Why now?" in theirs
    assert 'value="Why now?"' not in theirs + text_of(signed_in(ben.person).get(url))
    assert f'href="{page}"' in text_of(signed_in(ana.person).get(URL))
    refused = text_of(signed_in(ben.person).post(url, {"text": "word " * 500}), 422)
    assert "word word" in refused
    assert signed_in(carla).get(url).status_code == 404


def test_the_button_counts_what_waits(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    services.write_message(standing=ana, text="1")
    services.write_message(standing=ana, text="2")
    button = text_of(signed_in(ben.person).get("/settings/")).partition("data-chat-count")[2][:3]
    assert button == ">2<"
    assert "data-chat-count hidden" in text_of(signed_in(ana.person).get("/settings/"))


def test_older_ones_are_a_page_away(both: Both, signed_in: Opens) -> None:
    first = services.write_message(standing=both[0], text="The very first")
    rest = [Message(partnership=both[0].partnership, place=0, text=str(number), id=new_id()) for number in range(60)]
    Message.objects.bulk_create(rest)
    client = signed_in(both[0].person)
    page = text_of(client.get(URL))
    assert "The very first" not in page
    assert "The very first" in text_of(client.get(URL, {"before": str(rest[5].pk)}))
    assert first.pk < rest[0].pk
