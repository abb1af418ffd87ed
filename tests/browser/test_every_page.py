"""Every page, as it is really styled: accessible, inside the policy, within its weight, in both themes and sizes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

from tests.browser.people import Person
from tests.browser.test_importing import BROKEN

pytestmark = pytest.mark.browser

SIZES = ((1440, 900), (390, 844))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEAVIEST_BYTES = 60 * 1024
HEAVIEST_SCRIPTS = 15 * 1024
MOST_ELEMENTS = 1_000
MOST_SHIFT = 0.02
SHIFT = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(sum), 60));
})"""
AXE = """async (options) => (await axe.run(document, {...options, resultTypes: ["violations"]}))
    .violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)"""
# WCAG 2.2's size of targets, which axe leaves out unless asked.
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
# The second theme changes colours and nothing else.
COLOURS = {"runOnly": ["color-contrast"]}
STYLED = "() => getComputedStyle(document.body).margin === '0px'"
OPEN_PAGES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
)
PAGES = (
    "/",
    "/?month=2026-01&span=all",
    "/transactions/",
    "/transactions/?search=nothing+like+it",
    "/transactions/?kind=expense&booked_on_after=2026-01-01&amount_min=20",
    "/transactions/add/",
    "/saved-views/of/transactions/?kind=expense",
    "/things/shops/",
    "/things/warranties/",
    "/things/warranties/?status=active",
    "/things/warranties/replacing/",
    "/things/analytics/",
    "/things/import/",
    "/things/export/",
    "/transactions/transfer/",
    "/transactions/bin/",
    "/transactions/import/",
    "/transactions/rules/",
    "/transactions/rules/add/",
    "/transactions/sort/",
    "/transactions/export/",
    "/transactions/pairs/",
    "/transactions/reconcile/",
    "/money-accounts/",
    "/money-accounts/add/",
    "/money-accounts/rates/",
    "/categories/",
    "/categories/add/",
    "/plan/",
    "/plan/goals/",
    "/plan/goals/add/",
    "/insights/",
    "/insights/trends/",
    "/insights/trends/?timeframe=hour",
    "/insights/patterns/",
    "/insights/summary/",
    "/insights/unusual/",
    "/insights/forecast/",
    "/insights/forecast/?scope=together",
    "/insights/investments/",
    "/insights/investments/add/",
    "/insights/investments/import/",
    "/insights/investments/rules/",
    "/insights/investments/wallets/add/",
    "/advice/",
    "/ask/",
    "/settings/assistant/",
    "/notifications/",
    "/together/",
    "/together/date/",
    "/together/split/",
    "/together/expenses/",
    "/together/expenses/add/",
    "/together/expenses/found/",
    "/together/statement/",
    "/together/settle/",
    "/together/approvals/",
    "/together/chat/",
    "/together/privacy/",
    "/together/privacy/seen/",
    "/together/seen/",
    "/together/for-both/",
    "/together/joint-account/",
    "/together/contributions/",
    "/settings/",
    "/settings/look/",
    "/settings/security/",
    "/settings/activity/",
    "/settings/keys/",
    "/settings/notifications/",
    "/settings/partner/",
    "/settings/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/3rdparty/",
)
FOUND_ON = {
    "/transactions/": "[data-line-open]",
    "/money-accounts/": ".rows .icon-button",
    "/categories/": ".family a",
    "/plan/goals/": ".goal-head h2 a",
    "/together/expenses/": "main a[href^='/together/expenses/']:not([href$='/add/'], [href$='/found/'])",
    "/together/approvals/": ".approval-acts a",
    "/transactions/reconcile/": ".rows a",
}


# What is being fetched is dimmed, and what fades is not yet what it will be.
STILL = """() => !document.querySelector(".htmx-request") && document.getAnimations().every(
  (each) => each.playState !== "running" || each.effect.getTiming().iterations === Infinity)"""


def _problems(page: Page, options: dict[str, Any] = EVERYTHING) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    page.wait_for_function(STILL)
    found: list[str] = page.evaluate(AXE, options)
    return found


def _look(page: Page) -> list[str]:
    """What is wrong with the page that is open, at every size and in every theme."""
    wrong: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{width}: scrolls sideways")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            options = COLOURS if theme == "dark" else EVERYTHING
            wrong += [f"{width} {theme}: {each}" for each in _problems(page, options)]
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    if not page.evaluate(STYLED):
        wrong.append("has no style")
    return wrong


def _weigh(session: CDPSession, page: Page, path: str) -> list[str]:
    """What a first visit costs, nothing kept from before."""
    urls: dict[str, str] = {}
    seen: dict[str, float] = {}
    session.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: seen.update({event["requestId"]: event["encodedDataLength"]}))
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(path, wait_until="load")
    shift, elements = page.evaluate(SHIFT), page.evaluate("document.querySelectorAll('*').length")
    weight = sum(seen.values())
    scripts = sum(size for key, size in seen.items() if "/static/js/" in urls.get(key, ""))
    print(f"{path}: {weight / 1024:.1f} KiB, {elements} elements, layout shift {shift:.3f}")
    bounds = (
        (weight, HEAVIEST_BYTES, "bytes"),
        (scripts, HEAVIEST_SCRIPTS, "bytes of own scripts"),
        (elements, MOST_ELEMENTS, "elements"),
        (shift, MOST_SHIFT, "layout shift"),
    )
    return [f"{path}: {value} {what}, at most {most}" for value, most, what in bounds if value > most]


def _visit(page: Page, paths: tuple[str, ...]) -> list[str]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    wrong: list[str] = []
    for path in paths:
        wrong += _weigh(session, page, path)
        wrong += [f"{path} {each}" for each in _look(page)]
    return wrong


def test_the_pages_outside_are_as_they_should_be(page: Page, expects: Callable[[int], None]) -> None:
    expects(404)
    assert not _visit(page, (*OPEN_PAGES, "/nothing-of-this-name/"))


def test_the_pages_of_somebody_new_are_as_they_should_be(mira: Person) -> None:
    assert not _visit(mira.page, ("/", "/transactions/", "/money-accounts/", "/transactions/bin/", "/together/invite/"))


def test_the_pages_of_a_household_are_as_they_should_be(ana: Person) -> None:
    found: list[str] = []
    for path, link in FOUND_ON.items():
        ana.open(path)
        found.append(str(ana.page.locator(link).first.get_attribute("href")))
    statement = f"{found[-1]}statement/?on=2026-10-31&amount=12"
    assert not _visit(ana.page, (*PAGES, *found, statement))


def test_the_pages_of_an_import_are_as_they_should_be(mira: Person) -> None:
    page = mira.open("/transactions/import/")
    with page.expect_download() as given:
        page.get_by_role("link", name="Download a sample bank file").click()
    page.locator("input[type=file]").set_input_files(given.value.path())
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/$"))
    check = page.url
    wrong = _visit(page, (check, f"{check}?show=new"))
    page.locator("form[action$='/confirmation/'] button").click()
    page.locator(".outcome").first.wait_for(timeout=20_000)
    wrong += _visit(page, (check, f"{check}undo/", "/transactions/import/history/", "/transactions/import/forms/"))
    mira.line(mira.account(), "65.00", "Power bill", booked_on="2026-03-01")
    mira.open("/transactions/import/")
    mira.drop("broken.csv", BROKEN)
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/$"))
    assert not [*wrong, *_visit(page, (page.url, "/transactions/import/"))]


@pytest.mark.parametrize(
    ("path", "opener"),
    [
        ("/transactions/", "[data-open=palette]"),
        ("/transactions/", "[data-open=shortcuts]"),
        ("/transactions/", "[data-open=more-filters]"),
        ("/transactions/", "[data-open=demo-remove]"),
        ("/together/", "[data-open=settle]"),
        ("/together/statement/", "[data-open=settle]"),
    ],
)
def test_what_opens_above_a_page_is_as_it_should_be(path: str, opener: str, ana: Person) -> None:
    page = ana.open(path)
    page.locator(opener).click()
    page.locator("dialog[open]").wait_for()
    ana.settle()
    assert not _problems(page)
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
