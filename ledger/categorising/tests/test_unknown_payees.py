"""Small shops and things written by hand, which no list can hold by name: found by the words in them.

Three lists were written before the words of things were; `seen_last` after, and no word was added for it. So it alone
says what to expect of payees never seen.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ledger.categorising.suggest import suggest_from_merchants
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id

SLUGS = {system_category_id(each.slug): each.slug for each in SYSTEM_CATEGORIES}
FOLDER = Path(__file__).parent


@pytest.mark.parametrize(
    ("name", "rows", "right_at_least"),
    [
        ("small_shops_in_english", 100, 94),
        ("small_shops_in_europe", 100, 94),
        ("written_by_hand", 100, 98),
        ("seen_last", 80, 66),
    ],
)
def test_words_tell_where_an_unknown_payee_belongs(name: str, rows: int, right_at_least: int) -> None:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as file:
        entries = list(csv.reader(file, delimiter="\t"))[1:]
    assert len(entries) == rows
    wrong = []
    for _, text, accepted in entries:
        found = suggest_from_merchants(text, "", "expense", None)
        slug = SLUGS[found.category_id] if found else None
        if slug not in accepted.split(","):
            wrong.append((text, slug))
    assert rows - len(wrong) >= right_at_least, wrong


@pytest.mark.parametrize("text", ["CARD NOT PRESENT 4711", "DON MILLER", "TEMPLE TX", "THE REST"])
def test_an_ordinary_word_in_passing_says_nothing(text: str) -> None:
    assert suggest_from_merchants(text, "", "expense", None) is None
