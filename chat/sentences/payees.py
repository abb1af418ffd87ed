"""Who was paid, and with whom it was shared: names behind `at`, known shops, words that are nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chat.sentences.lexicon import Marked
from chat.sentences.meaning import Shop, is_thing, shop_in, things_in
from chat.sentences.tokens import listed

_MOST_WORDS: Final = 4
_SAID, _KNOWN, _CAPITAL, _GUESSED = Decimal("0.90"), Decimal("0.92"), Decimal("0.65"), Decimal("0.50")
# Words of a name that are written small: `Ally bank`, `Bar do Zé`.
_IN_NAMES: Final = frozenset(
    listed(
        "bank market store shop cafe bar pub grill pizza pizzeria restaurant bakery pharmacy hotel diner supermarket "
        "kitchen books corp inc ltd gmbh co"
    )
)
_KNOWN_TO_PAY: Final = ("spend", "give", "refund")
_BREAKING: Final = listed(
    "for with day weekday rhythm split total refund spend buy due on each back no stop income give me ways and "
    "transfer person account at from in to the at_the half last next got a"
)
_STAYS_A_NAME: Final = frozenset({"stop", "the", "a", "person", "in", "num", "total", "half"})


@dataclass(frozen=True, slots=True)
class Payee:
    """`words` are the tokens of the name."""

    name: str
    confidence: Decimal
    words: range


def read_companions(marked: Marked) -> list[str]:
    """Who was there and shares: names behind `with`, or before `and I`. Their words are taken."""
    names: list[str] = []
    for mark in marked.with_sense("with"):
        names += _people(marked, mark.end)
    for at in range(1, len(marked.tokens) - 1):
        is_me = marked.tokens[at + 1].folded in ("i", "ich", "io", "yo", "eu", "ik", "moi", "me")
        if is_me and marked.has(at, "and") and _is_person(marked, at - 1):
            names += _people(marked, at - 1)
    return names


def _people(marked: Marked, at: int) -> list[str]:
    names: list[str] = []
    while at < len(marked.tokens):
        if marked.has(at, "stop", "the", "a") and not names:
            at += 1
        elif _is_person(marked, at):
            marked.take(at, at + 1)
            names.append(marked.tokens[at].text)
            at += 1
        elif names and (marked.has(at, "and") or marked.tokens[at].text == ","):
            if at + 1 >= len(marked.tokens) or not _is_person(marked, at + 1):
                break
            at += 1
        else:
            break
    return names


def _is_person(marked: Marked, at: int) -> bool:
    token = marked.tokens[at]
    if at in marked.taken or not token.is_word:
        return False
    return marked.has(at, "person") or (token.is_capital and marked.mark(at) is None and not is_thing(token.folded))


def read_payee(marked: Marked, country: str, *, is_of_a_kind: bool) -> Payee | None:
    """The name behind `at` and its like, else a known shop, else what can only be a name.

    Small letters that nobody knows are a name only where nothing said what was bought (`is_of_a_kind`).
    """
    shop = _shop(marked, country)
    named = _behind(marked, shop)
    if named is None or shop is None:
        return shop or named or _left_over(marked, is_of_a_kind)
    is_apart = not set(shop.words) & set(named.words)
    is_surer = named.confidence >= _SAID and (is_apart or len(named.words) > len(shop.words))
    return named if is_surer else shop


def _shop(marked: Marked, country: str) -> Payee | None:
    """A merchant from the lists, called as the lists call it where it was typed without capitals."""
    free = [
        at
        for at, token in enumerate(marked.tokens)
        if at not in marked.taken and token.kind != "sign" and not _is_function(marked, at)
    ]
    best: Payee | None = None
    runs = [[free[0]]] if free else []
    for at in free[1:]:
        if all(marked.tokens[between].text in "-&'’." for between in range(runs[-1][-1] + 1, at)):
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        words = [marked.tokens[at].folded.rstrip("+") for at in run]
        found = shop_in(words, country)
        if found is None:
            continue
        places = range(run[found.start], run[found.end - 1] + 1)
        payee = Payee(_called(marked, places, found), _KNOWN, places)
        if best is None or len(places) > len(best.words):
            best = payee
    return best


def _called(marked: Marked, places: range, shop: Shop) -> str:
    typed = _slice(marked, places)
    if any(letter.isupper() for letter in typed):
        return typed
    same = "".join(filter(str.isalnum, shop.name.casefold())) == "".join(filter(str.isalnum, typed.casefold()))
    return shop.name if same else typed.title()


def _slice(marked: Marked, places: range) -> str:
    return marked.text[marked.tokens[places[0]].start : marked.tokens[places[-1]].end]


def _is_function(marked: Marked, at: int) -> bool:
    """A small word of the language; capitals within the sentence make a name of it."""
    mark = marked.mark(at)
    is_named = at > 0 and marked.tokens[at].is_capital and marked.has(at - 1, "at", "from")
    if mark is None or (is_named and all(each.name in _STAYS_A_NAME for each in mark.senses)):
        return False
    return not all(each.name in ("person", "spend", "buy", "account", "half", "num") for each in mark.senses)


def _behind(marked: Marked, shop: Payee | None) -> Payee | None:
    """The words after `at`, `from`, `bei`, `chez`: a name where it is written large, or no thing."""
    best: Payee | None = None
    for mark in marked.with_sense("at", "from", "to", "at_the"):
        is_strong = mark.sense("at") is not None
        is_weak = not is_strong and mark.sense("from") is None
        if is_weak and not _pays(marked, mark.start):
            continue
        at = mark.end
        has_article = mark.sense("at_the") is not None
        while at < len(marked.tokens) and marked.has(at, "the", "stop", "a") and not marked.tokens[at].is_capital:
            has_article, at = True, at + 1
        places = _name_from(marked, at)
        if not places:
            continue
        known = shop is not None and set(places) & set(shop.words)
        is_capital = marked.tokens[places[0]].is_capital
        is_noun = marked.languages[0] == "de" and has_article
        if known and shop is not None:
            places = range(min(places[0], shop.words[0]), max(places[-1], shop.words[-1]) + 1)
        elif (is_capital and not is_noun) or _is_lower_name(marked, places, is_strong and not has_article):
            if len(places) == 1 and _is_plain_thing(marked, places[0], is_capital):
                continue
        else:
            continue
        name = _slice(marked, places)
        payee = Payee(name if is_capital else name.title(), _SAID if is_capital or known else _GUESSED, places)
        if known and shop is not None and len(places) == len(shop.words):
            payee = Payee(shop.name, _KNOWN, places)
        if best is None or (payee.confidence, is_strong) > (best.confidence, False):
            best = payee
    return best


def _pays(marked: Marked, at: int) -> bool:
    """Before `to`: who was paid, given or sent something, not where one went."""
    return any(marked.has(before, *_KNOWN_TO_PAY) for before in range(at))


def _is_plain_thing(marked: Marked, at: int, is_capital: bool) -> bool:
    is_noun_language = marked.languages[0] == "de"
    is_written_large = marked.tokens[at].text.isupper()
    return is_thing(marked.tokens[at].folded) and (not is_capital or is_noun_language or is_written_large)


def _is_lower_name(marked: Marked, places: range, is_strong: bool) -> bool:
    """Where nothing is written large: words behind a clear `at` that are no things."""
    return is_strong and not any(is_thing(marked.tokens[at].folded) for at in places if marked.tokens[at].is_word)


def _name_from(marked: Marked, at: int) -> range:
    """Up to four words; a name written large ends where small letters begin."""
    start, is_large = at, at < len(marked.tokens) and marked.tokens[at].is_capital
    while at < len(marked.tokens) and at - start < 2 * _MOST_WORDS:
        token = marked.tokens[at]
        if at in marked.taken:
            break
        if token.kind == "sign":
            joins = (
                token.text in "-&.'’" and at > start and at + 1 < len(marked.tokens) and marked.are_glued(at, at + 1)
            )
            joins = joins or (token.text == "&" and at > start)
            if not joins or (at + 1) in marked.taken:
                break
        elif token.is_number or not _goes_on(marked, at, is_large, at == start):
            break
        at += 1
    return range(start, at)


def _goes_on(marked: Marked, at: int, is_large: bool, is_first: bool) -> bool:
    token = marked.tokens[at]
    mark = marked.mark(at)
    stays = mark is None or (token.is_capital and all(each.name in _STAYS_A_NAME for each in mark.senses))
    if mark is not None and not stays and (is_first or any(each.name in _BREAKING for each in mark.senses)):
        return False
    if is_large and not token.is_capital:
        return token.folded in _IN_NAMES
    return True


def _left_over(marked: Marked, is_of_a_kind: bool) -> Payee | None:
    """Words written large in the sentence, or all that is left of `woolies 88`, that are no thing known."""
    free = [at for at, token in enumerate(marked.tokens) if at not in marked.taken and token.is_word]
    content = [at for at in free if not _is_function(marked, at) and not marked.has(at, "person", "spend", "buy")]
    things = things_in([marked.tokens[at].folded for at in free])
    unknown = [at for at in content if free.index(at) not in things]
    if not unknown:
        return None
    is_bought = bool(marked.with_sense("buy", "for", "in", "with", "half"))
    if marked.languages[0] != "de":
        for at in unknown:
            is_led = at > 0 and marked.has(at - 1, "to", "in", "with", "at_the", "from", "for")
            is_paid = at > 0 and marked.has(at - 1, "spend", "give")
            is_free = (at > 0 or len(content) > 1) and not is_bought
            if marked.tokens[at].is_capital and (is_paid or (is_free and not is_led)):
                places = range(at, at + 1)
                while places.stop in unknown and marked.tokens[places.stop].is_capital:
                    places = range(at, places.stop + 1)
                return Payee(_slice(marked, places), _CAPITAL, places)
    if (
        not is_of_a_kind
        and not is_bought
        and len(content) == len(unknown) <= 2
        and unknown[-1] - unknown[0] < len(unknown)
    ):
        places = range(unknown[0], unknown[-1] + 1)
        typed = _slice(marked, places)
        return Payee(typed if typed != typed.lower() else typed.title(), _GUESSED, places)
    return None
