"""Small true papers made by code."""

from __future__ import annotations

import io
import zlib
from typing import Any

from PIL import Image, ImageCms

from purchases.receipts.pdf_writer import write_pdf

GPS = b"GPSSECRET"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """Another one for each size."""
    drawn = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(drawn, form, **more)
    return drawn.getvalue()


def camera_exif(orientation: int = 6) -> Image.Exif:
    """As a phone writes it: where it was taken, by what, and which way up."""
    exif = Image.Exif()
    exif[274] = orientation
    exif[271] = GPS.decode()
    exif.get_ifd(0x8825)[29] = GPS.decode()
    return exif


def from_a_camera(form: str = "JPEG", orientation: int = 6, **more: Any) -> bytes:
    colour = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return picture(form, exif=camera_exif(orientation), icc_profile=colour, **more)


def pdf(*lines: str) -> bytes:
    return write_pdf(lines or ("Corner Market", "Kettle 49.90 EUR", "Total 49.90 EUR"))


def chunk(name: bytes, content: bytes) -> bytes:
    """Of a PNG, with the checksum it should have."""
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def huge_png(side: int = 0xFFFFFF) -> bytes:
    """Few bytes that would be many pixels."""
    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    pixels = zlib.compress(bytes(4096))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
