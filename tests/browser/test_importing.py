"""The check of a dropped file, mended by hand: columns, a line that cannot be read, look-alikes, and the undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser
SHOPS = b"Day,Where,What,Paid,Left\n2026-03-02,Grocer,Food,-24.90,100.00\n2026-03-03,Baker,Bread,-3.10,96.90\n"
BROKEN = b"""Booking date;Payee;Amount;Balance;Currency
2026-03-02;Stadtwerke Strom;-65.00;935.00;EUR
2026-03-03;Corner Bakery;-12,4O;922.60;EUR
2026-03-27;Felder IT Gehalt;2580.00;3502.60;EUR
"""


def check_page(person: Person, name: str, data: bytes) -> Page:
    page = person.open("/transactions/import/")
    person.drop(name, data)
    page.wait_for_url(re.compile(r"/transactions/import/[0-9a-f-]{36}/$"))
    return page


def confirm(person: Person) -> None:
    person.page.locator("form[action$='/confirmation/'] button").click()
    person.page.locator(".outcome").first.wait_for(timeout=20_000)


def test_a_wrong_column_is_mended_and_the_next_file_is_read_so(mira: Person) -> None:
    page = check_page(mira, "march.csv", SHOPS)
    where = page.get_by_label("What Where holds")
    where.focus()
    where.select_option("notes")
    what = page.get_by_label("What What holds")
    expect(page.get_by_label("What Where holds")).to_have_value("notes")
    mira.settle()
    what.focus()
    what.select_option("payee")
    expect(page.locator("#new .line").first).to_contain_text("Food")
    mira.settle()
    expect(page.get_by_label("What What holds")).to_be_focused()
    confirm(mira)
    assert {(line["payee"], line["notes"], line["amount"]) for line in mira.lines()} == {
        ("Food", "Grocer", "24.90"),
        ("Bread", "Baker", "3.10"),
    }
    page = check_page(mira, "april.csv", SHOPS.replace(b"2026-03", b"2026-04"))
    expect(page.locator("#columns")).to_contain_text("Read as last time")
    expect(page.get_by_label("What What holds")).to_have_value("payee")


def test_a_line_that_cannot_be_read_is_used_as_it_was_meant(mira: Person) -> None:
    page = check_page(mira, "march.csv", BROKEN)
    expect(page.locator("#before")).to_contain_text("apart")
    mend = page.get_by_role("form", name="Correct line 3")
    expect(mend.get_by_label("Amount")).to_have_value("-12.40")
    mend.get_by_role("button", name="Use it").click()
    expect(page.locator("#before")).to_contain_text("Agrees with the bank")
    mira.settle()
    confirm(mira)
    assert sorted(line["amount"] for line in mira.lines()) == ["12.40", "2580.00", "65.00"]


def test_a_line_is_merged_with_the_entry_it_looks_like(mira: Person) -> None:
    account = mira.account(opening_balance="1000.00", opened_on="2026-01-01")
    mine = mira.line(account, "65.00", "Power bill", booked_on="2026-03-01")
    page = check_page(mira, "march.csv", BROKEN)
    page.get_by_role("button", name="Other account").click()
    page.get_by_label("Account", exact=True).select_option(label="Everyday")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    line = page.locator("#look .line")
    expect(line).to_contain_text("Power bill")
    expect(line.get_by_role("button", name="Merge")).to_have_attribute("aria-pressed", "true")
    line.get_by_role("button", name="Add").click()
    expect(line.get_by_role("button", name="Add")).to_have_attribute("aria-pressed", "true")
    mira.settle()
    expect(line.get_by_role("button", name="Add")).to_be_focused()
    line.get_by_role("button", name="Merge").click()
    expect(line.get_by_role("button", name="Merge")).to_have_attribute("aria-pressed", "true")
    mira.settle()
    confirm(mira)
    found = {line["id"]: line for line in mira.lines()}
    assert len(found) == 2
    assert (found[mine["id"]]["payee"], found[mine["id"]]["booked_on"]) == ("Power bill", "2026-03-02")


def test_an_undo_names_what_was_edited_since(mira: Person) -> None:
    page = check_page(mira, "march.csv", BROKEN)
    confirm(mira)
    power = next(line for line in mira.lines() if line["payee"] == "Stadtwerke Strom")
    mira.send(f"transactions/{power['id']}/", {"payee": "Power, my words"}, method="PATCH")
    page.reload()
    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_role("link", name=re.compile("Power, my words"))).to_be_visible()
    assert len(mira.lines()) == 2
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("This import was undone")).to_be_visible()
    assert mira.lines() == []
