"""The form of our own files of things, of what is written and of what is read back. No database.

JSON, UTF-8, one object: `format` is `tuppence-things`, `version` 1, then `exported_at`, `currency`, `retailers` and
`brands` (own ones: name, url) and `purchases`, a thing a line with its warranties, claims, documents (their SHA-256,
name and role) and the id of its payment. Prices are texts in the thing's currency, days ISO. A category is its key as
of `ledger.exporting.own_format`.

CSV has a row a thing: the columns below, and of its warranties the one that starts first. Tags stand between commas; a
comma or a `\\` within one stands behind a `\\`. A cell a spreadsheet would take for a formula has an apostrophe in
front, which reading removes. CSV cannot carry further warranties, claims, documents, and addresses of shops.

ZIP holds that JSON as `things.json` and each document once, as `documents/<SHA-256>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

FORMAT: Final = "tuppence-things"
VERSION: Final = 1
MANIFEST: Final = "things.json"
DOCUMENTS: Final = "documents/"
WARRANTY_PREFIX: Final = "warranty_"
THING_COLUMNS: Final = (
    "id", "origin", "product_name", "price", "currency_code", "quantity", "retailer", "brand", "category", "status",
    "purchase_date", "received_date", "return_until", "serial_number", "location", "notes", "tags", "is_archived",
    "life_months", "in_net_worth", "transaction",
)  # fmt: skip
WARRANTY_COLUMNS: Final = (
    "warranty_start", "warranty_end", "warranty_type", "warranty_status", "warranty_provider", "warranty_notes",
)  # fmt: skip
CSV_COLUMNS: Final = THING_COLUMNS + WARRANTY_COLUMNS
# What tells our CSV from every other one, in whatever order a spreadsheet has left its columns.
TELLING: Final = frozenset(["id", "origin", "product_name", "currency_code", "warranty_provider"])
_TAG_END: Final = re.compile(r"(?<!\\)((?:\\\\)*),")
_ESCAPED: Final = re.compile(r"\\([\\,])")


def join_tags(tags: Iterable[str]) -> str:
    return ", ".join(tag.replace("\\", "\\\\").replace(",", "\\,") for tag in tags)


def split_tags(text: str) -> list[str]:
    parts = _TAG_END.sub(lambda found: f"{found[1]}\n", text.replace("\n", " ")).split("\n")
    return [tag for part in parts if (tag := _ESCAPED.sub(r"\1", part.strip()))]
