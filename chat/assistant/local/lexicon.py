"""What words of questions about money mean, in seven languages. A line of `words.tsv` is `meaning TAB phrases`.

Phrases are parted by `;` and folded: no case, no accents, no apostrophes. One word, from five letters on, may have a
slip of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from chat.sentences.lexicon import languages, slips_of

WORDS: Final = Path(__file__).parent / "words.tsv"
_MENDED_FROM: Final = 5
_MONTH_LETTERS: Final = 4
_SHORT_MONTHS: Final = frozenset({"mai", "mei"})
# What says nothing by itself is mended into nothing.
_MENDED: Final = ("ask", "period", "category", "help")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of the question with one meaning, from word `start` up to `end`."""

    name: str
    value: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Lexicon:
    def __init__(self, meanings: Mapping[tuple[str, ...], Sequence[tuple[str, str]]]) -> None:
        self._meanings = meanings
        self._longest = max(len(each) for each in meanings)
        self._slips: dict[str, str] = {}
        for phrase, senses in meanings.items():
            if len(phrase) == 1 and len(phrase[0]) >= _MENDED_FROM and any(name in _MENDED for name, _v in senses):
                for slip in slips_of(phrase[0]):
                    if (slip,) not in meanings:
                        self._slips.setdefault(slip, phrase[0])

    def mended(self, words: Sequence[str]) -> list[str]:
        return [each if (each,) in self._meanings else self._slips.get(each, each) for each in words]

    def cues(self, words: Sequence[str]) -> Iterator[Cue]:
        """Every phrase; of one meaning's phrases that overlap only the longest."""
        taken: dict[str, set[int]] = defaultdict(set)
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                for name, value in self._meanings.get(tuple(words[start : start + length]), ()):
                    places = set(range(start, start + length))
                    if not places & taken[f"{name} {value}"]:
                        taken[f"{name} {value}"] |= places
                        yield Cue(name, value, start, start + length)


@cache
def lexicon() -> Lexicon:
    """Read once per process."""
    meanings: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        meaning, phrases = line.split("\t")
        name, _blank, value = meaning.partition(" ")
        for phrase in phrases.split(";"):
            senses = meanings[tuple(phrase.split())]
            if (name, value) not in senses:
                senses.append((name, value))
    return Lexicon(dict(meanings))


@cache
def currencies() -> frozenset[str]:
    """Words and codes of currencies in all languages; signs are no words."""
    return frozenset(
        words[0]
        for language in languages().values()
        for phrases in language.phrases.values()
        for words, senses in phrases
        if len(words) == 1 and any(each.name == "cur" for each in senses)
    )


@cache
def months() -> dict[str, int]:
    """Names of months in all languages; what is too short to be sure of is left out."""
    found: dict[str, int] = {}
    for language in languages().values():
        for phrases in language.phrases.values():
            for words, senses in phrases:
                number = next((each.number for each in senses if each.name == "month"), None)
                is_sure = len(words) == 1 and (len(words[0]) >= _MONTH_LETTERS or words[0] in _SHORT_MONTHS)
                if number is not None and is_sure:
                    found.setdefault(words[0], number)
    return found
