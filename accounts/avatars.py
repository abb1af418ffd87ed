"""A person's picture: whatever they upload becomes a small square WebP of our own making."""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import User
from config.kernel import files

SIDE = 128
FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST_FILE = 10_000_000
MOST_PIXELS = 50_000_000
QUALITY = 85
CONTENT_TYPE = "image/webp"
PURPOSE = "avatar"


def draw_avatar(upload: IO[bytes]) -> bytes:
    """The middle square of a PNG, JPEG or WebP, 128 pixels wide, without the metadata a camera leaves.

    Raises:
        ValidationError: `image_too_large` (file or pixels) or `not_an_image`.
    """
    data = upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            # The number of pixels is checked below, before any of them is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                return _square(image)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ValidationError(_("Choose a picture in PNG, JPEG or WebP."), code="not_an_image") from error


def _square(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    image.draft("RGB", (SIDE * 2, SIDE * 2))
    upright = ImageOps.exif_transpose(image)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    square = ImageOps.fit(upright.convert("RGBA" if transparent else "RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    square.save(drawn, "WEBP", quality=QUALITY)
    return drawn.getvalue()


def _too_large() -> ValidationError:
    return ValidationError(_("This picture is too large."), code="image_too_large")


@transaction.atomic
def change_avatar(*, person: User, upload: IO[bytes]) -> User:
    """Replace the picture. Raises ValidationError as `draw_avatar` does."""
    drawn = draw_avatar(upload)
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
