"""The inventory: what is on it, for whom, in which order, and what it costs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.kernel.money import ZERO
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.models import Brand, Purchase, Retailer
from purchases.core.services import add_name, open_claim, share_purchase
from purchases.pages.things import figures
from purchases.pages.things.views.inventory import PER_PAGE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUERIES = 27


@pytest.fixture
def household(couple: Partnership, ana: User, ben: User, buys: Buys) -> dict[str, Purchase]:
    """One for each filter, by its name; the drill is Ben's, and Ana sees it."""
    shop = add_name(Retailer, owner=ana, name="Corner Shop")
    brand = add_name(Brand, owner=ana, name="Hot Water")
    covered: dict[str, Any] = {"warranty_end": TODAY + 400 * DAY}
    ending: dict[str, Any] = {"warranty_end": TODAY + 90 * DAY}
    over: dict[str, Any] = {"warranty_end": TODAY - DAY}
    things = {
        "kettle": buys(retailer_id=shop.pk, brand_id=brand.pk, warranty=covered, location="Kitchen"),
        "lamp": buys(product_name="Lamp", warranty=ending, tags=["Light"], price=ZERO),
        "phone": buys(product_name="Phone", warranty=over, purchase_date=date(2025, 3, 1), price=Decimal("649.00")),
        "sofa": buys(product_name="Sofa", status="ordered", purchase_date=date(2026, 11, 19)),
        "shoes": buys(product_name="Shoes", return_until=TODAY, life_months=24, in_net_worth=True),
        "radio": buys(product_name="Radio", is_archived=True),
        "drill": buys(ben, product_name="Drill"),
    }
    share_purchase(purchase=things["drill"], shared_by=ben)
    open_claim(purchase=things["phone"], opened_by=ana, problem="Battery")
    return things


def _shown(door: Client, query: str = "") -> list[str]:
    answer = door.get(f"/things/?{query}")
    assert answer.status_code == 200
    return re.findall(r'class="thing-name" href="[^"]*" data-line-open>([^<]*)<', answer.content.decode())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Sofa", "Drill", "Shoes", "Lamp", "Kettle", "Phone"]),
        ("is_mine=true", ["Sofa", "Shoes", "Lamp", "Kettle", "Phone"]),
        ("is_mine=false", ["Drill"]),
        ("status=ordered", ["Sofa"]),
        ("warranty=active", ["Lamp", "Kettle"]),
        ("warranty=soon", ["Lamp"]),
        ("warranty=ended", ["Phone"]),
        ("warranty=none", ["Sofa", "Drill", "Shoes"]),
        ("returnable=true", ["Shoes"]),
        ("claims=open", ["Phone"]),
        ("in_net_worth=true", ["Shoes"]),
        ("papers=none&warranty=soon", ["Lamp"]),
        ("papers=some", []),
        ("tag=light", ["Lamp"]),
        ("place=kitchen", ["Kettle"]),
        ("search=kett", ["Kettle"]),
        ("search=corner", ["Kettle"]),
        ("start_date=2026-11-19", ["Sofa"]),
        ("end_date=2025-12-31", ["Phone"]),
        ("is_archived=true", ["Radio"]),
        ("is_archived=all&search=radio", ["Radio"]),
        ("retailer_id=none&warranty=active", ["Lamp"]),
        ("ordering=-price&warranty=active", ["Kettle", "Lamp"]),
        ("ordering=product_name&is_mine=true", ["Kettle", "Lamp", "Phone", "Shoes", "Sofa"]),
    ],
)
@pytest.mark.parametrize("view", ["cards", "table"])
def test_the_address_says_which_things_are_shown(
    door: Client, household: dict[str, Purchase], query: str, names: list[str], view: str
) -> None:
    shown = _shown(door, f"{query}&view={view}")
    assert shown == names if "ordering" in query else sorted(shown) == sorted(names)


def test_shops_and_brands_are_filtered_by_under_both_names(door: Client, household: dict[str, Purchase]) -> None:
    kettle = household["kettle"]
    for query in (f"retailer_id={kettle.retailer_id}", f"retailer={kettle.retailer_id}", f"brand={kettle.brand_id}"):
        assert _shown(door, query) == ["Kettle"]


def test_each_chip_counts_what_it_shows(door: Client, household: dict[str, Purchase]) -> None:
    page = door.get("/things/").content.decode()
    chips = re.findall(r'class="thing-chip" href="([^"]*)"[^>]*>([^<]*) <span>(\d+)</span>', page)
    assert len(chips) == 6
    for url, _name, count in chips:
        assert len(_shown(door, url.lstrip("?").replace("&amp;", "&"))) == int(count)


def test_many_things_are_not_looked_at_for_their_chips(
    door: Client, household: dict[str, Purchase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_COUNTED", 2)
    page = door.get("/things/").content.decode()
    chips = dict(re.findall(r'class="thing-chip"[^>]*>([^<]*?)(?: <span>(\d+)</span>)?</a>', page))
    assert chips == {
        "All": "6",
        "Ending soon": "",
        "On its way": "1",
        "Can be returned": "",
        "No receipt": "6",
        "Warranty ended": "",
    }


def test_the_figures_are_of_what_is_ones_own_and_lead_to_it(door: Client, household: dict[str, Purchase]) -> None:
    page = door.get("/things/").content.decode()
    stats = re.findall(r'stat span-\d" href="([^"]*)">.*?<b class="figure-large[^"]*">(.*?)</b>', page)
    counted = [(url.replace("&amp;", "&"), figure) for url, figure in stats if figure.isdecimal()]
    assert [figure for _url, figure in counted] == ["6", "2", "1"]
    for url, figure in counted:
        assert len(_shown(door, url.partition("?")[2])) == int(figure)


def test_what_cannot_be_read_is_said_and_narrows_nothing(door: Client, household: dict[str, Purchase]) -> None:
    answer = door.get("/things/?start_date=yesterday&status=lost&category=1&warranty=perhaps&page=x&ordering=colour")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("chip-over") == 4
    assert "We could not read the day &quot;yesterday&quot;." in page


def test_an_empty_inventory_says_what_to_do(door: Client) -> None:
    page = door.get("/things/").content.decode()
    assert "Nothing here yet" in page
    assert 'href="/things/add/"' in page
    assert "things-head" not in re.sub(r"hx-select-oob=\"[^\"]*\"", "", page)


def test_nothing_that_matches_is_another_thing_than_nothing(door: Client, buys: Buys) -> None:
    buys()
    assert "Nothing matches" in door.get("/things/?search=piano").content.decode()


def test_the_view_is_remembered(door: Client, buys: Buys) -> None:
    buys()
    assert "thing-table" in door.get("/things/?view=table").content.decode()
    assert "thing-table" in door.get("/things/").content.decode()
    assert "thing-cards" in door.get("/things/?view=cards").content.decode()
    assert "thing-table" not in door.get("/things/?view=nonsense").content.decode()


def test_pages_hold_all_things_once(door: Client, buys: Buys) -> None:
    for number in range(PER_PAGE + 3):
        buys(product_name=f"Cup {number}", purchase_date=date(2026, 11, 2) - number * DAY)
    first, second = _shown(door), _shown(door, "page=2")
    assert (len(first), len(second)) == (PER_PAGE, 3)
    assert len({*first, *second}) == PER_PAGE + 3
    assert f"{PER_PAGE + 1} to {PER_PAGE + 3} of {PER_PAGE + 3}" in door.get("/things/?page=2").content.decode()


def test_filtering_fetches_the_list_alone(door: Client, buys: Buys) -> None:
    buys()
    headers = {"HX-Request": "true", "HX-Target": "things-list", "HX-Trigger": "filters"}
    page = door.get("/things/?search=kettle", headers=headers).content.decode()
    assert page.lstrip().startswith('<div id="things-list"')
    assert "<html" not in page


@pytest.mark.parametrize("view", ["cards", "table"])
def test_ten_things_cost_what_two_do(
    door: Client, household: dict[str, Purchase], buys: Buys, view: str, django_assert_num_queries: Any
) -> None:
    door.get(f"/things/?view={view}")
    with django_assert_num_queries(QUERIES):
        door.get(f"/things/?view={view}")
    for number in range(10):
        buys(product_name=f"Cup {number}", warranty={"warranty_end": TODAY + number * DAY})
    with django_assert_num_queries(QUERIES):
        door.get(f"/things/?view={view}")


def test_a_partner_is_told_whose_a_thing_is(door: Client, household: dict[str, Purchase], ben: User) -> None:
    page = door.get("/things/?is_mine=false").content.decode()
    assert f'title="{ben.short_name}"' in page
    assert 'name="ids"' not in page


def test_further_filters_are_fetched_as_the_address_has_them(door: Client, household: dict[str, Purchase]) -> None:
    """Until then they stand hidden in the form, so that searching keeps them."""
    query = f"brand={household['kettle'].brand_id}&place=Kitchen&ordering=price&start_date=nonsense"
    page = door.get(f"/things/?{query}").content.decode()
    for name, value in (("brand_id", household["kettle"].brand_id), ("place", "Kitchen"), ("ordering", "price")):
        assert f'type="hidden" name="{name}" value="{value}"' in page
    fields = door.get(f"/things/filters/?{query}").content.decode()
    assert "selected>Hot Water" in fields
    assert 'name="place" maxlength="100" value="Kitchen"' in fields
    assert "We could not read the day" in fields
