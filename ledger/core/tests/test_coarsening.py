"""Sums by category of an account whose lines are not seen: nothing told is a sum of fewer than three payments."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import analytics, services
from ledger.core.access import PARTNER, TOGETHER, lens_of
from ledger.core.coarsening import CROWD, PRIVATE, Cell, coarsened
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess
from ledger.core.queries import net_worth_course, seen_accounts, spending_course
from ledger.core.tests.conftest import Speaks
from ledger.core.tests.said_parts import SaidParts

ACCOUNT = UUID(int=5)
MARCH = date(2026, 3, 1)
ANALYTICS = "/api/v1/transactions/analytics/"
# A payment: its parts by category, each of an amount that no other has, so that a sum tells what is in it.
PAYMENTS = st.lists(st.sets(st.integers(1, 6), min_size=1, max_size=3), max_size=14)


def cells_of(payments: list[set[int]]) -> list[Cell]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number, categories in enumerate(payments):
        for place, category in enumerate(sorted(categories)):
            figures = found[category]
            figures[0] -= 1 << number
            figures[1] += place == 0
            figures[2] += 1
    return [
        Cell(ACCOUNT, MARCH, UUID(int=category), "expense", own, own, firsts, lines)
        for category, (own, firsts, lines) in found.items()
    ]


@given(PAYMENTS)
def test_every_figure_is_made_of_three_payments_at_least(payments: list[set[int]]) -> None:
    shown: dict[UUID, int] = defaultdict(int)
    for each in coarsened(cells_of(payments)):
        shown[each.category] += 1
    groups: dict[UUID, set[int]] = defaultdict(set)
    kept = {each.category for each in coarsened(cells_of(payments))}
    for number, categories in enumerate(payments):
        for category in categories:
            key = UUID(int=category)
            groups[key if key in kept else PRIVATE].add(number)
    if len(payments) < CROWD:
        assert not shown
    else:
        assert shown.keys() == groups.keys()
        assert all(len(numbers) >= CROWD for numbers in groups.values())


@given(PAYMENTS)
def test_what_is_shown_comes_to_the_whole_or_to_nothing(payments: list[set[int]]) -> None:
    cells = cells_of(payments)
    assert sum(each.whole for each in coarsened(cells)) in (0, sum(each.whole for each in cells))


@pytest.fixture
def seen_in_sums(ana: User, ben: User, everyday: MoneyAccount) -> MoneyAccount:
    """March: five times groceries, twice fuel, once a gift; one salary. April: two payments."""
    for amount, slug, on in (
        *(("-10", "groceries", date(2026, 3, day)) for day in range(1, 6)),
        *(("-20", "fuel", date(2026, 3, day)) for day in (7, 8)),
        ("-300", "gifts", date(2026, 3, 9)),
        ("2000", "salary", date(2026, 3, 2)),
        ("-5", "groceries", date(2026, 4, 1)),
        ("-6", "groceries", date(2026, 4, 2)),
    ):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal(amount), booked_on=on,
            category=Category.objects.get(slug=slug),
        )  # fmt: skip
    MoneyAccountAccess.objects.create(account=everyday, person=ben, role="viewer", level="category_sums")
    return everyday


def test_small_categories_are_one_and_lonely_payments_none(
    ben: User, seen_in_sums: MoneyAccount, speaks: Speaks, groceries: Category
) -> None:
    api: APIClient = speaks(ben)
    asked = {"scope": "partner", "booked_on_after": "2026-03-01", "booked_on_before": "2026-04-30"}
    [found] = api.get(ANALYTICS, asked).json()["currencies"]
    figures = {
        (each["category"], each["is_private"]): (each["amount"], each["count"])
        for each in found["spending_by_category"]
    }
    assert figures == {(str(groceries.pk), False): ("50.00", 5), (None, True): ("340.00", 3)}
    # One salary would be that payment, and so would be April's two: neither is told, nor counted in an average.
    assert (found["income"], found["spent"], found["averages"]["spent_per_month"]) == ("0.00", "390.00", "195.00")
    assert [each["spent"] for each in found["months"]] == ["390.00", "0.00"]
    whole = api.get(ANALYTICS, {**asked, "money_account": str(seen_in_sums.pk), "by": "top"}).json()["currencies"][0]
    assert whole["spent"] == "390.00"
    # A range that is not whole months tells only those within it.
    part = api.get(ANALYTICS, {**asked, "booked_on_after": "2026-03-02"}).json()["currencies"][0]
    assert (part["spent"], part["spending_by_category"]) == ("0.00", [])
    assert api.get("/api/v1/transactions/", {"scope": "partner"}).json()["results"] == []


def test_there_is_no_course_by_day_of_what_is_only_a_sum(ben: User, seen_in_sums: MoneyAccount) -> None:
    lens = lens_of(ben, PARTNER)
    assert [each.amount for each in spending_course(lens, month=MARCH)] == [0]
    course = net_worth_course(lens, seen_accounts(lens), first=date(2026, 2, 1), today=date(2026, 4, 20))
    assert {each.on for each in course} == {date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 20)}
    assert [each.amount for each in course] == [1000, 2610, 2599]


def test_through_lenses_each_counts_its_part(ana: User, ben: User, everyday: MoneyAccount, said: SaidParts) -> None:
    joint = services.create_money_account(owner=ana, currency="EUR", name="Joint")
    services.add_co_owner(account=joint, person=ben, added_by=ana)
    services.grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    both = services.record_transaction(
        account=joint, recorded_by=ana, amount=Decimal(-100), booked_on=date(2026, 3, 4), payee="Rent"
    )
    said.say(both, "-70")
    services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-40), booked_on=date(2026, 3, 5), payee="Shop"
    )

    def spent(person: User, scope: str) -> Decimal:
        lens = lens_of(person, scope)
        found = analytics.analyse(lens, first=MARCH, last=date(2026, 3, 31))
        return sum((each.spent for each in found), Decimal(0))

    assert [spent(ana, "me"), spent(ben, "me"), spent(ben, PARTNER)] == [110, 30, 40]
    assert spent(ben, TOGETHER) == spent(ana, TOGETHER) == 140
