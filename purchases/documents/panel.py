"""The papers of a thing or a payment, as a card on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.kernel.body_limit import too_large
from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from purchases.core.models import Purchase
from purchases.documents.cleaning import CONTENT_TYPES, LARGEST_FILE
from purchases.documents.following import payments_of
from purchases.documents.models import Attachment, Document
from purchases.documents.places import Place
from purchases.receipts.reading import Reading

ACCEPTED = ",".join(CONTENT_TYPES.values())
# What the small pictures on a thing's page may weigh in all; on a payment's page there is no room for any.
HEAVIEST_PICTURES = 12_000


@dataclass(frozen=True, slots=True)
class Row:
    """A paper as it stands in the card. `part`: the warranty or claim it is of; `reading` is shown to its owner;
    `is_pictured`: with its small picture, while the page has room for it.
    """

    document: Document
    is_mine: bool
    part: str
    reading: Reading | None
    is_pictured: bool


def papers_panel(
    request: HttpRequest, *, purchase: Purchase | None = None, transaction: Transaction | None = None
) -> SafeString:
    """Of one of the two, which the reader sees. One query, two for a payment; its owner may add to it.

    The page links `css/papers.css` by itself through the card, and `js/upload.js` with it.
    """
    if purchase is not None:
        may_add = purchase.owner_id == person(request).pk
        return _render(request, Place(purchase=purchase), rows_of_thing(request, purchase), may_add)
    assert transaction is not None
    return _render(request, Place(transaction=transaction), rows_of_payment(request, transaction), True)


def rows_of_thing(request: HttpRequest, purchase: Purchase) -> list[Row]:
    hung = Attachment.objects.filter(purchase=purchase).select_related("document__thumbnail__file", "warranty", "claim")
    return _rows(request, list(hung.order_by("pk")), HEAVIEST_PICTURES)


def rows_of_payment(request: HttpRequest, transaction: Transaction) -> list[Row]:
    """With those of what was merged into it."""
    hung = Attachment.objects.filter(transaction__in=payments_of(transaction.pk)).select_related("document")
    return _rows(request, list(hung.order_by("pk")), 0)


def _rows(request: HttpRequest, hung: list[Attachment], room: int) -> list[Row]:
    me = person(request).pk
    rows: dict[UUID, Row] = {}
    for each in hung:
        document, is_mine = each.document, each.document.owner_id == me
        part = str((each.claim_id and each.claim) or (each.warranty_id and each.warranty) or "")
        reading = Reading.from_json(document.read) if is_mine and document.read else None
        weight = document.thumbnail.file.size if room and document.thumbnail is not None else 0
        is_pictured = 0 < weight <= room
        room -= weight if is_pictured else 0
        rows.setdefault(document.pk, Row(document, is_mine, part, reading, is_pictured))
    return list(rows.values())


def _render(request: HttpRequest, place: Place, rows: list[Row], may_add: bool) -> SafeString:
    context: dict[str, Any] = {
        "rows": rows,
        "place": place,
        "may_add": may_add,
        "read": next((each.reading for each in rows if each.reading and each.reading.amount), None),
        "accepted": ACCEPTED,
        "most_bytes": LARGEST_FILE,
        "too_large_text": too_large(LARGEST_FILE),
    }
    return render_to_string("purchases/documents/_papers.html", context, request=request)


@fills("transaction")
def papers_of_payment(request: HttpRequest, entry: Transaction) -> str:
    """On the page of a payment the reader may change. Two queries."""
    return papers_panel(request, transaction=entry)


@fills("said_of_transaction")
def papers_to_read(request: HttpRequest, entry: Transaction) -> str:
    """On the page of a payment the reader only reads, where there are papers. Three queries, two without."""
    rows = rows_of_payment(request, entry)
    if not rows or Transaction.objects.owned_by(person(request)).filter(pk=entry.pk).exists():
        return ""
    return _render(request, Place(transaction=entry), rows, False)
