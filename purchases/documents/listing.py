"""Lists of documents as one person sees them: filters, order, and where each of a page hangs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from ledger.core.models import Link, Transaction
from purchases.core.models import Purchase
from purchases.documents.models import Attachment, Document

ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "-created_at": ("-pk",),
    "created_at": ("pk",),
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "size": ("size", "pk"),
    "-size": ("-size", "-pk"),
}
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """`is_attached` None: whether or not it hangs on anything."""

    purchase_ids: Sequence[UUID] = ()
    transaction_ids: Sequence[UUID] = ()
    roles: Sequence[str] = ()
    is_attached: bool | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class Hung:
    """Where a document hangs, as one person sees it: on a thing or on a payment, the other is None."""

    purchase_id: UUID | None = None
    warranty_id: UUID | None = None
    claim_id: UUID | None = None
    transaction_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeenDocument:
    document: Document
    is_mine: bool
    hung: list[Hung] = field(default_factory=list)


def find_documents(person: User, wanted: DocumentFilter, order: str) -> QuerySet[Document]:
    """What matches, in order: a name of ORDERS. Two queries more where payments are named.

    A thing or a payment the person does not see has no documents, as one that does not exist.
    """
    found = Document.objects.visible_to(person)
    if wanted.purchase_ids:
        things = Purchase.objects.visible_to(person).filter(pk__in=wanted.purchase_ids)
        found = found.filter(pk__in=Attachment.objects.filter(purchase__in=things).values("document"))
    if wanted.transaction_ids:
        payments = list(_payments(person, wanted.transaction_ids))
        found = found.filter(pk__in=Attachment.objects.filter(transaction__in=payments).values("document"))
    if wanted.roles:
        found = found.filter(role__in=wanted.roles)
    if wanted.is_attached is not None:
        hangs = Exists(Attachment.objects.filter(document=OuterRef("pk")))
        found = found.filter(hangs if wanted.is_attached else ~hangs)
    for word in wanted.search.split()[:_MOST_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(text__icontains=word))
    return found.order_by(*ORDERS[order])


def _payments(person: User, keys: Sequence[UUID]) -> Iterable[UUID]:
    """Those the person reads, and what was merged into them."""
    seen = list(Transaction.objects.visible_to(person).live().filter(pk__in=keys).values_list("pk", flat=True))
    merged = Link.objects.filter(kind=Link.Kind.MERGE, entry__in=seen)
    return [*seen, *merged.values_list("other", flat=True)]


def seen_by(person: User, documents: Sequence[Document]) -> list[SeenDocument]:
    """With where each hangs, of what the person sees. Four queries, two where nothing hangs on payments."""
    hung: dict[UUID, list[Hung]] = defaultdict(list)
    rows = list(Attachment.objects.filter(document__in=documents).order_by("pk"))
    things = [each.purchase_id for each in rows if each.purchase_id]
    seen = set(Purchase.objects.visible_to(person).filter(pk__in=things).values_list("pk", flat=True))
    shown = _shown_payments(person, [each.transaction_id for each in rows if each.transaction_id])
    for each in rows:
        if each.purchase_id in seen:
            hung[each.document_id].append(Hung(each.purchase_id, each.warranty_id, each.claim_id))
        elif each.transaction_id in shown:
            hung[each.document_id].append(Hung(transaction_id=shown[each.transaction_id]))
    return [SeenDocument(each, each.owner_id == person.pk, hung[each.pk]) for each in documents]


def _shown_payments(person: User, keys: Sequence[UUID]) -> dict[UUID | None, UUID]:
    """Of each the one a reader is shown for it: itself, or what it was merged into."""
    if not keys:
        return {}
    stays: dict[UUID, UUID] = {key: key for key in keys}
    stays |= dict(Link.objects.filter(kind=Link.Kind.MERGE, other__in=keys).values_list("other", "entry"))
    live = Transaction.objects.visible_to(person).live().filter(pk__in=stays.values())
    seen = set(live.values_list("pk", flat=True))
    return {key: entry for key, entry in stays.items() if entry in seen}
