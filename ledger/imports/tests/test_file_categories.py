"""The file's own categories, from the drop to the ledger and to the next file."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from conftest import Speaks
from ledger.core import services as core
from ledger.core.category_tree import category_tree
from ledger.core.errors import Conflict, FieldError
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import select
from ledger.imports import services
from ledger.imports.file_categories import choose_categories
from ledger.imports.models import Import, KeptMessage
from ledger.imports.tests.conftest import Taking

HEADER = "Account,Flag,Date,Payee,Category Group/Category,Category Group,Category,Memo,Outflow,Inflow,Cleared\n"
YNAB = (
    HEADER + "Giro,,2026-03-02,Konsum,Food: Groceries,Food,Groceries,,48.10€,0€,Cleared\n"
    "Giro,,2026-03-03,Quilt shop,Hobbies: Quilting,Hobbies,Quilting,,20.00€,0€,Cleared\n"
    "Giro,,2026-03-04,Quilt shop,Hobbies: Quilting,Hobbies,Quilting,,0€,5.00€,Cleared\n"
    "Giro,,2026-03-05,Transfer : Rainy day,,,,,100.00€,0€,Cleared\n"
    "Rainy day,,2026-03-05,Transfer : Giro,,,,,0€,100.00€,Cleared\n"
    "Giro,,2026-03-06,Globus,Food: Groceries,Food,Groceries,Split (1/2) bread,9.00€,0€,Cleared\n"
    "Giro,,2026-03-06,Globus,Hobbies: Quilting,Hobbies,Quilting,Split (2/2) thread,3.00€,0€,Cleared\n"
).encode()
PENNYWISE: dict[str, Any] = {
    "balance": 950,
    "categories": [{"name": "Noodles", "icon": "fast-food"}, {"name": "Salary", "icon": "cash"}],
    "transactions": [
        {"id": "tx-1", "type": "deposit", "amount": 1000, "category": "Salary", "date": "2026-03-01"},
        {"id": "tx-2", "type": "spend", "amount": 12.5, "category": "Noodles", "date": "2026-03-02"},
    ],
    "messages": [{"sender": "user", "text": "Hi"}, {"sender": "bot", "text": "Hello"}],
}
BANK = (
    b"Booking date;Payee;Purpose;Amount;Currency;Category\n"
    b"2026-03-02;Qwzx 81;;-10.00;EUR;Lebensmittel\n"
    b"2026-03-03;Lidl sagt danke;;-11.00;EUR;Reisen\n"
    b"2026-03-04;Vbnm 44;;-12.00;EUR;Unfug\n"
)


def start(person: User, data: bytes) -> Import:
    return services.start_import(person=person, data=data, filename="history")


def test_a_programs_categories_become_ones_own_where_we_have_none(ana: User, take: Taking) -> None:
    waiting = start(ana, YNAB)
    assert waiting.categories == {
        "Food:Groceries": {"category": str(Category.objects.get(slug="groceries").pk), "new": False},
        "Hobbies:Quilting": {"category": None, "new": True},
    }
    assert not Category.objects.owned_by(ana).exists()
    take(ana, YNAB)
    quilting = Category.objects.owned_by(ana).get()
    assert (quilting.name, quilting.parent and quilting.parent.slug) == ("Quilting", "sports-hobby")
    entries = {(each.payee, each.amount): each for each in Transaction.objects.all()}
    bought = entries["Quilt shop", Decimal("-20.00")]
    assert (bought.category_id, bought.category_source, bought.category_confidence) == (quilting.pk, "file", Decimal(1))
    assert bought.category_reason == "Hobbies › Quilting"
    assert entries["Quilt shop", Decimal("5.00")].kind == "refund"
    assert {each.kind for each in entries.values() if each.payee in ("Giro", "Rainy day")} == {"transfer"}
    parts = TransactionLine.objects.filter(transaction=entries["Globus", Decimal("-12.00")])
    assert [(part.category and part.category.name, part.amount, part.notes) for part in parts.order_by("amount")] == [
        ("Groceries", Decimal(-9), "bread"),
        ("Quilting", Decimal(-3), "thread"),
    ]


def test_what_was_chosen_counts_and_is_remembered(ana: User, take: Taking) -> None:
    games = Category.objects.get(slug="games")
    waiting = start(ana, YNAB)
    choose_categories(source=waiting, choices={"Hobbies:Quilting": {"category": str(games.pk), "new": False}})
    services.confirm_import(source=waiting)
    assert not Category.objects.owned_by(ana).exists()
    line = HEADER + "Giro,,2026-04-02,Quilts,Hobbies: Quilting,Hobbies,Quilting,,7.00€,0€,Cleared\n"
    assert start(ana, line.encode()).categories["Hobbies:Quilting"] == {"category": str(games.pk), "new": False}


@pytest.mark.parametrize(
    "choice", [{"category": "somebody's"}, {"path": "Nothing:Here"}, {"category": "games", "new": True}]
)
def test_a_choice_that_is_none_changes_nothing(ana: User, carla: User, choice: dict[str, Any]) -> None:
    hers = core.create_category(owner=carla, name="Hers")
    keys = {"somebody's": str(hers.pk), "games": str(Category.objects.get(slug="games").pk)}
    waiting = start(ana, YNAB)
    path = choice.get("path", "Hobbies:Quilting")
    with pytest.raises(FieldError):
        choose_categories(
            source=waiting,
            choices={path: {"category": keys.get(choice.get("category", "")), "new": choice.get("new", False)}},
        )
    before = waiting.categories
    waiting.refresh_from_db()
    assert waiting.categories == before


def test_once_it_runs_nothing_is_chosen_any_more(ana: User, take: Taking) -> None:
    with pytest.raises(Conflict):
        choose_categories(source=take(ana, YNAB), choices={})


def test_the_app_of_old_brings_categories_messages_and_its_gap(ana: User, take: Taking) -> None:
    done = take(ana, json.dumps(PENNYWISE).encode())
    noodles = Category.objects.owned_by(ana).get()
    assert (noodles.name, noodles.icon) == ("Noodles", "pizza")
    assert list(KeptMessage.objects.order_by("place").values_list("role", "text")) == [
        ("user", "Hi"),
        ("assistant", "Hello"),
    ]
    entries = Transaction.objects.order_by("booked_on")
    assert [(each.kind, each.raw_kind, each.amount) for each in entries] == [
        ("income", "deposit", Decimal(1000)),
        ("expense", "spend", Decimal("-12.5")),
    ]
    account = MoneyAccount.objects.owned_by(ana).get()
    assert (account.name, account.balance) == ("PennyWise", Decimal("987.50"))
    [told] = done.report["batches"]
    assert (told["bank"], told["ours"]) == ("950.00", "987.50")


def test_a_banks_coarse_word_counts_only_where_nothing_else_says_anything(ana: User, take: Taking) -> None:
    waiting = start(ana, BANK)
    assert waiting.categories["Unfug"] == {"category": None, "new": False}
    take(ana, BANK)
    found = {each.payee: each for each in Transaction.objects.select_related("category")}
    groceries = Category.objects.get(slug="groceries")
    assert (found["Qwzx 81"].category, found["Qwzx 81"].category_source) == (groceries, "file")
    assert found["Qwzx 81"].category_confidence == Decimal("0.5")
    assert (found["Lidl sagt danke"].category, found["Lidl sagt danke"].category_source) == (groceries, "merchant")
    assert found["Vbnm 44"].category is None
    assert not Category.objects.owned_by(ana).exists()


def test_a_split_whose_parts_become_one_category_is_none(ana: User, take: Taking) -> None:
    rows = [("Groceries", 1), ("Lebensmittel", 2)]
    lines = "".join(f"Giro,,2026-03-06,Globus,Food: {a},Food,{a},Split ({n}/2) x,1.00€,0€,\n" for a, n in rows)
    take(ana, (HEADER + lines).encode())
    entry = Transaction.objects.get()
    assert (entry.is_split, entry.amount, entry.category) == (
        False,
        Decimal(-2),
        Category.objects.get(slug="groceries"),
    )


def test_a_new_family_is_made_and_names_stay_ones_own(ana: User, take: Taking) -> None:
    core.create_category(owner=ana, name="Misc stuff", parent=Category.objects.get(slug="pets"))
    rows = [("Boat", "Sails"), ("Boat", "Mooring"), ("Hens", "Misc Stuff"), ("Hens", "Feed")]
    lines = "".join(f"Giro,,2026-03-0{n},Shop,{a}: {b},{a},{b},,1.00€,0€,\n" for n, (a, b) in enumerate(rows, start=1))
    take(ana, (HEADER + lines).encode())
    tree = category_tree(ana)
    own = {each.name: each.parent_id for each in Category.objects.owned_by(ana)}
    boat = tree.get(own["Sails"])
    assert boat is not None
    assert (boat.name, own["Mooring"], own["Boat"]) == ("Boat", boat.id, None)
    assert Transaction.objects.get(booked_on="2026-03-03").category == Category.objects.get(name="Misc stuff")


def test_the_page_shows_them_and_takes_choices(ana: User, signed_in: Callable[[User], Client]) -> None:
    waiting, browser = start(ana, YNAB), signed_in(ana)
    page = browser.get(f"/transactions/import/{waiting.pk}/").content.decode()
    assert "Hobbies › Quilting" in page
    games = Category.objects.get(slug="games")
    names = sorted(waiting.categories)
    field = f"category-{names.index('Hobbies:Quilting')}"
    url = f"/transactions/import/{waiting.pk}/categories/"
    assert browser.post(url, {field: str(games.pk), "category-99": "x"}).status_code == 302
    assert browser.post(url, {field: "no id"}).status_code == 422
    waiting.refresh_from_db()
    assert waiting.categories["Hobbies:Quilting"]["category"] == str(games.pk)


def test_the_api_says_and_takes_them(ana: User, carla: User, speaks: Speaks) -> None:
    waiting = start(ana, YNAB)
    url = f"/api/v1/imports/{waiting.pk}/categories/"
    games = str(Category.objects.get(slug="games").pk)
    body = {"categories": [{"path": "Hobbies:Quilting", "category": games}]}
    answer = speaks(ana).put(url, body, format="json")
    assert answer.status_code == 200
    assert speaks(ana).get(url).json() == answer.json()
    assert {"path": "Hobbies:Quilting", "category": games, "new": False} in answer.json()["categories"]
    refused = speaks(ana).put(url, {"categories": [{"path": "x", "category": None}]}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "unknown_category")
    assert speaks(carla).get(url).status_code == 404


def test_our_own_file_needs_no_look(ana: User, take: Taking) -> None:
    take(ana, YNAB)
    data = b"".join(json_chunks(select(ana)))
    waiting = start(ana, data)
    assert all(choice["category"] for choice in waiting.categories.values())


SPLITWISE = b"""Date,Description,Category,Cost,Currency,Ana,Ben
2026-06-01,Groceries,Groceries,30.00,EUR,15.00,-15.00
2026-06-02,Rent,Rent,800.00,EUR,-400.00,400.00
2026-06-30,Total balance, , ,EUR,-385.00,385.00
"""


def test_who_one_is_among_friends_is_asked_once(ana: User, signed_in: Callable[[User], Client]) -> None:
    waiting, browser = start(ana, SPLITWISE), signed_in(ana)
    page = browser.get(f"/transactions/import/{waiting.pk}/").content.decode()
    assert 'value="Ben"' in page
    assert browser.post(f"/transactions/import/{waiting.pk}/answer/", {"answer": "Ana"}).status_code == 302
    waiting.refresh_from_db()
    services.confirm_import(source=waiting)
    account = MoneyAccount.objects.owned_by(ana).get()
    assert (account.name, account.balance) == ("Splitwise", Decimal(0))
    later = SPLITWISE.replace(b"2026-06-30", b"2026-06-15,Tram,Taxi,4.00,EUR,2.00,-2.00\n2026-06-30")
    again = start(ana, later)
    assert (again.question, again.new_count, again.duplicate_count) == ("", 5, 0)
