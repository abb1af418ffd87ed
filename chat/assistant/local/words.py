"""A question's words and numbers in their order, and which of them were understood. No query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chat.assistant.local.lexicon import Cue, lexicon
from config.kernel.folding import fold

_APOSTROPHES: Final = str.maketrans({"'": " ", "’": " ", "`": " "})
_PIECE: Final = re.compile(r"\d{4}-\d\d-\d\d(?!\d)|[\w.,]*\d[\w.,]*|[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d{1,4}\Z", re.ASCII)
_NEAR: Final = 2


@dataclass(slots=True)
class Words:
    """`words` are folded, `spans` are where they stood in the text; `used` are those that were understood."""

    words: list[str]
    as_typed: list[str]
    spans: list[tuple[int, int]]
    cues: list[Cue]
    used: set[int] = field(default_factory=set)

    def of(self, name: str) -> list[Cue]:
        return [each for each in self.cues if each.name == name]

    def has(self, name: str, value: str = "") -> bool:
        return any(each.name == name and value in ("", each.value) for each in self.cues)

    def use(self, cue: Cue) -> None:
        self.used.update(range(cue.start, cue.end))

    def rest(self) -> list[int]:
        """Places of words nothing was made of yet."""
        silent = {at for each in self.of("stop") for at in range(each.start, each.end)}
        return [at for at in range(len(self.words)) if at not in self.used and at not in silent]


def read_words(text: str) -> Words:
    pieces = list(_PIECE.finditer(text.translate(_APOSTROPHES)[:500]))
    typed = [each.group() for each in pieces]
    mended = lexicon().mended([fold(each).strip(".,") for each in typed])
    return Words(mended, typed, [each.span() for each in pieces], list(lexicon().cues(mended)))


def numbers_of_units(words: Words) -> Iterator[tuple[int, int, Cue]]:
    """`3 weeks`, `30 derniers jours`: where the number stands, the number, and its unit; not `400 next month`."""
    nexts = {at for name in ("last", "next") for cue in words.of(name) for at in range(cue.start, cue.end)}
    comings = {at for cue in words.of("coming") for at in range(cue.start, cue.end)}
    for unit in words.of("unit"):
        for at in range(max(unit.start - _NEAR, 0), unit.start):
            is_beside = at + 1 == unit.start or (at + 1 in nexts and unit.start not in comings)
            if is_beside and _NUMBER.match(words.words[at]) and int(words.words[at]):
                yield at, int(words.words[at]), unit


def without_spans_of_time(text: str, words: Words) -> str:
    """The text with blanks where a number of days, weeks, months or years stands: no price."""
    for at, _number, unit in numbers_of_units(words):
        first, last = words.spans[at][0], words.spans[unit.end - 1][1]
        text = text[:first] + " " * (last - first) + text[last:]
    return text
