"""Log-in with Apple in a browser that keeps our cookies from a POST of another site."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.tests.apple_server import AppleServer

pytestmark = pytest.mark.browser
LIA = {"sub": "lia-1", "email": "lia@privaterelay.appleid.com", "email_verified": True, "name": "Lia Novak"}


def go(page: Page, apple: AppleServer) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Go on with Apple").click()
    page.wait_for_url(f"{apple.address}/**")
    page.get_by_role("button", name="Continue").click()


def test_there_to_another_site_and_back_by_its_form(page: Page, apple: AppleServer, context: BrowserContext) -> None:
    apple.be(LIA)
    go(page, apple)
    expect(page.get_by_label("Your name")).to_have_value("Lia Novak")
    expect(page.get_by_label("Email")).to_have_value("lia@privaterelay.appleid.com")
    page.get_by_role("button", name="Make an account").click()
    page.get_by_role("heading", level=1).wait_for()
    context.clear_cookies()
    go(page, apple)
    page.wait_for_url("/")
    page.goto("/accounts/3rdparty/")
    expect(page.locator(".rows")).to_contain_text("lia@privaterelay.appleid.com")
    assert "apple-name" not in {each["name"] for each in context.cookies()}
