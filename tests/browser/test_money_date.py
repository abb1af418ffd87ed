"""The money date of two: Ana goes through it at a desk, Ben's phone follows, and each step is as a page should be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.people import DEMO, Person, log_in
from tests.browser.test_every_page import _look

pytestmark = pytest.mark.browser
Couple = tuple[Person, Person]
BEN = ("ben@demo.example", DEMO[1])
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
STEPS = ("Sort what is left over", "Answer each other", "Look at the week", "Settle", "Agree next month")


@pytest.fixture
def couple(browser: Browser, base_url: str) -> Iterator[Couple]:
    desk, phone = (browser.new_context(base_url=base_url, locale="en-GB", viewport=each) for each in (DESK, PHONE))
    yield log_in(desk.new_page(), base_url, *DEMO), log_in(phone.new_page(), base_url, *BEN)
    desk.close()
    phone.close()


def test_the_two_go_through_it_on_two_screens(couple: Couple) -> None:
    ana, ben = couple
    desk, phone = ana.open("/together/date/"), ben.open("/together/date/")
    ana.is_live()
    ben.is_live()
    expect(desk.get_by_text("You two, same page")).to_be_visible()
    desk.get_by_role("button", name="Start this week’s").click()
    wrong: list[str] = []
    for number, title in enumerate(STEPS, start=1):
        for page in (desk, phone):
            expect(page.locator(".date-step.is-now h2")).to_have_text(title)
        ana.settle()
        expect(desk.get_by_text("You two, same page")).to_be_visible()
        # The title of the step has the focus; what lies under the bar at the top of a scrolled page is no small target.
        desk.evaluate("scrollTo(0, 0)")
        wrong += [f"step {number}, {each}" for each in _look(desk)]
        if title == STEPS[0]:
            left = desk.locator(".date-line").count()
            taken = desk.locator(".date-offer.is-strong").count()
            assert taken
            desk.get_by_role("button", name=f"Take these {taken}").click()
            expect(desk.locator(".date-line")).to_have_count(left - taken)
            expect(phone.locator(".date-line")).to_have_count(left - taken)
        if number < len(STEPS):
            desk.locator("#date-go-on").click()
    assert not wrong, "\n".join(wrong)
    phone.get_by_role("button", name="We both agree, done").click()
    for page in (desk, phone):
        expect(page.get_by_text("Your sixth in a row.")).to_be_visible()
