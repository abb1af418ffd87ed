"""For any payments, refunds and settlements: sums are exact, statements chain, settling leaves both even."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.months import month_after
from partnerships.expenses.services import mark_paid
from partnerships.expenses.services.payments import divide
from partnerships.expenses.tests.conftest import Both, adds
from partnerships.statements.balance import balance_of, ower
from partnerships.statements.models import Settlement
from partnerships.statements.services import settle
from partnerships.statements.statement import statement_of

pytestmark = pytest.mark.django_db
FIRST, MONTHS = date(2026, 6, 1), 5
cents = st.integers(-200_000, 200_000).filter(bool).map(lambda units: Decimal(units).scaleb(-2))
payment = st.tuples(
    st.dates(FIRST, date(2026, 10, 31)), st.integers(0, 1), cents, st.integers(0, 1_000_000_000), st.booleans()
)


def _pay(partnership: Partnership, drawn: list[Any]) -> None:
    rows = []
    for paid_on, payer, amount, share, counts in drawn:
        row = SharedPayment(
            partnership=partnership, paid_on=paid_on, payer=payer, amount=amount, first_share=share, counts=counts
        )
        divide(row, partnership)
        rows.append(row)
    SharedPayment.objects.bulk_create(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(payment, max_size=12), st.lists(payment, max_size=4))
def test_sums_are_exact_months_chain_and_settling_makes_even(
    both: Both,
    before: list[Any],
    after: list[Any],
) -> None:
    partnership = both[0].partnership
    SharedPayment.objects.all().delete()
    Settlement.objects.all().delete()
    Partnership.objects.update(settled_count=0)
    for drawn in (before, after):
        _pay(partnership, drawn)
        balance = balance_of(partnership)
        if ower(balance) is not None:
            settle(standing=both[len(drawn) % 2], expected_amount=abs(balance), settled_on=date(2026, 9, 15))
        assert balance_of(partnership) == 0
    carried = Decimal(0)
    for number in range(MONTHS):
        month = statement_of(partnership, month_after(FIRST, number))
        assert month.carried_in == carried
        assert sum(month.shares) == month.total_paid == sum(month.paid_by)
        for line in month.paid:
            assert sum(line.parts) == line.payment.amount
        carried = month.carried_out
    assert carried == 0


def test_what_is_due_is_open_until_it_is_paid(both: Both) -> None:
    ana, ben = both
    internet = adds(ana)
    adds(ben, "Veg box", "27.00", frequency="weekly", starts_on=date(2026, 10, 7))
    mark_paid(standing=ben, expense=internet, due_on=date(2026, 10, 1), paid_on=date(2026, 11, 2))
    october = statement_of(ana.partnership, date(2026, 10, 1))
    assert [line.due_on.day for line in october.due] == [1, 7, 14, 21, 28]
    assert (october.total_due, october.open) == (Decimal(148), Decimal(108))
    assert sum(october.due_parts) == october.total_due
    assert october.total_paid == october.balance == 0
    november = statement_of(ana.partnership, date(2026, 11, 1))
    assert (november.paid_by, november.shares) == ((Decimal(0), Decimal(40)), (Decimal(24), Decimal(16)))
    assert november.carried_out == Decimal(-24)


def test_a_later_price_and_an_end_change_no_month_that_was_paid(both: Both) -> None:
    internet = adds(both[0])
    mark_paid(standing=both[0], expense=internet, due_on=date(2026, 10, 1), paid_on=date(2026, 10, 1))
    type(internet).objects.update(amount=Decimal(99), status="archived")
    october = statement_of(both[0].partnership, date(2026, 10, 1))
    assert (october.total_due, october.open, october.total_paid) == (Decimal(40), Decimal(0), Decimal(40))


def test_a_long_history_costs_no_more_queries(both: Both, django_assert_max_num_queries: Any) -> None:
    partnership = both[0].partnership
    _pay(partnership, [(date(2026, 10, 1 + number % 28), number % 2, Decimal(5), 5, True) for number in range(60)])
    with django_assert_max_num_queries(9):
        statement_of(partnership, date(2026, 10, 1))
