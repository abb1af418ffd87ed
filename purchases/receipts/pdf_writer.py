"""One page of text as a PDF, for tests and the demo household: a line below a line, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WIDTH, HEIGHT = 420, 595
MOST_LINES = 40
_MARGIN, _LEADING, _SIZE = 36, 13, 10
_ESCAPED: Final = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


def write_pdf(lines: Sequence[str]) -> bytes:
    """An A5 page, the first line large. What Windows-1252 does not have becomes a question mark.

    Raises ValueError of more than MOST_LINES lines.
    """
    if len(lines) > MOST_LINES:
        raise ValueError(f"{len(lines)} lines, more than {MOST_LINES}")
    content = _content(lines)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 5 0 R >> >>"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"{page} /Contents 4 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            font,
        ]
    )


def _content(lines: Sequence[str]) -> bytes:
    drawn = []
    for index, line in enumerate(lines):
        size = _SIZE + 4 if index == 0 else _SIZE
        height = HEIGHT - _MARGIN - _LEADING * index - size
        text = line.translate(_ESCAPED).encode("cp1252", "replace")
        drawn.append(b"BT /F %d Tf %d %d Td (%s) Tj ET" % (size, _MARGIN, height, text))
    return b"\n".join(drawn)


def _file(objects: Sequence[bytes]) -> bytes:
    """Numbered from 1, with the table of where each begins."""
    written = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % start for start in starts)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)
