"""What a question is known by: the marks that choices are counted under.

The whole payee (`=lidl`), each word of payee and notes, its skeleton of consonants (`~bsct`, the same for a word and
most of its typing errors), how large the amount is (`#3`, steps of a factor e) and what everybody knows of the payee
(`@` and a category's id). Words hold letters, digits and & only, so no word is taken for another kind of mark.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.categorising.suggest import suggest_from_merchants
from ledger.core.categoriser import Question, Suggested
from ledger.core.payees import fold, payee_key, tokens_of

MARK_MAX_LENGTH: Final = 40
_MOST_WORDS: Final = 24
_SHORTEST_SKELETON: Final = 4
_SMALLEST: Final = 0.01
_VOWELS: Final = frozenset("aeiouy")

# What each kind of mark counts for, by its first character; a word itself by "". They overlap (a payee's name is its
# words too), so they count for less than one. Found on the histories of `bench.histories`; the optimum is flat.
WEIGHTS: Final = {"=": 0.4, "": 0.6, "~": 0.25, "#": 1.0, "@": 1.2}
_SIGNS: Final = frozenset("=~#@")


@dataclass(frozen=True, slots=True)
class Features:
    """`known` is what the lists say; `marks` hold no mark twice."""

    key: str
    marks: tuple[str, ...]
    known: Suggested | None


def features_of(question: Question, country: str) -> Features:
    """No query, about 30 microseconds, linear in the text."""
    key = payee_key(question.payee)
    known = suggest_from_merchants(question.payee, question.notes, question.kind, country, key=key)
    marks = [] if not key else [f"={key}"[:MARK_MAX_LENGTH]]
    words = key.split()
    if question.notes:
        words += [each for each in tokens_of(fold(question.notes)) if not each.isdigit()]
    for word in words[:_MOST_WORDS]:
        marks.append(word[:MARK_MAX_LENGTH])
        if len(word) >= _SHORTEST_SKELETON:
            marks.append(_skeleton(word))
    if question.amount:
        marks.append(f"#{round(math.log(max(abs(float(question.amount)), _SMALLEST)))}")
    if known is not None:
        marks.append(f"@{known.category_id.hex}")
    return Features(key, tuple(dict.fromkeys(marks)), known)


def weight_of(mark: str) -> float:
    return WEIGHTS[mark[0]] if mark[0] in _SIGNS else WEIGHTS[""]


def is_telling(mark: str) -> bool:
    """Whether the mark is of the text: an amount alone suggests nothing."""
    return mark[0] != "#"


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    kept = word[0]
    for letter in word[1:]:
        if letter not in _VOWELS and letter != kept[-1]:
            kept += letter
    return f"~{kept}"[:MARK_MAX_LENGTH]


@lru_cache(maxsize=4096)
def marks_of_name(name: str, kind: str) -> tuple[tuple[str, ...], str]:
    """The marks in the name of a category of one's own, and what everybody knows by that name ("" for nothing).

    Somebody with a category 'Coffee Shops' means by it what the shared 'Coffee' means, before they say so once.
    """
    words = [each for each in tokens_of(fold(name)) if len(each) >= _SHORTEST_SKELETON - 1]
    known = suggest_from_merchants(name, "", kind)
    marks = [*words, *(_skeleton(each) for each in words if len(each) >= _SHORTEST_SKELETON)]
    return tuple(each[:MARK_MAX_LENGTH] for each in marks), f"@{known.category_id.hex}" if known else ""
