"""Who bears what in a month: by incomes nobody sees, kept once the month is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from ledger.core.models import Category, MoneyAccountAccess, Rollup, Transaction
from ledger.core.services.rates import enter_rate
from partnerships.agreements import costs
from partnerships.agreements.models import WHOLE, Agreement, MonthShare
from partnerships.agreements.month_shares import keep_month, keep_months_that_are_over
from partnerships.agreements.splitting import HALF, Share, Splitting, share_for
from partnerships.agreements.terms import ExceptionTerms, Terms, from_values, write
from partnerships.agreements.tests.conftest import MONTH, Both, account_of, books, earns
from partnerships.core.models import Partnership

pytestmark = pytest.mark.django_db
NEXT = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


def agree(both: Both, terms: Terms) -> None:
    write(terms, both[0].partnership, both[0].person)


def said(share: Share) -> tuple[str, str]:
    return str(share.percent(0)), str(share.reason)


def test_each_bears_the_part_of_their_income(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "4000")
    earns(ben.person, "2500")
    share = share_for(ana.partnership, MONTH)
    assert said(share) == ("61.54", "incomes")
    assert (share.of(0) + share.of(1), share.percent(1)) == (WHOLE, Decimal("38.46"))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (None, "2500", ("50.00", "missing")),
        ("4000", None, ("50.00", "missing")),
        ("0", "0", ("50.00", "zero")),
        ("0", "2500", ("0.00", "incomes")),
    ],
)
def test_halves_where_no_ratio_can_be_told(
    both: Both, first: str | None, second: str | None, told: tuple[str, str]
) -> None:
    earns(both[0].person, first)
    earns(both[1].person, second)
    assert said(share_for(both[0].partnership, MONTH)) == told


def test_incomes_of_two_currencies_are_compared_at_the_rate_of_the_month(both: Both) -> None:
    ana, ben = both
    ben.person.currency = "USD"
    ben.person.save()
    earns(ana.person, "1000")
    earns(ben.person, "2000")
    assert said(share_for(ana.partnership, MONTH)) == ("50.00", "missing")
    enter_rate(person=ben.person, base="USD", currency="EUR", rate=Decimal("0.5"), on=date(2026, 11, 2))
    assert said(share_for(ana.partnership, MONTH)) == ("50.00", "incomes")


def test_the_average_of_whole_months_in_the_ledger(both: Both) -> None:
    """Of accounts that are one's own: no joint one, no running month, nothing withheld; months without a line do not
    count.
    """
    ana, ben = both
    agree(both, Terms(starts_on=MONTH, income_months=3))
    everyday, bens = account_of(ana.person), account_of(ben.person)
    books(everyday, ana.person, "2026-09-25", "2900")
    books(everyday, ana.person, "2026-10-25", "3100")
    books(everyday, ana.person, "2026-10-26", "-700")
    books(everyday, ana.person, "2026-11-10", "90000")
    books(everyday, ana.person, "2026-07-31", "90000")
    assert said(share_for(ana.partnership, MONTH)) == ("50.00", "missing")
    books(bens, ben.person, "2026-10-01", "1000")
    joint = account_of(ben.person)
    MoneyAccountAccess.objects.create(account=joint, person=ana.person, role="co_owner", level="full")
    books(joint, ben.person, "2026-10-02", "50000")
    assert said(share_for(ana.partnership, MONTH)) == ("75.00", "incomes")


def test_what_is_withheld_tells_nothing_by_the_average(both: Both) -> None:
    ana, ben = both
    agree(both, Terms(starts_on=MONTH, income_months=1))
    for person in (ana.person, ben.person):
        books(account_of(person), person, "2026-10-01", "1000")
    cell = Rollup.objects.filter(account__grants__person=ben.person, span="f", kind="income").get()
    Rollup.objects.create(
        account=cell.account, span="f", starts_on=cell.starts_on, kind="income", withheld="owner", amount=9000,
        line_count=1,
    )  # fmt: skip
    assert said(share_for(ana.partnership, MONTH)) == ("50.00", "incomes")
    assert Transaction.objects.count() == 2


def test_a_month_that_is_over_keeps_what_it_came_to(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "3000")
    earns(ben.person, "1000")
    with time_machine.travel("2026-12-01T00:05:00Z", tick=False):
        assert keep_months_that_are_over() == 1
        assert keep_months_that_are_over() == 0
        earns(ben.person, "3000")
        assert said(share_for(ana.partnership, MONTH)) == ("75.00", "incomes")
        assert said(share_for(ana.partnership, NEXT)) == ("50.00", "incomes")
    assert MonthShare.objects.count() == 1


def test_a_month_nobody_kept_is_kept_when_it_is_first_asked_for(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "3000")
    earns(ben.person, "1000")
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        assert said(share_for(ana.partnership, MONTH)) == ("75.00", "incomes")
        earns(ben.person, "3000")
        assert said(share_for(ana.partnership, MONTH)) == ("75.00", "incomes")


def test_a_settled_month_keeps_its_split_while_it_runs(both: Both) -> None:
    ana, ben = both
    earns(ana.person, "3000")
    earns(ben.person, "1000")
    keep_month(ana.partnership, Agreement.objects.get(), MONTH)
    earns(ben.person, "3000")
    assert said(share_for(ana.partnership, MONTH)) == ("75.00", "incomes")


def test_an_agreement_holds_until_the_next_one_begins(both: Both) -> None:
    agree(both, Terms(starts_on=NEXT, method="percent", first_percent=Decimal("70.25")))
    splitting = Splitting(both[0].partnership)
    assert said(splitting.share(date(2026, 11, 30)))[1] == "missing"
    assert said(splitting.share(date(2026, 12, 31))) == ("70.25", "percent")
    assert said(splitting.share(date(2026, 1, 1)))[1] == "missing"


def test_exceptions_hold_for_a_category_and_all_below_it(both: Both) -> None:
    dining = Category.objects.get(slug="dining")
    assert dining.parent is not None
    exception = ExceptionTerms(dining.parent.pk, "percent", Decimal(80))
    agree(both, Terms(starts_on=MONTH, method="equal", exceptions=(exception,)))
    splitting = Splitting(both[0].partnership)
    housing = Category.objects.filter(kind="expense", parent=None).exclude(pk=dining.parent.pk).first()
    assert said(splitting.share(MONTH, category=dining)) == ("80.00", "category")
    assert said(splitting.share(MONTH, category=housing)) == ("50.00", "equal")
    assert splitting.follows(MONTH, category=housing)
    assert not splitting.follows(MONTH, category=dining)


class _Expense:
    def __init__(self, method: str, first_percent: Decimal | None = None) -> None:
        self.method, self.first_percent = method, first_percent


def test_what_an_expense_says_itself_goes_before_its_category(both: Both) -> None:
    dining = Category.objects.get(slug="dining")
    agree(both, Terms(starts_on=MONTH, method="equal", exceptions=(ExceptionTerms(dining.pk, "percent", Decimal(80)),)))
    splitting = Splitting(both[0].partnership)
    own = _Expense("percent", Decimal("33.33"))
    assert said(splitting.share(MONTH, category=dining, expense=own)) == ("33.33", "expense")
    assert said(splitting.share(MONTH, category=dining, expense=_Expense(""))) == ("80.00", "category")


class _Planned:
    def __init__(self, amount: str) -> None:
        self.amount = Decimal(amount)

    def planned(self, partnership: Partnership, month: date) -> Decimal:
        return self.amount

    def is_settled(self, partnership: Partnership, month: date) -> bool:
        return False


@pytest.mark.parametrize(
    ("planned", "place", "told"),
    [
        ("1500", 1, ("60.00", "fixed")),
        ("1500", 0, ("40.00", "fixed")),
        ("300", 0, ("100.00", "fixed")),
        ("0", 0, ("50.00", "unplanned")),
    ],
)
def test_a_fixed_amount_is_a_part_of_what_is_planned(
    both: Both, planned: str, place: int, told: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "_current", _Planned(planned))
    agree(both, Terms(starts_on=MONTH, method="fixed", fixed_place=place, fixed_amount=Decimal(600)))
    assert said(share_for(both[0].partnership, MONTH)) == told


def test_many_lines_ask_no_more_than_one(both: Both, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(6):
        splitting = Splitting(both[0].partnership)
        for day in range(1, 20):
            assert splitting.share(MONTH.replace(day=day)).first == HALF


def test_terms_survive_being_asked_for() -> None:
    terms = Terms(starts_on=MONTH, method="percent", first_percent=Decimal("12.50"))
    assert from_values(terms.as_values("EUR")) == terms
