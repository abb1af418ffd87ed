"""What a person's profile tells the packages above, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LocaleChanged:
    """Somebody reads another language from now on, or amounts and days written another way."""

    person_id: UUID
