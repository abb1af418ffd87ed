"""A person's own categories for lines that are not in the ledger yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from ledger.core.models import Category, Transaction
from ledger.core.services import create_category
from ledger.imports import services
from ledger.imports.line_categories import choose_category
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, bank_file
from ledger.imports.tests.test_mending import done

SignedIn = Callable[[User], Client]


@pytest.fixture
def source(ana: User) -> Import:
    return services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")


def test_a_chosen_category_is_the_lines_and_teaches(ana: User, source: Import) -> None:
    club = create_category(owner=ana, name="Coffee club")
    source = choose_category(source=source, key="0:3", category=club)
    assert source.new_count == 4
    done(source)
    lines = Transaction.objects.filter(payee="Kaffeemobil").order_by("pk")
    assert [line.category_source == "person" for line in lines] == [True, False]
    assert (lines[0].category, lines[0].kind) == (club, "expense")
    april = bank_file([("2026-04-02", "Kaffeemobil", "-3.20")])
    done(services.start_import(person=ana, data=april, filename="april.csv"))
    assert Transaction.objects.get(booked_on="2026-04-02").category == club


def test_money_back_of_a_shop_is_a_refund(ana: User, source: Import) -> None:
    club = create_category(owner=ana, name="Coffee club")
    done(choose_category(source=source, key="0:5", category=club))
    assert Transaction.objects.get(payee="Felder IT Gehalt").kind == "refund"


def test_what_does_not_fit_is_refused(ana: User, carla: User, source: Import) -> None:
    salary = Category.objects.get(slug="salary")
    hers = create_category(owner=carla, name="Hers")
    club = create_category(owner=ana, name="Coffee club")
    for key, category in (("0:3", salary), ("0:3", hers), ("0:99", club), ("9:3", club), ("x", club), ("p0:3", club)):
        with pytest.raises(ValidationError):
            choose_category(source=source, key=key, category=category)
    source.refresh_from_db()
    assert source.choices == {}


def test_the_page_takes_what_was_changed_and_gives_it_back(
    ana: User, carla: User, source: Import, signed_in: SignedIn
) -> None:
    club = create_category(owner=ana, name="Coffee club")
    hers = create_category(owner=carla, name="Hers")
    url = f"/transactions/import/{source.pk}/lines/categories/"
    anas = signed_in(ana)
    chosen = anas.post(url, {"category-0:2": "", "category-0:3": str(club.pk)}, headers={"HX-Request": "true"})
    assert (chosen.status_code, "chosen by you" in chosen.text) == (200, True)
    source.refresh_from_db()
    assert source.choices == {"c0:3": str(club.pk)}
    assert anas.post(url, {"category-0:2": "groceries"}).status_code == 302
    source.refresh_from_db()
    assert source.choices["c0:2"] == str(Category.objects.get(slug="groceries", owner=None).pk)
    for senseless in (str(hers.pk), "nonsense", "new", "\x00"):
        assert anas.post(url, {"category-0:3": senseless}).status_code == 422
    api = f"/api/v1/imports/{source.pk}/lines/categories/"
    given = anas.patch(api, {"categories": {"0:2": str(club.pk)}}, content_type="application/json")
    assert given.status_code == 200
    lines = anas.get(f"/api/v1/imports/{source.pk}/lines/").json()["results"]
    assert [line["category"] == str(club.pk) for line in lines] == [True, True, False, False]
    refused = anas.patch(api, {"categories": {"0:99": None}}, content_type="application/json")
    assert refused.status_code == 400
    assert anas.post(url, {"category-0:3": "", "category-0:2": ""}).status_code == 302
    source.refresh_from_db()
    assert source.choices == {}
