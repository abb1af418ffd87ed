"""What was bought and sold, in the account's cash: there once, gone with its move, and never by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, Transaction
from ledger.holdings import services
from ledger.holdings.models import PositionMove
from ledger.holdings.tests.conftest import Makes
from tests.at_once import all_at_once, need_many_connections

D = Decimal
MAY = date(2026, 5, 4)
"""The depot opens with 500 in cash."""


def cash(depot: MoneyAccount) -> Decimal:
    left: Decimal = MoneyAccount.objects.get(pk=depot.pk).balance
    return left


def lines(depot: MoneyAccount) -> list[tuple[str, Decimal, str]]:
    rows = Transaction.objects.filter(account=depot).live().order_by("pk")
    return list(rows.values_list("kind", "amount", "payee"))


class TestBooking:
    @pytest.mark.parametrize(
        ("values", "line", "left"),
        [
            ({"kind": "buy", "shares": D(2), "price": D("50.50")}, ("transfer", D(-101), "World fund"), D(399)),
            (
                {"kind": "sell", "shares": D(4), "amount": D("444.44")},
                ("transfer", D("444.44"), "World fund"),
                D("944.44"),
            ),
            ({"kind": "fee", "amount": D("1.50")}, ("expense", D("-1.50"), "World fund"), D("498.50")),
            ({"kind": "yield", "amount": D(7)}, ("income", D(7), "World fund"), D(507)),
        ],
    )
    def test_a_move_takes_or_brings_cash_on_its_day(
        self, ana: User, depot: MoneyAccount, make: Makes, values: Any, line: Any, left: Decimal
    ) -> None:
        made = services.record_move(position=make(), person=ana, on=MAY, book=True, **values)
        assert lines(depot) == [line]
        assert made.transaction is not None
        assert made.transaction.booked_on == MAY
        assert cash(depot) == left
        assert list(check_account(depot)) == []

    def test_by_itself_nothing_is_booked(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        made = make()
        services.record_move(position=made, person=ana, kind="buy", shares=D(1), price=D(50))
        services.close_position(position=made, person=ana, amount=D(900))
        assert (lines(depot), cash(depot)) == ([], D(500))

    def test_the_first_buy_and_the_last_sale_are_cash_too(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        made = make(shares=D(2), entry_price=D("100.10"), book=True)
        assert cash(depot) == D("299.80")
        services.close_position(position=made, person=ana, amount=D(250), book=True)
        assert cash(depot) == D("549.80")
        assert [amount for _kind, amount, _payee in lines(depot)] == [D("-200.20"), D(250)]

    def test_what_is_worthless_brings_nothing(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        services.close_position(position=make(), person=ana, amount=D(0), book=True)
        assert lines(depot) == []

    def test_a_buy_is_no_spending(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        services.record_move(position=make(), person=ana, kind="buy", shares=D(1), price=D(50), on=MAY, book=True)
        services.record_move(position=make(), person=ana, kind="sell", shares=D(1), price=D(60), on=MAY, book=True)
        assert set(Transaction.objects.values_list("kind", flat=True)) == {"transfer"}
        rows = Transaction.objects.values_list("category", flat=True)
        assert set(rows) == {None}

    @pytest.mark.parametrize("kind", ["buy", "sell"])
    def test_another_currency_than_the_accounts_is_not_guessed(
        self, ana: User, depot: MoneyAccount, make: Makes, kind: str
    ) -> None:
        made = make(currency="USD")
        with pytest.raises(FieldError) as refused:
            services.record_move(position=made, person=ana, kind=kind, shares=D(1), price=D(9), book=True)
        assert refused.value.error_dict["book"][0].code == "other_currency"
        assert PositionMove.objects.filter(position=made).count() == 1
        assert lines(depot) == []

    def test_a_refused_move_leaves_no_half(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        with pytest.raises(FieldError):
            services.record_move(position=make(), person=ana, kind="sell", shares=D(11), price=D(9), book=True)
        assert (lines(depot), cash(depot)) == ([], D(500))


class TestTakingBack:
    def test_the_line_goes_with_its_move(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        made = make()
        for kind, shares in (("buy", D(1)), ("sell", D(1)), ("fee", None)):
            move = services.record_move(position=made, person=ana, kind=kind, amount=D(60), shares=shares, book=True)
            services.delete_move(move=move, person=ana)
            assert (lines(depot), cash(depot)) == ([], D(500))
        assert Transaction.objects.filter(account=depot, deleted_at__isnull=False).count() == 3

    def test_one_the_person_binned_or_kept_as_income_is_left_alone(
        self, ana: User, depot: MoneyAccount, make: Makes
    ) -> None:
        made = make()
        bought = services.record_move(position=made, person=ana, kind="buy", shares=D(1), price=D(60), book=True)
        assert bought.transaction is not None
        core.bin_transaction(entry=bought.transaction)
        services.delete_move(move=bought, person=ana)
        earned = services.record_move(position=made, person=ana, kind="yield", amount=D(7), book=True)
        services.delete_move(move=earned, person=ana)
        assert (lines(depot), cash(depot)) == ([("income", D(7), "World fund")], D(507))

    def test_what_it_was_joined_with_stays(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        bank = core.create_money_account(owner=ana, currency="EUR", name="Bank", opening_balance=D(0))
        came = core.record_transaction(account=bank, recorded_by=ana, amount=D(60), booked_on=MAY, payee="Depot")
        bought = services.record_move(
            position=make(), person=ana, kind="buy", shares=D(1), price=D(60), on=MAY, book=True
        )
        assert bought.transaction is not None
        core.pair_transfer(outgoing=bought.transaction, incoming=came, paired_by=ana)
        services.delete_move(move=bought, person=ana)
        came.refresh_from_db()
        assert (came.deleted_at, cash(depot), cash(bank)) == (None, D(500), D(60))


class TestByTheApi:
    def test_it_is_booked_shown_and_taken_back(
        self, ana: User, depot: MoneyAccount, make: Makes, api: Callable[[User], APIClient]
    ) -> None:
        client, made = api(ana), make()
        sent = {"kind": "buy", "shares": "2", "price": "50", "book": True, "on": "2026-05-04"}
        address, headers = f"/api/v1/positions/{made.pk}/moves/", {"Idempotency-Key": "once-and-no-more"}
        answers = [client.post(address, sent, format="json", headers=headers) for _again in range(2)]
        assert [each.status_code for each in answers] == [201, 201]
        shown = answers[0].json()["move"]
        assert shown["transaction"] == str(Transaction.objects.get(account=depot).pk)
        assert cash(depot) == D(400)
        client.delete(f"/api/v1/positions/{made.pk}/moves/{shown['id']}/")
        assert cash(depot) == D(500)

    def test_a_new_position_is_paid_from_the_cash_if_one_says_so(
        self, ana: User, depot: MoneyAccount, api: Callable[[User], APIClient]
    ) -> None:
        sent = {"money_account": str(depot.pk), "name": "Gold", "shares": "1", "cost": "80", "book": True}
        assert api(ana).post("/api/v1/positions/", sent, format="json").status_code == 201
        assert cash(depot) == D(420)
        nothing = api(ana).post("/api/v1/positions/", {**sent, "cost": "0", "name": "Gift"}, format="json")
        assert (nothing.status_code, cash(depot)) == (400, D(420))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_the_line_back(ana: User, depot: MoneyAccount, make: Makes) -> None:
    need_many_connections()
    made = make()
    move = services.record_move(position=made, person=ana, kind="buy", shares=D(1), price=D(60), book=True)
    outcomes = all_at_once([lambda: services.delete_move(move=move, person=ana)] * 6)
    assert [each for each in outcomes if each is not None] == []
    assert (lines(depot), cash(depot)) == ([], D(500))
    assert list(check_account(depot)) == []
