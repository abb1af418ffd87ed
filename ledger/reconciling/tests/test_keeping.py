from __future__ import annotations

from datetime import date
from decimal import Decimal

from config.kernel.ids import new_id
from ledger.core.models import MoneyAccount
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.services import forget_balances, keep_balances
from ledger.reconciling.tests.conftest import says


def kept(account: MoneyAccount) -> list[tuple[date, Decimal]]:
    return list(StatementBalance.objects.filter(account=account).order_by("on", "id").values_list("on", "amount"))


def test_keeping_the_same_file_again_leaves_what_it_says_now(everyday: MoneyAccount) -> None:
    origin = new_id()
    first, second = (date(2026, 3, 1), Decimal(10)), (date(2026, 3, 2), Decimal("12.50"))
    keep_balances(account=everyday, origin=origin, balances=[first, second])
    keep_balances(account=everyday, origin=origin, balances=[(first[0], Decimal(9)), first])
    assert kept(everyday) == [first]


def test_two_files_keep_a_day_each_and_one_forgotten_leaves_the_other(everyday: MoneyAccount) -> None:
    first = says(everyday, {"2026-03-01": "10.00"})
    says(everyday, {"2026-03-01": "11.00"})
    forget_balances(origin=first)
    forget_balances(origin=first)
    assert kept(everyday) == [(date(2026, 3, 1), Decimal(11))]


def test_an_amount_the_currency_does_not_have_is_no_balance(everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-01": "10.005", "2026-03-02": "1e30", "2026-03-03": "7.10"})
    assert kept(everyday) == [(date(2026, 3, 3), Decimal("7.10"))]
