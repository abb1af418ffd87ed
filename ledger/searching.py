"""What the search finds of the ledger: each sub-package registers its own."""

from __future__ import annotations

from importlib import import_module

for _part in (
    "core.searchable",
    "goals.searching",
    "recurring.searching",
    "categorising.searching",
    "imports.searching",
):
    import_module(f"ledger.{_part}")
