"""Texts made comparable: without case and accents, as they are searched and compared everywhere."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNDECOMPOSED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Casefolded and without accents; everything else stays. Folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    # Twice, because folding case can bring out new compositions (U+0345, U+1E9E and friends).
    for _round in range(2):
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = _ACCENTS.sub("", text).translate(_UNDECOMPOSED)
    return unicodedata.normalize("NFC", text)


def search_text(*parts: str) -> str:
    """The parts folded and joined, runs of white space made one blank."""
    return " ".join(fold(" ".join(parts)).split())
