"""Which of a sentence's numbers is the amount: bought twice, added up, divided, or not money at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from chat.sentences.currencies import which
from chat.sentences.lexicon import Marked
from chat.sentences.numbers import Number, numbers_of
from chat.sentences.tokens import listed
from config.kernel.money import LARGEST, decimals_of, smallest_unit_of

_TIMES: Final = ("x", "×", "*", "mal")
_MOST_PIECES: Final = 99
_FEW: Final = 20
_YEARS: Final = range(1900, 2200)
_IN_A_YEAR: Final = ("in", "en", "em", "nel", "jahr", "year")
_NEAR: Final = 3
_THIRD: Final = 3
_CERTAIN, _LIKELY, _GUESSED = Decimal("0.98"), Decimal("0.90"), Decimal("0.70")
_WITHOUT_NOUN: Final = listed(
    "at for from to in with and on due the spend buy stop day weekday rhythm a split each total me of "
    "refund back no last"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """`items` add up to `value` where there are several; `part` is what of it is another's; `ways` how many share."""

    value: Decimal | None
    currency: str
    confidence: Decimal
    items: tuple[Decimal, ...] = ()
    part: Decimal | None = None
    ways: int | None = None


def read_amount(marked: Marked, default: str, locale: str) -> Amount:
    """Numbers that count, measure or divide are no money; `x` and `each` multiply, `and` adds."""
    numbers = _after_correction(marked, [each for each in numbers_of(marked, locale) if each.value > 0])
    part, numbers = _part(marked, numbers)
    ways, numbers = _ways(marked, numbers)
    numbers = [each for each in numbers if not _is_measure(marked, each) and not _is_name(marked, each)]
    numbers = _multiplied(marked, numbers)
    numbers = _each(marked, numbers)
    if not numbers:
        return Amount(None, default, Decimal(0), ways=ways)
    chosen = _chosen(marked, numbers)
    currency = _currency(chosen, numbers, default, locale)
    for each in chosen:
        marked.take(each.start, each.end)
    items = tuple(each.value for each in chosen)
    total = sum(items, Decimal(0))
    if total > LARGEST or any(not _fits(each, currency) for each in items):
        return Amount(None, currency, Decimal(0), ways=ways)
    confidence = _LIKELY if len(chosen) > 1 else _confidence(chosen[0], numbers)
    if part is not None and (part >= total or not _fits(part, currency)):
        part = None
    unit = smallest_unit_of(currency)
    in_cents = tuple(each.quantize(unit) for each in items)
    return Amount(sum(in_cents, Decimal(0)), currency, confidence, in_cents if len(items) > 1 else (), part, ways)


def _fits(amount: Decimal, currency: str) -> bool:
    """A third decimal, even a zero, may have been meant to part thousands."""
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and -exponent >= _THIRD > decimals_of(currency):
        return False
    return amount <= LARGEST and amount == amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))


def _confidence(number: Number, numbers: Sequence[Number]) -> Decimal:
    if number.currency or number.has_cents:
        return _CERTAIN
    return _LIKELY if len(numbers) == 1 else _GUESSED


def _currency(chosen: Sequence[Number], numbers: Sequence[Number], default: str, locale: str) -> str:
    named = [each.currency for each in [*chosen, *numbers] if each.currency]
    return which(named[0], default, locale) if named else default


def _after_correction(marked: Marked, numbers: list[Number]) -> list[Number]:
    """`12, no sorry, 15`: what comes after it counts."""
    for mark in marked.with_sense("no"):
        signs = [marked.tokens[at].text for at in (mark.start - 1, mark.end) if 0 <= at < len(marked.tokens)]
        if mark.end - mark.start == 1 and not set(signs) & {",", ":", "?", ".", "-"}:
            continue
        later = [each for each in numbers if each.start >= mark.end]
        if later and len(later) < len(numbers):
            marked.take(0, mark.end)
            return later
    return numbers


def _part(marked: Marked, numbers: list[Number]) -> tuple[Decimal | None, list[Number]]:
    """`60 of it was Tom's`: another's part of the whole."""
    for number in numbers:
        mark = marked.mark(number.end)
        if mark is None or not mark.sense("of") or len(numbers) == 1:
            continue
        if mark.end - mark.start > 1 or marked.tokens[mark.start].folded == "davon":
            marked.take(number.start, mark.end)
            return number.value, [each for each in numbers if each is not number]
    return None, numbers


def _ways(marked: Marked, numbers: list[Number]) -> tuple[int | None, list[Number]]:
    """`split 3 ways`, `for 4 people`, `entre 3`; a half each makes two."""
    for number in numbers:
        is_led = marked.has(number.end, "ways") or (
            number.start > 0 and marked.has(number.start - 1, "split") and not number.currency and len(numbers) > 1
        )
        if is_led and number.value == int(number.value) and 2 <= number.value <= _FEW and not number.has_cents:
            marked.take(number.start, number.end)
            return int(number.value), [each for each in numbers if each is not number]
    return None, numbers


def _is_measure(marked: Marked, number: Number) -> bool:
    """`10 km`, `50%`, `50/50`, `3pm`, half of `1/2`, `iPhone15`, `in 2030`."""
    if number.currency:
        return False
    at, end = number.start, number.end
    tokens = marked.tokens
    if number.value in _YEARS and at and tokens[at - 1].folded in _IN_A_YEAR and not number.has_cents:
        return True
    if marked.has(end, "unit_of") or (end < len(tokens) and tokens[end].text == "%"):
        return True
    if number.is_written_out:
        return number.value == 1 or marked.has(at, "day", "weekday")
    parted = [end] if end < len(tokens) and marked.are_glued(end - 1, end) else []
    parted += [at - 1] if at and marked.are_glued(at - 1, at) else []
    is_joined = any(tokens[each].text in ("/", ":", "-", "#") for each in parted) and not number.has_cents
    is_rate = parted and tokens[parted[0]].text == "/" and tokens[min(end + 1, len(tokens) - 1)].is_word
    return (
        is_joined
        and not is_rate
        and any(
            0 <= beside < len(tokens) and (tokens[beside].is_number or tokens[beside].is_word)
            for beside in (at - 2, end + 1)
        )
    )


def _is_name(marked: Marked, number: Number) -> bool:
    """`Five Guys`, `Seven Eleven`: written large, and so what follows."""
    tokens, at = marked.tokens, number.end
    follows = at < len(tokens) and tokens[at].is_capital and marked.are_glued(at - 1, at) is False
    return number.is_written_out and not number.currency and tokens[number.start].is_capital and follows


def _multiplied(marked: Marked, numbers: list[Number]) -> list[Number]:
    """`2 x $14`, `14 x2`."""
    done: list[Number] = []
    for number in numbers:
        before = done[-1] if done else None
        if before and _are_times(marked, before, number):
            counts, price = (before, number) if _is_count(before) and not before.currency else (number, before)
            if _is_count(counts) and not counts.currency:
                done[-1] = replace(
                    price, start=before.start, end=number.end, value=counts.value * price.value, has_cents=True
                )
                continue
        done.append(number)
    return done


def _are_times(marked: Marked, left: Number, right: Number) -> bool:
    between = [marked.tokens[at].folded for at in range(left.end, right.start)]
    return len(between) == 1 and between[0] in _TIMES


def _is_count(number: Number) -> bool:
    return number.value == int(number.value) and 1 <= number.value <= _MOST_PIECES and not number.has_cents


def _each(marked: Marked, numbers: list[Number]) -> list[Number]:
    """`3 coffees at 4.25 each`, `$85 each for 2`."""
    for price in numbers:
        is_each = any(marked.has(at, "each") for at in range(price.end, min(price.end + 2, len(marked.tokens))))
        is_each = is_each or (price.start > 0 and marked.has(price.start - 1, "each"))
        counts = [each for each in numbers if each is not price and _is_count(each) and not each.currency]
        if is_each and counts:
            marked.take(counts[0].start, counts[0].end)
            priced = replace(price, value=price.value * counts[0].value, has_cents=True)
            return [priced if each is price else each for each in numbers if each is not counts[0]]
    return numbers


def _chosen(marked: Marked, numbers: list[Number]) -> list[Number]:
    """The total where it is named; else the likeliest number, with those it is added to."""
    for number in numbers:
        near = range(max(number.start - _NEAR, 0), number.start)
        is_named = any(marked.has(at, "total") for at in near) and not any(
            number.start > other.start >= near.start for other in numbers
        )
        if len(numbers) > 1 and (is_named or marked.has(number.end, "total")):
            return [number]
    scores = {number: _score(marked, number, numbers) for number in numbers}
    best = max(numbers, key=lambda each: (scores[each], each.value))
    chain, at = [best], numbers.index(best)
    for left in range(at - 1, -1, -1):
        if not _are_added(marked, numbers[left], numbers[left + 1], scores):
            break
        chain.insert(0, numbers[left])
    for right in range(at + 1, len(numbers)):
        if not _are_added(marked, numbers[right - 1], numbers[right], scores):
            break
        chain.append(numbers[right])
    return chain


def _score(marked: Marked, number: Number, numbers: Sequence[Number]) -> float:
    score = 4.0 * bool(number.currency) + 3.0 * number.has_cents - 0.5 * number.is_written_out
    if len(numbers) == 1:
        return score
    if score <= 0 and number.value <= _FEW and _counts_what_follows(marked, number):
        score -= 3
    if score == 0 and number.value in _YEARS:
        score -= 1
    is_name = number.start > 0 and marked.tokens[number.start - 1].is_capital and number.start > 1
    return score - 0.5 * (score == 0 and is_name)


def _counts_what_follows(marked: Marked, number: Number) -> bool:
    """`2 pizzas`: a plain word follows."""
    at = number.end
    is_word = at < len(marked.tokens) and marked.tokens[at].is_word and at not in marked.taken
    return is_word and not marked.has(at, *_WITHOUT_NOUN)


def _are_added(marked: Marked, left: Number, right: Number, scores: dict[Number, float]) -> bool:
    """Joined by `and` or a plus; by a comma where both are plainly money."""
    between = range(left.end, right.start)
    if left.currency and right.currency and left.currency != right.currency:
        return False
    if any(marked.has(at, "no", "refund", "back", "income", "total", "split", "with", "of") for at in between):
        return False
    if any(marked.tokens[at].text == "+" or marked.tokens[at].folded == "plus" for at in between):
        return True
    are_money = all(each.currency or each.has_cents for each in (left, right))
    if any(marked.has(at, "and") for at in between):
        return are_money or scores[left] == scores[right] >= 0
    is_listed = any(marked.tokens[at].text in (",", ";") for at in between)
    return is_listed and are_money and bool(left.currency) == bool(right.currency)
