"""The papers of the demo household: receipts, cards and manuals as small PDFs, and a photo that is drawn."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date

from PIL import Image, ImageDraw

from accounts.models import User
from purchases.core.models import Purchase
from purchases.demo.story import CARD, MANUAL, PHOTO, RECEIPT
from purchases.documents.cleaning import clean
from purchases.documents.looking import Look
from purchases.documents.models import Document
from purchases.documents.services import Paper, keep_paper
from purchases.receipts.pdf_writer import write_pdf
from purchases.receipts.reading import read_receipt

_PAPER, _INK, _GREY = (255, 255, 255), (34, 38, 36), (214, 217, 212)
_SMALL = (240, 340)
_PHOTO = (900, 640)


def keep_demo_paper(owner: User, purchase: Purchase, kind: str, shop: str) -> Document:
    """One of the kinds a story names. Looked at here and in no process of its own: it is ours, and time counts."""
    if kind == PHOTO:
        data, text, small = _photo(purchase.serial_number), "", _photo_small(purchase.serial_number)
        name = "Type plate.jpg"
    else:
        lines = _lines(purchase, kind, shop)
        data, text, small = write_pdf(lines), "\n".join(lines), _page_small(lines)
        name = {
            RECEIPT: f"{shop} {purchase.purchase_date:%Y-%m-%d}.pdf",
            CARD: "Warranty card.pdf",
            MANUAL: "Manual.pdf",
        }[kind]
    cleaned = clean(data)
    reading = read_receipt(text, default_currency=owner.currency, today=owner.today) if kind == RECEIPT else None
    paper = Paper(
        data=cleaned.data,
        kind=cleaned.kind,
        digest=hashlib.sha256(cleaned.data).hexdigest(),
        name=name,
        look=Look(text=text, pages=None if kind == PHOTO else 1, thumbnail=small),
        read=reading.as_json() if reading else {},
    )
    return keep_paper(owner=owner, paper=paper, role=kind)[0]


def _lines(purchase: Purchase, kind: str, shop: str) -> Sequence[str]:
    day, name = purchase.purchase_date, purchase.product_name.replace("″", '"')
    if kind == CARD:
        return (
            "Warranty card",
            name,
            f"Serial number {purchase.serial_number or '-'}",
            f"Bought at {shop}",
            _long(day),
        )
    if kind == MANUAL:
        return (f"{name}: manual", "1. Read this before you switch it on.", "2. Keep it with the receipt.")
    price = f"{purchase.price:.2f}"
    return (
        shop, "Berlin", "Receipt", f"Date: {_long(day)}", f"Order number: {day:%y%m}-{4400 + day.day}", "",
        f"1 x {name}  EUR {price}", f"Total  EUR {price}", f"Paid by card  EUR {price}", "", "Thank you",
    )  # fmt: skip


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _page_small(lines: Sequence[str]) -> bytes:
    """A page as it looks from afar."""
    page = Image.new("RGB", _SMALL, _PAPER)
    pen = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        pen.text((18, 18 + place * 18), line[:36], fill=_INK)
    pen.line((18, 300, 222, 300), fill=_GREY, width=12)
    return _as(page, "WEBP")


def _photo(serial: str) -> bytes:
    return _as(_plate(serial), "JPEG")


def _photo_small(serial: str) -> bytes:
    plate = _plate(serial)
    plate.thumbnail((480, 960))
    return _as(plate, "WEBP")


def _plate(serial: str) -> Image.Image:
    """The plate inside a washer's door."""
    picture = Image.new("RGB", _PHOTO, (112, 119, 123))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-260, -200, 620, 840), fill=(68, 73, 76))
    pen.rounded_rectangle((330, 170, 820, 470), radius=18, fill=(226, 229, 227), outline=(150, 155, 152), width=4)
    for place, line in enumerate(("Miele", "WWB 380", f"No. {serial}", "230 V  50 Hz  2100 W")):
        pen.text((366, 196 + place * 62), line, fill=_INK, font_size=40 if place < 2 else 30)
    return picture


def _as(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, quality=80)
    return written.getvalue()
