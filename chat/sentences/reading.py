"""A sentence about money, read: no model, no query, nothing saved, about half a millisecond."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from chat.sentences.amounts import Amount, read_amount
from chat.sentences.days import NOT_SAID, read_day
from chat.sentences.kinds import Kind, Kinds, read_kind
from chat.sentences.lexicon import Marked, mark
from chat.sentences.meaning import Known, category_of
from chat.sentences.payees import Payee, read_companions, read_payee
from chat.sentences.tokens import clean, tokens_of
from config.kernel.money import round_to_currency
from ledger.core.rules import category_kind_for

_NOTHING: Final = Decimal(0)
# Where a language is most spoken, for those who do not say where they live.
_HOME: Final = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pt": "PT"}
_CENT: Final = Decimal("0.01")
_UNSURE_CATEGORY: Final = Decimal("0.40")


@dataclass(frozen=True, slots=True)
class Split:
    """`my_share` is rounded to the currency; `with_whom` as typed, perhaps nobody."""

    ways: int
    my_share: Decimal | None
    others_share: Decimal | None
    with_whom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was understood. `category` is the slug of a system category; `confidence` 0 to 1, by field and `all`."""

    amount: Decimal | None
    currency: str
    date: date
    payee: str | None
    category: str | None
    kind: Kind
    confidence: dict[str, Decimal]
    items: tuple[Decimal, ...] = ()
    recurring: str | None = None
    split: Split | None = None
    with_whom: tuple[str, ...] = ()
    from_account: str = ""
    to_account: str = ""
    words: tuple[str, ...] = field(default=(), compare=False)


def read_sentence(text: str, *, reference_date: date, default_currency: str, locale: str) -> Sentence:
    """Read up to 500 characters in English, German, French, Spanish, Italian, Dutch or Portuguese.

    `reference_date` is today, `default_currency` what an amount without a sign is in, `locale` (`en-GB`) decides what
    is ambiguous: 3/11, a word of two languages, whose dollars. Never raises for a text; an amount that is none, is too
    large or has more decimals than its currency is None.
    """
    cleaned = clean(text)
    marked = mark(cleaned, tokens_of(cleaned), locale)
    country = locale.partition("-")[2].upper() or _HOME.get(marked.languages[0], "")
    kinds = read_kind(marked)
    rhythm = _rhythm(marked)
    day = read_day(marked, reference_date, locale)
    amount = read_amount(marked, default_currency, locale)
    companions = read_companions(marked)
    category = _category(marked, kinds, country, None)
    payee = None
    if kinds.kind != "transfer":
        payee = read_payee(marked, country, is_of_a_kind=category is not None)
        category = _category(marked, kinds, country, payee)
    confidence = {
        "amount": amount.confidence,
        "currency": amount.confidence,
        "date": day.confidence if day else NOT_SAID,
        "kind": kinds.confidence,
        "payee": payee.confidence if payee else _NOTHING,
        "category": category.confidence if category else _NOTHING,
    }
    confidence["all"] = _in_all(confidence, payee)
    return Sentence(
        amount=amount.value,
        currency=amount.currency,
        date=day.day if day else reference_date,
        payee=payee.name if payee else None,
        category=category.slug if category else None,
        kind=kinds.kind,
        confidence=confidence,
        items=amount.items,
        recurring=rhythm,
        split=_split(marked, amount, companions),
        with_whom=tuple(companions),
        from_account=kinds.from_account,
        to_account=kinds.to_account,
        words=tuple(_free_words(marked)),
    )


def _in_all(confidence: dict[str, Decimal], payee: Payee | None) -> Decimal:
    """The product of what every entry needs; half of a category that nothing says."""
    product = confidence["amount"] * confidence["date"] * confidence["kind"]
    product *= payee.confidence if payee else 1
    return (product * max(confidence["category"], _UNSURE_CATEGORY)).quantize(_CENT)


def _rhythm(marked: Marked) -> str | None:
    found = marked.with_sense("rhythm")
    for each in found:
        marked.take(each.start, each.end)
    sense = found[0].sense("rhythm") if found else None
    return sense.value if sense else None


def _free_words(marked: Marked) -> list[str]:
    return [
        token.folded.rstrip("+")
        for at, token in enumerate(marked.tokens)
        if at not in marked.taken and token.kind != "sign"
    ]


def _category(marked: Marked, kinds: Kinds, country: str, payee: Payee | None) -> Known | None:
    if kinds.kind == "transfer":
        return Known("card-payment" if kinds.is_card else "own-transfer", kinds.confidence)
    name = [marked.tokens[at].folded.rstrip("+") for at in payee.words if marked.tokens[at].is_word] if payee else []
    found = category_of(_free_words(marked), category_kind_for(kinds.kind), country, name)
    if kinds.kind == "income" and kinds.is_gift and (found is None or found.slug == "other-income"):
        return Known("gifts-received", kinds.confidence)
    if kinds.kind == "income" and found is None:
        return Known("other-income", _UNSURE_CATEGORY)
    return found


def _split(marked: Marked, amount: Amount, companions: list[str]) -> Split | None:
    """Shared where it says so; who was merely there shares nothing."""
    is_said = bool(marked.with_sense("split", "half")) or amount.ways is not None
    if amount.part is not None and amount.value is not None:
        return Split(2, amount.value - amount.part, amount.part, tuple(companions))
    if not is_said:
        return None
    ways = amount.ways or max(len(companions) + 1, 2)
    if amount.value is None:
        return Split(ways, None, None, tuple(companions))
    share = round_to_currency(amount.value / ways, amount.currency)
    return Split(ways, share, amount.value - share, tuple(companions))
