"""What is read of sixty papers of shops in ten countries, and of texts that are none: nothing is better than wrong."""

from __future__ import annotations

import random
import time
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from config.kernel.folding import fold
from purchases.core.common_names import COMMON_RETAILERS
from purchases.receipts.reading import Reading, read_receipt
from purchases.receipts.tests.sample_texts import TODAY, Sample, samples

ALL = samples("first") + samples("second")


def read(text: str, currency: str = "EUR") -> Reading:
    return read_receipt(text, default_currency=currency, today=TODAY) or Reading()


@pytest.mark.parametrize("sample", ALL, ids=lambda each: each.name)
def test_what_a_paper_says_is_read(sample: Sample) -> None:
    found = read(sample.text)
    assert (found.amount, found.currency) == (sample.amount, sample.currency if sample.amount else None)
    assert found.day == sample.day
    assert fold(found.shop or "") == fold(sample.shop or "")
    assert found.warranty_months == sample.months
    if sample.product:
        assert found.product == sample.product


@pytest.mark.parametrize("sample", ALL, ids=lambda each: each.name)
def test_what_was_read_is_kept_as_json(sample: Sample) -> None:
    found = read(sample.text)
    assert Reading.from_json(found.as_json()) == found


@pytest.mark.parametrize("kept", [{}, {"amount": "x", "confidence": 1}, {"day": "2026-13-01", "confidence": 1}])
def test_json_of_something_else_is_no_reading(kept: dict[str, object]) -> None:
    assert Reading.from_json(kept) is None


@pytest.mark.parametrize("name", [name for name, _url in COMMON_RETAILERS])
def test_a_shop_everybody_has_is_known_in_the_head_of_a_paper(name: str) -> None:
    assert read(f"{name}\nKettle 12.50\nTotal 12.50\n").shop == (name if name != "Apple Store" else "Apple")


def test_of_numbers_that_are_no_total_none_is_taken() -> None:
    for text in (
        "Shop Ltd\nSubtotal 40.00\nVAT 8.00",
        "Shop Ltd\nZwischensumme 40,00\nRückgeld 10,00",
        "Shop Ltd\nTotal 40.00\nTotal 50.00",
        "Shop Ltd\nTotal discount 5.00",
        "Shop Ltd\nTotal 3 items\nTotal VAT 4.00",
        "Shop Ltd\nTotal includes GST of 0.35",
        "Shop SARL\nTotal TVA dont 20 % 4,00",
        "Shop SE\nGutschrift\nGesamtbetrag -45,00 €",
    ):
        assert read(text).amount is None, text


def test_a_day_to_come_or_of_another_meaning_is_not_when_it_was_bought() -> None:
    for line in ("Date 21.11.2026", "Due date 05.11.2026", "Lieferung am 05.11.2026", "Valid until 2026-11-05"):
        assert read(f"Shop Ltd\n{line}\nTotal € 40.00").day is None, line


def test_the_customer_is_not_the_shop() -> None:
    assert read("Invoice 7\nBill to:\nMega GmbH\nSome Street 1\nInvoice date 2026-08-12\nTotal € 40.00").shop is None
    assert read("Ana Keller\nLindenweg 4\nRechnung\nDatum 3.2.2026\nTotal 40,00 €").shop is None


@pytest.mark.parametrize(
    ("place", "currency"),
    [("Toronto, ON M5H 2N2", "CAD"), ("Portland, OR 97205", "USD"), ("Sydney, Australia", "AUD")],
)
def test_which_dollar_it_is_says_the_place(place: str, currency: str) -> None:
    assert read(f"Kitchen Ltd\n{place}\nTotal $87.50").currency == currency


def test_a_currency_nobody_knows_is_not_taken_for_ones_own() -> None:
    assert read("Café Ltd\nTotal ₺ 87.50").currency is None
    assert read("Café Ltd\nTotal ₹ 87.50").currency == "INR"


def test_a_total_with_its_tax_beside_it_is_the_total() -> None:
    text = "Burger House Pte Ltd\n13/01/2026\nEat-In Total (incl GST) 5.35\nCash 10.00\nTotal includes GST of 0.35"
    assert (read(text).amount, read(text).shop) == (Decimal("5.35"), "Burger House")


def test_an_order_number_is_read() -> None:
    assert read("Shop Ltd\nBestellnummer: 302-1188392\nSumme 4,00").order_number == "302-1188392"


def test_two_warranties_that_differ_are_none() -> None:
    assert read("Shop Ltd\nTotal 4,00\nGarantie 2 Jahre\nGarantie 5 Jahre").warranty_months is None


def test_cut_and_shuffled_texts_are_read_without_an_error() -> None:
    chance = random.Random(7)
    for sample in ALL:
        for _turn in range(20):
            letters = list(sample.text)
            for _change in range(10):
                letters[chance.randrange(len(letters))] = chance.choice("0123456789.,-/€$ \n\x00ß\u202f\u0301")
            read("".join(letters[: chance.randrange(1, len(letters))]))


@pytest.mark.parametrize("text", ["1 " * 200_000, "1.111" * 100_000, "€" * 500_000, "total " * 90_000, "a-" * 200_000])
def test_a_text_made_to_take_long_does_not(text: str) -> None:
    begun = time.process_time()
    read(text)
    read("Total\n" + "1,00\n" * 100_000)
    assert time.process_time() - begun < 2


def test_confidence_counts_what_matters() -> None:
    found = read("Coolblue\n18-11-2026\nTotaal € 65,50")
    assert asdict(found) == asdict(
        Reading(amount=Decimal("65.50"), currency="EUR", day=date(2026, 11, 18), shop="Coolblue", confidence=3)
    )
