"""A month planned at the browser: made, changed by typing, moved by a suggestion, with the keyboard alone."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import WAIT_MS, Expects
from tests.browser.people import Person, amount_of
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser
TRIES = 3


@pytest.fixture
def planned(mira: Person) -> Person:
    """Mira has made a plan of 2,000 for this month and eaten out for much of it."""
    page = mira.open("/plan/")
    page.get_by_label("What comes in").fill("2000")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("€2,000.00 given out to the cent").wait_for()
    page.get_by_role("button", name="Make this plan").click()
    page.get_by_text("The plan is made.").wait_for()
    return mira


def _today() -> datetime:
    """Where the browser is."""
    return datetime.now(ZoneInfo("Europe/Berlin"))


def _left(page: Page) -> Decimal:
    return amount_of(page.locator("[data-left-to-spend]").inner_text())


def _planned(mira: Person, name: str) -> str:
    month = mira.api(f"budgets/{_today():%Y-%m}/")
    return str(next(each["allocated_amount"] for each in month["allocations"] if each["name"] == name))


def _press(page: Page, key: str, awaited: Locator, focus: Locator | None = None) -> None:
    """Until what is awaited is there: what comes live meanwhile may take the place of what was pressed."""
    for _ in range(TRIES):
        if focus is not None and not awaited.count():
            focus.focus()
        page.keyboard.press(key)
        with suppress(PlaywrightTimeout):
            awaited.wait_for(timeout=WAIT_MS / TRIES)
            return
    awaited.wait_for()


def _edit(page: Page, name: str) -> None:
    typed = page.get_by_label(f"New amount for {name}")
    _press(page, "Enter", typed, focus=page.get_by_role("link", name=f"Planned for {name}"))
    expect(typed).to_be_focused()


def test_an_amount_is_typed_and_taken_back(planned: Person, expects: Expects) -> None:
    expects(422)
    page = planned.page
    before, savings = _left(page), Decimal(_planned(planned, "Savings"))
    _edit(page, "Savings")
    page.keyboard.type("-50")
    page.keyboard.press("Enter")
    page.get_by_text("Savings: €").wait_for()
    planned.settle()
    assert (_left(page), Decimal(_planned(planned, "Savings"))) == (before + 50, savings - 50)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("As it was").wait_for()
    page.wait_for_function(f"() => document.querySelector('[data-left-to-spend]').innerText.includes('{before:,.2f}')")
    assert Decimal(_planned(planned, "Savings")) == savings

    _edit(page, "Savings")
    page.keyboard.type("-5000")
    page.keyboard.press("Enter")
    page.get_by_text("Enter zero or more.").wait_for()
    planned.settle()
    assert page.get_by_label("New amount for Savings").input_value() == "-5000"
    _press(page, "Escape", page.get_by_role("link", name="Planned for Savings"))
    assert Decimal(_planned(planned, "Savings")) == savings


def test_a_suggestion_moves_money_and_the_pages_are_as_they_should_be(planned: Person) -> None:
    food = next(each for each in planned.all("categories/") if each["slug"] == "food-dining")
    spent = Decimal(_planned(planned, food["name"])) + 40
    planned.line(planned.account(), str(spent), "Bistro", category=food["id"], booked_on=f"{_today():%Y-%m-01}")
    page = planned.open("/plan/")
    page.get_by_text(f"over by €{40:.2f}").wait_for()
    page.get_by_role("button", name=re.compile(r"^Move €")).first.click()
    page.get_by_text("moved").wait_for()
    planned.settle()
    assert Decimal(_planned(planned, food["name"])) >= spent
    assert page.get_by_text("over by").count() == 0

    page.get_by_label("What it costs").fill("10000")
    page.get_by_label("Category", exact=True).focus()
    page.get_by_label("Category", exact=True).select_option(food["id"])
    page.get_by_role("button", name="Check").click()
    page.get_by_text("It does not fit.").wait_for()
    budget = re.search(r"/plan/([0-9a-f-]{36})/", str(page.get_by_role("link", name="Edit plan").get_attribute("href")))
    assert budget is not None
    place = f"?category={food['id']}&price=10"
    assert not _visit(page, ("/plan/", f"/plan/{place}", f"/plan/{budget[1]}/edit/", "/plan/?month=2027-06"))
