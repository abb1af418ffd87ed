"""What an export takes along: a person's own things, with what hangs on them, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from config.kernel.models import FileReference
from ledger.exporting.selection import category_keys
from purchases.core.listing import PurchaseFilter, find_purchases
from purchases.core.models import Claim, Purchase, Warranty
from purchases.documents.models import Attachment

AT_ONCE = 500
# By id, so that a page begins where the one before ended.
ORDER = "created_at"


@dataclass(frozen=True, slots=True)
class ExportedThing:
    """Warranties as they start; claims and documents in the order they came."""

    purchase: Purchase
    category: str
    warranties: list[Warranty]
    claims: list[Claim]
    attachments: list[Attachment]


def all_things() -> PurchaseFilter:
    """Archived ones too."""
    return PurchaseFilter(is_archived=None)


def own_things(person: User, wanted: PurchaseFilter) -> QuerySet[Purchase]:
    """Of the person's own what matches; what a partner shows them is not theirs to take along."""
    return find_purchases(person, replace(wanted, is_mine=True), ORDER)


def pages(person: User, wanted: PurchaseFilter) -> Iterator[list[ExportedThing]]:
    """Things by id; four queries a page of 500, and one before all."""
    keys = category_keys(person)
    found, last = own_things(person, wanted), None
    while things := list((found if last is None else found.filter(pk__gt=last))[:AT_ONCE]):
        yield list(_with_all(things, keys))
        last = things[-1].pk


def _with_all(things: list[Purchase], keys: dict[UUID, str]) -> Iterator[ExportedThing]:
    held = [each.pk for each in things]
    warranties = _by_thing(Warranty.objects.filter(purchase__in=held).order_by("warranty_start", "pk"))
    claims = _by_thing(Claim.objects.filter(purchase__in=held).order_by("pk"))
    attached = Attachment.objects.filter(purchase__in=held).select_related("document__file").order_by("pk")
    attachments = _by_thing(attached)
    for each in things:
        yield ExportedThing(
            purchase=each,
            category=keys.get(each.category_id, "") if each.category_id else "",
            warranties=warranties.get(each.pk, []),
            claims=claims.get(each.pk, []),
            attachments=attachments.get(each.pk, []),
        )


def _by_thing(rows: QuerySet[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.purchase_id, []).append(row)
    return found


def documents_of(person: User, wanted: PurchaseFilter) -> Iterator[FileReference]:
    """The file of each document that hangs on what is taken along, each content once, in the order of contents."""
    things = own_things(person, wanted).order_by()
    attached = Attachment.objects.filter(purchase__in=things.values("pk"))
    found = FileReference.objects.filter(pk__in=attached.values("document__file"))
    last = ""
    for each in found.order_by("file_id", "pk").iterator(chunk_size=AT_ONCE):
        if each.file_id != last:
            yield each
        last = each.file_id
