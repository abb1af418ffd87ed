"""What the reader makes of sentences: the samples, 150 of ours, and any text at all."""

from __future__ import annotations

import os
import statistics
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.sentences.lexicon import languages
from chat.sentences.reading import Sentence, read_sentence
from chat.sentences.tests.judging import TODAY, judge, sampled, typed
from chat.sentences.tokens import listed
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.money import LARGEST, fits_currency, known_currencies
from ledger.categorising.merchants import merchants
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG

SAMPLES = os.environ.get("SAMPLES_DIR", "")
SLOWEST_MS = 20
WORDS = st.sampled_from(
    listed(
        "$ € £ ¥ 12 1,200 3.50 1.234,56 0.001 999999999999999 99999999999999999999 x 2 and each at from of it k 50/50 "
        "11/25 31.2. 2026-02-31 Nov 1 am 3. yesterday tomorrow two weeks ago vor tausend Jahren split with Sam no: "
        "hundred million eur JPY refund to savings on the 31st 1st of May last friday every month % / - + , . a"
    )
)

# Every word that a list knows, so that whatever they mean together is tried.
KNOWN = st.sampled_from(
    sorted({word for phrase in merchants().phrases() for word in phrase.words})
    + sorted({word for language in languages().values() for word in language.phrases})
)


def read(text: str, locale: str = "en-US", currency: str = "USD", today: date = TODAY) -> Sentence:
    return read_sentence(text, reference_date=today, default_currency=currency, locale=locale)


@pytest.mark.skipif(not SAMPLES, reason="SAMPLES_DIR is not set")
def test_the_samples_are_understood() -> None:
    sentences = sampled(Path(SAMPLES) / "sentences.jsonl")
    judge(sentences)
    verdict = judge(sentences)
    told = "\n".join(verdict.wrong)
    assert len(sentences) == verdict.right["amount"] == 30, told
    assert verdict.right["date"] >= 29, told
    assert verdict.right["all"] >= 26, told
    assert verdict.slowest < SLOWEST_MS


@pytest.mark.parametrize(
    ("name", "least"), [("typed_first.tsv", 72), ("typed_unseen.tsv", 71), ("typed_later.tsv", 56)]
)
def test_what_people_type_is_understood(name: str, least: int) -> None:
    verdict = judge(typed(name))
    told = "\n".join(verdict.wrong)
    assert min(verdict.right[field] for field in ("amount", "currency", "date", "kind")) >= len(typed(name)) - 1, told
    assert verdict.right["all"] >= least, told


def test_a_sentence_takes_no_time() -> None:
    texts = typed("typed_first.tsv")
    judge(texts)
    times = []
    for each in texts:
        started = time.process_time()
        read(each.text, each.locale)
        times.append(time.process_time() - started)
    assert statistics.median(times) < SLOWEST_MS / 1000


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("lunch 1,234.56", "en-US", "1234.56"),
        ("Mittag 1.234,56", "de", "1234.56"),
        ("rent 1'250.00", "de-CH", "1250"),
        ("2 x $14", "en-US", "28"),
        ("1.2k laptop", "en-US", "1200"),
        ("3.50 and 2.20", "en-US", "5.70"),
        ("49 Euro 90", "de", "49.90"),
        ("zweihundertfünfzig Euro", "de", "250"),
        ("quatre-vingt-dix euros", "fr", "90"),
        ("centocinquanta euro", "it", "150"),
        ("mil doscientos euros", "es", "1200"),
        ("two thousand five hundred dollars", "en-US", "2500"),
        ("80 cents gum", "en-US", "0.80"),
        ("12, no sorry, 15 lunch", "en-US", "15"),
        ("drove 20 km, gas 40", "en-US", "40"),
        ("dinner for 4 people 80", "en-US", "80"),
        ("3 beers at 7 each plus 5 tip", "en-US", "26"),
        ("spent a total of $54.20 on 3 books", "en-US", "54.20"),
        ("iPhone 15 case $25 on Amazon", "en-US", "25"),
        ("a book for nineteen ninety nine", "en-US", "19.99"),
        ("ten dollars and fifty cents", "en-US", "10.50"),
        ("Forever 21 dress 34.90", "en-US", "34.90"),
        ("12.505 Benzin", "de-DE", "12505"),
        ("12,505 gas", "en-GB", "12505"),
        ("1.234k laptop", "en-US", "1234"),
        ("5 coffee in 2050", "en-GB", "5"),
    ],
)
def test_amounts_are_exact(text: str, locale: str, amount: str) -> None:
    assert read(text, locale).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("12.505 gas", "en-GB"),
        ("12,505 Benzin", "de-DE"),
        ("rent 1.250", "de-CH"),
        ("rent 1e5", "en-GB"),
        ("Miete 1e10", "de-DE"),
    ],
)
def test_what_may_be_a_thousand_times_as_much_is_no_amount(text: str, locale: str) -> None:
    assert read(text, locale, "EUR").amount is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("got 50 from mum", "income"),
        ("received €200 from my grandma yesterday", "income"),
        ("got coffee from Starbucks 4.75", "expense"),
        ("got 20 from savings", "expense"),
    ],
)
def test_money_that_one_got_came_in(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize("text", ["5 coffee in 2050", "coffee 5 on 24/12/2050", "coffee 5 on 1 January 2050"])
def test_no_entry_is_of_a_day_far_ahead(text: str) -> None:
    said = read(text, "en-GB")
    assert (said.amount, said.date) == (Decimal(5), TODAY)


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("20 on 3/11", "en-US", "2026-03-11"),
        ("20 on 3/11", "en-GB", "2026-11-03"),
        ("20 on 25/12/2025", "en-US", "2025-12-25"),
        ("tree 50 on Dec 24", "en-US", "2026-12-24"),
        ("20 am 31.", "de", "2026-10-31"),
        ("20 due the 25th", "en-US", "2026-11-25"),
        ("20 a month ago", "en-US", "2026-10-20"),
        ("20 gestern", "en-US", "2026-11-19"),
        ("20 letzten Freitag", "de", "2026-11-13"),
        ("20 il 29 febbraio", "it", "2024-02-29"),
    ],
)
def test_days_by_locale_and_the_nearest_past(text: str, locale: str, day: str) -> None:
    assert read(text, locale).date.isoformat() == day


def test_a_split_says_how_much_is_mine() -> None:
    halved = read("dinner with Sam at Nando's £46, split it 50/50").split
    assert halved is not None
    assert (halved.ways, halved.my_share, halved.with_whom) == (2, Decimal("23.00"), ("Sam",))
    three = read("split 100 with Ann and Bob").split
    assert three is not None
    assert (three.ways, three.my_share, three.others_share) == (3, Decimal("33.33"), Decimal("66.67"))
    part = read("Costco run 214.08, 60 of it was Tom's").split
    assert part is not None
    assert (part.my_share, part.others_share) == (Decimal("154.08"), Decimal("60"))


@pytest.mark.parametrize(
    ("text", "payee"),
    [
        ("lunch with Sam at Joe's Diner 14", "Joe's Diner"),
        ("lunch with Sam 14", None),
        ("7-Eleven snacks 8.20", "7-Eleven"),
        ("sent 50 to Maria", "Maria"),
        ("flight to Denver 300", None),
        ("ramen in Tokyo 12", None),
        ("bought shoes 80", None),
        ("petsmart 42", "PetSmart"),
    ],
)
def test_a_payee_is_no_companion_no_place_and_no_thing(text: str, payee: str | None) -> None:
    assert read(text).payee == payee


def test_the_other_things_a_sentence_says() -> None:
    assert read("Netflix 15.49 monthly").recurring == "monthly"
    assert read("Parking 3.50 and toll 2.20").items == (Decimal("3.50"), Decimal("2.20"))
    moved = read("moved $500 from checking to savings")
    assert (moved.from_account, moved.to_account, moved.payee) == ("checking", "savings", None)
    assert read("hello there").amount is None


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=700),
        st.lists(WORDS, max_size=30).map(" ".join),
        st.lists(WORDS, max_size=30).map("".join),
        st.lists(KNOWN | WORDS, max_size=20).map(" ".join),
        st.lists(KNOWN.map(str.title) | WORDS, max_size=20).map(" ".join),
    ),
    st.sampled_from(["en-US", "en-GB", "de", "fr", "es-MX", "it", "nl", "pt-BR", "ja", ""]),
    st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
    st.dates(EARLIEST_DAY, LATEST_DAY),
)
def test_any_text_gives_an_answer_within_the_rules(text: str, locale: str, currency: str, today: date) -> None:
    said = read(text, locale, currency, today)
    assert said.currency in known_currencies()
    if said.amount is not None:
        assert 0 < said.amount <= LARGEST
        assert fits_currency(said.amount, said.currency)
        assert sum(said.items, Decimal(0)) in (Decimal(0), said.amount)
    if said.split and said.split.my_share is not None and said.split.others_share is not None:
        assert said.split.my_share + said.split.others_share == said.amount
    assert EARLIEST_DAY <= said.date <= LATEST_DAY
    assert said.category is None or said.category in SYSTEM_CATEGORIES_BY_SLUG
    assert all(0 <= each <= 1 for each in said.confidence.values())
