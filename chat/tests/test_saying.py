"""The form of a new entry, filled from a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core.models import Category, Transaction
from ledger.core.services import create_money_account

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]


def test_a_sentence_fills_the_form_and_saves_nothing(ana: User, signed_in: Opens) -> None:
    create_money_account(owner=ana, currency="EUR", name="Everyday")
    dollars = create_money_account(owner=ana, currency="USD", name="Dollars")
    page = signed_in(ana).get(reverse("transaction_add"), {"say": "coffee $4.75 at Starbucks yesterday"})
    filled = page.context["form"].initial
    assert (filled["amount"], filled["account"], filled["payee"]) == (Decimal("4.75"), dollars.pk, "Starbucks")
    assert filled["booked_on"] == ana.today - timedelta(days=1)
    assert filled["category"] == str(Category.objects.get(slug="coffee").pk)
    assert 'value="4.75"' in page.content.decode()
    assert Transaction.objects.count() == 0


def test_an_amount_goes_into_no_account_of_another_currency(ana: User, signed_in: Opens) -> None:
    create_money_account(owner=ana, currency="EUR", name="Everyday")
    page = signed_in(ana).get(reverse("transaction_add"), {"say": "lunch £12"})
    assert page.context["form"].initial.get("amount") is None
    assert "no account in GBP" in page.content.decode()


@pytest.mark.parametrize("say", ["", "   ", "hello", "<script>alert(1)</script> 5", "x" * 3000, "moved 5 to savings"])
def test_any_text_leaves_a_form_that_can_be_used(ana: User, signed_in: Opens, say: str) -> None:
    create_money_account(owner=ana, currency="EUR", name="Everyday")
    page = signed_in(ana).get(reverse("transaction_add"), {"say": say})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
