"""Files nobody hands in by accident, made by code: each with what it is and the name it says it has."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from purchases.documents.tests.hostile_pdfs import hostile_pdfs
from purchases.documents.tests.papers import GPS, chunk, from_a_camera, huge_png, pdf, picture

SCRIPT = b"<script>alert(document.cookie)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
FORMS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class Upload(NamedTuple):
    what: str
    name: str
    data: bytes


def archive(content: bytes = SCRIPT, name: str = "index.html") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return packed.getvalue()


def hostile_uploads() -> Iterator[Upload]:
    yield from polyglots()
    yield from spies()
    yield from strangers()
    yield from bombs()
    yield from cut()
    yield from liars()
    yield from named()
    for what, data in hostile_pdfs():
        yield Upload(what, "bill.pdf", data)


def polyglots() -> Iterator[Upload]:
    """Two things at once."""
    tails = {
        "ZIP": archive(),
        "HTML": HTML,
        "JavaScript": b"*/=1;alert(1)//",
        "SVG": b"<svg onload=alert(1)></svg>",
        "PHP": b"<?php system($_GET[0]); ?>",
        "a program": b"MZ" + bytes(60),
        "a shell script": b"\n#!/bin/sh\nrm -rf /\n",
        "PDF": pdf(),
        "GIF": b"GIF89a" + bytes(20),
        "another JPEG": from_a_camera(),
    }
    for place, form in enumerate(FORMS):
        for number, (what, tail) in enumerate(tails.items()):
            data = picture(form, (20 + number, 10 + place)) + tail
            yield Upload(f"{form} and {what}", f"photo.{FORMS[form]}", data)
    for what, tail in tails.items():
        yield Upload(f"PDF and {what}", "bill.pdf", pdf(what) + tail[:500])
        yield Upload(f"{what} and PDF", "bill.pdf", tail[:500] + pdf(what))
    yield Upload("PDF that begins as a page", "bill.html", pdf("page").replace(b"\n", b"\n%" + HTML + b"\n", 1))


def spies() -> Iterator[Upload]:
    """What a camera, a program or a person left within."""
    for form, suffix in FORMS.items():
        for orientation in range(1, 9):
            data = from_a_camera(form, orientation, size=(30 + orientation, 20))
            yield Upload(f"{form} that says where it was taken", f"IMG_{orientation}.{suffix}", data)
    jpeg, png = picture("JPEG", (51, 50)), picture("PNG", (51, 50))
    packet = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + GPS + SCRIPT + b"</x:xmpmeta>"
    for what, marker, content in (
        ("comment", 0xFE, SCRIPT + GPS),
        ("XMP", 0xE1, packet),
        ("IPTC", 0xED, b"Photoshop 3.0\0" + GPS),
        ("a second picture's place", 0xE2, b"MPF\0" + GPS),
        ("FlashPix", 0xE2, b"FPXR\0" + GPS),
        ("a maker's own", 0xEA, GPS),
        ("a small picture", 0xE0, b"JFXX\0\x10" + from_a_camera(size=(9, 9))),
        ("two EXIFs", 0xE1, b"Exif\0\0" + GPS),
    ):
        segment = bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content
        yield Upload(f"JPEG with {what}", "a.jpg", jpeg[:2] + segment + jpeg[2:])
        yield Upload(f"JPEG with {what} at the end", "a.jpg", jpeg[:-2] + segment + jpeg[-2:])
    for name, content in (
        (b"tEXt", b"Comment\0" + GPS + SCRIPT),
        (b"zTXt", b"Comment\0\0" + zlib.compress(GPS * 1000)),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + GPS),
        (b"tIME", b"\x07\xea\x0b\x14\0\0\0"),
        (b"prVt", GPS),
        (b"eXIf", b"MM\0*" + GPS),
        (b"fdAT", GPS),
    ):
        yield Upload(f"PNG with {name.decode()}", "a.png", png[:33] + chunk(name, content) + png[33:])
        yield Upload(f"PNG with {name.decode()} late", "a.png", png[:-12] + chunk(name, content) + png[-12:])
    webp = picture("WEBP", (51, 50))
    for name in (b"XMP ", b"EXIF", b"PRIV"):
        body = webp[12:] + name + len(GPS).to_bytes(4, "little") + GPS + b"\0"
        yield Upload(
            f"WebP with {name.decode()}", "a.webp", b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
        )


def strangers() -> Iterator[Upload]:
    """None of the four, whatever they are called."""
    bomb = archive(bytes(2_000_000), "zeros")
    kinds = {
        "HTML as PNG": HTML,
        "XHTML": b"<?xml version='1.0'?>" + HTML,
        "GIF and JavaScript": b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)",
        "SVG with a script": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        "XML of entities": b"<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>",
        "zip bomb": archive(bomb, "more.zip"),
        "gzip bomb": gzip.compress(bytes(3_000_000)),
        "a program": b"MZ" + bytes(200),
        "ELF": b"\x7fELF" + bytes(200),
        "a shell script": b"#!/bin/sh\ntrue\n",
        "BMP": b"BM" + bytes(80),
        "TIFF": b"II*\0" + bytes(80),
        "ICO": b"\0\0\1\0" + bytes(80),
        "HEIC": b"\0\0\0\x18ftypheic" + bytes(80),
        "AVIF": b"\0\0\0\x1cftypavif" + bytes(80),
        "MP4": b"\0\0\0\x18ftypmp42" + bytes(80),
        "PostScript": b"%!PS-Adobe-3.0\n(rm -rf /) run\n",
        "RTF": b"{\\rtf1 x}",
        "Word": archive(b"<w/>", "word/document.xml"),
        "a mail": b"From: a@example.org\r\n\r\n" + SCRIPT,
        "Java": b"\xca\xfe\xba\xbe" + bytes(40),
        "WebAssembly": b"\0asm" + bytes(40),
        "WAV": b"RIFF" + (60).to_bytes(4, "little") + b"WAVE" + bytes(60),
        "UTF-16": HTML.decode().encode("utf-16"),
        "a mark before PDF": b"\xef\xbb\xbf" + pdf(),
        "spaces before PNG": b"  " + picture("PNG"),
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
        "nothing": b"",
        "one byte": b"\xff",
        "a zero": b"\0",
    }
    suffixes = ("png", "pdf", "jpg", "webp")
    for number, (what, data) in enumerate(kinds.items()):
        yield Upload(what, f"bill.{suffixes[number % 4]}", data)


def bombs() -> Iterator[Upload]:
    """Few bytes that want to be many, and short ones that want to be long."""
    for side in (7072, 0x7FFF, 0xFFFF, 0xFFFFFF, 0x7FFFFFFF):
        yield Upload(f"PNG of {side} by {side}", "a.png", huge_png(side))
    jpeg = picture("JPEG", (52, 50), progressive=True)
    frame = jpeg.index(b"\xff\xc2")
    for side in (0, 7072, 0xFFFF):
        sides = side.to_bytes(2, "big") * 2
        yield Upload(f"JPEG of {side} by {side}", "a.jpg", jpeg[: frame + 5] + sides + jpeg[frame + 9 :])
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    large = picture("JPEG", (3000, 3000), progressive=True)
    yield Upload("JPEG of many scans", "a.jpg", large[:-2] + scan * 3000 + large[-2:])
    yield Upload("WebP of a huge canvas", "a.webp", _webp_canvas(0xFFFFFF))
    yield Upload("WebP of no frame", "a.webp", b"RIFF\x04\0\0\0WEBP")
    png = picture("PNG", (52, 50))
    profile = b"p\0\0" + zlib.compress(bytes(30_000_000))
    yield Upload("PNG with a bomb of colours", "a.png", png[:33] + chunk(b"iCCP", profile) + png[33:])
    more = zlib.compress(bytes(60_000_000), 9)
    yield Upload("PNG of more pixels than it has", "a.png", png[:33] + chunk(b"IDAT", more) + chunk(b"IEND", b""))


def _webp_canvas(side: int) -> bytes:
    plain = picture("WEBP", (53, 50))[12:]
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (side - 1).to_bytes(3, "little") * 2
    body = canvas + plain
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def cut() -> Iterator[Upload]:
    """Ended before their end."""
    for what, data in (
        *((form, from_a_camera(form, size=(60, 50))) for form in FORMS),
        ("PDF", pdf("cut")),
    ):
        for tenth in range(1, 10):
            yield Upload(f"{what} cut after {tenth} tenths", "cut", data[: len(data) * tenth // 10])
        yield Upload(f"{what} without its last byte", "cut", data[:-1])


def liars() -> Iterator[Upload]:
    """Lengths that lead elsewhere."""
    jpeg, png, webp = picture("JPEG", (54, 50)), picture("PNG", (54, 50)), picture("WEBP", (54, 50))
    table = jpeg.index(b"\xff\xdb")
    for length in (0, 1, 2, 3, 66, 68, 0x7FFF, 0xFFFF):
        lied = jpeg[: table + 2] + length.to_bytes(2, "big") + jpeg[table + 4 :]
        yield Upload(f"JPEG with a table of {length}", "a.jpg", lied)
    for length in (0, 12, 14, 0x7FFFFFFF, 0xFFFFFFFF):
        yield Upload(f"PNG with a head of {length}", "a.png", png[:8] + length.to_bytes(4, "big") + png[12:])
        yield Upload(f"PNG with pixels of {length}", "a.png", png[:33] + length.to_bytes(4, "big") + png[37:])
    yield Upload("PNG with a wrong checksum", "a.png", png[:29] + b"\0\0\0\0" + png[33:])
    for length in (0, 4, 12, 0x7FFFFFFF, 0xFFFFFFFF):
        yield Upload(f"WebP of {length}", "a.webp", webp[:4] + length.to_bytes(4, "little") + webp[8:])
        yield Upload(f"WebP with a frame of {length}", "a.webp", webp[:16] + length.to_bytes(4, "little") + webp[20:])


def named() -> Iterator[Upload]:
    """True papers under false names."""
    names = (
        "../../../../tmp/owned.pdf",
        "..\\..\\windows\\system32\\a.pdf",
        "/etc/passwd",
        "C:\\a.pdf",
        "bill\u202efdp.exe",
        "a\u2066b.pdf",
        "a\0b.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        "a\x1b[2J.pdf",
        "x" * 300 + ".pdf",
        ".htaccess",
        "..",
        ".",
        "",
        "con",
        "a.php",
        "a.pdf.html",
        "-rf",
        "<script>alert(1)</script>.pdf",
        'a"; filename="b.html',
        "%2e%2e%2fa.pdf",
        "&#46;&#46;/a.pdf",
        "\u200b\u200d.pdf",
        "日本.pdf",
        "🧾",
        "a;b,c.pdf",
        "$(reboot).pdf",
        "`id`.pdf",
        "a|b.pdf",
    )
    for number, name in enumerate(names):
        yield Upload(f"called {name[:20]!r}", name, pdf(f"Name {number}"))
