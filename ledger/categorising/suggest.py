"""The category of a payment nobody has said anything about, from the words in its payee and notes alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from ledger.categorising.merchants import Match, Meaning, merchants
from ledger.core.categoriser import Suggested
from ledger.core.models import Transaction
from ledger.core.payees import fold, payee_key, tokens_of
from ledger.core.rules import category_kind_for
from ledger.core.system_categories import system_category_id

Source = Transaction.CategorySource
_REASON_MAX_LENGTH: Final = 120
_SURE: Final = Decimal("0.95")
_LIKELY: Final = Decimal("0.85")
_WORD: Final = Decimal("0.70")
_LESS_IN_NOTES: Final = Decimal("0.20")
_LONG_NAME: Final = 5
_REFUNDS: Final = system_category_id("refunds-cashback")


def suggest_from_merchants(
    payee: str, notes: str, kind: str, country: str | None = None, *, key: str | None = None
) -> Suggested | None:
    """What a known merchant or a telling word in the payee says, else in the notes; no query.

    A marked word in the notes (`!miete`) goes before an unmarked one in the payee: a `Hausverwaltung` takes rent too.

    The category fits `kind`. Income never gets a shop's category, and money back from a known shop is no income but
    its refund. `country` is the person's own (ISO 3166) and decides between merchants of one name; `key` its
    payee_key, where that is known already. About 15 microseconds.
    """
    key = payee_key(payee) if key is None else key
    found = _suggest(payee, key, notes, kind, country or "")
    if found is not None and found.category_id == _REFUNDS:
        shop = _suggest(payee, key, "", Transaction.Kind.REFUND, country or "")
        if shop is not None and shop.source == Source.MERCHANT:
            return None
    return found


def _suggest(payee: str, key: str, notes: str, kind: str, country: str) -> Suggested | None:
    found = _best(_words_of(payee, key), kind, country)
    if notes and (found is None or _is_weak(*found)):
        noted = _best([tokens_of(fold(notes))], kind, country)
        if noted is not None and (found is None or _is_marked_word(*noted)):
            return _suggested(*noted, _certainty(*noted, country) - _LESS_IN_NOTES)
    return found and _suggested(*found, _certainty(*found, country))


def _is_weak(match: Match, meaning: Meaning) -> bool:
    return meaning.is_keyword and not match.phrase.is_winning


def _is_marked_word(match: Match, meaning: Meaning) -> bool:
    return meaning.is_keyword and match.phrase.is_winning


def _words_of(payee: str, key: str) -> list[list[str]]:
    """The key's words; those of the whole text too, since a key leaves out what tells (apple.com/bill)."""
    of_key, of_text = key.split(), tokens_of(fold(payee))
    return [of_key] if of_key == of_text else [of_key, of_text]


def _best(texts: Sequence[Sequence[str]], kind: str, country: str) -> tuple[Match, Meaning] | None:
    """The best match that has a category for the kind; none when words of a transfer are better for an expense."""
    wanted = category_kind_for(kind)
    known = merchants()
    found = {match.rank: match for words in reversed(texts) for match in known.matches(words, country)}
    for rank in sorted(found, reverse=True):
        match = found[rank]
        if meaning := match.phrase.meaning(wanted, country):
            return match, meaning
        if all(each.kind == "transfer" for each in match.phrase.meanings):
            return None
    return None


def _certainty(match: Match, meaning: Meaning, country: str) -> Decimal:
    """Less for a short name inside a text, and for an ordinary word away from the merchant's home."""
    words = match.phrase.words
    if meaning.is_keyword:
        return _WORD
    if match.phrase.is_whole_only:
        return _SURE if country in meaning.countries else _LIKELY
    return _SURE if match.start == 0 or len(words) > 1 or len(words[0]) > _LONG_NAME else _LIKELY


def _suggested(match: Match, meaning: Meaning, confidence: Decimal) -> Suggested:
    """A merchant is shown by its name, a word as it was found."""
    if meaning.is_keyword:
        word = " ".join(match.phrase.words)
        return Suggested(meaning.category_id, confidence, Source.KEYWORD.value, word[:_REASON_MAX_LENGTH])
    return Suggested(meaning.category_id, confidence, Source.MERCHANT.value, meaning.name[:_REASON_MAX_LENGTH])
