"""A person's picture, 128 pixels wide."""

from __future__ import annotations

from typing import IO

from django.db import transaction

from accounts.models import User
from config.kernel import files
from config.kernel.pictures import CONTENT_TYPE, draw_square

SIDE = 128
PURPOSE = "avatar"


@transaction.atomic
def change_avatar(*, person: User, upload: IO[bytes]) -> User:
    """Replace the picture. Raises ValidationError as `draw_square` does."""
    drawn = draw_square(upload, side=SIDE)
    former = person.avatar
    person.avatar = files.store(person, drawn, name="avatar.webp", content_type=CONTENT_TYPE, purpose=PURPOSE)
    person.save(update_fields=["avatar"])
    if former is not None:
        files.release(former)
    return person


@transaction.atomic
def remove_avatar(*, person: User) -> None:
    """Does nothing where there is none."""
    former = person.avatar
    if former is not None:
        person.avatar = None
        person.save(update_fields=["avatar"])
        files.release(former)
