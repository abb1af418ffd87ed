"""Naive Bayes over a person's own choices, sparse enough to be asked in one query and taught in one statement.

For a mark w and a category c with N(c) choices, n(w, c) of them with w:

    P(w | c) = (n(w, c) + A p(w)) / (N(c) + A),    p(w) = (n(w) + 1/2) / (N + M)

p(w) is how common w is at all, with M choices presumed to lack it, so that the first choices tell something. A
category's score is log(N(c) + 1/2) plus, for each known mark, its weight times log(P(w | c) / p(w)); that ratio is
1 for 'something else altogether', which takes part with the weight of ALTERNATIVE choices. Scores are divided by
FLATTENED before they become shares, because marks are not independent: so that of what is given 0.9, 9 in 10 are
right (`python -m bench.categorising` shows it).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.categorising.features import Features, is_telling, marks_of_name, weight_of

_A: Final = 1.0
_HALF: Final = 0.5
_M: Final = 30
_ALTERNATIVE: Final = math.log(2.0)
_FLATTENED: Final = 1.5
# What a name of one's own or a list says counts as so many choices; the newest choice for a payee as a little more.
_PRESUMED: Final = 1.5
_NEWEST: Final = 0.5
_FEW_CHOICES: Final = 5
_UNCHOSEN: Final = math.log(_HALF)

# The 32 hex digits of a category's id: a third of the time goes into hashing them, and a UUID's hash is Python.
Key = str


@dataclass(frozen=True, slots=True)
class Guess:
    """`share` is 0 to 1, of all there is; `mark` what told most, seen `times` in this category."""

    category: Key
    share: float
    mark: str
    times: int


@dataclass(slots=True)
class Evidence:
    """What is known for one kind of entry: choices by category, by mark, and the newest one by payee.

    Filled first, asked afterwards: what is worked out for a mark is kept for the next question.
    """

    choices: dict[Key, int] = field(default_factory=dict)
    marks: dict[str, dict[Key, int]] = field(default_factory=dict)
    newest: dict[str, tuple[Key, int]] = field(default_factory=dict)
    own: set[Key] = field(default_factory=set)
    _own_share: float | None = None
    _named: dict[str, list[Key]] = field(default_factory=dict)
    _meant: dict[str, Key] = field(default_factory=dict)
    _told: dict[str, tuple[tuple[Key, float], ...]] = field(default_factory=dict)
    _unmarked: list[tuple[Key, float, float]] = field(default_factory=list)

    def name_category(self, category: Key, name: str, kind: str) -> None:
        """A category of the person's own: its name is presumed to say what belongs to it."""
        marks, known = marks_of_name(name, kind)
        self.own.add(category)
        for mark in marks:
            self._named.setdefault(mark, []).append(category)
        if known:
            self._meant.setdefault(known, category)

    def own_for(self, category: Key) -> Key:
        """The person's own category for what everybody calls `category`; that itself where they have none."""
        return self._meant.get(f"@{category}", category)

    def own_share(self) -> float:
        """How much of what was chosen went to categories of the person's own; 0 while little was chosen."""
        if self._own_share is None:
            of_own = sum(times for each, times in self.choices.items() if each in self.own)
            self._own_share = of_own / (sum(self.choices.values()) + _FEW_CHOICES)
        return self._own_share

    def guesses(self, features: Features, limit: int = 1) -> list[Guess]:
        """The likeliest categories, best first; none when nothing of the text is known. About 15 microseconds."""
        known = [(mark, told) for mark in features.marks if (told := self._told_by(mark))]
        if not any(is_telling(mark) for mark, _ in known):
            return []
        scores = self._scores(known)
        newest = self.newest.get(features.key)
        if newest is not None and newest[0] in scores:
            scores[newest[0]] += _NEWEST * math.log(1 + newest[1])
        highest = max(*scores.values(), _ALTERNATIVE)
        whole = sum(math.exp((score - highest) / _FLATTENED) for score in (*scores.values(), _ALTERNATIVE))
        best = (
            sorted(scores, key=lambda each: (-scores[each], each))[:limit]
            if limit > 1
            else [max(scores, key=scores.__getitem__)]
        )
        return [self._guess(each, math.exp((scores[each] - highest) / _FLATTENED) / whole, known) for each in best]

    def _told_by(self, mark: str) -> tuple[tuple[Key, float], ...]:
        """By how much the mark raises the score of each category it is known in, what is presumed counted in."""
        told = self._told.get(mark)
        if told is None:
            counts: dict[Key, float] = dict(self.marks.get(mark, ()))
            for category in self._presumed(mark):
                counts[category] = counts.get(category, 0) + _PRESUMED
            common = (sum(counts.values()) + _HALF) / (sum(self.choices.values()) + _M)
            weight = weight_of(mark)
            told = tuple((each, weight * math.log(1 + times / (_A * common))) for each, times in counts.items())
            self._told[mark] = told
        return told

    def _presumed(self, mark: str) -> Iterable[Key]:
        return (self.own_for(mark[1:]),) if mark[0] == "@" else self._named.get(mark, ())

    def _scores(self, known: list[tuple[str, tuple[tuple[Key, float], ...]]]) -> dict[Key, float]:
        """By category. A mark a category never had costs log(A / (N(c) + A)), whatever the mark is."""
        if not self._unmarked:
            self._unmarked = [
                (each, math.log(times + _HALF), math.log(_A / (times + _A))) for each, times in self.choices.items()
            ]
        weighed = sum(weight_of(mark) for mark, _ in known)
        scores = {each: prior + weighed * without for each, prior, without in self._unmarked}
        for _, told in known:
            for category, gain in told:
                scores[category] = scores.get(category, _UNCHOSEN) + gain
        return scores

    def _guess(self, category: Key, share: float, known: list[tuple[str, tuple[tuple[Key, float], ...]]]) -> Guess:
        """What told most is the word that raised this category most above all others."""

        def told(mark_told: tuple[str, tuple[tuple[Key, float], ...]]) -> tuple[bool, float]:
            mark, gains = mark_told
            gained = dict(gains)
            return (mark[0] not in "~#@=", gained.get(category, 0.0) / (len(gained) or 1))

        mark = max(known, key=told)[0]
        return Guess(category, share, mark, self.marks.get(mark, {}).get(category, 0))
