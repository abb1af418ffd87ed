"""Text of bank files: made comparable, and made fit to be read by people."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_JOINING = "\u200c\u200d"
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents, words parted by one space: what header and key words are compared in."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _APART.sub(" ", plain).strip()


def clean(text: str, limit: int) -> str:
    """One line for people: blanks collapsed, control and invisible formatting characters gone.

    Those that join letters stay: without them a family of emoji falls apart, and so do words of Persian and Hindi.
    """
    words = " ".join(text[: limit * 8].split())
    if not words.isprintable():
        words = " ".join("".join(map(_shown, words)).split()).strip(_JOINING)
    return words[:limit].rstrip()


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINING:
        return character
    return "" if unicodedata.category(character) == "Cf" else " "
