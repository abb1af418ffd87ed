"""A sentence cut into words, numbers and signs, each with where it stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from config.kernel.folding import fold

LONGEST: Final = 500
# Digits in groups or with a fraction; what the points and commas mean is decided later.
_PIECE: Final = re.compile(
    r"(?P<number>[0-9]+(?:[.,'’\u00a0\u202f][0-9]+)*)"
    r"|(?P<word>(?!x\d)[^\W\d_]{1,2}\d(?![\w.,]*\d|\w)|[^\W\d_]+(?:(?:['’](?=[^\W\d_]))[^\W\d_]+)*(?:&[^\W\d_]+|\+(?![^\W_]))?)"
    r"|(?P<sign>\S)"
)
# French and Italian articles lean on the next word: `j'ai`, `l'unité`, `all'Esselunga`.
_LEANING: Final = re.compile(
    r"(?:j|l|d|m|t|s|c|n|qu|un|all|dell|nell|dall|sull|quest)['’](?=[^\W\d_]{2})", re.IGNORECASE
)
_APOSTROPHES: Final = str.maketrans({"'": None, "’": None})


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as typed, `folded` without case, accents and apostrophes; `start` and `end` in the text."""

    text: str
    folded: str
    start: int
    end: int
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_capital(self) -> bool:
        return self.is_word and self.text[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """Linear in the text."""
    tokens: list[Token] = []
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup or "sign"
        if kind == "word" and (leaning := _LEANING.match(piece.group())):
            middle = piece.start() + leaning.end()
            tokens += [_token(text, piece.start(), middle, kind), _token(text, middle, piece.end(), kind)]
        else:
            tokens.append(_token(text, piece.start(), piece.end(), kind))
    return tokens


def listed(words: str) -> tuple[str, ...]:
    """The words of a list of ours, written with blanks between them."""
    return tuple(words.split())


def clean(text: str) -> str:
    """Composed, one line, and no longer than a sentence is."""
    return unicodedata.normalize("NFC", " ".join(text[:LONGEST].split(" ")).replace("\n", " , "))


def _token(text: str, start: int, end: int, kind: str) -> Token:
    written = text[start:end]
    return Token(written, fold(written).translate(_APOSTROPHES), start, end, kind)
