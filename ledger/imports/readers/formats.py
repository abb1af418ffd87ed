"""What kind of file it is, told by its first bytes; its name is not trusted."""

from __future__ import annotations

import re

from ledger.imports.readers.types import FileRefused

MAX_BYTES = 100 * 1024 * 1024
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "media"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7z"),
    (b"\xfd7zXZ", "xz"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format", "database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
# A file without a header: a day, an amount and the end of a record, each on a line of its own.
_QIF_RECORD = r"\A(?=.*?^\^[ \t]*$)(?=.*?^D[ ]?[0-9][0-9 /.'’-]{3,12}[ \t]*$)(?=.*?^[TU][-+(]?[$]?[0-9])"
_KINDS = (
    ("json", re.compile(r"^\s*(?:(?:\[\s*)?\{\s*[\"}]|\[\s*\[\s*\")")),
    ("ofx", re.compile(r"<OFX>|^\s*OFXHEADER\s*:|<\?OFX\b", re.IGNORECASE)),
    (
        "camt",
        re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt|<(?:[a-z0-9_.-]{1,20}:)?(?:BkToCstmr|Ntry>)", re.IGNORECASE),
    ),
    ("html", re.compile(r"^\s*(?:<!DOCTYPE html|<html|<table)", re.IGNORECASE)),
    ("xml", re.compile(r"^\s*<(?:\?xml|[a-z!])", re.IGNORECASE)),
    ("qif", re.compile(r"^[ \t\ufeff]*!(?:Type|Account|Option|Clear)\b", re.IGNORECASE | re.MULTILINE)),
    ("qif", re.compile(_QIF_RECORD, re.MULTILINE | re.DOTALL)),
    ("mt940", re.compile(r"^\s*\{1:F|^[ \x01]?:(?:940:|20:|25P?:|28C?:|60[FM]:|61:[0-9]{6})", re.MULTILINE)),
)


def refuse_unreadable(data: bytes) -> None:
    """Raise FileRefused for what cannot be text of a bank: empty, too large, pictures, archives."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty")
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large", limit=str(MAX_BYTES // (1024 * 1024)))
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise FileRefused("binary", kind=kind)


def refuse_binary_text(text: str) -> None:
    """Raise FileRefused where decoded text is full of control characters: random bytes decode to something."""
    head = text[:8000]
    odd = sum(1 for c in head if (c < " " and c not in "\t\r\n\f\v\x1a") or c == "\ufffd")
    if odd > 0.05 * len(head) + 3:
        raise FileRefused("binary", kind="unknown")


def kind_of(text: str) -> str:
    """'csv', 'ofx', 'qif', 'camt', 'mt940', 'json', or one of the kinds this package does not read."""
    head = text[:20_000].replace("\r\n", "\n").replace("\r", "\n")
    return next((kind for kind, pattern in _KINDS if pattern.search(head)), "csv")
