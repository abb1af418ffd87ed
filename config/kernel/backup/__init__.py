"""Everything of an instance in one archive, and an instance out of one.

An archive is a ZIP of ours alone: `database/TABLE.ndjson`, a row a line, as what the columns mean and not as one
database keeps them; `files/SHA256`; `manifest.json`, which says what must be there. No key is inside, and encrypted
columns stay encrypted. The last 64 bytes, the ZIP's comment, are the SHA-256 of all before them.
"""

from __future__ import annotations

# Raised when an older version could no longer understand what is written.
FORMAT = 1
