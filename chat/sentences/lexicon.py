"""What words of sentences about money mean, in seven languages.

The lists lie in languages/: a line is `meaning TAB phrases`, parted by `;`. A meaning is a name and perhaps a value:
`day -1` is yesterday, `cur EUR` a name of the euro, `at` stands before a payee. A phrase is folded: no case, no
accents, no apostrophes, hyphens as blanks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from chat.sentences.counting import written_numbers
from chat.sentences.tokens import Token, tokens_of

LANGUAGES: Final = Path(__file__).parent / "languages"
_MENDED: Final = frozenset({"day", "weekday", "month", "spend", "buy"})
_MENDED_FROM: Final = 5
_OWN: Final = 1.0
_SHORT: Final = 2
_SAFE: Final = frozenset(
    {"day", "weekday", "month", "months", "cur", "cents", "ago", "ago!", "unit", "last", "num", "rhythm"}
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase; `value` as the list writes it."""

    name: str
    value: str = ""

    @property
    def number(self) -> int:
        return int(self.value.split()[0])


@dataclass(slots=True)
class Language:
    """Phrases under their first word, the longest first, and common slips of the pen."""

    code: str
    phrases: dict[str, list[tuple[tuple[str, ...], list[Sense]]]] = field(default_factory=dict)
    slips: dict[str, list[Sense]] = field(default_factory=dict)

    def at(self, words: Sequence[str], start: int) -> tuple[int, list[Sense]] | None:
        """The longest phrase that begins there: how many words, and what it means."""
        for phrase, senses in self.phrases.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return len(phrase), senses
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase in the sentence, from token `start` up to `end`."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def sense(self, name: str) -> Sense | None:
        return next((each for each in self.senses if each.name == name), None)


class Marked:
    """The sentence's tokens with what is known of each; `taken` holds those that were already understood."""

    def __init__(self, text: str, tokens: list[Token], marks: list[Mark], languages: list[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.marks = marks
        self.languages = languages
        self.taken: set[int] = set()
        self._by_token: dict[int, Mark] = {at: mark for mark in marks for at in range(mark.start, mark.end)}

    def mark(self, at: int) -> Mark | None:
        """The phrase this token is part of."""
        return self._by_token.get(at)

    def sense(self, at: int, name: str) -> Sense | None:
        mark = self._by_token.get(at)
        return mark.sense(name) if mark else None

    def has(self, at: int, *names: str) -> bool:
        mark = self._by_token.get(at)
        return mark is not None and any(each.name in names for each in mark.senses)

    def with_sense(self, *names: str) -> list[Mark]:
        return [mark for mark in self.marks if any(each.name in names for each in mark.senses)]

    def take(self, start: int, end: int) -> None:
        self.taken.update(range(start, end))

    def are_glued(self, left: int, right: int) -> bool:
        """Whether two neighbours stand without a blank between them."""
        return 0 <= left < right < len(self.tokens) and self.tokens[left].end == self.tokens[right].start


@cache
def languages() -> dict[str, Language]:
    """Read once per process."""
    return {path.stem: _read(path) for path in sorted(LANGUAGES.glob("*.tsv"))}


def _read(path: Path) -> Language:
    meanings: dict[tuple[str, ...], list[Sense]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        meaning, phrases = line.split("\t")
        name, _blank, value = meaning.partition(" ")
        for phrase in phrases.split(";"):
            words = tuple(each.folded for each in tokens_of(phrase) if each.text != "-")
            meanings[words].append(Sense(name, value))
    for word, number in written_numbers(path.stem):
        meanings[(word,)].insert(0, Sense("num", str(number)))
    language = Language(path.stem)
    for words, senses in meanings.items():
        language.phrases.setdefault(words[0], []).append((words, senses))
        mendable = [each for each in senses if each.name in _MENDED]
        if mendable and len(words) == 1 and len(words[0]) >= _MENDED_FROM:
            for slip in slips_of(words[0]):
                language.slips.setdefault(slip, mendable)
    for some in language.phrases.values():
        some.sort(key=lambda each: -len(each[0]))
    return language


def slips_of(word: str) -> set[str]:
    """One letter too few, too many by doubling, or two changed about; the first letter is right."""
    dropped = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    doubled = {word[:at] + word[at] + word[at:] for at in range(1, len(word))}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return (dropped | doubled | swapped) - {word}


def mark(text: str, tokens: list[Token], locale: str) -> Marked:
    """Give each phrase the meaning of the language that most of the sentence is written in, else of the next."""
    words = [each.folded for each in tokens]
    # A hyphen between words is no word: `avant-hier`, `vingt-cinq`.
    kept = [at for at, word in enumerate(words) if word != "-" or not _joins(tokens, at)]
    dense = [words[at] for at in kept]
    ranked = _ranked(dense, locale)
    trusted = {ranked[0].code, locale.partition("-")[0], "en"}
    marks: list[Mark] = []
    at = 0
    while at < len(dense):
        found = _meaning(dense, at, ranked, trusted)
        length, senses = found or (1, [])
        if senses:
            marks.append(Mark(kept[at], kept[at + length - 1] + 1, tuple(senses)))
        at += length
    return Marked(text, tokens, marks, [each.code for each in ranked])


def _joins(tokens: list[Token], at: int) -> bool:
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at + 1].is_word


def _ranked(words: Sequence[str], locale: str) -> list[Language]:
    """The languages of the sentence: the one that knows most of its words first, at a draw the person's own."""
    own = locale.partition("-")[0]
    scores = {code: _score(language, words) for code, language in languages().items()}
    scores[own] = scores.get(own, 0) + _OWN
    order = sorted(languages().values(), key=lambda each: (-scores[each.code], each.code != own, each.code != "en"))
    return [each for each in order if scores[each.code] or each.code in (own, "en")]


def _score(language: Language, words: Sequence[str]) -> float:
    score, at = 0.0, 0
    while at < len(words):
        found = language.at(words, at)
        length = found[0] if found else 1
        if found:
            score += sum(1 if len(word) > 2 else 0.5 for word in words[at : at + length] if word.isalpha())
        elif words[at] in language.slips:
            score += 0.5
        at += length
    return score


def _meaning(
    words: Sequence[str], at: int, ranked: Sequence[Language], trusted: Collection[str]
) -> tuple[int, list[Sense]] | None:
    """In a language the sentence is not written in, only what cannot well mean something else."""
    for language in ranked:
        if found := language.at(words, at):
            if language.code in trusted:
                return found
            if safe := [each for each in found[1] if each.name in _SAFE and len(words[at]) > _SHORT]:
                return found[0], safe
    for language in ranked:
        if slip := language.slips.get(words[at]):
            return 1, slip
    return None
