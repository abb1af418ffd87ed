"""How well a text fits what was typed. Pure functions over folded texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
EXACT, BEGINS, INSIDE, MISSPELT = 1.0, 0.85, 0.6, 0.45
BELOW_TITLE = 0.85
# Letters a compared word may have at most; a longer one is a reference, and nobody misspells those.
_LONGEST_WORD = 40


def words_of(query: str) -> list[str]:
    """The words of a folded query, in its order, without the marks around them; what stands between blanks where there
    is no letter.
    """
    bare = (_AROUND.sub("", each) for each in query.split())
    return [each for each in bare if each] or query.split()


class Fit(NamedTuple):
    """`value` is 0 to about 1.6; with `slips` a word was misspelt."""

    value: float
    slips: bool


def score(words: Sequence[str], text: str) -> Fit | None:
    """How well the text fits; None where one of the words is not in it, not even misspelt.

    `text` is folded; its first line is the title. Whole words count more than beginnings, those more than insides, and
    all more than what is misspelt; a text that is just what was typed counts most.
    """
    title, _newline, rest = text.strip().partition("\n")
    in_title, below = _tokens(title), _tokens(rest)
    query = " ".join(words)
    fits = []
    for word in words:
        fit = _fit(word, title, in_title)
        if fit < INSIDE and rest:
            fit = max(fit, BELOW_TITLE * _fit(word, rest, below))
        if not fit:
            return _joined(words, title)
        fits.append(fit)
    found = sum(fits) / len(words)
    if title == query:
        found += 0.5
    elif title.startswith(f"{query} "):
        found += 0.2
    elif title.startswith(query):
        found += 0.05
    elif len(words) > 1 and query in title:
        found += 0.1
    return Fit(found, slips=min(fits) <= MISSPELT)


def _joined(words: Sequence[str], title: str) -> Fit | None:
    """'star bucks' is Starbucks, and 'mcdonalds' is Mc Donalds."""
    query = "".join(words)
    return Fit(INSIDE - 0.05, slips=False) if len(query) >= 5 and query in "".join(_tokens(title)) else None


def _fit(word: str, text: str, tokens: Sequence[str]) -> float:
    if word in tokens:
        return EXACT
    best = 0.0
    for token in tokens:
        if token.startswith(word):
            best = max(best, BEGINS + 0.1 * len(word) / len(token))
    if best:
        return best
    if word in text and (len(word) > 2 or not word.isascii()):
        return INSIDE + 0.1 * len(word) / max(len(text), 1)
    allowed = allowed_slips(word)
    if not allowed or len(word) > _LONGEST_WORD:
        return 0.0
    for token in tokens:
        slips = _slips(word, token, allowed)
        if slips is not None:
            best = max(best, MISSPELT - 0.1 * (slips - 1) / allowed)
    return best


def allowed_slips(word: str) -> int:
    """How many letters may be wrong, missing, too many or exchanged. Numbers and short words have to be right."""
    if len(word) < 4 or word.isdigit():
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def _slips(word: str, token: str, allowed: int) -> int | None:
    """Of the word against the token, or against as much of a longer one's beginning; None beyond `allowed`."""
    if len(token) > _LONGEST_WORD or len(token) < len(word) - allowed or word[0] not in token[: allowed + 1]:
        return None
    if len(token) <= len(word) + allowed:
        whole = distance(word, token)
        if whole <= allowed:
            return whole
    if len(token) > len(word):
        part = distance(word, token[: len(word)])
        # A slip more: what is half typed and misspelt fits much.
        if part + 1 <= allowed:
            return part + 1
    return None


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> int:
    """Letters to change, add, take away or exchange with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        now = [place]
        for at, against in enumerate(other, 1):
            cost = min(row[at] + 1, now[at - 1] + 1, row[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, before[at - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))
