"""Text of bank files: made comparable, and made fit to be read by people."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents, words parted by one space: what header and key words are compared in."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _APART.sub(" ", plain).strip()


def clean(text: str, limit: int) -> str:
    """One line for people: blanks collapsed, control and invisible formatting characters gone."""
    words = " ".join(text[: limit * 8].split())
    if not words.isprintable():
        words = "".join(c if c.isprintable() else "" if unicodedata.category(c) == "Cf" else " " for c in words)
        words = " ".join(words.split())
    return words[:limit].rstrip()
