"""Two browsers of a couple: what one writes is with the other at once, with who is here, types and has read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.people import DEMO, Person, log_in

pytestmark = pytest.mark.browser
Couple = tuple[Person, Person]
BEN = ("ben@demo.example", DEMO[1])
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def couple(browser: Browser, base_url: str) -> Iterator[Couple]:
    """Ana at a desk and Ben at his phone, of the demo household."""
    desk, phone = (browser.new_context(base_url=base_url, locale="en-GB", viewport=each) for each in (DESK, PHONE))
    yield log_in(desk.new_page(), base_url, *DEMO), log_in(phone.new_page(), base_url, *BEN)
    desk.close()
    phone.close()


def send(page: Page, text: str) -> None:
    page.locator(".chat-page textarea").fill(text)
    page.locator(".chat-page textarea").press("Enter")


def test_what_ben_writes_ana_reads_beside_any_page(couple: Couple) -> None:
    ana, ben = couple
    desk, phone = ana.open("/categories/"), ben.open("/together/chat/")
    ana.is_live()
    ben.is_live()
    expect(desk.locator(".chat-button [data-presence]")).to_be_visible()
    desk.locator(".chat-button").click()
    expect(desk.locator("#chat-panel [data-presence-text]")).to_have_text("Here now")
    composer = phone.locator(".chat-page textarea")
    composer.press_sequentially("Is the <b>wine</b> in https://shop.example/a?")
    expect(desk.locator("#chat-panel [data-typing-text]")).to_have_text("Ben is typing")
    composer.press("Shift+Enter")
    composer.press_sequentially("Second line")
    composer.press("Enter")
    said = desk.locator("#chat-panel .chat-bubble").last
    expect(said).to_contain_text("Is the <b>wine</b> in https://shop.example/a? Second line")
    assert said.locator("b").count() == 0
    expect(said.locator("a")).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(desk.locator("#chat-panel [data-typing]")).to_be_hidden()
    expect(phone.locator(".chat-line.is-mine").last).to_contain_text("Read")
    expect(composer).to_have_value("")
    desk.locator("#chat-panel textarea").press("Escape")
    expect(desk.locator("#chat-panel")).to_be_hidden()


def test_what_does_not_arrive_stays_in_the_field_and_arrives_once(couple: Couple) -> None:
    ana, _ben = couple
    desk = ana.open("/together/chat/")
    ana.is_live()
    desk.context.set_offline(True)
    send(desk, "Not lost")
    expect(desk.locator(".toast-error")).to_be_visible()
    expect(desk.locator(".chat-page textarea")).to_have_value("Not lost")
    desk.context.set_offline(False)
    desk.locator(".chat-page textarea").press("Enter")
    expect(desk.get_by_text("Not lost").and_(desk.locator(".chat-bubble"))).to_have_count(1)
    expect(desk.locator(".chat-page textarea")).to_have_value("")


def test_what_waits_is_counted_until_it_was_looked_at(couple: Couple) -> None:
    ana, ben = couple
    desk, phone = ana.open("/categories/"), ben.open("/together/chat/")
    ana.is_live()
    send(phone, "One")
    expect(desk.locator("[data-chat-count]")).to_have_text("1")
    send(phone, "Two")
    expect(desk.locator("[data-chat-count]")).to_have_text("2")
    ana.open("/together/chat/")
    expect(desk.locator("[data-chat-count]")).to_be_hidden()
    expect(phone.locator(".chat-line.is-mine").last).to_contain_text("Read")


def test_without_a_script_it_is_a_form(browser: Browser, base_url: str, couple: Couple) -> None:
    ana, _ben = couple
    plain = browser.new_context(
        base_url=base_url, java_script_enabled=False, storage_state=ana.page.context.storage_state()
    )
    page = plain.new_page()
    page.goto("/together/chat/")
    page.locator(".chat-page textarea").fill("By hand")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".chat-bubble").last).to_contain_text("By hand")
    plain.close()
