from __future__ import annotations

import pytest
from django.db.models import Sum

from ledger.core.checking import check_account
from ledger.core.models import Transaction
from ledger.demo.household import make_demo
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.queries import portfolio

pytestmark = pytest.mark.django_db


def test_the_depot_holds_two_years_that_add_up() -> None:
    ana, ben = make_demo()
    found = portfolio(ana)
    assert len(found.holdings) == 4
    assert {each.position.protocol_name for each in found.holdings} == {"", "aave"}
    assert 8_000 < found.total_value < 16_000
    assert found.total_yield > 100
    for each in found.holdings:
        assert PositionValue.objects.filter(position=each.position).count() == 25
    account = Position.objects.all()[0].account
    assert check_account(account) == []
    assert portfolio(ben).holdings == ()


def test_every_yield_in_cash_is_income_of_the_account() -> None:
    make_demo()
    cash = PositionMove.objects.filter(kind="yield", shares=0)
    assert cash.count() == 8
    booked = Transaction.objects.filter(position_move__in=cash, kind="income").aggregate(sum=Sum("amount"))["sum"]
    assert booked == cash.aggregate(sum=Sum("amount"))["sum"]
