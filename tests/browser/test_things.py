"""Things at the browser: written down, filtered, changed together and taken back, a claim answered, all of it live."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.people import Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser


def test_a_thing_from_its_first_line_to_an_answered_claim(mira: Person) -> None:
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    account = mira.account(name="Giro")
    mira.line(account, "65.50", "Corner Market", booked_on=today.isoformat())
    page = mira.open("/things/")
    page.get_by_role("link", name="Add a thing").last.click()
    page.get_by_label("What it is").fill("Kettle <3")
    page.get_by_label("Price").fill("65.50")
    page.get_by_label("Shop").fill("Corner Market")
    page.get_by_label("How long").select_option("until")
    assert page.get_by_label("Months", exact=True).is_hidden()
    page.get_by_label("Until", exact=True).fill((today + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Kettle <3").wait_for()
    assert page.get_by_text("30 days left").first.is_visible()

    page.get_by_role("button", name="It was Corner Market").click()
    page.get_by_role("button", name="Unlink").wait_for()
    (thing,) = mira.all("purchases/")
    assert thing["transaction"] == mira.lines()[0]["id"]
    assert thing["retailer_name"] == "Corner Market"

    page.get_by_role("link", name="Something is wrong").click()
    page.get_by_label("What is wrong").fill("It leaks")
    page.get_by_role("button", name="Open the claim").click()
    page.get_by_role("button", name="Repaired").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Sent in").wait_for()
    (claim,) = mira.api(f"purchases/{thing['id']}/claims/")["results"]
    assert (claim["status"], claim["closed_on"]) == ("opened", None)

    pages = ("", "change/", "warranties/add/", f"warranties/{thing['warranties'][0]['id']}/", f"claims/{claim['id']}/")
    assert not _visit(page, tuple(f"/things/{thing['id']}/{each}" for each in (*pages, "claims/add/", "payment/")))


def test_many_things_are_filtered_archived_and_brought_back(mira: Person) -> None:
    for number in range(3):
        bought = {"product_name": f"Cup {number}", "price": "9.00", "purchase_date": "2026-03-02"}
        mira.send("purchases/", {**bought, "warranty_end": "2030-01-01"} if number else bought)
    page = mira.open("/things/")
    mira.is_live()
    mira.send("purchases/", {"product_name": "Teapot", "price": "20.00", "purchase_date": "2026-03-03"})
    page.get_by_role("link", name="Teapot").wait_for()
    page.locator("#things-head", has_text="4").wait_for()

    page.get_by_label("Warranty").select_option("active")
    page.get_by_role("link", name="Teapot").wait_for(state="detached")
    mira.settle()
    assert "warranty=active" in page.url
    for number in (1, 2):
        page.get_by_label(f"Select Cup {number}").check()
    page.get_by_role("button", name="Archive").click()
    page.get_by_text("Nothing matches").wait_for()
    assert {each["product_name"] for each in mira.all("purchases/")} == {"Cup 0", "Teapot"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Cup 1").wait_for()
    assert len(mira.all("purchases/")) == 4

    page.get_by_role("link", name="Table").click()
    page.locator("th", has_text="Price").get_by_role("link").click()
    page.locator("th[aria-sort=descending]", has_text="Price").wait_for()
    assert not _visit(page, ("/things/", "/things/?view=cards", "/things/?search=nothing+like+it", "/things/add/"))
