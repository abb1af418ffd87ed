"""Papers at the browser: several at once of which one is refused, taken back, called otherwise, deleted."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import FilePayload

from purchases.documents.tests.papers import from_a_camera, pdf
from tests.browser.conftest import Expects
from tests.browser.people import DROP, Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser
RECEIPT = FilePayload(name="Receipt.pdf", mimeType="application/pdf", buffer=pdf())
PHOTO = FilePayload(name="IMG_1.jpg", mimeType="image/jpeg", buffer=from_a_camera(size=(300, 200)))
NO_PAPER = FilePayload(name="evil.png", mimeType="image/png", buffer=b"<svg onload=alert(1)></svg>")


def test_papers_of_a_thing_from_the_first_to_none(mira: Person, expects: Expects) -> None:
    expects(422)
    thing = mira.send("purchases/", {"product_name": "Kettle", "price": "49.90", "purchase_date": "2026-03-02"})
    page = mira.open(f"/things/{thing['id']}/")
    mira.is_live()
    page.locator("#papers-file").set_input_files([RECEIPT, NO_PAPER])
    # The page has fetched itself anew for the first one; what is said of the second one is still there.
    page.get_by_role("link", name="Receipt.pdf").first.wait_for()
    page.get_by_text("evil.png: Choose a PDF").wait_for()
    page.locator("#papers-file").set_input_files([PHOTO])
    page.get_by_text("IMG_1.jpg is kept").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="IMG_1.jpg").first.wait_for(state="detached")
    assert {each["name"]: len(each["attachments"]) for each in mira.all("documents/")} == {
        "Receipt.pdf": 1,
        "IMG_1.jpg": 0,
    }

    page.get_by_role("link", name="Change Receipt.pdf").click()
    page.get_by_label("Name").fill("Kettle")
    page.get_by_label("What it is").select_option("warranty")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change Kettle.pdf").click()
    assert not _visit(page, (page.url.removeprefix(mira.address),))
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_text("Kettle.pdf is deleted").wait_for()
    assert mira.api(f"purchases/{thing['id']}/")["documents"] == 0


def test_a_receipt_is_dropped_anywhere_on_a_payment(mira: Person) -> None:
    mira.line(mira.account(name="Giro"), "65.50", "Corner Market")
    (line,) = mira.lines()
    page = mira.open(f"/transactions/{line['id']}/")
    page.eval_on_selector("h1", DROP, {"name": "Receipt.pdf", "data": base64.b64encode(pdf()).decode()})
    page.get_by_text("Receipt.pdf is kept").wait_for()
    (paper,) = mira.all("documents/")
    assert [each["transaction"] for each in paper["attachments"]] == [line["id"]]
    assert not _visit(page, (f"/transactions/{line['id']}/",))
