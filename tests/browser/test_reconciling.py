"""A statement ticked off line by line: the difference follows every tick, and finishing can be taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Json, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def account(mira: Person) -> Json:
    made = mira.account(opening_balance="500")
    mira.line(made, "3.50", "Bakery Lane")
    mira.line(made, "20", "Corner Books")
    return made


def _state(mira: Person, account: Json) -> Json | None:
    found: Json | None = mira.api(f"money-accounts/{account['id']}/")["bank"]
    return found


def test_ticks_bring_the_difference_to_nothing_and_undo_brings_it_back(mira: Person, account: Json) -> None:
    page = mira.open(f"/transactions/reconcile/{account['id']}/")
    page.get_by_label("Last day of the statement").fill("2026-03-31")
    page.get_by_label("Closing balance").fill("476.50")
    page.get_by_role("button", name="Compare").click()
    sums = page.locator("#statement-sums")
    expect(sums).to_contain_text("23.50")
    page.get_by_role("checkbox", name="Bakery Lane").check()
    expect(sums).to_contain_text("20.00")
    page.get_by_role("checkbox", name="Corner Books").check()
    expect(sums.get_by_role("button", name="Finish", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="Corner Books").uncheck()
    page.get_by_role("checkbox", name="Corner Books").check()
    page.get_by_role("checkbox", name="Bakery Lane").uncheck()
    expect(sums).to_contain_text("€3.50")
    expect(sums.get_by_role("button", name="Tick the last 1 and finish")).to_be_visible()
    sums.get_by_role("button", name="Tick the last 1 and finish").click()
    expect(page.locator(".outcome")).to_contain_text("Agrees with the bank on 31 Mar")
    state = _state(mira, account)
    assert state is not None
    assert state["agrees"]
    page.locator(".toast-undo").click()
    expect(page.locator(".outcome")).to_contain_text("Nothing to compare with yet")
    assert _state(mira, account) is None


def test_the_difference_is_booked_only_after_asking(mira: Person, account: Json) -> None:
    page = mira.open(f"/transactions/reconcile/{account['id']}/statement/?on=2026-03-31&amount=470")
    page.get_by_role("button", name="Tick all").click()
    expect(page.locator("#statement-sums")).to_contain_text("6.50")
    page.get_by_role("button", name="Book the difference").click()
    expect(page.locator("dialog[open]")).to_contain_text("Other expenses")
    page.get_by_role("button", name="Cancel").click()
    assert len(mira.lines()) == 2
    page.get_by_role("button", name="Book the difference").click()
    page.get_by_role("button", name="Book it and finish").click()
    expect(page.locator(".outcome")).to_contain_text("Agrees with the bank on 31 Mar")
    assert [each["amount"] for each in mira.lines() if each["payee"] == "Balance correction"] == ["6.50"]
