"""XML as text that a strict parser takes: banks' encodings, stray ampersands and control characters mended."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORBIDDEN_NUMBER = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9A-Fa-f]));")


def declared_text(data: bytes) -> tuple[str, str] | None:
    """The text in the 8-bit encoding an XML head declares, and its name; None where that is no help.

    What is UTF-8 is read as UTF-8, whatever is declared.
    """
    found = _DECLARED.match(data[:400])
    if not found:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        if name == "iso8859-1":
            return _western(data)
        return (data.decode(name), name) if name.startswith(("iso8859", "cp125", "koi8")) else None
    except (LookupError, ValueError):
        return None


def _western(data: bytes) -> tuple[str, str]:
    """Latin-1 as browsers take it: with the quotes and the euro sign Windows has where it has none."""
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("iso8859-1"), "iso8859-1"


def mended(text: str) -> str:
    """Without the declaration (the text is decoded already), and every '&' that starts no character escaped.

    So no entity that a file defines is ever expanded.
    """
    text = _DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub(" ", text)
    if "&" in text:
        text = _FORBIDDEN_NUMBER.sub(" ", _STRAY.sub("&amp;", text))
    return text
