"""On a phone a receipt or a photo becomes a thing with warranty, payment and paper in four taps at most, counted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page

from purchases.receipts.pdf_writer import write_pdf
from tests.browser.conftest import Expects
from tests.browser.people import Person
from tests.browser.test_every_page import _visit

pytestmark = pytest.mark.browser
on_a_phone = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
MOST_TAPS = 4


class Finger:
    """Touches the screen and counts; choosing the file in the phone's own picker counts as well."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> None:
        target.tap()
        self.taps += 1

    def choose(self, target: Locator, file: FilePayload) -> None:
        with self.page.expect_file_chooser() as chosen:
            self.tap(target)
        chosen.value.set_files(file)
        self.taps += 1


def bought(person: Person) -> Any:
    """An account with the payment of a kettle among others. The day is yesterday."""
    day = (datetime.now(tz=UTC) - timedelta(days=1)).date()
    account = person.account()
    person.line(account, "12.40", "Corner Market", booked_on=day.isoformat())
    payment = person.line(account, "65.50", "COOLBLUE BV ROTTERDAM", booked_on=day.isoformat())
    person.line(account, "31.00", "City Transport", booked_on=day.isoformat())
    return day, payment["id"]


def has_all(person: Person, payment: str, name: str) -> None:
    """What the database holds, as the API tells it."""
    (thing,) = person.api("purchases/")["results"]
    assert (thing["product_name"], thing["price"], thing["retailer_name"]) == (name, "65.50", "Coolblue")
    assert thing["transaction"] == payment
    assert [each["warranty_type"] for each in thing["warranties"]] == ["legal"]
    assert thing["documents"] == 1
    (paper,) = person.api(f"documents/?purchase_id={thing['id']}")["results"]
    assert paper["kind"] in ("pdf", "jpeg")


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), (180, 150, 90)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def finger(page: Page) -> Callable[[], Finger]:
    return lambda: Finger(page)


@on_a_phone
def test_a_receipt_from_the_sheet(mira: Person, finger: Callable[[], Finger]) -> None:
    day, payment = bought(mira)
    lines = ["Coolblue B.V.", f"Factuurdatum: {day:%d-%m-%Y}", "1 Stagg kettle € 65,50", "Totaal € 65,50"]
    page, hand = mira.open("/"), finger()
    hand.tap(page.get_by_role("button", name="Add", exact=True))
    pdf = FilePayload(name="receipt.pdf", mimeType="application/pdf", buffer=write_pdf(lines))
    hand.choose(page.get_by_text("Photo or receipt"), pdf)
    page.wait_for_url(re.compile("/things/from-paper/[0-9a-f-]{36}/$"))
    assert page.get_by_label("COOLBLUE BV ROTTERDAM").is_checked()
    hand.tap(page.get_by_role("button", name="Save").first)
    page.wait_for_url(re.compile("/things/[0-9a-f-]{36}/$"))
    assert hand.taps <= MOST_TAPS
    has_all(mira, payment, "Stagg kettle")


@on_a_phone
def test_a_photo_from_the_inventory(mira: Person, finger: Callable[[], Finger]) -> None:
    _day, payment = bought(mira)
    page, hand = mira.open("/things/"), finger()
    jpeg = FilePayload(name="IMG_0001.jpg", mimeType="image/jpeg", buffer=picture())
    hand.choose(page.get_by_text("Photo", exact=True), jpeg)
    page.wait_for_url(re.compile("/things/from-paper/[0-9a-f-]{36}/$"))
    hand.tap(page.get_by_role("button", name="COOLBLUE BV ROTTERDAM"))
    page.wait_for_url(re.compile("payment="))
    hand.tap(page.get_by_role("button", name="Save").first)
    page.wait_for_url(re.compile("/things/[0-9a-f-]{36}/$"))
    assert hand.taps <= MOST_TAPS
    has_all(mira, payment, "From Coolblue")


def test_a_dropped_receipt_of_a_thing_that_is_there_is_attached(mira: Person) -> None:
    day, payment = bought(mira)
    thing = mira.send("purchases/", {"product_name": "Kettle", "price": "65.50", "purchase_date": day.isoformat()})
    page = mira.open("/things/")
    mira.drop("receipt.pdf", write_pdf(["Coolblue", f"Datum: {day:%d-%m-%Y}", "Totaal € 65,50"]))
    page.wait_for_url(re.compile("/things/from-paper/"))
    paper = page.url
    page.goto("/things/")
    assert page.get_by_text("Matches Kettle and the payment").is_visible()
    page.get_by_role("button", name="Attach").click()
    page.wait_for_url(re.compile(f"/things/{thing['id']}/$"))
    found = mira.api(f"purchases/{thing['id']}/")
    assert (found["documents"], found["transaction"]) == (1, payment)
    with page.expect_response(re.compile("/detach/")):
        page.get_by_role("button", name="Undo").click()
    page.goto("/things/papers/inbox/")
    assert page.get_by_text("receipt.pdf").first.is_visible()
    assert not _visit(page, ("/things/papers/inbox/", paper.removeprefix(mira.address)))


@on_a_phone
def test_a_file_that_is_no_paper_is_refused_in_place(
    mira: Person, finger: Callable[[], Finger], expects: Expects
) -> None:
    expects(422)
    page, hand = mira.open("/"), finger()
    hand.tap(page.get_by_role("button", name="Add", exact=True))
    text = FilePayload(name="notes.pdf", mimeType="application/pdf", buffer=b"hello")
    hand.choose(page.get_by_text("Photo or receipt"), text)
    page.get_by_text("Choose a PDF, or a picture").wait_for()
