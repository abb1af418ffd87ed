"""What things are worth at the browser: said on the thing, told by the overview; warranties and figures beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.people import Person

pytestmark = pytest.mark.browser


def test_how_long_it_lasts_is_one_choice_and_net_worth_one_tick(mira: Person) -> None:
    today = timezone.localdate()
    mira.line(mira.account(), "3.00", "Corner Market", booked_on=today.isoformat())
    bought = {"product_name": "Kettle", "price": "48.00", "currency_code": "EUR", "purchase_date": today.isoformat()}
    thing = mira.send("purchases/", bought)
    page = mira.open(f"/things/{thing['id']}/")
    card = page.locator("#thing-worth")
    assert card.get_by_label("In net worth").is_disabled()
    card.get_by_label("Lasts").select_option("48")
    card.get_by_text("straight line over 4 years").wait_for()
    card.get_by_label("In net worth").check()
    page.locator("#thing-worth [name=version][value='3']").wait_for(state="attached")
    assert card.get_by_label("In net worth").is_checked()
    [kept] = mira.all("purchases/")
    assert (kept["life_months"], kept["in_net_worth"]) == (48, True)
    page = mira.open("/")
    page.get_by_role("link", name="of which things").click()
    page.wait_for_url("**/things/")


def test_the_page_of_warranties_follows_what_is_written_elsewhere_and_makes_a_goal(mira: Person) -> None:
    today = timezone.localdate()
    page = mira.open("/things/warranties/")
    mira.is_live()
    page.get_by_text("No warranty yet").wait_for()
    bought = {
        "product_name": "Television",
        "price": "600.00",
        "currency_code": "EUR",
        "purchase_date": (today - timedelta(days=700)).isoformat(),
        "warranty_end": (today + timedelta(days=8)).isoformat(),
    }
    mira.send("purchases/", bought)
    page.locator(".wt-name", has_text="Television").wait_for()
    page.get_by_role("button", name="Make it a goal").click()
    page.wait_for_url("**/plan/goals/*/")
    [goal] = mira.all("goals/")
    assert (goal["target_amount"], goal["monthly_amount"]) == ("600.00", "10.00")


def test_another_time_is_shown_in_place(mira: Person) -> None:
    for name, day in (("Lamp", "2026-01-10"), ("Desk", "2026-03-05")):
        mira.send("purchases/", {"product_name": name, "price": "100.00", "purchase_date": day})
    page = mira.open("/things/analytics/")
    page.get_by_label("From").fill("2026-03-01")
    page.wait_for_url("**/things/analytics/?*start_date=2026-03-01*")
    page.get_by_role("link", name="Bought in this time").get_by_text("1 thing").wait_for()
    page.get_by_role("link", name="Bought in this time").click()
    page.get_by_text("Desk").first.wait_for()
    assert not page.get_by_text("Lamp").count()
