"""Known merchants and telling words, found in the words of a payee.

The lists lie beside this file. A line is `category slug TAB countries TAB names`; names are parted by `;`, the ways
to write one by `|`, the first being the one people are shown. A name stands for whole words, anywhere in the text:

- `=next` is an ordinary word too: only when it is all there is, or where the payee of somebody of the named countries
  begins, or before a till's number; the mark on one spelling counts for the same words without it;
- `!petrol` wins over names without a mark, so that a supermarket's pump is fuel; at the start it holds for all
  spellings;
- `*apotheke` ends a word, `stadtwerke*` begins one.

Names of one word and up to three characters stand at the beginning only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from ledger.core.payee_noise import COURTESIES
from ledger.core.payees import fold, tokens_of
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG, CategoryKind, system_category_id

LISTS: Final = Path(__file__).parent / "lists"
KEYWORDS: Final = "words_"
_SHORT: Final = 3
_JOINED_AT_LEAST: Final = 7
# Payees lose their accents one way or the other: Bäckerei is written backerei and baeckerei.
_SPELLED_OUT: Final = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for. `countries` is empty for a name known everywhere."""

    name: str
    category_id: UUID
    kind: CategoryKind
    countries: frozenset[str]
    is_keyword: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, and what they may mean, in the order of the lists."""

    words: tuple[str, ...]
    is_whole_only: bool
    is_first_only: bool
    is_winning: bool
    meanings: list[Meaning] = field(default_factory=list)

    def has_form_of(self, other: Phrase) -> bool:
        mine = (self.words, self.is_whole_only, self.is_first_only, self.is_winning)
        return mine == (other.words, other.is_whole_only, other.is_first_only, other.is_winning)

    def meaning(self, kind: str, country: str) -> Meaning | None:
        """For a kind of category; that of the person's country before others."""
        fitting = [each for each in self.meanings if each.kind == kind]
        return next((each for each in fitting if country in each.countries), fitting[0] if fitting else None)


@dataclass(frozen=True, slots=True)
class Match:
    phrase: Phrase
    start: int

    @property
    def rank(self) -> tuple[bool, bool, int, int, int]:
        """Higher is better: a winning mark, a merchant before a word, more words, more letters, nearer the start."""
        words = self.phrase.words
        is_merchant = not self.phrase.meanings[0].is_keyword
        return (self.phrase.is_winning, is_merchant, len(words), sum(map(len, words)), -self.start)


class Merchants:
    """All phrases under their first word, beginning or end of a word."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        self._beginnings: dict[str, Phrase] = {}
        self._ends: dict[str, Phrase] = {}
        self._stem_lengths: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len({each.name for phrase in self.phrases() for each in phrase.meanings})

    def phrases(self) -> Iterator[Phrase]:
        for phrases in self._by_first.values():
            yield from phrases
        yield from self._beginnings.values()
        yield from self._ends.values()

    def add(self, written: str, meaning: Meaning) -> None:
        """One way to write a name, with its marks. Raises ValueError when nothing of it is a word."""
        bare = written.lstrip("=!")
        is_stem = bare.startswith("*") or bare.endswith("*")
        for spelling in _spellings(bare.strip("*")):
            words = tuple(tokens_of(fold(spelling)))
            if not words or (is_stem and len(words) > 1):
                raise ValueError(f"not a name: {written!r}")
            self._add_words(words, written, meaning)
            if is_stem:
                self._stem_lengths = tuple(sorted({*self._stem_lengths, len(words[0])}))

    def _add_words(self, words: tuple[str, ...], written: str, meaning: Meaning) -> None:
        phrase = Phrase(
            words=words,
            is_whole_only="=" in written,
            is_first_only=len(words) == 1 and len(words[0]) <= _SHORT and not meaning.is_keyword,
            is_winning="!" in written,
        )
        if written.endswith("*"):
            self._beginnings.setdefault(words[0], phrase).meanings.append(meaning)
        elif written.lstrip("=!").startswith("*"):
            self._ends.setdefault(words[0], phrase).meanings.append(meaning)
        else:
            self._add_phrase(phrase, meaning)
            joined = "".join(words)
            if len(words) > 1 and len(joined) >= _JOINED_AT_LEAST and not phrase.is_whole_only:
                self._add_phrase(Phrase((joined,), False, False, phrase.is_winning), meaning)

    def _add_phrase(self, phrase: Phrase, meaning: Meaning) -> None:
        under = self._by_first.setdefault(phrase.words[0], [])
        known = next((each for each in under if each.has_form_of(phrase)), None)
        if known is None:
            under.append(phrase)
            known = phrase
        if meaning not in known.meanings:
            known.meanings.append(meaning)

    def matches(self, words: Sequence[str], country: str) -> Iterator[Match]:
        """Every phrase found in the words, in no order."""
        for start, word in enumerate(words):
            for phrase in self._by_first.get(word, ()):
                if self._stands_at(phrase, words, start, country):
                    yield Match(phrase, start)
            for length in self._stem_lengths:
                if length > len(word):
                    break
                for stem in (self._beginnings.get(word[:length]), self._ends.get(word[-length:])):
                    if stem is not None:
                        yield Match(stem, start)

    @staticmethod
    def _stands_at(phrase: Phrase, words: Sequence[str], start: int, country: str) -> bool:
        end = start + len(phrase.words)
        if len(phrase.words) > 1 and tuple(words[start:end]) != phrase.words:
            return False
        if phrase.is_whole_only and (start > 0 or end < len(words)):
            is_at_home = start == 0 and any(country in each.countries for each in phrase.meanings)
            return is_at_home or _is_till(words, start, end)
        return start == 0 or not phrase.is_first_only


def _is_till(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a till names itself there: `penny 3211`, `penny sagt danke`, behind nothing or an hour."""
    is_begun = start == 0 or not words[start - 1].isalpha()
    return is_begun and end < len(words) and (words[end].isdigit() or words[end] in COURTESIES)


def _spellings(text: str) -> set[str]:
    """The text with its umlauts kept or spelled out, never mixed."""
    spelled = text.lower()
    for letter, letters in _SPELLED_OUT:
        spelled = spelled.replace(letter, letters)
    return {text, spelled}


@cache
def merchants() -> Merchants:
    """Read once per process, at the first question."""
    known = Merchants()
    for path in sorted(LISTS.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line and not line.startswith("#"):
                try:
                    _add_line(known, line, is_keyword=path.name.startswith(KEYWORDS))
                except (KeyError, ValueError) as error:
                    raise ValueError(f"{path.name}:{number}: {error}") from error
    return known


def _add_line(known: Merchants, line: str, *, is_keyword: bool) -> None:
    slug, countries, names = line.split("\t")
    category = SYSTEM_CATEGORIES_BY_SLUG[slug]
    for entry in filter(None, map(str.strip, names.split(";"))):
        spellings = [each.strip() for each in entry.split("|")]
        ordinary = {_key(each) for each in spellings if each.startswith("=")}
        meaning = Meaning(
            name=spellings[0].strip("=!* "),
            category_id=system_category_id(slug),
            kind=category.kind,
            countries=frozenset(countries.split()),
            is_keyword=is_keyword,
        )
        winning = "!" if entry.startswith("!") else ""
        for written in spellings:
            if written.startswith("=") or _key(written) not in ordinary:
                known.add(winning + written, meaning)


def _key(written: str) -> str:
    return " ".join(tokens_of(fold(written)))
