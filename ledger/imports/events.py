"""What imports tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ImportEnded:
    """It is done, or what it added was taken back again since it failed or since its person wanted it so."""

    import_id: UUID
