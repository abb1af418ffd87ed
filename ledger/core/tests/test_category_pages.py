"""The pages of categories: the tree with its limits, one's own view, pictures, order and merging."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.assets import FURTHER_ICONS
from ledger.core import services
from ledger.core.category_tree import category_tree
from ledger.core.models import Category, CategoryOverride, MoneyAccount, Transaction

SignedIn = Callable[[User], Client]


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


@pytest.fixture
def wine(ana: User, groceries: Category) -> Category:
    return services.create_category(owner=ana, name="Wine", parent=groceries.parent)


def _text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def _sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send of the page's form, with some of it changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {**{name: value for name, value in values.items() if value not in (None, False)}, **changes}


def edit(category: Category) -> str:
    return reverse("category_edit", args=[category.pk])


def test_a_shared_category_is_seen_ones_own_way_and_follows_the_language_otherwise(
    ana: User, anas: Client, groceries: Category
) -> None:
    page = anas.get(edit(groceries))
    limit = _sent(page, monthly_limit="450", priority="8", is_favorite="on")
    assert anas.post(edit(groceries), limit).status_code == 302
    view = CategoryOverride.objects.get(person=ana, category=groceries)
    assert (view.name, view.icon, view.color) == ("", "", "")
    assert (view.monthly_limit, view.priority, view.is_favorite) == (Decimal(450), 8, True)
    anas.post(edit(groceries), {**limit, "name": "Food shop", "monthly_limit": ""})
    view.refresh_from_db()
    assert (view.name, view.monthly_limit) == ("Food shop", None)


def test_a_refused_limit_keeps_what_was_typed(anas: Client, groceries: Category) -> None:
    refused = anas.post(edit(groceries), {"name": "Shop", "monthly_limit": "-4", "icon": "coffee", "color": "#aa0000"})
    assert refused.status_code == 422
    assert "above zero" in _text(refused)
    assert refused.context["form"]["name"].value() == "Shop"
    assert not CategoryOverride.objects.exists()


def test_an_own_category_is_put_elsewhere_and_says_where_a_budget_counts_it(
    ana: User, anas: Client, wine: Category, groceries: Category
) -> None:
    page = anas.get(edit(wine))
    sent = _sent(page, parent=str(groceries.pk), bucket="needs", necessity_score="9")
    assert anas.post(edit(wine), sent).status_code == 302
    wine.refresh_from_db()
    assert (wine.parent_id, wine.bucket, wine.necessity_score) == (groceries.pk, "needs", 9)
    stale = anas.post(edit(wine), sent)
    assert stale.status_code == 422
    assert "changed elsewhere" in _text(stale)


@time_machine.travel("2026-03-20")
def test_the_tree_tells_what_is_used_of_each_limit_this_month(
    ana: User,
    anas: Client,
    everyday: MoneyAccount,
    groceries: Category,
    wine: Category,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    food = groceries.parent
    assert food is not None
    services.override_category(category=food, person=ana, monthly_limit=Decimal(100))
    for category, amount, day in ((groceries, "80", 5), (wine, "45.50", 9)):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=-Decimal(amount), booked_on=date(2026, 3, day), category=category
        )
    page = anas.get(reverse("categories"))
    shown = _text(page)
    assert "€125.50 of €100.00 this month" in shown
    assert "€25.50 over" in shown
    link = re.search(r'class="limit" href="([^"]+)"', page.content.decode())
    assert link is not None
    assert _text(anas.get(link[1].replace("&amp;", "&"))).count("Everyday") >= 2
    with CaptureQueriesContext(connection) as before:
        anas.get(reverse("categories"))
    for each in Category.objects.filter(parent=food):
        services.override_category(category=each, person=ana, monthly_limit=Decimal(10))
    with django_assert_num_queries(len(before)):
        anas.get(reverse("categories"))


def test_a_picture_is_shown_in_place_of_the_icon_until_it_is_removed(anas: Client, groceries: Category) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (80, 80), "teal").save(drawn, "PNG")
    url = reverse("category_icon", args=[groceries.pk])
    sent = SimpleUploadedFile("mine.png", drawn.getvalue(), content_type="image/png")
    assert anas.post(url, {"file": sent}).status_code == 302
    image = re.search(r'<img class="icon-tile[^>]+src="([^"]+)"', anas.get(reverse("categories")).content.decode())
    assert image is not None
    assert anas.get(image[1])["Content-Type"] == "image/webp"
    refused = anas.post(url, {"file": SimpleUploadedFile("a.png", b"no", content_type="image/png")})
    assert refused.status_code == 422
    assert "PNG, JPEG or WebP" in _text(refused)
    anas.post(reverse("category_icon_remove", args=[groceries.pk]))
    assert "icon-picture" not in anas.get(reverse("categories")).content.decode()


def test_a_category_moves_up(ana: User, anas: Client, wine: Category) -> None:
    before = [each.id for each in category_tree(ana).siblings(wine.pk)]
    assert anas.post(reverse("category_move", args=[wine.pk]), {"direction": "up"}).status_code == 302
    assert [each.id for each in category_tree(ana).siblings(wine.pk)] == [*before[:-2], wine.pk, before[-2]]


def test_merging_shows_what_it_comes_to_before_it_does_anything(
    ana: User, anas: Client, everyday: MoneyAccount, groceries: Category, wine: Category
) -> None:
    for category, times in ((wine, 2), (groceries, 3)):
        for _each in range(times):
            services.record_transaction(
                account=everyday, recorded_by=ana, amount=Decimal(-5), booked_on=date(2026, 3, 1), category=category
            )
    url = reverse("category_merge", args=[wine.pk])
    assert "afterwards" not in _text(anas.get(url))
    shown = _text(anas.get(url, {"into": str(groceries.pk)}))
    assert "2 lines none afterwards" in shown
    assert "3 lines 5 afterwards" in shown
    assert Transaction.objects.filter(category=wine).count() == 2
    assert anas.post(url, {"into": ""}).status_code == 422
    stale = anas.post(url, {"into": str(groceries.pk), "version": "9"})
    assert stale.status_code == 422
    assert anas.post(url, {"into": str(groceries.pk), "version": "1"}).status_code == 302
    assert Transaction.objects.filter(category=groceries).count() == 5


def test_a_strangers_category_has_no_pages(carla: User, signed_in: SignedIn, wine: Category) -> None:
    carlas = signed_in(carla)
    for name in ("category_edit", "category_merge"):
        assert carlas.get(reverse(name, args=[wine.pk])).status_code == 404
    for name in ("category_move", "category_icon", "category_icon_remove", "category_merge"):
        assert carlas.post(reverse(name, args=[wine.pk]), {"direction": "up"}).status_code == 404


def test_rare_icons_come_when_they_are_asked_for_and_the_chosen_one_at_once(ana: User, signed_in: SignedIn) -> None:
    rare = min(FURTHER_ICONS)
    browser, page = signed_in(ana), reverse("category_add")
    assert f'value="{rare}"' not in browser.get(page).text
    assert browser.get(f"{page}?icons=all").text.count("picker-further") == len(FURTHER_ICONS)
    refused = browser.post(page, {"name": "", "icon": rare})
    assert (refused.status_code, refused.text.count(f'value="{rare}" checked')) == (422, 1)
