"""What counts as unusual, on payments without a database."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from bench import anomalies as bench
from bench.unusual_households import TODAY, WINDOW, household, households, tuned, unseen
from insights.anomalies.habits import Payment
from insights.anomalies.scoring import ALERT, SHOWN, Finding, Kind, judge

FIRST = TODAY - timedelta(days=WINDOW - 1)
FOOD, FUN = UUID(int=1), UUID(int=2)
Pays = Callable[..., Payment]


class Book:
    """Payments being written down, by days ago."""

    def __init__(self) -> None:
        self.payments: list[Payment] = []

    def pay(self, payee: str, amount: float, ago: int, category: UUID | None = FOOD) -> UUID:
        key = UUID(int=1000 + len(self.payments))
        self.payments.append(Payment(key, TODAY - timedelta(days=ago), payee, category, amount))
        return key

    def found(self) -> dict[UUID, Finding]:
        return {each.payment.key: each for each in judge(self.payments, first=FIRST) if each.score >= SHOWN}


@pytest.fixture
def book() -> Book:
    """A market each week for a year, between 40 and 52, and a new shop each month."""
    made = Book()
    for week in range(5, 60):
        made.pay("market", 40 + week * 7 % 13, week * 7)
    for month in range(2, 13):
        made.pay(f"shop {month}", 20 + month * 2, month * 29, FUN)
    return made


def test_an_amount_far_above_what_the_payee_takes_is_told_of(book: Book) -> None:
    key = book.pay("market", 300, 3)
    found = book.found()[key]
    assert (found.kind, found.score > ALERT, round(found.usual or 0)) == (Kind.AMOUNT, True, 46)
    assert all(each.payee == "market" for each in found.compared)


def test_what_the_payee_took_before_is_usual(book: Book) -> None:
    book.pay("market", 52, 3)
    assert not book.found()


def test_small_change_and_cheaper_than_usual_are_not(book: Book) -> None:
    for week in range(1, 40):
        book.pay("kiosk", 0.8, 31 + week * 3)
    small = book.pay("kiosk", 1.9, 2)
    book.pay("market", 4, 3)
    assert small not in book.found()


def test_a_payee_whose_amounts_differ_widely_may_take_much(book: Book) -> None:
    for number, amount in enumerate((5, 80, 12, 240, 33, 9, 150, 60, 18, 410)):
        book.pay("warehouse", amount, 40 + number * 20, FUN)
    assert book.pay("warehouse", 420, 5, FUN) not in book.found()


def test_a_yearly_bill_comes_each_year(book: Book) -> None:
    book.pay("insurance", 480, 372, FUN)
    assert book.pay("insurance", 495, 6, FUN) not in book.found()


def test_a_large_first_payment_is_and_a_small_one_is_not(book: Book) -> None:
    large, small = book.pay("nobody knows", 1500, 4, FUN), book.pay("bakery", 18, 4, FUN)
    found = book.found()
    assert found[large].kind == Kind.NEW_PAYEE
    assert found[large].score > ALERT
    assert small not in found


def test_in_the_first_months_nobody_is_new() -> None:
    book = Book()
    for day in range(2, 50):
        book.pay("market", 40 + day % 5, day)
    assert book.pay("nobody knows", 1500, 1, FUN) not in book.found()


def test_in_the_first_month_nothing_is_sure_enough_to_tell() -> None:
    book = Book()
    for day in range(2, 25):
        book.pay("market", 40 + day % 5, day)
    key = book.pay("market", 900, 1)
    assert SHOWN < book.found()[key].score < ALERT


def test_the_same_charge_twice_is_told_of_the_second(book: Book) -> None:
    first, second = book.pay("shoes", 89.9, 6, FUN), book.pay("shoes", 89.9, 5, FUN)
    found = book.found()
    assert (found[second].kind, [each.key for each in found[second].compared]) == (Kind.DUPLICATE, [first])
    assert first not in found


def test_a_fare_paid_twice_a_day_is_its_way(book: Book) -> None:
    for day in range(120):
        for _ in range(2):
            book.pay("tram", 2.8, day)
    assert not book.found()


def test_four_days_apart_is_not_twice(book: Book) -> None:
    book.pay("shoes", 89.9, 9, FUN)
    second = book.pay("shoes", 89.9, 5, FUN)
    assert book.found().get(second) is None


@pytest.mark.parametrize(("price", "is_found"), [(12.99, True), (10.05, False), (9.99, False)])
def test_a_subscription_that_costs_more(book: Book, price: float, is_found: bool) -> None:
    for month in range(1, 9):
        book.pay("stream", 9.99, month * 30 + 2, FUN)
    key = book.pay("stream", price, 2, FUN)
    found = book.found().get(key)
    assert (found is not None) == is_found
    assert found is None or (found.kind, found.usual) == (Kind.PRICE_RISE, 9.99)


def test_a_second_month_of_the_new_price_is_no_news(book: Book) -> None:
    for month in range(2, 9):
        book.pay("stream", 9.99, month * 30 + 2, FUN)
    book.pay("stream", 12.99, 32, FUN)
    assert book.pay("stream", 12.99, 2, FUN) not in book.found()


def test_many_ordinary_payments_are_a_burst_and_never_an_alert(book: Book) -> None:
    for day in range(2, 28, 2):
        book.pay("market", 40 + day % 9, day)
    [found] = book.found().values()
    assert found.kind == Kind.CATEGORY_BURST
    assert found.score < ALERT
    assert found.total == sum(40 + day % 9 for day in range(2, 28, 2))


def test_later_payments_explain_nothing_of_earlier_ones(book: Book) -> None:
    key = book.pay("market", 300, 20)
    alone = book.found()[key].score
    for day in range(1, 10):
        book.pay("market", 300, day)
    assert book.found()[key].score == pytest.approx(alone, abs=0.001)


def test_nothing_is_found_in_nothing() -> None:
    assert judge([], first=FIRST) == []
    assert judge([Payment(UUID(int=1), date(2026, 11, 1), "one", None, 5.0)], first=FIRST) == []


def test_scores_are_between_nought_and_one_whatever_is_paid() -> None:
    chance = random.Random(5)
    payments = [
        Payment(
            UUID(int=number),
            TODAY - timedelta(days=chance.randrange(700)),
            chance.choice("abcdef"),
            chance.choice([FOOD, None]),
            round(10 ** chance.uniform(-2, 12), 2),
        )
        for number in range(400)
    ]
    found = judge(payments, first=FIRST)
    assert found
    assert all(0 <= each.score <= 1 for each in found)
    assert len({each.payment.key for each in found}) == len(found)


def test_households_nobody_tuned_on_are_judged_well_enough() -> None:
    group = list(households(30, family=unseen, wrong=2, seed=7))
    assert bench.precision(group, bench.ours) >= 0.55
    assert bench.precision(group, bench.ours) > bench.precision(group, bench.by_payee)


def test_a_quiet_household_is_told_of_next_to_nothing() -> None:
    told = [
        sum(each.score > ALERT for each in judge(household(seed, family=tuned, wrong=0).payments, first=FIRST))
        for seed in range(8)
    ]
    assert max(told) <= 3
