"""The desk of pairs and duplicates: found while one looks on, decided by keys, taken back in the toast."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser


def kinds(person: Person) -> list[str]:
    return sorted(line["kind"] for line in person.lines())


def test_a_transfer_is_found_decided_by_keys_and_taken_back(mira: Person) -> None:
    everyday, pot = mira.account(), mira.account(name="Pot")
    mira.line(everyday, "61.30", "Somebody")
    mira.line(pot, "61.30", "Somebody else", kind="income")
    page = mira.open("/transactions/pairs/")
    mira.is_live()
    page.get_by_role("button", name="Look again").click()
    pair = page.locator(".pair")
    expect(pair).to_contain_text("One amount on one day", timeout=15_000)
    page.keyboard.press("j")
    expect(page.get_by_role("button", name="One transfer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pair).to_have_count(0)
    mira.settle()
    assert kinds(mira) == ["transfer", "transfer"]
    page.locator(".toast-undo").last.click()
    expect(pair).to_have_count(1)
    assert kinds(mira) == ["expense", "income"]


def test_what_stands_twice_is_made_one_on_the_entrys_own_page(mira: Person) -> None:
    everyday = mira.account()
    tea = mira.line(everyday, "4.10", "Tea")
    mira.line(everyday, "4.10", "Tea house", booked_on="2026-03-15")
    page = mira.open(f"/transactions/{tea['id']}/")
    page.get_by_role("link", name=re.compile("Put together")).click()
    page.get_by_role("button", name="Make one of them").click()
    expect(page.get_by_text("One with Tea house")).to_be_visible()
    assert len(mira.lines()) == 1
    page.get_by_role("button", name="Take apart").click()
    expect(page.get_by_text("One with Tea house")).to_have_count(0)
    assert len(mira.lines()) == 2
