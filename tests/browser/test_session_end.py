"""A session that has ended leaves no amounts on the screen, and no log-in page inside another page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

# Asked of the address and not of a navigation: a click and a live refresh may both lead there, one ends the other.
LOG_IN = re.compile(r"/accounts/login/\?next=%2Ftransactions%2F%3Fsearch%3DBaker$")


@pytest.fixture
def list_of_mira(mira: Person) -> Person:
    mira.line(mira.account(), "8.00", "Baker")
    mira.open("/transactions/?search=Baker")
    mira.is_live()
    return mira


def test_logging_out_in_one_window_leaves_the_page_in_the_other(list_of_mira: Person, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main").get_by_role("button", name="Log out").click()
    expect(list_of_mira.page).to_have_url(LOG_IN)
    expect(other).to_have_url(re.compile(r"/accounts/login/\?next=/$"))


@pytest.mark.parametrize("act", ["category", "bulk", "undo"])
def test_what_is_clicked_after_the_session_leads_to_the_log_in(
    act: str, list_of_mira: Person, context: BrowserContext, expects: Callable[[int], None]
) -> None:
    expects(401)
    page = list_of_mira.page
    if act == "undo":
        page.locator("[data-line-category]").click()
        page.locator("[data-editing] select").wait_for()
        list_of_mira.settle()
        # The change comes back as a live refresh of the list, which would leave for the log-in before the click.
        with page.expect_response(lambda answer: "?search=Baker" in answer.url and answer.request.method == "GET"):
            page.locator("[data-editing] select").select_option(label="Coffee")
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        list_of_mira.settle()
    context.clear_cookies(name="sessionid")
    if act == "category":
        page.locator("[data-line-category]").click()
    elif act == "bulk":
        page.locator("[data-select]").check()
        page.locator("[data-bulk-bar]").get_by_role("button", name="Delete").click()
    else:
        page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(LOG_IN)
