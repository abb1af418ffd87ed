"""Run as a script of its own (`looking`), never imported: what a PDF or a picture shows, found where a crash, a bomb or
a captured decoder harms nobody. Nothing of ours is here: no settings, no database, no environment.

Standard input is the file, the first argument its kind. Standard output is one line of JSON, then the bytes of the
small picture. It has a gigabyte of address space, so many seconds of processor and no file larger than a megabyte.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from contextlib import suppress
from typing import Any

MOST_MEMORY, MOST_SECONDS, MOST_WRITTEN = 1 << 30, 5, 1 << 20
WIDTH, HEIGHT, QUALITY = 480, 960, 55
TEXT_PAGES, MOST_TEXT = 5, 20_000
PDF = "pdf"


def limit() -> None:
    limits = {"AS": MOST_MEMORY, "CPU": MOST_SECONDS, "FSIZE": MOST_WRITTEN, "CORE": 0}
    for name, most in limits.items():
        # Not every system lets a process limit its address space.
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def tell(said: dict[str, Any], picture: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + picture)


def small(image: Any) -> bytes:
    from PIL import Image, ImageOps

    image.thumbnail((WIDTH, HEIGHT) if image.getexif().get(274, 1) < 5 else (HEIGHT, WIDTH), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    drawn = io.BytesIO()
    upright.convert("RGBA" if transparent else "RGB").save(drawn, "WEBP", quality=QUALITY, method=6)
    return drawn.getvalue()


def look_at_picture(data: bytes, kind: str) -> bytes:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # Counted before it came here.
    warnings.simplefilter("ignore")
    with Image.open(io.BytesIO(data), formats=[kind.upper()]) as image:
        image.draft("RGB", (WIDTH * 2, HEIGHT * 2))
        image.load()
        return small(image)


def look_at_pdf(data: bytes) -> tuple[dict[str, Any], bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    texts = []
    for place in range(min(count, TEXT_PAGES)):
        texts.append(document[place].get_textpage().get_text_bounded()[:MOST_TEXT])
    page = document[0]
    width, height = page.get_size()
    picture = small(page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil())
    return {"pages": count, "text": "\n".join(texts)[:MOST_TEXT]}, picture


def main(kind: str) -> None:
    limit()
    data = sys.stdin.buffer.read()
    try:
        if kind == PDF:
            tell(*look_at_pdf(data))
        else:
            tell({}, look_at_picture(data, kind))
    except Exception as error:  # noqa: BLE001 whatever it is, this file shows nothing
        tell({"failed": type(error).__name__})


main(sys.argv[1])
