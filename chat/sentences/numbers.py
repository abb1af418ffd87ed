"""The numbers in a sentence, in digits and in words, each with the currency beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from chat.sentences.currencies import currency_at
from chat.sentences.lexicon import Marked

MOST_DIGITS: Final = 15
_FACTORS: Final = {"k": 1000, "tsd": 1000, "mio": 1_000_000, "m": 1_000_000}
_SEPARATORS: Final = re.compile(r"[.,'’\u00a0\u202f]")
_THREE: Final = 3
# `1e5` is how programs write numbers.
_EXPONENT: Final = re.compile(r"e\d*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """From token `start` to `end`, its currency's sign included. `currency` may be a name several share, or empty."""

    start: int
    end: int
    value: Decimal
    currency: str
    is_written_out: bool
    has_cents: bool


def numbers_of(marked: Marked, locale: str) -> list[Number]:
    """In the order of the sentence; what was taken already, as a day, is left out."""
    found: list[Number] = []
    point = decimal_point(locale)
    at = 0
    while at < len(marked.tokens):
        number = None
        if at not in marked.taken:
            number = _digits(marked, at, point) or _words(marked, at)
        if number is None:
            at += 1
            continue
        number = _spoken_cents(marked, number)
        found.append(_with_cents(marked, _with_currency(marked, number)))
        at = found[-1].end
    return found


@cache
def decimal_point(locale: str) -> str:
    """What parts cents where people write so: `.` in en-GB and es-MX, `,` in de."""
    try:
        symbols = Locale.parse(locale, sep="-").number_symbols
    except (UnknownLocaleError, ValueError):
        return "."
    return str(symbols.get("latn", symbols).get("decimal", "."))


def value_of(written: str, point: str) -> tuple[Decimal, bool] | None:
    """The value of digits, and whether they end in cents.

    The last sign parts cents unless three digits follow it; then it does where it is the reader's `point`.
    """
    parts = _SEPARATORS.split(written)
    if sum(map(len, parts)) > MOST_DIGITS:
        return None
    signs = _SEPARATORS.findall(written)
    if not signs:
        return Decimal(written), False
    grouped = all(len(part) == _THREE for part in parts[1:]) and 1 <= len(parts[0]) <= _THREE
    is_fraction = len(parts) == 2 and (parts[0] == "0" or signs[0] == point)
    if grouped and len(set(signs)) == 1 and not is_fraction:
        return Decimal("".join(parts)), False
    is_whole = len(parts) == 2 or (
        all(len(part) == _THREE for part in parts[1:-1]) and len(set(signs[:-1])) == 1 and signs[-1] != signs[0]
    )
    if not is_whole or signs[-1] in "'’\u00a0\u202f":
        return None
    return Decimal("".join(parts[:-1]) + "." + parts[-1]), True


def _digits(marked: Marked, at: int, point: str) -> Number | None:
    token = marked.tokens[at]
    is_tail = marked.are_glued(at - 1, at) and marked.tokens[at - 1].is_word
    if not token.is_number or (is_tail and currency_at(marked, at - 1) is None) or _has_exponent(marked, at):
        return None
    written, end = token.text, at + 1
    if end < len(marked.tokens) and _is_group(marked, at):
        written, end = written + "\u00a0" + marked.tokens[end].text, end + 1
    read = value_of(written, point)
    if read is None:
        return None
    value, has_cents = read
    factor = _FACTORS.get(marked.tokens[end].folded) if marked.are_glued(end - 1, end) else None
    if factor is None and end < len(marked.tokens) and (sense := marked.sense(end, "num")):
        factor = sense.number if sense.number >= 1000 else None
    if factor:
        value, has_cents, end = (value * factor).normalize() + 0, False, end + 1
    return Number(at, end, value, "", False, has_cents)


def _has_exponent(marked: Marked, at: int) -> bool:
    if not marked.are_glued(at, at + 1) or not _EXPONENT.match(marked.tokens[at + 1].folded):
        return False
    return marked.tokens[at + 1].folded != "e" or marked.are_glued(at + 1, at + 2)


def _is_group(marked: Marked, at: int) -> bool:
    """`1 950,00`: three digits and cents, or a currency, behind a blank."""
    first, second = marked.tokens[at], marked.tokens[at + 1]
    if not (second.is_number and first.text.isdigit() and len(first.text) <= _THREE and second.start == first.end + 1):
        return False
    digits = re.match(r"\d+", second.text)
    if digits is None or len(digits.group()) != _THREE:
        return False
    has_cents = re.fullmatch(r"\d{3}[.,]\d{2}", second.text) is not None
    return has_cents or (second.text.isdigit() and currency_at(marked, at + 2) is not None)


def _words(marked: Marked, at: int) -> Number | None:
    """`one hundred and twenty`, `quatre-vingt-dix`, `a tenner`."""
    if cash := marked.sense(at, "cash"):
        value, currency = cash.value.split()
        mark = marked.mark(at)
        return Number(at, mark.end if mark else at + 1, Decimal(value), currency, True, False)
    total, current, last, end = 0, 0, 0, at
    while end < len(marked.tokens):
        sense = marked.sense(end, "num")
        mark = marked.mark(end)
        if sense is None or mark is None or (end > at and not _follows(last, sense.number)):
            if last >= 20 and end > at and marked.has(end, "and") and _goes_on(marked, end + 1, last):
                end += 1
                continue
            if marked.tokens[end].text == "-" and end > at and marked.sense(end + 1, "num"):
                end += 1
                continue
            break
        number = sense.number
        if number >= 1000:
            total, current = total + max(current, 1) * number, 0
        elif number == 100 and 0 < current < 10:
            current *= number
        elif number == 20 and current == 4:
            current = 80
        else:
            current += number
        last, end = number, mark.end
    if end == at or total + current == 0:
        return None
    begin = at - 1 if at and marked.has(at - 1, "a") else at
    return Number(begin, end, Decimal(total + current), "", True, False)


def _follows(last: int, number: int) -> bool:
    """Whether two number words make one number: `thirty five`, `two hundred`, not `two ten`."""
    if number in (100, 1000, 1_000_000):
        return last < number or last == 1000
    if last >= 100:
        return number < 100 or last >= 1000
    return (last >= 20 and number < 20) or (last == 4 and number == 20)


def _goes_on(marked: Marked, at: int, last: int) -> bool:
    sense = marked.sense(at, "num")
    return sense is not None and _follows(last, sense.number)


def _spoken_cents(marked: Marked, number: Number) -> Number:
    """`nineteen ninety nine`, `four fifty`, as English says prices."""
    if not number.is_written_out or number.currency or number.value >= 100 or marked.languages[0] != "en":
        return number
    rest = _words(marked, number.end)
    if rest is None or rest.currency or rest.start != number.end or not 10 <= rest.value < 100:
        return number
    return Number(number.start, rest.end, number.value + rest.value / 100, "", True, True)


def _with_currency(marked: Marked, number: Number) -> Number:
    """The sign beside it: behind, or before where none is behind."""
    if number.currency:
        return number
    before = currency_at(marked, number.start - 1) if number.start else None
    behind = currency_at(marked, number.end)
    if behind is not None and before is None and _belongs_to_next(marked, behind):
        behind = None
    if before is not None and before[1] not in marked.taken and not _follows_number(marked, before[1]):
        return Number(before[1], number.end, number.value, before[0], number.is_written_out, number.has_cents)
    if behind is not None:
        return Number(number.start, behind[2], number.value, behind[0], number.is_written_out, number.has_cents)
    return number


def _belongs_to_next(marked: Marked, sign: tuple[str, int, int]) -> bool:
    """`2 $14`: the sign is glued to what follows it."""
    _name, start, end = sign
    is_next = end < len(marked.tokens) and marked.tokens[end].is_number and marked.are_glued(end - 1, end)
    return is_next and not marked.are_glued(start - 1, start)


def _follows_number(marked: Marked, sign: int) -> bool:
    """`12 € 3`: the sign is the number's before it."""
    return sign > 0 and marked.tokens[sign - 1].is_number and marked.are_glued(sign - 1, sign)


def _with_cents(marked: Marked, number: Number) -> Number:
    """`49 Euro 90`, `twelve euros fifty`, `5 dollars and 20 cents`; `80 cents` alone."""
    at = number.end
    if marked.sense(at, "cents") and not number.currency:
        named = marked.sense(at, "cents")
        mark = marked.mark(at)
        if named and mark and number.value < 100 and (number.is_written_out or marked.tokens[number.start].is_number):
            cents = number.value / 100
            return Number(number.start, mark.end, cents, named.value, number.is_written_out, True)
    if not number.currency or number.has_cents or number.value != int(number.value):
        return number
    joined = at + 1 if marked.has(at, "and") else at
    rest = None
    if joined < len(marked.tokens) and joined not in marked.taken and marked.tokens[joined].text.isdigit():
        token = marked.tokens[joined]
        if len(token.text) == 2 and token.is_number:
            rest = Number(joined, joined + 1, Decimal(token.text), "", False, False)
    elif joined < len(marked.tokens):
        rest = _words(marked, joined)
    if rest is None or rest.value >= 100:
        return number
    is_named = marked.has(rest.end, "cents")
    is_alone = currency_at(marked, rest.end) is None and not marked.has(rest.end, "times", "unit", "unit_of")
    if not is_named and (joined != at or not is_alone):
        return number
    value = number.value + rest.value / 100
    return Number(number.start, rest.end + is_named, value, number.currency, number.is_written_out, True)
