"""The week and next month: every figure is the sum of those below it, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from config.kernel.money import ZERO
from ledger.core.category_tree import category_tree
from ledger.core.system_categories import system_category_id
from partnerships.agreements.services import ask_for_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.services import approve
from partnerships.core.standing import Standing
from partnerships.dates.next_month import next_month
from partnerships.dates.tests.conftest import MONDAY, Both, Pays, account_of
from partnerships.dates.week import Week, spent_in, week_of
from partnerships.expenses.services import add_expense, ask_to_change, share_payment
from partnerships.statements.statement import statement_of

pytestmark = pytest.mark.django_db


def week(standing: Standing) -> Week:
    return week_of(standing, category_tree(standing.person))


def adds_up(found: Week) -> bool:
    sums = (
        sum((each.amount for each in found.bars), ZERO),
        sum((each.amount for each in found.parts), ZERO),
        sum((each.payment.amount for each in found.paid), ZERO),
    )
    return set(sums) == {found.total}


def test_the_week_adds_up_and_says_what_made_the_difference(both: Both, pays: Pays) -> None:
    ana, ben = both
    given = (
        (ana, "-120.00", 11, "fuel"), (ben, "-92.00", 16, "electricity"), (ana, "-31.43", 18, "groceries"),
        (ben, "-52.09", 20, "groceries"), (ana, "-10.00", 9, "groceries"), (ana, "-7.77", 8, "fuel"),
    )  # fmt: skip
    for standing, amount, day, slug in given:
        account = account_of(standing.person, f"{slug} {day}")
        share_payment(
            standing=standing, transaction=pays(account, standing.person, f"Shop {day}", amount, day=day, slug=slug)
        )
    for standing in both:
        found = week(standing)
        assert (found.first, found.last) == (MONDAY, date(2026, 11, 22))
        assert (found.total, found.before) == (Decimal("175.52"), Decimal("130.00"))
        assert adds_up(found)
        assert [each.amount for each in found.bars] == [
            Decimal("92.00"), ZERO, Decimal("31.43"), ZERO, Decimal("52.09"), ZERO, ZERO
        ]  # fmt: skip
        assert [(each.height, each.is_today) for each in found.bars if each.height] == [
            (100, False), (34, False), (56, True)
        ]  # fmt: skip
        assert [each.amount for each in found.parts] == [Decimal("92.00"), Decimal("83.52")]
        assert len(found.because) == 2
        assert spent_in(standing.partnership, MONDAY) == found.total
        assert not found.is_over
    assert [each.i_paid for each in week(ana).paid] == [not each.i_paid for each in week(ben).paid]


def test_a_week_of_nothing_and_of_money_back(both: Both, pays: Pays) -> None:
    found = week(both[0])
    assert (found.total, found.before, found.because) == (ZERO, ZERO, ())
    assert [each.height for each in found.bars] == [0] * 7
    account = account_of(both[0].person, "Card")
    back = pays(account, both[0].person, "Shop", "-20.00")
    share_payment(standing=both[0], transaction=back)
    refund = pays(account, both[0].person, "Shop", "5.00", day=19)
    refund.kind = "refund"
    refund.save(update_fields=["kind"])
    share_payment(standing=both[0], transaction=refund)
    found = week(both[0])
    assert found.total == Decimal("15.00")
    assert adds_up(found)
    assert [each.height for each in found.bars][2:4] == [100, 0]


def test_next_month_is_this_one_and_what_changes(both: Both) -> None:
    ana, ben = both
    values = {"amount": Decimal("40.01"), "starts_on": date(2026, 11, 3), "payer": 0}
    internet, _asked = add_expense(standing=ana, values={"name": "Internet", **values})
    add_expense(standing=ana, values={"name": "Veg box", **values, "amount": Decimal(20), "frequency": "weekly"})
    add_expense(standing=ben, values={"name": "Filter", **values, "amount": Decimal(9), "frequency": "once"})
    add_expense(standing=ben, values={"name": "Tyres", **values, "starts_on": date(2026, 12, 4), "frequency": "once"})
    for standing in both:
        found = next_month(standing)
        due = statement_of(standing.partnership, date(2026, 12, 1))
        assert found.then.whole == due.total_due == sum((line.amount for line, _parts in found.due), ZERO)
        assert found.then.mine == due.due_parts[standing.place]
        assert [(each.name, each.whole) for each in found.changes] == [
            ("Tyres", Decimal("40.01")), ("Veg box", Decimal(20)), ("Filter", Decimal(-9))
        ]  # fmt: skip
        for side in ("mine", "theirs", "whole"):
            changed = sum((getattr(each, side) for each in found.changes), ZERO) + getattr(found.split, side)
            assert getattr(found.now, side) + changed == getattr(found.then, side)
        assert found.waiting is None
    approve(approval=ask_to_change(standing=ana, expense=internet, changes={"amount": Decimal(50)}), by=ben)
    assert next_month(ana).now.whole - next_month(ana).then.whole == -(Decimal("40.01") + 20 - 9)


def test_another_split_from_next_month_on_is_told(both: Both) -> None:
    ana, ben = both
    add_expense(standing=ana, values={"name": "Internet", "amount": Decimal(40), "starts_on": date(2026, 11, 3)})
    terms = Terms(starts_on=date(2026, 12, 1), method="percent", first_percent=Decimal(75))
    asked = ask_for_agreement(standing=ben, terms=terms)
    assert next_month(ana).waiting == asked
    assert next_month(ana).split.mine == 0
    approve(approval=asked, by=ana)
    found = next_month(ana)
    assert found.waiting is None
    assert (found.split.mine, found.split.theirs, found.then.mine) == (Decimal(10), Decimal(-10), Decimal(30))
    assert found.bar.mine.startswith("75")
    assert not found.changes


def test_what_the_figures_cost(both: Both, pays: Pays, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        account = account_of(both[0].person, f"Account {number}")
        share_payment(standing=both[0], transaction=pays(account, both[0].person, f"Shop {number}"))
    groceries = system_category_id("groceries")
    add_expense(standing=both[0], values={"name": "Food", "amount": Decimal(40), "category": groceries})
    tree = category_tree(both[0].person)
    with django_assert_num_queries(1):
        week_of(both[0], tree)
    with django_assert_num_queries(31):
        next_month(both[0])
