"""Changing lines in place: what the toast says is what the database holds, and the way back works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Json, Person

pytestmark = pytest.mark.browser

PAYEES = ("Bakery Lane", "Corner Books", "Tram Ticket", "Green Grocer")


@pytest.fixture
def account(mira: Person) -> Json:
    return mira.account(opening_balance="500")


@pytest.fixture
def lines(mira: Person, account: Json) -> list[Json]:
    return [mira.line(account, f"{place + 3}.50", payee) for place, payee in enumerate(PAYEES)]


def _category_of(mira: Person, payee: str) -> str:
    names: dict[str, str] = {each["id"]: each["name"] for each in mira.all("categories/")}
    return next(names.get(line["category"] or "", "") for line in mira.lines() if line["payee"] == payee)


def _choose(mira: Person, payee: str, category: str) -> None:
    line = mira.page.locator("[data-line]", has_text=payee)
    line.locator("[data-line-category]").click()
    line.locator("[data-editing] select").wait_for()
    mira.settle()
    line.locator("[data-editing] select").select_option(label=category)
    expect(mira.page.locator(".toast")).to_contain_text(f"{payee} is {category} now")
    mira.settle()


def test_each_line_gets_the_category_chosen_for_it_and_no_other(mira: Person, lines: list[Json]) -> None:
    mira.open("/transactions/")
    wanted = dict(zip(PAYEES, ("Coffee", "Books & press", "Public transport", "Groceries"), strict=True))
    for payee, category in wanted.items():
        _choose(mira, payee, category)
        mira.page.locator(".toast").evaluate("(toast) => toast.remove()")
    assert {payee: _category_of(mira, payee) for payee in PAYEES} == wanted


def test_undo_puts_the_category_back(mira: Person, lines: list[Json]) -> None:
    before = _category_of(mira, "Corner Books")
    page = mira.open("/transactions/")
    _choose(mira, "Corner Books", "Coffee")
    assert _category_of(mira, "Corner Books") == "Coffee"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("As it was").wait_for()
    assert _category_of(mira, "Corner Books") == before


def test_an_edit_given_up_changes_nothing(mira: Person, lines: list[Json]) -> None:
    page = mira.open("/transactions/")
    page.locator("[data-line]", has_text="Tram Ticket").locator("[data-line-category]").click()
    page.locator("[data-editing] select").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-editing]").wait_for(state="detached")
    mira.settle()
    assert {line["version"] for line in mira.lines()} == {lines[0]["version"]}


def test_one_category_for_several_lines_and_back(mira: Person, lines: list[Json]) -> None:
    before = {payee: _category_of(mira, payee) for payee in PAYEES}
    page = mira.open("/transactions/")
    page.get_by_role("checkbox", name="Select Bakery Lane").check()
    page.get_by_role("checkbox", name="Select Tram Ticket").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.get_by_label("Category for the selected lines").focus()
    page.get_by_label("Category for the selected lines").select_option(label="Gifts")
    page.get_by_role("button", name="Set category").click()
    expect(page.locator(".toast")).to_contain_text("2 lines changed")
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    after = {payee: _category_of(mira, payee) for payee in PAYEES}
    assert after == {**before, "Bakery Lane": "Gifts", "Tram Ticket": "Gifts"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("As it was").wait_for()
    assert {payee: _category_of(mira, payee) for payee in PAYEES} == before


def test_deleted_lines_go_to_the_bin_and_come_back(mira: Person, lines: list[Json]) -> None:
    page = mira.open("/transactions/")
    page.get_by_role("checkbox", name="Select Bakery Lane").check()
    page.locator("[data-bulk-bar]").get_by_role("button", name="Delete").click()
    page.locator("[data-line]", has_text="Bakery Lane").wait_for(state="detached")
    assert len(mira.lines()) == 3
    mira.open("/transactions/bin/").get_by_role("button", name="Take back").click()
    page.get_by_text("The bin is empty").wait_for()
    assert len(mira.lines()) == 4


def test_the_filters_are_in_the_address_and_can_be_taken_away_one_by_one(mira: Person, lines: list[Json]) -> None:
    page = mira.open("/transactions/")
    page.get_by_role("searchbox").fill("books")
    page.wait_for_url(re.compile(r"\?search=books$"))
    expect(page.locator("[data-line]")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    page.wait_for_url(re.compile(r"/transactions/$"))
    page.get_by_role("button", name="More").click()
    page.get_by_label("Amount at least").fill("5")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(r"\?amount_min=5$"))
    expect(page.locator("[data-line]")).to_have_count(2)
    page.reload()
    expect(page.locator("[data-line]")).to_have_count(2)
    page.get_by_role("link", name="Remove the filter").click()
    expect(page.locator("[data-line]")).to_have_count(4)


def test_back_after_searching_shows_list_and_field_of_the_address(mira: Person, lines: list[Json]) -> None:
    mira.open("/")
    page = mira.open("/transactions/")
    search = page.get_by_role("searchbox")
    for words in ("books", "tram"):
        search.fill(words)
        page.wait_for_url(re.compile(rf"\?search={words}$"))
        mira.settle()
        with page.expect_response("**/transactions/?search=*"):
            search.press("Tab")
        mira.settle()
    page.go_back()
    page.wait_for_url(re.compile(r"\?search=books$"))
    expect(search).to_have_value("books")
    expect(page.locator("[data-line]")).to_have_text([re.compile("Corner Books")])
    page.go_back()
    page.wait_for_url(re.compile(r"/transactions/$"))
    expect(search).to_have_value("")
    expect(page.locator("[data-line]")).to_have_count(4)


def test_a_filter_by_category_keeps_its_choice(mira: Person, lines: list[Json]) -> None:
    page = mira.open("/transactions/")
    page.get_by_label("Category", exact=True).focus()
    page.get_by_label("Category", exact=True).select_option(label="Groceries")
    page.wait_for_url(re.compile(r"\?category=[0-9a-f-]{36}$"))
    page.reload()
    chosen = page.get_by_label("Category", exact=True)
    expect(chosen.locator("option:checked")).to_have_text("Groceries")
    chosen.focus()
    expect(chosen.locator("option:checked")).to_have_text("Groceries")
    expect(chosen.locator("option", has_text="Groceries")).to_have_count(1)


def test_a_payee_without_an_end_does_not_widen_a_phone(mira: Person, account: Json) -> None:
    line = mira.line(account, "3.50", "W" * 200)
    mira.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", "/transactions/", f"/transactions/{line['id']}/"):
        assert mira.open(path).evaluate("document.documentElement.scrollWidth") <= 390, path


def test_a_filter_that_cannot_be_read_stays_and_says_so(mira: Person, lines: list[Json]) -> None:
    page = mira.open("/transactions/")
    page.get_by_role("button", name="More").click()
    page.get_by_label("Amount at least").fill("abc")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("div.filter-chips")).to_contain_text('We could not read the amount "abc"')
    expect(page.locator("[data-line]")).to_have_count(4)
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("Amount at least")).to_have_value("abc")
    expect(page.locator("#filter-min-note")).to_contain_text("abc")
