"""Which entries came from a file, for those parts of the ledger that may not ask for imports themselves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ledger.core import origins
from ledger.imports.models import ImportedLine

_AT_ONCE = 900


class KnownOrigins:
    def of(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        """The shape of the file each entry came from first; one that was here before a line met it is by hand."""
        found: dict[UUID, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            lines = ImportedLine.objects.filter(transaction__in=ids[start : start + _AT_ONCE], was_merged=False)
            known = lines.values_list("transaction_id", "batch__source__shape", "batch__source__format")
            found |= {key: shape or form for key, shape, form in known if key is not None}
        return found


origins.register(KnownOrigins())
