"""A list of things from the drop to the report: columns named by hand, and found again while it runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser
LIST = b"Foo,Bar,Bought on,Shop\nKettle,49.90,2026-03-02,Corner\nLamp,x,2026-03-03,Corner\n"


def test_a_list_of_things_is_mended_taken_in_and_taken_along(mira: Person) -> None:
    page = mira.open("/things/import/")
    mira.drop("things.csv", LIST)
    page.wait_for_url(re.compile(r"/things/import/[0-9a-f-]{36}/$"))
    assert not _visit(page, (page.url.removeprefix(page.url.split("/things/")[0]),))
    expect(page.locator("#columns")).to_contain_text("No column holds: Product, Price.")
    product = page.get_by_label("What Foo holds")
    product.focus()
    product.select_option("product_name")
    expect(page.locator("#columns")).to_contain_text("No column holds: Price.")
    mira.settle()
    price = page.get_by_label("What Bar holds")
    price.focus()
    price.select_option("price")
    expect(page.locator("#before")).to_contain_text("Add 1 thing")
    expect(page.locator("#import-body")).to_contain_text("Price: This is no amount.")
    page.get_by_role("button", name="Add 1 thing").click()
    expect(page.locator(".outcome")).to_contain_text("Taken in, but for what is below", timeout=20_000)
    assert not _visit(page, ("/things/import/", "/things/export/", "/things/export/?search=kettle"))
    page = mira.open("/things/export/")
    page.get_by_label("ZIP, with everything and the documents").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"tuppence-things-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)
