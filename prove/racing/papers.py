"""One paper handed in by fifty at once: kept once."""

from __future__ import annotations

from collections import Counter
from functools import partial

from accounts.models import User
from config.kernel.models import FileReference
from prove.racing.together import Wrong, all_at_once
from purchases.documents.models import Document
from purchases.documents.services import keep_document
from purchases.receipts.pdf_writer import write_pdf

TIMES = 50


def keep_one_paper(person: User) -> None:
    """All of them are told of the same document: one content, one row, one file and at most one small picture."""
    data = write_pdf(["Corner Market", f"For {person.email}", "Total 49.90 EUR"])
    results = all_at_once([partial(_keep, person, data)] * TIMES)
    if set(results) != {"done"}:
        raise Wrong(f"{dict(Counter(results))}")
    kept = list(Document.objects.filter(owner=person))
    # Fifty that look at once may take too long for a small picture.
    expected = sum(1 + (each.thumbnail_id is not None) for each in kept)
    files = FileReference.objects.filter(owner=person).count()
    if len(kept) != 1 or files != expected:
        raise Wrong(f"{len(kept)} documents and {files} files")


def _keep(person: User, data: bytes) -> None:
    keep_document(owner=person, upload=data, name="bill.pdf")
