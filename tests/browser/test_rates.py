"""Several currencies at the browser: a rate by hand, what arrives proposed, all of it as one sum."""

from __future__ import annotations

import pytest

from tests.browser.people import Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser


def test_a_rate_by_hand_serves_transfers_and_sums(mira: Person) -> None:
    euros = mira.account(name="Everyday", opening_balance="1000.00")
    dollars = mira.account(name="Abroad", currency="USD", opening_balance="250.00")
    mira.line(euros, "40.00", "Market")
    mira.line(dollars, "25.00", "Diner")
    page = mira.open("/money-accounts/rates/")
    page.get_by_label("One", exact=True).fill("eur")
    page.get_by_label("is worth").fill("1.25")
    page.get_by_label("of", exact=True).fill("USD")
    page.get_by_label("Day").fill("2026-03-14")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("1 USD = 0.8 EUR").wait_for()

    mira.open("/transactions/transfer/")
    page.get_by_label("From").select_option(euros["id"])
    page.get_by_label("To", exact=True).select_option(dollars["id"])
    page.get_by_label("Amount", exact=True).fill("100")
    page.get_by_label("Day").focus()
    page.get_by_text("at 1 EUR = 1.25 USD of 14 Mar").wait_for()
    assert page.get_by_label("Amount that arrives").input_value() == ""
    page.get_by_role("button", name="Take it").click()
    mira.settle()
    assert page.get_by_label("Amount that arrives").input_value() == "125.00"
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/transactions/**")

    balance = mira.api("transactions/balance/")
    assert {each["currency"]: each["net"] for each in balance["totals"]} == {"EUR": "860.00", "USD": "350.00"}
    assert balance["total"]["net"] == "1140.00"
    assert not _visit(page, ("/?currency=all&month=2026-03", "/money-accounts/", "/money-accounts/rates/"))
    mira.open("/?currency=all&month=2026-03")
    assert page.locator(".stat").nth(1).locator(".figure-large").inner_text() == "€60.00"
    assert page.get_by_text("All in EUR at 1 EUR = 1.25 USD").is_visible()
