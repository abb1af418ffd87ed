"""A goal at the browser: set, fed from a payment and by hand, seen to move, late and in time again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.people import Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser


def test_a_goal_is_set_and_money_goes_in(mira: Person) -> None:
    today = datetime.now(tz=UTC).date()
    savings = mira.account(name="Jar", type="savings")
    mira.line(savings, "300.00", "Granny", kind="income", booked_on=(today - timedelta(days=1)).isoformat())
    page = mira.open("/plan/goals/")
    page.get_by_role("link", name="Set a goal").click()
    page.get_by_label("Name").fill("Lisbon <3")
    page.get_by_label("How much").fill("1200")
    page.get_by_label("Wanted by").fill((today + timedelta(days=200)).isoformat())
    page.get_by_label("Each month").fill("1")
    page.get_by_label("Where the money lies").select_option(savings["id"])
    page.get_by_role("button", name="Set it").click()
    card = page.locator("article", has_text="Lisbon <3")
    assert card.get_by_text("late").is_visible()
    assert page.get_by_text("Free in Jar").is_visible()

    card.get_by_role("link", name="Add money to Lisbon <3").click()
    payment = page.get_by_label("From a payment")
    payment.select_option(label=payment.locator("option", has_text="Granny").inner_text())
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("€300.00").first.wait_for()
    (goal,) = mira.api("goals/")["results"]
    assert (goal["saved_amount"], goal["milestones"]) == ("300.00", [25])

    mira.is_live()
    mira.send(f"goals/{goal['id']}/contribution/", {"amount": "450.00", "note": "From the jar"})
    page.get_by_text("From the jar").wait_for()
    page.get_by_role("button", name="more a month").click()
    page.locator("article", has_text="Lisbon <3").get_by_text("Just in time").wait_for()
    assert not _visit(page, ("/plan/goals/", "/plan/goals/add/", f"/plan/goals/{goal['id']}/"))
    assert not _visit(page, (f"/plan/goals/{goal['id']}/money/", f"/plan/goals/{goal['id']}/change/"))
