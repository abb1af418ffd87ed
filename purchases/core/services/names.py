"""Retailers and brands of a person's own. The common ones belong to nobody and stay as they are."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.db import transaction as database_transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.kernel.folding import fold
from config.kernel.money import to_stored
from ledger.core import errors as core_errors
from purchases.core import errors
from purchases.core.models import Brand, Purchase, PurchaseSum, Retailer
from purchases.core.summing import Cell, Grouping, add_up

_IN_USE = {Retailer: errors.retailer_in_use, Brand: errors.brand_in_use}
_GROUPINGS = {Retailer: Grouping.RETAILER, Brand: Grouping.BRAND}


@database_transaction.atomic
def add_name(model: type[Retailer] | type[Brand], *, owner: User, name: str, url: str = "") -> Retailer | Brand:
    """Raises FieldError (`name_taken`) where the person has or sees one of this name; ValidationError of the url."""
    tidy = " ".join(name.split())
    if not tidy:
        raise errors.name_missing()
    key = fold(tidy)
    if model.objects.visible_to(owner).filter(name_key=key).exists():
        raise errors.name_taken()
    record = model(owner=owner, name=tidy, name_key=key, url=url)
    record.clean_fields(exclude=["owner"])
    try:
        with database_transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise errors.name_taken() from error
    return record


@database_transaction.atomic
def delete_name(*, record: Retailer | Brand, deleted_by: User, replacement: Retailer | Brand | None = None) -> None:
    """One of the person's own; things that name it name `replacement` from then on.

    Raises: InUse where there are such things and no replacement; FieldError, NoLongerThere.
    """
    model: Any = type(record)
    fresh = model.objects.select_for_update().filter(pk=record.pk, owner=deleted_by).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if replacement is not None and replacement.pk == fresh.pk:
        raise errors.replacement_is_itself()
    field = model._meta.model_name
    things = Purchase.objects.filter(owner=deleted_by, **{field: fresh})
    if replacement is not None:
        # Taken first, so that whoever changes one of them at the moment is waited for, or waits.
        list(things.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        things.update(**{field: replacement}, version=F("version") + 1, updated_at=timezone.now())
        _move_sums(deleted_by, _GROUPINGS[model], fresh, replacement)
    elif things.exists():
        raise _IN_USE[model]()
    fresh.delete()


def _move_sums(owner: User, grouping: Grouping, source: Retailer | Brand, target: Retailer | Brand) -> None:
    rows = PurchaseSum.objects.filter(owner=owner, grouping=grouping, key=str(source.pk))
    moved = [(each.currency, each.count, each.pieces, to_stored(each.amount)) for each in rows.select_for_update()]
    add_up(
        owner.pk,
        added=[Cell(grouping.value, str(target.pk), each[0], "", *each[1:]) for each in moved],
        removed=[Cell(grouping.value, str(source.pk), each[0], "", *each[1:]) for each in moved],
    )
