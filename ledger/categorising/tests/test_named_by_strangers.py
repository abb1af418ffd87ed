"""Merchants named by somebody who had not seen the list, as banks print them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ledger.categorising.suggest import suggest_from_merchants
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id

SLUGS = {system_category_id(each.slug): each.slug for each in SYSTEM_CATEGORIES}
FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", ["named_by_a_stranger.tsv", "named_by_another_stranger.tsv"])
def test_most_of_what_a_stranger_names_is_known(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    assert len(rows) == 50
    wrong = []
    for country, text, accepted in rows:
        found = suggest_from_merchants(text, "", "expense", None)
        slug = SLUGS[found.category_id] if found else None
        if slug not in [each.strip() for each in accepted.split(",")]:
            wrong.append((country, text, slug))
    assert len(wrong) <= 5, wrong
