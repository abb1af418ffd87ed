"""Things and documents in a person's archive, as the import of things reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from accounts.models import User
from config.kernel import files
from config.kernel.models import FileReference
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables
from purchases.documents.models import Attachment, Document
from purchases.exchange.own_format import DOCUMENTS, MANIFEST
from purchases.exchange.selection import AT_ONCE, all_things
from purchases.exchange.writing.csv_export import csv_chunks
from purchases.exchange.writing.json_export import json_chunks

_DOCUMENT = ("id", "name", "kind", "role", "size", "pages", "text", "created_at")


@keeps_of_person
def thing_members(person: User) -> Iterator[Member]:
    """Every document once, under its hash: those of payments and those that hang on nothing too."""
    yield Member(MANIFEST, lambda: json_chunks(person, all_things()))
    yield Member("things.csv", lambda: csv_chunks(person, all_things()))
    own = Document.objects.owned_by(person)
    yield tables(
        "documents.json",
        {
            "documents": lambda: rows(own, *_DOCUMENT, "file__file_id"),
            "attached_to": lambda: rows(
                Attachment.objects.filter(document__in=own.values("pk")),
                "document_id", "purchase_id", "warranty_id", "claim_id", "transaction_id",
            ),
        },
    )  # fmt: skip
    last = ""
    while True:
        page = FileReference.objects.filter(pk__in=own.values("file"), file_id__gt=last).order_by("file_id")
        references = list(page[:AT_ONCE])
        for each in references:
            if each.file_id != last:
                yield Member(f"{DOCUMENTS}{each.file_id}", _pieces(each), packed=False)
            last = each.file_id
        if len(references) < AT_ONCE:
            return


def _pieces(reference: FileReference) -> Callable[[], Iterable[bytes]]:
    return partial(files.whole_pieces_of, reference)
