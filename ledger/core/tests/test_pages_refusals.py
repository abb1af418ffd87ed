"""What a page answers when two people meet, when nothing is there, and when the address makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction

SignedIn = Callable[[User], Client]


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


def _fields(page: Any) -> dict[str, Any]:
    """What the browser would send of the page's form."""
    form = page.context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def _text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_line_two_people_edit_shows_both_and_is_overwritten_knowingly(
    ana: User, anas: Client, lunch: Transaction
) -> None:
    address = reverse("transaction_detail", args=[lunch.pk])
    mine = {**_fields(anas.get(address)), "payee": "Soup Bar"}
    services.update_transaction(entry=lunch, changed_by=ana, version=lunch.version, payee="Noodle House")
    refused = anas.post(address, mine)
    assert refused.status_code == 422
    shown = _text(refused)
    assert "changed elsewhere" in shown
    assert "now Noodle House" in shown
    assert "you typed Soup Bar" in shown
    assert "you typed" not in shown.replace("you typed Soup Bar", "")
    assert anas.post(address, _fields(refused)).status_code == 302
    assert Transaction.objects.get(pk=lunch.pk).payee == "Soup Bar"


def test_an_account_two_people_edit_shows_both_and_is_overwritten_knowingly(
    ana: User, anas: Client, everyday: MoneyAccount
) -> None:
    address = reverse("accounts_edit", args=[everyday.pk])
    mine = {**_fields(anas.get(address)), "name": "Daily"}
    services.update_money_account(account=everyday, changed_by=ana, version=everyday.version, name="Household")
    refused = anas.post(address, mine)
    assert refused.status_code == 422
    assert "now Household" in _text(refused)
    assert "you typed Daily" in _text(refused)
    assert anas.post(address, _fields(refused)).status_code == 302
    assert MoneyAccount.objects.get(pk=everyday.pk).name == "Daily"


def test_taking_back_what_is_not_there_is_said(anas: Client, lunch: Transaction, carlas_lunch: Transaction) -> None:
    services.bin_transaction(entry=carlas_lunch)
    for ids in ("", str(lunch.pk), str(carlas_lunch.pk), "no-id"):
        answer = anas.post(reverse("transactions_restore") + f"?ids={ids}")
        assert answer.status_code == 404
        assert "There was nothing to take back." in answer["HX-Trigger"]
    assert anas.post(reverse("transactions_bulk_undo")).status_code == 404
    assert Transaction.objects.binned().filter(pk=carlas_lunch.pk).exists()


@pytest.mark.usefixtures("lunch")
@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("amount_min", "abc", "We could not read the amount &quot;abc&quot;."),
        ("amount_max", "-5", "We could not read the amount &quot;-5&quot;."),
        ("booked_on_after", "zz", "We could not read the day &quot;zz&quot;."),
        ("kind", "gift", "There is no kind &quot;gift&quot;."),
        ("category", "zz", "There is no such category."),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_filters_nothing(
    name: str, typed: str, words: str, anas: Client
) -> None:
    page = anas.get(reverse("transactions"), {name: typed})
    assert words in _text(page)
    assert "Noodle Bar" in _text(page)
    alone = anas.get(reverse("transactions"), {name: typed}, headers={"HX-Request": "true"})
    assert words in _text(alone)
    assert alone.content.count(b"hx-swap-oob") == 5
    if name.startswith("amount"):
        assert f'value="{typed}"'.encode() in page.content


def test_an_amount_to_filter_by_may_be_grouped_as_people_write_it(anas: Client, lunch: Transaction) -> None:
    assert "Noodle Bar" not in _text(anas.get(reverse("transactions"), {"amount_min": "1,234.50"}))


def test_each_change_to_accounts_and_categories_is_confirmed(anas: Client) -> None:
    def said(address: str, fields: dict[str, Any]) -> list[str]:
        page = anas.post(address, fields, follow=True)
        return re.findall(r'class="toast-text">([^<]*)<', page.content.decode())

    fields = {"name": "Jar", "subtype": "cash", "type": "spending", "currency": "EUR", "opening_balance": "0"}
    assert said(reverse("accounts_add"), fields) == ["Added"]
    account = MoneyAccount.objects.get(name="Jar")
    edit = reverse("accounts_edit", args=[account.pk])
    assert said(edit, {**_fields(anas.get(edit)), "name": "Tin"}) == ["Saved"]
    close = reverse("accounts_close", args=[account.pk])
    assert [said(close, {}), said(close, {})] == [["Tin is closed"], ["Tin is open again"]]
    assert said(reverse("accounts_delete", args=[account.pk]), {}) == ["Deleted"]
    drawn = {"name": "Chess", "icon": "tag", "color": "#2E8B57", "kind": "expense"}
    assert said(reverse("category_add"), drawn) == ["Added"]
    category = Category.objects.get(name="Chess")
    assert said(reverse("category_edit", args=[category.pk]), {**drawn, "name": "Go"}) == ["Saved"]
    assert said(reverse("category_delete", args=[category.pk]), {"replacement": ""}) == ["Deleted"]
