"""Passkeys in a real browser, with the virtual authenticator of its developer tools."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.instance import Instance
from tests.browser.people import PASSWORD, Person, arrive

pytestmark = pytest.mark.browser


@pytest.fixture
def named_url(instance: Instance) -> str:
    """There are no passkeys of a bare address."""
    return f"http://localhost:{instance.port}"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], named_url: str) -> dict[str, Any]:
    return {**browser_context_args, "base_url": named_url}


@pytest.fixture
def nia(page: Page, named_url: str, context: BrowserContext) -> Person:
    """Somebody new, whose device has a fingerprint reader that always says yes."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return arrive(page, named_url)


def add_passkey(person: Person, name: str) -> None:
    page = person.open("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()


def log_out(person: Person) -> None:
    page = person.open("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Log in").wait_for()


def test_a_passkey_is_added_lets_in_is_renamed_and_removed(nia: Person, named_url: str) -> None:
    page = nia.page
    add_passkey(nia, "Fingerprint")
    expect(page.locator(".factor-codes li")).to_have_count(10)
    log_out(nia)

    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(f"{named_url}/")
    nia.open("/accounts/2fa/webauthn/")
    expect(page.get_by_text(re.compile("^used "))).to_be_visible()

    page.get_by_role("link", name="Rename Fingerprint").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Thumb")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Thumb").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    log_out(nia)

    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()


def test_a_passkey_is_the_second_step_and_confirms_who_one_is(nia: Person, named_url: str) -> None:
    page = nia.page
    add_passkey(nia, "Fingerprint")
    log_out(nia)
    page.get_by_label("Email").fill(nia.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="One more step").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{named_url}/")
    nia.open("/accounts/2fa/totp/activate/")
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Authenticator app")).to_be_visible()


def test_who_gives_up_is_told_of_other_ways(page: Page, named_url: str) -> None:
    page.goto(f"{named_url}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('given up')); }")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("take another way")
