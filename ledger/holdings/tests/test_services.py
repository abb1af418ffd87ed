from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core import services as core
from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.models import MoneyAccount, Transaction
from ledger.holdings import services
from ledger.holdings.models import HoldingSum, Position, PositionMove, PositionValue
from ledger.holdings.tests.conftest import TODAY, Grants, Makes

D = Decimal


def refused(act: Any) -> str:
    with pytest.raises(ValidationError) as found:
        act()
    code: str = getattr(found.value, "stable_code", "")
    return code


def again(position: Position) -> Position:
    return Position.objects.get(pk=position.pk)


def move(position: Position, person: User, kind: str, **values: Any) -> PositionMove:
    return services.record_move(position=position, person=person, kind=kind, **values)


class TestWhatFollowsFromMoves:
    def test_a_position_begins_with_a_buy(self, make: Makes) -> None:
        made = make()
        assert (made.shares, made.entry_price, made.cost, made.invested) == (10, 100, 1000, 1000)
        assert (made.current_value, made.valued_on, made.gain) == (D(1000), date(2025, 11, 2), D(0))

    def test_a_sale_takes_of_the_cost_what_it_takes_of_the_shares(self, ana: User, make: Makes) -> None:
        made = make()
        move(made, ana, "buy", shares=D(10), amount=D(1400), on=date(2026, 1, 5))
        move(made, ana, "sell", shares=D(5), price=D(160), on=date(2026, 2, 5))
        found = again(made)
        assert (found.shares, found.entry_price, found.cost) == (15, 120, 1800)
        assert (found.invested, found.returned, found.current_value) == (2400, 800, 2400)
        assert found.gain == 800

    def test_a_yield_in_cash_comes_back_and_one_in_shares_stays(self, ana: User, make: Makes) -> None:
        made = make()
        move(made, ana, "yield", amount=D("12.34"), on=date(2026, 3, 1))
        move(made, ana, "yield", amount=D(110), shares=D(1), on=date(2026, 4, 1))
        found = again(made)
        assert (found.yield_earned, found.returned, found.shares, found.cost) == (D("122.34"), D("12.34"), 11, 1000)
        assert (found.current_value, found.gain) == (1210, D("222.34"))

    def test_a_fee_costs_cash_or_shares(self, ana: User, make: Makes) -> None:
        made = make()
        move(made, ana, "fee", amount=D(5), on=date(2026, 3, 1))
        move(made, ana, "fee", amount=D(50), shares=D("0.5"), on=date(2026, 4, 1))
        found = again(made)
        assert (found.invested, found.shares, found.cost) == (1005, D("9.5"), 950)
        assert found.current_value == 950, "the fee is no price, but there are fewer shares from its day on"

    def test_eighteen_decimals_are_kept_and_added_exactly(self, ana: User, make: Makes) -> None:
        made = make(shares=D("0.000000000000000001"), entry_price=D("3000"), kind="crypto")
        move(made, ana, "buy", shares=D("999999999999.999999999999999998"), amount=D(1), on=TODAY)
        assert again(made).shares == D("999999999999.999999999999999999")
        code = refused(lambda: move(made, ana, "buy", shares=D("0.000000000000000001"), amount=D(1)))
        assert code == "amount_too_large"
        with pytest.raises(ValidationError) as found:
            make(shares=D("0.0000000000000000001"))
        assert found.value.error_dict["shares"][0].code == "too_many_decimals"

    def test_what_was_typed_as_price_is_the_price(self, make: Makes) -> None:
        made = make(shares=D(3), entry_price=D("33.333"))
        assert (made.entry_price, made.cost, made.invested) == (D("33.333"), D("100.00"), D("100.00"))

    def test_no_more_is_sold_than_there_was_on_the_day(self, ana: User, make: Makes) -> None:
        made = make()
        assert refused(lambda: move(made, ana, "sell", shares=D("10.1"), price=D(1))) == "more_than_held"
        move(made, ana, "buy", shares=D(5), price=D(100), on=date(2026, 6, 1))
        code = refused(lambda: move(made, ana, "sell", shares=D(12), price=D(1), on=date(2026, 5, 31)))
        assert code == "more_than_held"
        assert again(made).shares == 15

    def test_a_move_that_later_ones_need_stays(self, ana: User, make: Makes) -> None:
        made = make()
        buy = move(made, ana, "buy", shares=D(5), price=D(100), on=date(2026, 1, 1))
        sell = move(made, ana, "sell", shares=D(15), price=D(110), on=date(2026, 2, 1))
        assert refused(lambda: services.delete_move(move=buy, person=ana)) == "more_than_held"
        services.delete_move(move=sell, person=ana)
        services.delete_move(move=buy, person=ana)
        found = again(made)
        assert (found.shares, found.invested, found.returned, found.current_value) == (10, 1000, 0, 1000)
        assert PositionValue.objects.filter(position=made).count() == 1

    def test_a_move_of_an_earlier_day_moves_what_a_price_said_later(self, ana: User, make: Makes) -> None:
        made = make()
        services.set_value(position=made, person=ana, price=D(120), on=date(2026, 10, 1))
        services.set_value(position=made, person=ana, value=D(1300), on=date(2026, 11, 1))
        move(made, ana, "buy", shares=D(10), price=D(90), on=date(2025, 6, 1))
        values = dict(PositionValue.objects.filter(position=made).values_list("on", "value"))
        assert values[date(2026, 10, 1)] == 2400, "twenty shares at 120"
        assert values[date(2026, 11, 1)] == 1300, "what was said in all stands"
        assert again(made).opened_on == date(2025, 6, 1)

    @pytest.mark.parametrize(("values", "code"), [
        ({"kind": "buy", "amount": D(5)}, "required"),
        ({"kind": "sell", "price": D(5)}, "required"),
        ({"kind": "buy", "shares": D(1)}, "required"),
        ({"kind": "buy", "shares": D(-1), "amount": D(5)}, "amount_not_positive"),
        ({"kind": "buy", "shares": D(2), "price": D(5), "amount": D("10.01")}, "does_not_add_up"),
        ({"kind": "yield", "amount": D("1.001")}, "too_many_decimals"),
        ({"kind": "yield", "amount": D(0)}, "amount_not_positive"),
        ({"kind": "yield", "amount": D(1), "on": date(2026, 11, 21)}, "day_to_come"),
        ({"kind": "fee", "shares": D(1), "amount": D(1), "book": True}, "paid_in_shares"),
    ])  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, ana: User, make: Makes, values: dict[str, Any], code: str) -> None:
        made = make()
        assert refused(lambda: move(made, ana, **values)) == code


class TestWorth:
    def test_one_a_day_and_the_last_counts(self, ana: User, make: Makes) -> None:
        made = make()
        services.set_value(position=made, person=ana, value=D(1100))
        found = services.set_value(position=made, person=ana, value=D(1150))
        assert (found.current_value, found.price, found.valued_on) == (D(1150), D(115), TODAY)
        assert PositionValue.objects.filter(position=made, on=TODAY).count() == 1
        found = services.delete_value(position=made, person=ana, on=TODAY)
        assert (found.current_value, found.valued_on) == (1000, date(2025, 11, 2))

    def test_a_value_of_the_past_leaves_the_latest_alone(self, ana: User, make: Makes) -> None:
        made = make(current_value=D(1200))
        found = services.set_value(position=made, person=ana, value=D(900), on=date(2026, 3, 1))
        assert (found.current_value, found.valued_on) == (1200, TODAY)

    def test_what_makes_no_sense_is_refused(self, ana: User, make: Makes) -> None:
        made = make()

        def said(**values: Any) -> str:
            return refused(lambda: services.set_value(position=made, person=ana, **values))

        assert said(value=D(1), price=D(1)) == "value_or_price"
        assert said() == "value_or_price"
        assert said(value=D(-1)) == "amount_not_positive"
        assert said(value=D("1.001")) == "too_many_decimals"
        assert said(value=D(1), on=date(2026, 11, 21)) == "day_to_come"
        assert said(value=D(1), on=date(2025, 11, 1)) == "before_opening"
        empty = make(name="Later", shares=None, entry_price=None)
        assert refused(lambda: services.set_value(position=empty, person=ana, value=D(1))) == "nothing_held"


class TestLife:
    def test_it_lies_in_an_investment_account(self, ana: User, make: Makes) -> None:
        everyday = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
        assert refused(lambda: make(account=everyday)) == "not_an_investment"

    def test_an_id_of_a_contract_is_there_once(self, ana: User, make: Makes) -> None:
        make(position_id="0xabc")
        other = make(position_id="0xdef")
        assert refused(lambda: make(position_id="0xabc")) == "unique"
        code = refused(lambda: services.update_position(position=other, person=ana, position_id="0xabc"))
        assert code == "unique"
        make(position_id="")
        make(position_id="")

    def test_a_change_by_an_old_version_is_a_conflict(self, ana: User, make: Makes) -> None:
        made = make()
        changed = services.update_position(position=made, person=ana, version=made.version, apy=D("4.25"))
        assert (changed.apy, changed.version) == (D("4.25"), made.version + 1)
        with pytest.raises(Conflict):
            services.update_position(position=made, person=ana, version=made.version, name="Other")

    def test_closing_sells_what_is_left(self, ana: User, make: Makes) -> None:
        made = make()
        assert refused(lambda: services.close_position(position=made, person=ana)) == "still_held"
        closed = services.close_position(position=made, person=ana, amount=D(1250), on=date(2026, 11, 1))
        assert (closed.closed_on, closed.shares, closed.current_value, closed.gain) == (
            date(2026, 11, 1), D(0), D(0), D(250),
        )  # fmt: skip
        assert refused(lambda: move(closed, ana, "yield", amount=D(1))) == "position_closed"
        opened = services.reopen_position(position=closed, person=ana)
        move(opened, ana, "buy", shares=D(1), price=D(90))
        assert again(made).current_value == 90

    def test_what_is_worthless_is_closed_for_nothing(self, ana: User, make: Makes) -> None:
        closed = services.close_position(position=make(), person=ana, amount=D(0))
        assert (closed.gain, closed.current_value) == (D(-1000), D(0))

    def test_forgetting_takes_its_sums_along(self, ana: User, make: Makes) -> None:
        made, other = make(), make(name="Other", shares=D(1))
        move(made, ana, "yield", amount=D(7))
        services.delete_position(position=made, person=ana)
        sums = HoldingSum.objects.filter(account=other.account)
        assert sum(each.value for each in sums) == 100
        assert sum(each.yielded for each in sums) == 0

    def test_only_owners_change(self, ana: User, ben: User, carla: User, make: Makes, grant: Grants) -> None:
        made = make()
        grant(ben)
        for each in (ben, carla):
            with pytest.raises(NoLongerThere):
                services.update_position(position=made, person=each, name="Mine")
            with pytest.raises(NoLongerThere):
                move(made, each, "yield", amount=D(1))

    def test_it_goes_with_its_account(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        make(current_value=D(3))
        depot.delete()
        assert not Position.objects.exists()
        assert not HoldingSum.objects.exists()


class TestYieldsAsIncome:
    def test_a_yield_is_booked_once_in_its_category(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        made = move(make(), ana, "yield", amount=D("12.50"), on=date(2026, 11, 3), book=True)
        entry = Transaction.objects.get(account=depot)
        assert made.transaction == entry
        assert entry.category is not None
        assert (entry.amount, entry.kind, entry.category.slug) == (D("12.50"), "income", "interest-dividends")
        depot.refresh_from_db()
        assert depot.balance == D("512.50")

    def test_one_that_is_there_is_linked_once(self, ana: User, depot: MoneyAccount, make: Makes) -> None:
        made = make()
        entry = core.record_transaction(
            account=depot, recorded_by=ana, amount=D(9), booked_on=date(2026, 11, 4), payee="Dividend"
        )
        linked = move(made, ana, "yield", amount=D(9), transaction=entry)
        assert linked.on == date(2026, 11, 4)
        assert refused(lambda: move(made, ana, "yield", amount=D(9), transaction=entry)) == "unique"
        out = core.record_transaction(account=depot, recorded_by=ana, amount=D(-9), booked_on=TODAY, payee="Fee")
        assert refused(lambda: move(made, ana, "yield", amount=D(9), transaction=out)) == "does_not_exist"

    def test_an_account_in_another_currency_books_nothing(self, ana: User, make: Makes) -> None:
        made = make(currency="USD")
        assert refused(lambda: move(made, ana, "yield", amount=D(9), book=True)) == "other_currency"

    def test_the_other_owner_is_notified_and_who_only_looks_is_not(
        self, ana: User, ben: User, carla: User, make: Makes, grant: Grants
    ) -> None:
        grant(ben, role="co_owner")
        grant(carla)
        made = make()
        move(made, ana, "yield", amount=D(9))
        assert list(Notification.objects.filter(kind="yield").values_list("person", flat=True)) == [ben.pk]
        assert PositionMove.objects.filter(position=made, kind="yield").count() == 1
