"""What recurs goes along with its category when that goes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from ledger.core import category_followers
from ledger.recurring.models import Recurring


@category_followers.register
def follow_category(source_id: UUID, target_id: UUID | None) -> None:
    """One statement."""
    Recurring.objects.filter(category=source_id).update(category=target_id, version=F("version") + 1)
