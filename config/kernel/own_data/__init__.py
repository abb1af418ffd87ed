"""A person's own data as one archive: each part of the application registers what it keeps of a person.

The form, version 1: a ZIP whose `manifest.json`, written last, says the `format` (`tuppence-person`), the version,
whose it is, and of each other member its name, size and SHA-256. JSON is UTF-8; amounts are texts beside their
currency, days ISO, moments UTC. `ledger.json` and `things.json` with `documents/` are of the forms their own imports
read.
"""

from __future__ import annotations

from typing import Final

FORMAT: Final = "tuppence-person"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
