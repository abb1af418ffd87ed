"""Documents that go along with what they hang on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from config.kernel import files
from purchases.core.models import Purchase
from purchases.documents.models import Attachment, Document


def documents_alone_on(purchase: Purchase) -> QuerySet[Document]:
    """Those that hang on this thing and on nothing else, and go with it. One query."""
    here = Attachment.objects.filter(purchase=purchase).values("document")
    elsewhere = Attachment.objects.exclude(purchase=purchase).filter(document__in=here).values("document")
    return Document.objects.filter(pk__in=here).exclude(pk__in=elsewhere)


def delete_alone_on(purchase: Purchase) -> None:
    """In the transaction in which the thing, which the caller holds, goes."""
    delete_with_files(list(documents_alone_on(purchase).select_for_update(of=("self",)).order_by("pk")))


def delete_with_files(documents: Sequence[Document]) -> None:
    """Locked by the caller. The content stays while somebody else's document, or another file, is the same."""
    for each in documents:
        references = [kept for kept in (each.file, each.thumbnail) if kept is not None]
        each.delete()
        for reference in references:
            files.release(reference)
