"""Sign up, drop the file the bank gave, see where the money went: as the file has it, to the cent."""

from __future__ import annotations

import csv
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.instance import Instance
from tests.browser.people import Person, amount_of, sign_up, signed

pytestmark = pytest.mark.browser

BANKS = ("A55", "A51", "A60", "A57", "A01", "A02", "A06", "A10")


def _sample(key: str) -> tuple[Path, dict[str, str]]:
    folder = os.environ.get("SAMPLES_DIR")
    if not folder:
        pytest.skip("SAMPLES_DIR names no folder of sample bank files")
    bank = Path(folder) / "bank"
    with (bank / "index.tsv").open(encoding="utf-8") as index:
        row = next(row for row in csv.DictReader(index, delimiter="\t") if row["file"].startswith(f"{key}_"))
    return bank / row["file"], row


@pytest.fixture
def mira(page: Page, base_url: str) -> Person:
    """Somebody who has just signed up through the form."""
    return sign_up(page, base_url)


@pytest.mark.parametrize("key", BANKS)
def test_a_dropped_bank_file_is_in_the_ledger_as_the_bank_has_it(key: str, mira: Person, instance: Instance) -> None:
    file, row = _sample(key)
    mira.import_dropped(file)
    lines = mira.lines()
    days = sorted(line["booked_on"] for line in lines)
    assert (len(lines), days[0], days[-1]) == (int(row["n"]), row["date_from"], row["date_to"])
    assert sum(map(signed, lines)) == Decimal(row["sum"])
    _overview_agrees(mira)
    instance.manage("check_ledger")


def _overview_agrees(mira: Person) -> None:
    page = mira.open("/")
    figures = [amount_of(text) for text in page.locator(".stat .figure-large").all_inner_texts()]
    lines = mira.lines()
    month = max(line["booked_on"] for line in lines)[:7]
    of_month = [line for line in lines if line["booked_on"].startswith(month)]
    income = sum((Decimal(line["amount"]) for line in of_month if line["kind"] == "income"), Decimal(0))
    spent = -sum((signed(line) for line in of_month if line["kind"] in ("expense", "refund")), Decimal(0))
    assert figures == [income, spent, income - spent]


def test_a_chosen_file_works_like_a_dropped_one_and_the_import_can_be_undone(mira: Person) -> None:
    page = mira.open("/transactions/import/")
    with page.expect_download() as given:
        page.get_by_role("link", name="Download a sample bank file").click()
    page.locator("input[type=file]").set_input_files(given.value.path())
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/$"))
    page.locator("form[action$='/confirmation/'] button").click()
    page.locator(".outcome").first.wait_for(timeout=20_000)
    assert mira.lines()
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("This import was undone").wait_for()
    assert mira.lines() == []
