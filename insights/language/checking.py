"""Whether a model made a figure up: each one in its text must be among the facts it was given."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final

from insights.language.numerals import Figure, figures

# Small whole numbers are words that happen to be written in digits: 'your 3 accounts', 'the next 7 days'.
LEFT_ALONE: Final = 12
Fact = Decimal | int | str


def unfounded(text: str, facts: Iterable[Fact]) -> list[str]:
    """The figures of `text`, as written, that no fact bears out, each once. Pure: no query.

    A fact is a number, or a text (the JSON of a tool's answer, what the person said) whose figures all count. A figure
    holds where a fact, rounded as the figure is written, equals it; signs do not count, 12.5% is also 0.125. Days,
    years, times, ordinals and whole numbers up to twelve without a currency or percent are left alone.
    """
    known = _values(facts)
    return list(dict.fromkeys(each.written for each in figures(text) if not _holds(each, known)))


def _values(facts: Iterable[Fact]) -> set[Decimal]:
    found: set[Decimal] = set()
    for fact in facts:
        if isinstance(fact, str):
            found.update(value for figure in figures(fact) for value, _unit in figure.meanings)
        else:
            found.add(abs(Decimal(fact)))
    return found


def _holds(figure: Figure, known: set[Decimal]) -> bool:
    if figure.is_plain and any(unit == 1 and value <= LEFT_ALONE for value, unit in figure.meanings):
        return True
    scales = (1, 100) if figure.is_percent else (1,)
    return any(
        value in (_rounded(fact * scale, unit, ROUND_HALF_UP), _rounded(fact * scale, unit, ROUND_HALF_EVEN))
        for value, unit in figure.meanings
        for fact in known
        for scale in scales
    )


def _rounded(value: Decimal, unit: Decimal, how: str) -> Decimal:
    return (value / unit).quantize(Decimal(1), how) * unit
