"""Which rate an amount is converted at, and that nothing is lost or invented on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.money import LARGEST, round_to_currency
from ledger.core import exchange
from ledger.core.exchange import RateBook, Step
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import enter_rate, load_rates

DAY = date(2026, 3, 13)
Enter = Callable[..., ExchangeRate]


@pytest.fixture
def published(db: None) -> None:
    """Friday's table, and dollars of the Monday before."""
    load_rates(
        rates=[
            PublishedRate("USD", DAY - timedelta(days=4), Decimal("1.2")),
            PublishedRate("USD", DAY, Decimal("1.25")),
            PublishedRate("GBP", DAY, Decimal("0.8")),
            PublishedRate("JPY", DAY, Decimal("160")),
        ],
        source="ecb",
    )


@pytest.fixture
def by_hand(ana: User) -> Enter:
    def enter(base: str, currency: str, rate: str, on: date = DAY, person: User = ana) -> ExchangeRate:
        return enter_rate(person=person, base=base, currency=currency, rate=Decimal(rate), on=on)

    return enter


def converted(ana: User, amount: str, base: str, currency: str, on: date = DAY) -> Decimal | None:
    found = exchange.convert(Decimal(amount), base, currency, on=on, person=ana)
    return found.amount if found else None


@pytest.mark.parametrize(
    ("amount", "base", "currency", "worth"),
    [
        ("100", "EUR", "USD", "125.00"),
        ("100", "USD", "EUR", "80.00"),
        ("100", "USD", "GBP", "64.00"),
        ("100", "GBP", "JPY", "20000"),
        ("-100", "USD", "EUR", "-80.00"),
        ("7.77", "EUR", "EUR", "7.77"),
        # Half to even, of the exact fraction: 0.0125 and 0.0375.
        ("0.01", "EUR", "USD", "0.01"),
        ("0.03", "EUR", "USD", "0.04"),
    ],
)
def test_straight_the_other_way_round_and_over_the_euro(
    published: None, ana: User, amount: str, base: str, currency: str, worth: str
) -> None:
    assert str(converted(ana, amount, base, currency)) == worth


def test_the_latest_before_the_day_is_taken_and_never_a_later_one(published: None, ana: User) -> None:
    assert converted(ana, "1", "EUR", "USD", on=DAY + timedelta(days=2)) == Decimal("1.25")
    assert converted(ana, "1", "EUR", "USD", on=DAY - timedelta(days=1)) == Decimal("1.20")
    assert converted(ana, "1", "EUR", "USD", on=DAY - timedelta(days=5)) is None
    old = exchange.convert(Decimal(1), "USD", "GBP", on=DAY + timedelta(days=900), person=ana)
    assert old is not None
    assert old.at.oldest is not None
    assert (old.at.oldest.on, old.at.oldest.source, old.at.via) == (DAY, "ecb", ("EUR",))


def test_the_newer_rate_wins_and_on_one_day_ones_own(published: None, ana: User, carla: User, by_hand: Enter) -> None:
    by_hand("EUR", "USD", "1.5", on=DAY - timedelta(days=1))
    assert converted(ana, "1", "EUR", "USD") == Decimal("1.25")
    by_hand("USD", "EUR", "0.5")
    assert converted(ana, "1", "EUR", "USD") == Decimal(2)
    assert converted(carla, "1", "EUR", "USD") == Decimal("1.25")


def test_a_rate_by_hand_joins_the_published_ones(published: None, ana: User, by_hand: Enter) -> None:
    by_hand("USD", "COP", "4000")
    found = exchange.convert(Decimal("1000000"), "COP", "GBP", on=DAY, person=ana)
    assert found is not None
    assert found.amount == Decimal("160.00")
    assert found.at.via == ("USD", "EUR")
    assert [(each.base, each.currency, each.rate) for each in found.at.steps] == [
        ("USD", "COP", Decimal(4000)),
        ("EUR", "USD", Decimal("1.25")),
        ("EUR", "GBP", Decimal("0.8")),
    ]


def test_a_rate_entered_again_takes_the_place_of_the_first_whichever_way_round(ana: User, by_hand: Enter) -> None:
    by_hand("EUR", "USD", "1.25")
    by_hand("EUR", "USD", "1.3")
    by_hand("USD", "EUR", "0.8")
    assert [(each.base, each.rate) for each in ExchangeRate.objects.owned_by(ana)] == [("USD", Decimal("0.8"))]


@pytest.mark.parametrize(
    ("base", "currency", "rate", "days", "code"),
    [
        ("EUR", "EUR", "1", 0, "same_currency"),
        ("EUR", "USD", "0", 0, "rate_not_positive"),
        ("EUR", "USD", "-1", 0, "rate_not_positive"),
        ("EUR", "USD", "1000000000.1", 0, "rate_out_of_range"),
        ("EUR", "USD", "1.0000000000000000001", 0, "rate_out_of_range"),
        ("EUR", "XXZ", "1", 0, "unknown_currency"),
        ("EUR", "USD", "1", 2, "future_day"),
    ],
)
def test_what_is_no_rate_is_refused(
    ana: User, by_hand: Enter, base: str, currency: str, rate: str, days: int, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        by_hand(base, currency, rate, on=ana.today + timedelta(days=days))
    assert code in [each.code for errors in refusal.value.error_dict.values() for each in errors]
    assert not ExchangeRate.objects.exists()


def test_a_rate_keeps_every_digit(ana: User, by_hand: Enter) -> None:
    by_hand("EUR", "USD", "1.082345678901234567")
    assert ExchangeRate.objects.get().rate == Decimal("1.082345678901234567")
    assert converted(ana, "900000000000", "EUR", "USD") == Decimal("974111111011.11")


def test_what_has_no_rate_stays_apart(published: None, ana: User) -> None:
    sums = {"EUR": Decimal("10"), "USD": Decimal("100"), "GBP": Decimal("8"), "CHF": Decimal("5.50"), "SEK": Decimal(0)}
    total = exchange.total_in(ana, sums, "EUR", on=DAY)
    assert (total.amount, total.apart) == (Decimal(10 + 80 + 10), {"CHF": Decimal("5.50")})
    assert [(each.base, each.currency) for each in total.used] == [("GBP", "EUR"), ("USD", "EUR")]


def test_what_would_be_more_than_the_ledger_keeps_stays_apart(ana: User, by_hand: Enter) -> None:
    by_hand("EUR", "USD", "1000000000")
    assert converted(ana, str(LARGEST), "EUR", "USD") is None
    assert exchange.total_in(ana, {"EUR": LARGEST}, "USD", on=DAY).apart == {"EUR": LARGEST}


def test_one_currency_asks_nothing_and_several_ask_twice(
    published: None, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        exchange.total_in(ana, {"EUR": Decimal(3), "USD": Decimal(0)}, "EUR", on=DAY)
    with django_assert_num_queries(2):
        exchange.total_in(ana, {"EUR": Decimal(3), "USD": Decimal(1), "GBP": Decimal(1)}, "JPY", on=DAY)


def test_a_book_of_many_days_says_what_a_book_of_one_day_says(published: None, ana: User, by_hand: Enter) -> None:
    by_hand("EUR", "USD", "1.22", on=DAY - timedelta(days=2))
    pairs = [("EUR", "USD"), ("USD", "GBP"), ("JPY", "USD")]
    days = [DAY - timedelta(days=back) for back in range(7)]
    whole = exchange.rates_for(ana, {"USD", "GBP", "JPY", "EUR"}, days)
    few = exchange.rates_for(ana, {"USD", "GBP", "JPY", "EUR"}, days[2:5])
    for on in days:
        of_day = exchange.rates_for(ana, {"USD", "GBP", "JPY", "EUR"}, [on])
        expected = [of_day.rate(*pair, on) for pair in pairs]
        assert [whole.rate(*pair, on) for pair in pairs] == expected, on
        if on in days[2:5]:
            assert [few.rate(*pair, on) for pair in pairs] == expected, on


RATES = st.decimals(min_value="0.0001", max_value="9999", places=4)
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def book_of(**rates: Decimal) -> RateBook:
    """What one euro is worth."""
    return RateBook(Step("EUR", currency, rate, DAY, "ecb", False) for currency, rate in rates.items())


@given(AMOUNTS, RATES, RATES)
def test_there_and_back_is_the_same_to_half_a_cent_of_the_way(amount: Decimal, usd: Decimal, gbp: Decimal) -> None:
    book = book_of(USD=usd, GBP=gbp)
    there = book.convert(amount, "USD", "GBP", DAY)
    if there is None:
        assert abs(Fraction(amount) * Fraction(gbp) / Fraction(usd)) > LARGEST - 1
        return
    back = book.convert(there.amount, "GBP", "USD", DAY)
    assert back is not None
    half_a_cent = Fraction(1, 200)
    assert abs(Fraction(back.amount) - Fraction(amount)) <= half_a_cent * Fraction(usd) / Fraction(gbp) + half_a_cent


@given(st.dictionaries(st.sampled_from(["EUR", "USD", "GBP", "CHF"]), AMOUNTS), RATES, RATES)
def test_a_sum_is_that_of_its_converted_parts_and_loses_nothing(
    sums: dict[str, Decimal], usd: Decimal, gbp: Decimal
) -> None:
    total = book_of(USD=usd, GBP=gbp).total(sums, "EUR", DAY)
    worth = {"EUR": Fraction(1), "USD": 1 / Fraction(usd), "GBP": 1 / Fraction(gbp)}
    by_hand = sum((cents(Fraction(sums[each]) * worth[each]) for each in sums if each in worth), Decimal(0))
    assert total.amount == by_hand
    assert total.apart == {each: amount for each, amount in sums.items() if each not in worth and amount}


def cents(exact: Fraction) -> Decimal:
    return Decimal(round(exact * 100)) / 100


@given(st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6))
def test_rounding_a_fraction_is_rounding_its_decimal(value: Fraction) -> None:
    plain = (Decimal(value.numerator) * 10_000 / Decimal(value.denominator)).quantize(Decimal(1), ROUND_HALF_EVEN)
    if Fraction(plain) == value * 10_000:
        assert exchange.rounded(value, "EUR") == round_to_currency(plain / 10_000, "EUR")
    assert abs(Fraction(exchange.rounded(value, "EUR")) - value) <= Fraction(1, 200)
