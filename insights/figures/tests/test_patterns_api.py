"""`insights/patterns/`: what is usual, what is odd and who made it, which days take more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from insights.conftest import Speaks
from insights.figures import robust
from insights.figures.api.pattern_answers import FindingAnswer, PatternsAnswer
from insights.figures.sizes import bound_of
from insights.figures.tests.conftest import entry
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.core.sums import next_month

PATTERNS, ANALYTICS = "/api/v1/insights/patterns/", "/api/v1/transactions/analytics/"


def slug_id(slug: str) -> str:
    return str(Category.objects.get(slug=slug).pk)


def told(body: Any, kind: str) -> list[Any]:
    return [each for each in body["findings"] if each["kind"] == kind]


@pytest.fixture
def eaten(ana: User, lived: MoneyAccount) -> MoneyAccount:
    """Of dining each of six months about 100, but in September 480, most of it at one place."""
    for month, amount in ((5, 96), (6, 103), (7, 99), (8, 101), (9, 100), (10, 104)):
        entry(lived, ana, f"-{amount}", date(2026, month, 9), "dining", payee="Canteen")
    entry(lived, ana, "-380", date(2026, 9, 19), "dining", payee="Grand Restaurant 12")
    return lived


def test_a_month_far_above_the_others_is_told_with_who_made_it(ana: User, eaten: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(PATTERNS).json()
    assert set(body) == set(PatternsAnswer().fields)
    [spike] = told(body, "spike")
    assert set(spike) == set(FindingAnswer().fields)
    assert (spike["category"], spike["amount"], spike["usual"]) == (slug_id("food-dining"), "1080.00", "702.00")
    assert spike["payees"][1] == {"payee": "Grand Restaurant 12", "amount": "380.00", "transaction_count": 1}
    assert spike["query"]["booked_on_after"] == "2026-09-01"
    food = next(each for each in body["categories"] if each["category"] == slug_id("food-dining"))
    assert [each["month"] for each in food["spikes"]] == ["2026-09"]


def test_a_gift_of_the_other_is_among_no_payees(ana: User, ben: User, eaten: MoneyAccount, speaks: Speaks) -> None:
    services.add_co_owner(account=eaten, person=ben, added_by=ana)
    before = speaks(ana).get(PATTERNS).json()
    entry(eaten, ben, "-900", date(2026, 9, 20), "dining", payee="Secret", withheld_until=date(2026, 12, 24))
    assert speaks(ana).get(PATTERNS).json() == before
    assert told(before, "spike")


def test_sums_and_shares_agree_with_the_analytics(ana: User, household: SimpleNamespace, speaks: Speaks) -> None:
    body = speaks(ana).get(PATTERNS, {"scope": "together"}).json()
    days = {"booked_on_after": "2026-05-01", "booked_on_before": "2026-10-31", "scope": "together"}
    analysed = speaks(ana).get(ANALYTICS, {**days, "convert_to": "EUR"}).json()["converted"]
    assert body["spent"] == analysed["spent"]
    whole = sum(Decimal(month["amount"]) for each in body["categories"] for month in each["months"])
    assert whole == Decimal(body["spent"])
    assert sum(Decimal(each["share"]) for each in body["categories"]) == pytest.approx(Decimal(1), abs=Decimal("0.001"))


def test_what_goes_up_month_after_month_is_told_and_what_only_jumps_is_not(
    ana: User, lived: MoneyAccount, speaks: Speaks
) -> None:
    month = date(2026, 5, 1)
    for number in range(6):
        entry(lived, ana, f"-{40 + 10 * number}", month.replace(day=6), "electricity")
        entry(lived, ana, f"-{(60, 80, 50, 90, 55, 70)[number]}", month.replace(day=7), "fuel")
        month = next_month(month)
    body = speaks(ana).get(PATTERNS).json()
    [rising] = told(body, "rising")
    assert (rising["category"], rising["amount"]) == (slug_id("utilities"), "10.00")
    assert not told(body, "falling")


def test_a_weekday_that_takes_more_and_the_week_after_payday(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    ana.payday = "1"
    ana.save()
    day = date(2026, 5, 2)
    while day < date(2026, 11, 1):
        entry(lived, ana, "-200" if day.day <= 7 else "-100", day, "clothing")
        day += timedelta(days=7)
    body = speaks(ana).get(PATTERNS).json()
    [weekday] = told(body, "weekday")
    assert weekday["weekday"] == 6
    assert {each["weekday"]: each["times"] for each in body["weekdays"]}[6] == weekday["times"]
    three, seven = body["payday"]
    assert (three["days"], seven["days"]) == (3, 7)
    assert Decimal(seven["expected"]) == Decimal("0.23")


def test_small_and_often_is_a_habit(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    day = date(2026, 5, 1)
    while day < date(2026, 11, 1):
        entry(lived, ana, "-3.40", day, "coffee")
        day += timedelta(days=2)
    [habit] = told(speaks(ana).get(PATTERNS).json(), "habit")
    assert (habit["category"], habit["amount"]) == (slug_id("coffee"), "3.40")
    assert Decimal(habit["times"]) > 15


def test_few_large_payments_stand_against_many_small_ones(
    ana: User, ben: User, household: SimpleNamespace, lived: MoneyAccount, speaks: Speaks
) -> None:
    """Groceries of 600 a month, and what the household pays beside them: its own part, nothing that is withheld."""
    entry(lived, ana, "-29.99", date(2026, 9, 6), "dining")
    entry(lived, ana, "-30", date(2026, 10, 6), "dining")
    before = speaks(ana).get(PATTERNS).json()["sizes"]
    assert before["bound"] == "20.00"
    assert (before["start_date"], before["end_date"]) == ("2026-08-01", "2026-10-31")
    # Three months of groceries and of dinners on the joint account, and two more; what is in no category is small.
    assert before["large"] == {"amount": "1923.50", "transaction_count": 8, "share": "0.9897"}
    assert before["small"] == {"amount": "19.99", "transaction_count": 1, "share": "0.0103"}
    secret = entry(household.joint, ben, "-300", date(2026, 10, 8), "dining", withheld_until=date(2026, 12, 24))
    assert speaks(ana).get(PATTERNS).json()["sizes"] == before
    services.release_transaction(entry=secret, by=ben)
    assert speaks(ana).get(PATTERNS).json()["sizes"]["large"]["amount"] == "2223.50"


@pytest.mark.parametrize(
    ("usual", "currency", "bound"),
    [("2000", "EUR", "100"), ("1999", "EUR", "50"), ("0.03", "EUR", "0.01"), ("310000", "JPY", "10000")],
)
def test_large_begins_at_a_round_sum(usual: str, currency: str, bound: str) -> None:
    assert bound_of(Decimal(usual), currency) == Decimal(bound)


def test_three_months_are_told_without_findings(ana: User, eaten: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(PATTERNS, {"months": "3"}).json()
    assert (body["months"], body["findings"]) == (3, [])
    assert body["start_date"] == "2026-08-01"


def test_what_is_of_the_partner_is_coarse_and_names_no_payee(
    ana: User, household: SimpleNamespace, speaks: Speaks
) -> None:
    entry(household.sums, household.gift.recorded_by, "-900", date(2026, 9, 3), "dining", payee="Castle")
    answer = speaks(ana).get(PATTERNS, {"scope": "partner"})
    assert b"Castle" not in answer.content
    assert answer.json()["payday"] == []
    assert all(each["average"] == "0.00" for each in answer.json()["weekdays"])


def test_queries_do_not_grow_with_lines(ana: User, eaten: MoneyAccount, speaks: Speaks) -> None:
    api = speaks(ana)
    with CaptureQueriesContext(connection) as few:
        api.get(PATTERNS, {"months": "24"})
    for day in range(1, 25):
        entry(eaten, ana, "-4", date(2026, 10, day), "dining", payee=f"P{day}")
    with CaptureQueriesContext(connection) as many:
        api.get(PATTERNS, {"months": "24"})
    assert len(few) == len(many) == 7


@pytest.mark.parametrize("query", [{"months": "0"}, {"months": "25"}, {"scope": "all"}, {"month": "6"}])
def test_what_makes_no_sense_is_refused(query: dict[str, str], ana: User, speaks: Speaks) -> None:
    assert speaks(ana).get(PATTERNS, query).status_code == 400


def test_what_has_no_rate_at_all_is_not_nought(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(PATTERNS, {"convert_to": "USD"}).json()
    assert (body["spent"], body["weekdays"], body["apart"]) == (None, [], ["EUR"])
    trends = speaks(ana).get("/api/v1/insights/trends/", {"convert_to": "USD"}).json()
    assert {each["total_spent"] for each in (trends["total"], *trends["periods"])} == {None}
    assert trends["apart"] == ["EUR"]


def test_a_person_without_money_has_no_patterns(ana: User, speaks: Speaks) -> None:
    body = speaks(ana).get(PATTERNS).json()
    assert (body["spent"], body["categories"], body["findings"]) == ("0.00", [], [])


def test_robust_figures_are_those_of_the_books() -> None:
    values = [Decimal(each) for each in (1, 2, 3, 4, 100)]
    # Median 3, median deviation 1.
    assert robust.score(Decimal(100), values) == Decimal("65.4")
    assert robust.slope([Decimal(each) for each in (0, 2, 4, 90)]) == Decimal(16)
    assert robust.slope([]) == 0
    assert robust.goes_one_way([Decimal(each) for each in range(5)])
    assert not robust.goes_one_way([Decimal(each) for each in (3, 1, 2, 5, 2)])
