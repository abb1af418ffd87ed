"""The system category a sentence speaks of, by what everybody knows of shops and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from chat.sentences.lexicon import slips_of
from ledger.categorising.merchants import Match, Meaning, Merchants, merchants
from ledger.core.system_categories import SYSTEM_CATEGORIES, SYSTEM_CATEGORIES_BY_SLUG, system_category_id

SPOKEN: Final = Path(__file__).parent / "spoken.tsv"
NICKNAMES: Final = Path(__file__).parent / "nicknames.tsv"
_SLUGS: Final[dict[UUID, str]] = {system_category_id(each.slug): each.slug for each in SYSTEM_CATEGORIES}
# Shops that sell everything: what was bought says more than where.
_OF_EVERYTHING: Final = frozenset({"general-shopping", "groceries"})
_FOOD: Final = frozenset({"food-dining"})
_NO_SHOPS: Final = frozenset({"taxes"})
_SHOP, _WORD, _CHANGED = Decimal("0.90"), Decimal("0.80"), Decimal("0.70")
_SHORTEST_PLURAL: Final = 4
_LONG_ENOUGH: Final = 6


@dataclass(frozen=True, slots=True)
class Shop:
    """A known merchant among the words, from word `start` up to `end`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    slug: str
    confidence: Decimal


def shop_in(words: Sequence[str], country: str) -> Shop | None:
    """The best known merchant, of any kind of category."""
    matches = [*merchants().matches(words, country), *_spoken().matches(words, country)]
    things = [match for match in matches if _is_thing(match)]
    found = [match for match in matches if _is_shop(match, country, things)]
    best = max(found, key=lambda each: each.rank, default=None)
    if best is None:
        return None
    named = [each for each in best.phrase.meanings if not each.is_keyword]
    meaning = next((each for each in named if country in each.countries), named[0])
    if SYSTEM_CATEGORIES_BY_SLUG[_SLUGS[meaning.category_id]].parent_slug in _NO_SHOPS:
        return None
    return Shop(meaning.name, best.start, best.start + len(best.phrase.words))


def _is_thing(match: Match) -> bool:
    return any(each.is_keyword and each.kind == "expense" for each in match.phrase.meanings)


def _is_shop(match: Match, country: str, things: Sequence[Match]) -> bool:
    """No word that also names a thing bought; the person's country's shops go before what is merely said (`boots`)."""
    if _is_thing(match) or all(each.is_keyword for each in match.phrase.meanings):
        return False
    is_home = any(country in each.countries for each in match.phrase.meanings)
    end = match.start + len(match.phrase.words)
    return not any(
        each.start <= match.start
        and end <= each.start + len(each.phrase.words)
        and not (is_home and each.phrase.words == match.phrase.words and each.phrase.words in _said())
        for each in things
    )


def category_of(words: Sequence[str], kind: str, country: str, name: Sequence[str] = ()) -> Known | None:
    """What was bought where the shop sells everything, else the shop's, else the word's.

    `words` are those of the sentence, `name` those of the payee, `kind` is a category's.
    """
    shop = _best(words, kind, country, is_keyword=False) or _best(name, kind, country, is_keyword=False)
    word = _word(words, kind, country)
    if shop and word and (word.is_winning or _says_more(word.slug, shop.slug)):
        return Known(word.slug, _WORD)
    if shop or word:
        return Known(shop.slug, _SHOP) if shop else Known(word.slug, _WORD) if word else None
    for change in (_singular, _plural, _mended):
        changed = [change(each) for each in words]
        if changed != list(words) and (found := _word(changed, kind, country)):
            return Known(found.slug, _CHANGED)
    return None


def things_in(words: Sequence[str]) -> set[int]:
    """Which of the words everybody knows as things, places or kinds of shops, and so as no names."""
    found: set[int] = set()
    for variant in (words, [_singular(each) for each in words]):
        for match in (*merchants().matches(variant, ""), *_spoken().matches(variant, "")):
            if _is_thing(match):
                found.update(range(match.start, match.start + len(match.phrase.words)))
    return found


def is_thing(word: str) -> bool:
    return bool(things_in([word]))


@dataclass(frozen=True, slots=True)
class _Found:
    slug: str
    is_winning: bool
    length: int


def _word(words: Sequence[str], kind: str, country: str) -> _Found | None:
    """What people say goes before what payees are called, where it is no shorter."""
    listed = _best(words, kind, country, is_keyword=True)
    spoken = _best_of(_spoken(), words, kind, country, is_keyword=True)
    if listed is None or spoken is None:
        return listed or spoken
    return spoken if spoken.is_winning or (not listed.is_winning and spoken.length >= listed.length) else listed


def _says_more(word: str, shop: str) -> bool:
    if shop not in _OF_EVERYTHING or word == shop:
        return False
    return shop == "general-shopping" or SYSTEM_CATEGORIES_BY_SLUG[word].parent_slug not in _FOOD


def _best(words: Sequence[str], kind: str, country: str, *, is_keyword: bool) -> _Found | None:
    found = _best_of(merchants(), words, kind, country, is_keyword=is_keyword)
    return found or (None if is_keyword else _best_of(_spoken(), words, kind, country, is_keyword=False))


def _best_of(known: Merchants, words: Sequence[str], kind: str, country: str, *, is_keyword: bool) -> _Found | None:
    fitting = _fitting(known, words, kind, country, is_keyword)
    best = max(fitting, key=lambda each: each[0].rank, default=None)
    if best is None:
        return None
    match, meaning = best
    return _Found(_SLUGS[meaning.category_id], match.phrase.is_winning, len(match.phrase.words))


def _fitting(
    known: Merchants, words: Sequence[str], kind: str, country: str, is_keyword: bool
) -> Iterator[tuple[Match, Meaning]]:
    for match in known.matches(words, country):
        meaning = match.phrase.meaning(kind, country)
        if meaning is not None and meaning.is_keyword == is_keyword:
            yield match, meaning


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > _SHORTEST_PLURAL else word


def _plural(word: str) -> str:
    return f"{word}s" if word.isalpha() else word


def _mended(word: str) -> str:
    """A word people say, where a letter is missing, doubled or out of place."""
    return _slips().get(word, word)


@cache
def _slips() -> dict[str, str]:
    known = {word for phrase in _said() if len(phrase) == 1 for word in phrase if len(word) >= _LONG_ENOUGH}
    return {slip: word for word in sorted(known) for slip in slips_of(word) if slip not in known}


@cache
def _spoken() -> Merchants:
    """Words people say that no payee has, and what they call shops; in the form of `ledger.categorising`'s lists."""
    known = Merchants()
    for path in (SPOKEN, NICKNAMES):
        for line in path.read_text(encoding="utf-8").splitlines():
            slug, phrases = line.split("\t")
            category = SYSTEM_CATEGORIES_BY_SLUG[slug]
            for phrase in phrases.split(";"):
                name = phrase.strip("!")
                meaning = Meaning(name, system_category_id(slug), category.kind, frozenset(), path == SPOKEN)
                known.add(phrase, meaning)
    return known


@cache
def _said() -> frozenset[tuple[str, ...]]:
    return frozenset(each.words for each in _spoken().phrases())
