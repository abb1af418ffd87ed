"""Everything without a mouse: palette, single keys, the way through a page; and amounts hidden from who looks over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

PLAIN_AMOUNTS = """() => [...document.querySelectorAll("main .money")]
    .filter((each) => !getComputedStyle(each).filter.includes("blur") && each.checkVisibility()).length"""


def test_the_palette_jumps_and_searches(ana: Person) -> None:
    page = ana.page
    page.keyboard.press("Control+k")
    page.keyboard.type("categ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/categories/$"))
    page.keyboard.press("Control+k")
    page.keyboard.type("rewe")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(search|transactions)/\?"))
    expect(page.locator("main li").first).to_contain_text("Rewe")


def test_single_keys_reach_pages_and_lines(ana: Person) -> None:
    page = ana.page
    for keys, path in (("ga", "/money-accounts/"), ("gt", "/transactions/"), ("n", "/transactions/add/")):
        page.keyboard.press("Escape")
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(re.compile(f"{path}$"))
    ana.open("/transactions/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1")
    page.keyboard.press("Escape")
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("[data-editing] select")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("[data-editing]").wait_for(state="detached")
    page.keyboard.press("e")
    page.wait_for_url(re.compile(r"/transactions/[0-9a-f-]{36}/$"))


def test_a_payment_can_be_written_down_by_keys_alone(mira: Person) -> None:
    mira.account()
    page = mira.open("/transactions/add/")
    page.keyboard.type("12,50")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Corner Shop")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/transactions/#tx-"))
    line = mira.lines()[0]
    assert (line["payee"], line["amount"], line["kind"]) == ("Corner Shop", "12.50", "expense")


def test_the_skip_link_leads_past_the_side_bar(ana: Person) -> None:
    page = ana.open("/transactions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_hidden_amounts_stay_hidden_on_the_next_page(ana: Person) -> None:
    page = ana.page
    figure = page.locator(".stat .money").first
    assert "blur" not in figure.evaluate("(shown) => getComputedStyle(shown).filter")
    page.get_by_role("button", name="Hide amounts").click()
    for path in ("/", "/transactions/", "/money-accounts/"):
        ana.open(path)
        assert page.evaluate(PLAIN_AMOUNTS) == 0
    page.keyboard.press("h")
    assert "blur" not in page.locator("main .money").first.evaluate("(shown) => getComputedStyle(shown).filter")


def test_the_theme_chosen_is_kept(mira: Person) -> None:
    page = mira.open("/")
    page.locator(".person-summary").click()
    with page.expect_response("**/settings/theme/"):
        page.get_by_role("button", name="Dark").click()
    mira.open("/settings/look/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
