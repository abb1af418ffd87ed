"""Pictures people upload: whatever comes becomes a small square WebP of our own making."""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST_FILE = 10_000_000
MOST_PIXELS = 50_000_000
QUALITY = 85
CONTENT_TYPE = "image/webp"


def draw_square(upload: IO[bytes], *, side: int) -> bytes:
    """The middle square of a PNG, JPEG or WebP, `side` pixels wide, without the metadata a camera leaves.

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
                return _square(image, side)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ValidationError(_("Choose a picture in PNG, JPEG or WebP."), code="not_an_image") from error


def _square(image: Image.Image, side: int) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    image.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(image)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    square = ImageOps.fit(upright.convert("RGBA" if transparent else "RGB"), (side, side), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    square.save(drawn, "WEBP", quality=QUALITY)
    return drawn.getvalue()


def _too_large() -> ValidationError:
    return ValidationError(_("This picture is too large."), code="image_too_large")
