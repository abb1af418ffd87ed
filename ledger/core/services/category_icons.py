"""A picture of one's own in place of a category's icon."""

from __future__ import annotations

from typing import IO

from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel import files
from config.kernel.live import push
from config.kernel.models import FileReference
from config.kernel.pictures import CONTENT_TYPE, draw_square
from ledger.core.models import Category, CategoryOverride

SIDE = 64
PURPOSE = "category-icon"


@database_transaction.atomic
def change_category_icon(*, category: Category, person: User, upload: IO[bytes]) -> None:
    """Draw it for `person`, who found the category through `visible_to`; of a shared one nobody else sees it.

    Raises ValidationError as `draw_square` does.
    """
    drawn = draw_square(upload, side=SIDE)
    holder = _holder(category, person)
    former = holder.picture
    holder.picture = files.store(person, drawn, name="icon.webp", content_type=CONTENT_TYPE, purpose=PURPOSE)
    _store(holder, former, category, person)


@database_transaction.atomic
def remove_category_icon(*, category: Category, person: User) -> None:
    """The icon is drawn again. Does nothing where there is no picture."""
    holder = _holder(category, person)
    former = holder.picture
    if former is not None:
        holder.picture = None
        _store(holder, former, category, person)


def _holder(category: Category, person: User) -> Category | CategoryOverride:
    """What keeps the picture: an own category itself, of a shared one the person's view of it. Locked."""
    if category.owner_id == person.pk:
        return Category.objects.select_for_update().get(pk=category.pk)
    view, _created = CategoryOverride.objects.select_for_update().get_or_create(person=person, category=category)
    return view


def _store(holder: Category | CategoryOverride, former: FileReference | None, category: Category, person: User) -> None:
    holder.save(update_fields=["picture"])
    if former is not None:
        files.release(former)
    push([person.pk], "category:changed", {"id": str(category.pk)})
