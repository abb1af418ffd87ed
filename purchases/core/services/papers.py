"""How many documents hang on a thing: counted by whoever attaches them, so that lists need not look."""

from __future__ import annotations

from purchases.core.models import Purchase
from purchases.core.summing import add_up, cells_of_purchase


def count_papers(held: Purchase, papers: int) -> None:
    """`held` is locked by the caller, which has counted what hangs on it now, in the same transaction."""
    if papers == held.papers:
        return
    before = list(cells_of_purchase(held))
    held.papers = papers
    held.save(update_fields=["papers"])
    add_up(held.owner_id, added=cells_of_purchase(held), removed=before)
