"""The bell rings in an open window, the centre shows why, and reading it quiets every window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.people import LIVE, Person

pytestmark = pytest.mark.browser

FILE = b"""Booking date;Payee;Purpose;Amount;Currency
2026-03-04;Corner Market;Card 4711;-65.00;EUR
2026-03-06;Ben Marsh;Thanks;20.00;EUR
"""


def test_what_happens_elsewhere_rings_here_until_it_is_read(
    mira: Person, context: BrowserContext, tmp_path: Path
) -> None:
    mira.account()
    other = context.new_page()
    other.goto("/categories/")
    other.wait_for_function(LIVE)
    badge = other.locator(".bell .badge")
    expect(badge).to_have_count(0)
    file = tmp_path / "march.csv"
    file.write_bytes(FILE)
    mira.import_dropped(file)
    expect(badge).to_have_text("1", timeout=15_000)

    centre = mira.open("/notifications/")
    mira.is_live()
    centre.get_by_role("button", name=re.compile("^march.csv is imported")).click()
    centre.wait_for_url(re.compile(r"/transactions/import/[0-9a-f-]{36}/$"))
    expect(badge).to_have_count(0)
    assert mira.api("notifications/unread/") == {"unread": 0}


def test_a_kind_that_is_switched_off_rings_no_more(mira: Person) -> None:
    page = mira.open("/settings/notifications/")
    page.get_by_label("A bank file is imported: Here").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    chosen = {each["kind"]: each for each in mira.api("notifications/preferences/")["kinds"]}
    assert (chosen["import_done"]["app"], chosen["import_failed"]["app"]) == (False, True)
