"""Two payments that were one: what hung on the one that went into the bin is that of the one that stayed.

While the merge can be undone both keep what is theirs, and readers are shown both (`payments_of`). The bin is emptied
after thirty days: what hangs on the merged one is brought to the other before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from ledger.core.models import Link
from purchases.documents.models import Attachment

AFTER: Final = timedelta(days=28)
_AT_ONCE = 200


def payments_of(transaction_id: UUID) -> list[UUID]:
    """The payment and what was merged into it. One query."""
    merged = Link.objects.filter(kind=Link.Kind.MERGE, entry=transaction_id)
    return [transaction_id, *merged.values_list("other", flat=True)]


def follow_merged(extend: Callable[[], None] = lambda: None) -> int:
    """How many documents hang elsewhere now. Safe to run twice; three queries a document."""
    before = timezone.now() - AFTER
    moved = 0
    while True:
        hung = Attachment.objects.filter(
            transaction__linked_by__kind=Link.Kind.MERGE, transaction__deleted_at__lt=before
        )
        some = list(hung.order_by("pk").values_list("pk", "document", "transaction__linked_by__entry")[:_AT_ONCE])
        for key, document, entry in some:
            with database_transaction.atomic():
                Attachment.objects.get_or_create(document_id=document, transaction_id=entry)
                moved += Attachment.objects.filter(pk=key).delete()[0]
        if len(some) < _AT_ONCE:
            return moved
        extend()
