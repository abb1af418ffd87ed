"""Figures that a model made up are found, in the number forms of seven languages; days and small counts are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from insights.language.checking import unfounded
from insights.language.numerals import LANGUAGES

FACTS = (Decimal("1234.56"), Decimal("-40.00"), Decimal("0.125"), 250_000, 17)

FOUNDED = [
    "You spent €1,234.56 in October.",
    "Du hast 1.234,56 € ausgegeben.",
    "Has gastado 1.234,56 € este mes.",
    "Tu as dépensé 1 234,56 €.",
    "Vous avez dépensé 1\u202f234,56\u00a0€.",
    "Hai speso 1.234,56 €.",
    "Je hebt € 1.234,56 uitgegeven.",
    "Gastaste 1.234,56 €.",
    "In der Schweiz: CHF 1'234.56.",
    "It was about €1,235, or 1.2k.",
    "Rund 1,2 Tsd. Euro.",
    "That is 12.5% of it, 13 % rounded.",
    "40 euros, EUR 40, EUR40, -€40.00 and 40,00 EUR.",
    "A lot: 250k, 0.25 million, 0,25 Mio.",
    "You have 3 accounts and two goals; the next 7 days matter.",
    "On 20 November 2026, 2026-11-20, 20.11.2026, 11/20/2026 at 14:30.",
    "Am 20. November, le 20 novembre, el 20 de noviembre, on November 20th.",
    "On the 25th, the 1st and in Q3 of 2025.",
    "1. Groceries\n2. Rent\n 15) Fun",
    "17 payments.",
    "Seventeen payments, siebzehn Zahlungen.",
    "No figure at all.",
    "Ask about the A380 or an iPhone15.",
]
INVENTED = [
    ("You spent €1,234.57.", ["€1,234.57"]),
    ("Du hast 1.243,56 € ausgegeben.", ["1.243,56 €"]),
    ("Tu as dépensé 1 235,56 €.", ["1 235,56 €"]),
    ("It is 12.6% of it.", ["12.6%"]),
    ("About 1.3k.", ["1.3k"]),
    ("€2026 went.", ["€2026"]),
    ("It cost 7 €.", ["7 €"]),
    ("It cost 1.12 €.", ["1.12 €"]),
    ("18 payments.", ["18"]),
    ("Save $99 and $99 again.", ["$99"]),
    ("You could save forty-two euros.", ["forty-two"]),
    ("Ninety euros.", ["Ninety"]),
    ("Zweiundvierzig Euro.", ["Zweiundvierzig"]),
    ("0.5 million", ["0.5 million"]),
]


@pytest.mark.parametrize("text", FOUNDED)
def test_what_the_facts_say_holds(text: str) -> None:
    assert unfounded(text, FACTS) == []


@pytest.mark.parametrize(("text", "expected"), INVENTED)
def test_what_they_do_not_say_is_named(text: str, expected: list[str]) -> None:
    assert unfounded(text, FACTS) == expected


def test_texts_are_facts_too() -> None:
    facts = ['{"spent": "1234.56", "currency": "EUR", "month": "2026-10"}', "Can I afford 300?"]
    assert unfounded("Of €1,234.56 you may take €300.", facts) == []
    assert unfounded("Take €10.", facts) == ["€10"]


MONEY = st.decimals("0.01", "9999999", places=2)


@given(value=MONEY, language=st.sampled_from(LANGUAGES), currency=st.sampled_from(["EUR", "USD", "GBP", "CHF"]))
def test_every_locales_own_form_of_a_fact_holds(value: Decimal, language: str, currency: str) -> None:
    written = format_currency(value, currency, locale=language)
    assert unfounded(f"({written})", [value]) == []
    assert unfounded(format_decimal(value, locale=language), [value]) == []


@given(value=MONEY, off=st.decimals("0.01", "500", places=2), language=st.sampled_from(LANGUAGES))
def test_another_amount_never_holds(value: Decimal, off: Decimal, language: str) -> None:
    written = format_currency(value + off, "EUR", locale=language)
    assert len(unfounded(written, [value])) == 1


@given(share=st.decimals("0.001", "3", places=3), language=st.sampled_from(LANGUAGES))
def test_a_share_holds_as_a_percentage(share: Decimal, language: str) -> None:
    assert unfounded(format_percent(share, locale=language), [share]) == []


@given(value=st.integers(13, 9_999_999).filter(lambda each: not 1990 <= each <= 2060))
def test_whole_numbers_above_twelve_are_looked_at(value: int) -> None:
    assert unfounded(f"{value:,} payments", []) != []
    assert unfounded(f"{value:,} payments", [value]) == []


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    unfounded(text, [text])
