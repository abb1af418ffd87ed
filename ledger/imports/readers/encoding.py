"""From bytes to text. What a header claims about its encoding is believed last: it lies often."""

from __future__ import annotations

import codecs
import re

import chardet

from ledger.imports.readers.code_pages import all_fit, is_latin, latin_page, mixes_scripts

SAMPLE_BYTES = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"CHARSET:\s*(125[0-8])\b")
_OF_BANKS = ("utf", "cp125", "iso8859", "koi8", "gb", "big5", "shift", "euc", "cp949", "cp932")
# Fewer bytes than this are signs as often as letters: no ground for a code page of the past.
_FEW = 5
_SAME = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-15": "cp1252"}


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of the encoding it was read in. Never fails.

    What OFX declares in its head is believed only after UTF-8, which most banks write whatever they declare.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace"), name.removesuffix("-sig")
    wide = _wide_without_bom(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data, error):
            return data.decode("utf-8", errors="replace"), "utf-8"
    name = _declared(data) or _guess(data)
    return data.decode(name, errors="replace"), name


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:600])
    return f"cp{found[1].decode()}" if found else ""


def _wide_without_bom(data: bytes) -> str:
    head = data[:4000]
    if len(head) < 8 or head.count(0) < len(head) * 0.35:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 10 * odd else ""


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether it is UTF-8 that was cut within a character or damaged in a few places."""
    if error.start >= len(data) - 3 and any(b >= 0x80 for b in data[: error.start][:SAMPLE_BYTES]):
        return True
    sample = data[:SAMPLE_BYTES].decode("utf-8", errors="replace")
    bad = sample.count("\ufffd")
    return sum(1 for c in sample if c > "\x7f") - bad > 10 * bad > 0


def _guess(data: bytes) -> str:
    """Only the lines that are not ASCII are shown to the detector, else a long file hides them."""
    lines: list[bytes] = []
    size = 0
    for line in _lines_beyond_ascii(data):
        lines.append(line)
        size += len(line)
        if size > SAMPLE_BYTES:
            break
    sample = b"\n".join(lines)
    name = _detected(sample)
    if is_latin(name) or mixes_scripts(sample.decode(name, errors="replace")):
        return latin_page(sample, name)
    if name.startswith(_OF_BANKS):
        return name
    return "cp1252" if all_fit(sample, "cp1252") else _unlikely(data, name)


def _detected(sample: bytes) -> str:
    found = chardet.detect(sample).get("encoding") or "cp1252"
    try:
        name = codecs.lookup(found).name
        b"".decode(name)
    except (LookupError, ValueError):
        return "cp1252"
    return _SAME.get(name, name)


def _unlikely(data: bytes, name: str) -> str:
    """DOS and Macintosh code pages fit almost any bytes; taken only where they give clearly more letters."""
    beyond = bytes(b for b in data[: 4 * SAMPLE_BYTES] if b >= 0x80)[:4000]
    if len(beyond) < _FEW:
        return "cp1252"
    letters = {code: sum(map(str.isalpha, beyond.decode(code, errors="replace"))) for code in ("cp1252", name)}
    return name if letters[name] > 1.2 * letters["cp1252"] else "cp1252"


def _lines_beyond_ascii(data: bytes) -> list[bytes]:
    head = data[: 4 * 1024 * 1024]
    return [line[:2000] for line in head.splitlines() if not line.isascii()] or [head[:SAMPLE_BYTES]]
