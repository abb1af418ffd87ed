"""The page: a question by form, its answer, what one tap does; nobody else reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from insights.advice.models import Advice
from insights.advice.tests.conftest import Asks
from ledger.core.models import MoneyAccount
from purchases.core.models import Purchase

Opens = Callable[[User], Client]


def test_a_question_becomes_an_answer_with_its_reasons(ana: User, lived: MoneyAccount, signed_in: Opens) -> None:
    sent = {"item_description": "Pixel <b>11</b>", "amount": "899", "how": "once"}
    page = signed_in(ana).post(reverse("advice"), sent, follow=True)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Lowest point" in text
    assert "Pixel &lt;b&gt;11" in text
    assert "<b>11</b>" not in text


def test_what_is_refused_is_shown_with_what_was_typed(ana: User, signed_in: Opens) -> None:
    page = signed_in(ana).post(reverse("advice"), {"item_description": "Villa", "amount": "-3"})
    assert page.status_code == 422
    assert 'value="Villa"' in page.content.decode()
    assert not Advice.objects.exists()


def test_asked_by_htmx_the_answer_comes_without_the_page(ana: User, lived: MoneyAccount, signed_in: Opens) -> None:
    client, by_htmx = signed_in(ana), {"HX-Request": "true"}
    refused = client.post(reverse("advice"), {"item_description": "Villa", "amount": "-3"}, headers=by_htmx)
    assert (refused.status_code, "<html" in refused.content.decode()) == (422, False)
    assert 'value="Villa"' in refused.content.decode()
    answer = client.post(reverse("advice"), {"item_description": "Lamp", "amount": "60"}, headers=by_htmx)
    found = Advice.objects.get()
    assert answer["HX-Push-Url"] == reverse("advice_answer", args=[found.pk])
    text = answer.content.decode()
    assert text.strip().startswith('<div id="advice"')
    assert "Lowest point" in text
    reminded = client.post(reverse("advice_remind", args=[found.pk]), headers=by_htmx)
    assert "toast" in reminded["HX-Trigger"]
    assert reverse("advice_unremind", args=[found.pk]) in reminded.content.decode()


@pytest.mark.parametrize("name", ["ask", "buy", "remind", "unremind", "drop", "delete"])
def test_nobody_else_acts_on_it(carla: User, lived: MoneyAccount, asks: Asks, signed_in: Opens, name: str) -> None:
    found = asks("Lamp", "60")
    assert signed_in(carla).post(reverse(f"advice_{name}", args=[found.pk])).status_code == 404


def test_one_tap_makes_it_a_thing_once(ana: User, lived: MoneyAccount, asks: Asks, signed_in: Opens) -> None:
    found, client = asks("Lamp", "60"), signed_in(ana)
    for _each in range(2):
        assert client.post(reverse("advice_buy", args=[found.pk])).status_code == 302
    assert Purchase.objects.get().status == "ordered"
    assert client.get(reverse("advice_answer", args=[found.pk])).status_code == 200
