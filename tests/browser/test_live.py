"""Two windows of one person: what the phone records appears in both, at once, without reload."""

from __future__ import annotations

import statistics
import time

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.people import App, Person

pytestmark = pytest.mark.browser

TIMES = 50
MEDIAN_SECONDS = 0.3
WORST_SECONDS = 1.0
SEEN = """(payee) => {
    window.seen = new Promise((done) => {
        const look = () => document.querySelector("#transaction-list, #overview-figures")?.textContent.includes(payee);
        const watch = new MutationObserver(() => look() && (watch.disconnect(), done(Date.now())));
        watch.observe(document.body, {childList: true, subtree: true});
        if (look()) done(Date.now());
    });
}"""


def _arrivals(app: App, account: str, windows: list[Page], number: int) -> list[float]:
    payee = f"Kiosk {number} Ecke"
    for window in windows:
        window.evaluate(SEEN, payee)
    body = {"money_account": account, "kind": "expense", "amount": f"{number}.25", "booked_on": "2026-03-14"}
    sent = time.time()
    app.post("transactions/", {**body, "payee": payee})
    return [window.evaluate("window.seen") / 1000 - sent for window in windows]


def test_what_the_phone_records_appears_in_every_window(mira: Person, context: BrowserContext) -> None:
    account = mira.account(opening_balance="10000")
    mira.line(account, "1.00", "Opening")
    app = App(mira)
    mira.open("/transactions/")
    other = context.new_page()
    other.goto("/")
    other.wait_for_function("() => document.querySelector('[data-live]')?.classList.contains('is-on')")
    mira.is_live()
    windows = [mira.page, other]
    waits = [wait for number in range(1, TIMES + 1) for wait in _arrivals(app, account["id"], windows, number)]
    median, worst = statistics.median(waits), max(waits)
    print(f"\nlive: {len(waits)} arrivals, median {median * 1000:.0f} ms, worst {worst * 1000:.0f} ms")
    assert median <= MEDIAN_SECONDS
    assert worst <= WORST_SECONDS
    assert mira.page.locator(".list-summary").inner_text().startswith(f"{TIMES + 1} transactions")


def test_a_line_being_edited_is_left_alone_until_the_hands_are_off(mira: Person) -> None:
    account = mira.account()
    mira.line(account, "4.20", "Baker")
    page = mira.open("/transactions/")
    mira.is_live()
    page.locator("[data-line-category]").click()
    page.locator("[data-editing] select").wait_for()
    App(mira).post(
        "transactions/",
        {"money_account": account["id"], "kind": "expense", "amount": "7", "booked_on": "2026-03-14", "payee": "Late"},
    )
    page.wait_for_timeout(400)
    assert page.locator("[data-editing]").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Late", exact=True).wait_for()


def test_the_balance_of_an_account_follows_too(mira: Person) -> None:
    account = mira.account(opening_balance="100")
    page = mira.open("/money-accounts/")
    mira.is_live()
    App(mira).post(
        "transactions/",
        {"money_account": account["id"], "kind": "expense", "amount": "40", "booked_on": "2026-03-14", "payee": "Rail"},
    )
    page.locator(".stat .figure-large").first.filter(has_text="60").wait_for()
