"""The two households of the partnerships' test, talking: what is hidden changes no byte of what others get of the talk.

Ana and Ben write about entries both see and about a shared expense; then Ana hides one of the entries they have talked
about, and changes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

import pytest
from django.urls import reverse

from chat import urls
from chat.api import urls as api_urls
from chat.models import Message
from chat.services import mark_read, write_message
from ledger.core import services as ledger
from ledger.core.models import MoneyAccount, Transaction
from partnerships.core.standing import standing_in
from partnerships.expenses.models import SharedExpense
from partnerships.sharing.gifts import hide_until
from partnerships.tests.households import UNTIL, WORDS, Households, addresses_of, two_households

pytestmark = pytest.mark.django_db
LISTS = ("transaction", "shared_expense", "partnership", "after", "before", "cursor")


class Talking(Households):
    """`withdrawn` is the entry they talked about that Ana has hidden since; `talked_of` it, others and messages."""

    withdrawn: Transaction
    talked_of: list[UUID]

    def talk(self) -> None:
        full: MoneyAccount = self.shown["full"]
        self.withdrawn = self.pay(full, "-25", "Flowers", 11)
        dinner = Transaction.objects.get(payee="Dinner")
        rent = SharedExpense.objects.get(name="Rent")
        said = [
            write_message(standing=self.anas, text="Flowers for Mum", transaction=self.withdrawn),
            write_message(standing=self.bens, text="Nice ones", transaction=self.withdrawn),
            write_message(standing=self.bens, text="Too dear?", transaction=dinner),
            write_message(standing=self.anas, text="Is it due?", expense=rent),
            write_message(standing=self.bens, text="On the first"),
        ]
        mark_read(standing=self.anas, up_to=said[2])
        self._talk_of_old()
        hide_until(entry=self.withdrawn, by=self.ana, until=UNTIL)
        self.talked_of = [self.withdrawn.pk, dinner.pk, rent.pk, said[0].pk, said[-1].pk]
        self.seen += [*self.talked_of, *(each.pk for each in said)]

    def _talk_of_old(self) -> None:
        """What Dev and Ana said cannot be said any more; it was before the end that it is read from."""
        old = SharedExpense.objects.get(name="Old rent")
        message = Message.objects.create(partnership=old.partnership, place=0, text="Goodbye", expense=old)
        self.seen += [message.pk, old.pk, standing_in(self.people["Dev"], old.partnership_id).partnership.pk]

    def hide(self, secret: str) -> None:
        super().hide(secret)
        ledger.update_transaction(
            entry=self.withdrawn,
            changed_by=self.ana,
            amount=Decimal(f"-{secret}"),
            payee=f"Ring {secret}",
            notes="hush",
        )


def _what_is_said(home: Talking, ids: list[UUID]) -> Iterable[str]:
    # The first one is asked by everybody.
    yield "/together/chat/"
    yield from addresses_of(urls.urlpatterns, "/", ids)
    yield from addresses_of(api_urls.urlpatterns, "/api/v1/", ids)
    told_apart = home.talked_of + ids[-3:]
    for key in told_apart:
        yield from (f"/api/v1/messages/?{name}={key}" for name in LISTS)
        yield from (f"{reverse('chat')}?{name}={key}" for name in ("before", "partnership"))
        yield from (f"/transactions/{key}/", f"/together/expenses/{key}/", f"/together/approvals/{key}/")
    yield from ("/api/v1/messages/?limit=2", "/api/v1/messages/?skip=3", "/", "/categories/")


def test_what_is_hidden_changes_no_byte_of_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, other = two_households(monkeypatch, _what_is_said, Talking, others_ask=3)
    assert len(plain) > 500
    assert plain.keys() == other.keys()
    assert [address for address in plain if plain[address] != other[address]] == []
    everything = b"".join(other.values())
    assert [word for word in WORDS if word in everything] == []
    # Without these it would pass on pages that show nothing and sockets that hear nothing.
    assert b"Flowers for Mum" in plain["Ben /api/v1/messages/?limit=2"] + plain["Ben /together/chat/"]
    assert b"message:new" in plain["Ben hears"]
    assert b"Goodbye" in plain["Dev /together/chat/"]
    assert b"Goodbye" not in plain["Carla /together/chat/"] + plain["Eve /together/chat/"]
