"""OFX as a stream of tags. SGML and XML are read alike; no entity a file defines is ever expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_.]*+)[^<>]*+>")
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos|nbsp)|#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
_CDATA_OPEN, _CDATA_CLOSE = "<![CDATA[", "]]>"


def tags(text: str) -> Iterator[tuple[bool, str, str]]:
    """(closing, NAME, value) for every tag in order; the value is what stands up to the next tag."""
    text = _without_cdata(text)
    closing, name, start = False, "", -1
    for found in _TAG.finditer(text):
        if start >= 0:
            yield closing, name, text[start : found.start()]
        closing, name, start = bool(found[1]), found[2].upper(), found.end()
    if start >= 0:
        yield closing, name, text[start:]


def value_of(text: str) -> str:
    """A value without entities. Twice, as some banks escape what was escaped already."""
    text = text.strip()
    if "&" in text:
        text = _ENTITY.sub(_character, text)
        if "&" in text:
            text = _ENTITY.sub(_character, text)
    return text


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _without_cdata(text: str) -> str:
    """CDATA as ordinary escaped text, in one pass."""
    if _CDATA_OPEN not in text:
        return text
    parts: list[str] = []
    at = 0
    while (start := text.find(_CDATA_OPEN, at)) >= 0:
        end = text.find(_CDATA_CLOSE, start)
        if end < 0:
            break
        inner = text[start + len(_CDATA_OPEN) : end]
        parts += [text[at:start], inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")]
        at = end + len(_CDATA_CLOSE)
    parts.append(text[at:])
    return "".join(parts)
