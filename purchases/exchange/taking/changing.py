"""Changing many things at once, by every rule of `update_purchase`: a few statements for hundreds of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from purchases.core.models import Purchase, ThingAccess
from purchases.core.services.purchases import put_changes
from purchases.core.summing import Cell, cells_of_purchase
from purchases.core.telling import CHANGED, tell
from purchases.exchange.reading.records import Remark, remark_of
from purchases.exchange.taking.adding import add_up_many

# What a change of anything may move along.
_FOLLOWING = ("received_date", "return_told", "search_text", "version", "updated_at")


def change_things(owner: User, changes: dict[UUID, dict[str, Any]]) -> tuple[int, dict[UUID, Remark]]:
    """In the caller's transaction, which has locked nothing else: how many were changed, and why others were not.

    Their owner is not told of each; whoever else sees one is.
    """
    things = Purchase.objects.select_for_update(of=("self",)).filter(owner=owner, pk__in=changes).order_by("pk")
    held: list[Purchase] = []
    cells: list[Cell] = []
    refusals: dict[UUID, Remark] = {}
    for thing in things:
        before = list(cells_of_purchase(thing))
        try:
            put_changes(thing, changes[thing.pk], owner)
        except ValidationError as error:
            refusals[thing.pk] = remark_of(error)
            continue
        thing.updated_at = timezone.now()
        held.append(thing)
        cells += [*cells_of_purchase(thing), *_taken_away(before)]
    named = {name.removesuffix("_id") for each in held for name in changes[each.pk]}
    # All of them are here: written over in one statement, which costs a tenth of `bulk_update`.
    Purchase.objects.bulk_create(
        held, update_conflicts=True, unique_fields=["id"], update_fields=sorted(named.union(_FOLLOWING))
    )
    _move_access(held)
    add_up_many(owner.pk, cells)
    for thing in held:
        if thing.is_shared:
            tell(CHANGED, thing.pk)
    return len(held), refusals


def _taken_away(cells: Sequence[Cell]) -> Iterator[Cell]:
    return (replace(each, label="", count=-each.count, pieces=-each.pieces, amount=-each.amount) for each in cells)


def _move_access(held: Sequence[Purchase]) -> None:
    """Day and archive stand in the access as well; only where they are others are they written."""
    things = {each.pk: each for each in held}
    moved = []
    for access in ThingAccess.objects.filter(purchase__in=things):
        thing = things[access.purchase_id]
        if (access.purchase_date, access.is_archived) != (thing.purchase_date, thing.is_archived):
            access.purchase_date, access.is_archived = thing.purchase_date, thing.is_archived
            moved.append(access)
    ThingAccess.objects.bulk_update(moved, ["purchase_date", "is_archived"], batch_size=100)
