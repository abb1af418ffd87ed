"""A thing goes along with its category when that goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from ledger.core import category_followers
from purchases.core.models import Purchase


@category_followers.register
def follow_category(source_id: UUID, target_id: UUID | None) -> None:
    """One statement."""
    things: QuerySet[Any] = Purchase.objects.all()
    things.filter(category=source_id).update(category=target_id, version=F("version") + 1)
