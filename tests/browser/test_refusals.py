"""What is wrong is said in place, loses nothing that was typed, and leaves no half-done work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import PASSWORD, Person

pytestmark = pytest.mark.browser

HOSTILE = {
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "empty.ofx": b"",
    "letter.csv": b"Dear customer,\nplease find nothing enclosed.\n" * 5,
    "laughs.ofx": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">]><OFX><STMTRS>&a;',
    "<img src=x onerror=alert(1)>.csv": b"Date,Amount,Payee\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_none_is_refused_in_words_and_the_page_stays(
    name: str, mira: Person, expects: Callable[[int], None]
) -> None:
    expects(422)
    page = mira.open("/transactions/import/")
    mira.drop(name, HOSTILE[name])
    refusal = page.locator("[data-upload-error]")
    expect(refusal).to_be_visible()
    assert len(refusal.inner_text()) > 20
    assert page.url.endswith("/transactions/import/")
    assert mira.api("imports/")["results"] == []


def test_a_file_that_is_too_large_is_told_so_and_not_sent(mira: Person, tmp_path: Path) -> None:
    large = tmp_path / "scans.csv"
    large.write_bytes(b"x" * 100_000_001)
    page = mira.open("/transactions/import/")
    page.locator("input[type=file]").set_input_files(large)
    expect(page.locator("[data-upload-error]")).to_contain_text("At most 100 MB")


def test_of_several_files_each_is_taken_or_refused_by_name(mira: Person, expects: Callable[[int], None]) -> None:
    expects(422)
    row = b"Date,Amount,Payee\n2026-03-10,-3.20,Bar\n"
    good = [FilePayload(name=f"{name}.csv", mimeType="text/csv", buffer=row) for name in ("one", "two")]
    bad = FilePayload(name="letter.csv", mimeType="text/csv", buffer=HOSTILE["letter.csv"])
    page = mira.open("/transactions/import/")
    page.locator("input[type=file]").set_input_files([good[0], bad, good[1]])
    refusal = page.locator("[data-upload-error]")
    expect(refusal).to_contain_text("letter.csv: ")
    expect(refusal).to_contain_text("The other files wait")
    assert len(mira.api("imports/")["results"]) == 2

    page = mira.open("/transactions/import/")
    page.locator("input[type=file]").set_input_files(good)
    expect(page.locator(".rows a", has_text=".csv")).to_have_count(4)
    assert page.url.endswith("/transactions/import/")


def test_markup_in_a_bank_file_is_text(mira: Person) -> None:
    file = b"Date,Amount,Payee\n2026-03-01,-3.20,<script>document.title='x'</script><img src=x onerror=alert(1)>\n"
    page = mira.open("/transactions/import/")
    mira.drop("markup.csv", file)
    page.locator("form[action$='/confirmation/'] button").click()
    page.locator(".outcome").first.wait_for()
    for path in ("/", "/transactions/"):
        expect(mira.open(path).locator("main")).to_contain_text("<script>")
    assert page.locator("main img").count() == 0


def test_a_refused_form_keeps_what_was_typed(mira: Person, expects: Callable[[int], None]) -> None:
    expects(422)
    mira.account()
    page = mira.open("/transactions/add/")
    page.get_by_role("textbox", name="Amount").fill("twelve")
    page.get_by_label("Payee").fill("Corner Shop")
    page.get_by_label("Note").fill("for the party")
    with page.expect_response("**/transactions/add/") as answer:
        page.get_by_role("button", name="Add").last.click()
    assert answer.value.status == 422
    expect(page.get_by_role("textbox", name="Amount")).to_have_value("twelve")
    expect(page.get_by_label("Payee")).to_have_value("Corner Shop")
    expect(page.get_by_label("Note")).to_have_value("for the party")
    expect(page.get_by_role("textbox", name="Amount")).to_have_attribute("aria-invalid", "true")
    assert mira.lines() == []


def test_a_line_changed_elsewhere_is_not_overwritten(mira: Person, expects: Callable[[int], None]) -> None:
    expects(422)
    line = mira.line(mira.account(), "8.00", "Baker")
    page = mira.open(f"/transactions/{line['id']}/")
    mira.send(f"transactions/{line['id']}/", {"payee": "Bakery", "version": line["version"]}, method="PATCH")
    page.get_by_label("Note").fill("mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere")
    expect(page.get_by_label("Note")).to_have_value("mine")
    assert mira.lines()[0]["payee"] == "Bakery"


def test_somebody_can_take_everything_away(mira: Person, page: Page, expects: Callable[[int], None]) -> None:
    expects(422)
    mira.line(mira.account(), "8.00", "Baker")
    mira.open("/settings/security/").get_by_role("link", name="Delete my account").click()
    page.get_by_label("Your password").fill("not it")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator(".field-error, .form-errors").first).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Email").fill(mira.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator(".form-errors")).to_be_visible()
