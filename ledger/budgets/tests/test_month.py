"""What a month has left: figures held against what the overview counts, and against a calendar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from ledger.budgets import services
from ledger.budgets.models import Budget
from ledger.budgets.queries import WhatIf, month_view
from ledger.budgets.standing import standings
from ledger.budgets.suggesting import suggestions
from ledger.budgets.tests.conftest import DECEMBER, NOVEMBER, OCTOBER, Spends, category, view_of
from ledger.core import services as core
from ledger.core.access import lens_of
from ledger.core.models import MoneyAccount
from ledger.core.queries import monthly_figures
from ledger.goals.models import Goal
from ledger.goals.services import contribute, create_goal, delete_goal
from ledger.recurring.booking import book_due
from ledger.recurring.services import create_recurring
from ledger.recurring.tests.conftest import noon


def plans(budget: Budget, slug: str, amount: str) -> None:
    services.set_allocation(budget=budget, place=category(slug), amount=Decimal(amount))


class TestWhatCountsWhere:
    def test_all_rows_come_to_what_the_overview_says(self, ana: User, november: Budget, spend: Spends) -> None:
        plans(november, "food-dining", "100")
        purchase = spend("80", "coffee")
        spend("12.34", "games")
        spend("7.66", None, payee="Qwxz 4711")
        spend("50", "dining")
        core.record_transaction(
            account=purchase.account, recorded_by=ana, amount=Decimal("5.50"), booked_on=date(2026, 11, 12),
            kind="refund", category=category("coffee"),
        )  # fmt: skip
        view = view_of(november, ana)
        spent = {each.name: each.spent for each in view.categories if each.spent}
        assert spent == {"Food & Dining": Decimal("74.50"), "Dining": Decimal(50)}
        assert view.unplanned.spent == Decimal("20.00")
        assert view.unplanned_by == {category("games").pk: Decimal("12.34"), None: Decimal("7.66")}
        (overview,) = monthly_figures(lens_of(ana), first=NOVEMBER, last=NOVEMBER)["EUR"]
        assert view.total_spent == overview.spent == Decimal("144.50")

    def test_moving_and_merging_leave_every_month_right(self, ana: User, november: Budget, spend: Spends) -> None:
        own = core.create_category(owner=ana, name="Sushi", parent=category("dining"))
        services.set_allocation(budget=november, place=own, amount=Decimal(60))
        entry = spend("40", own)
        spend("10")
        core.update_transaction(entry=entry, changed_by=ana, booked_on=date(2026, 10, 31))
        assert view_of(november, ana).total_spent == Decimal(10)
        core.update_transaction(entry=entry, changed_by=ana, booked_on=date(2026, 11, 2))
        core.merge_category(category=own, into=category("dining"), merged_by=ana)
        view = view_of(november, ana)
        row = view.row(category("dining").pk)
        assert row is not None
        assert (row.allocated, row.spent, view.total_spent) == (Decimal(250), Decimal(50), Decimal(50))
        assert view.total_allocated == Decimal(3060)

    def test_an_amount_goes_where_its_lines_count_from_now_on(self, ana: User, november: Budget, spend: Spends) -> None:
        """Into what is above where the replacement has no amount of its own; alone, it becomes the replacement's."""
        own = core.create_category(owner=ana, name="Chess", parent=category("games"))
        services.set_allocation(budget=november, place=own, amount=Decimal(60))
        services.set_roll_over(person=ana, category=own, takes_debt_along=True)
        spend("40", own)
        core.delete_category(category=own, deleted_by=ana, replacement=category("cinema-events"))
        row = view_of(november, ana).row(category("cinema-events").pk)
        assert row is not None
        assert (row.allocated, row.spent, row.rolls_over) == (Decimal(60), Decimal(40), True)
        plans(november, "shopping", "100")
        gadget = core.create_category(owner=ana, name="Gadgets", parent=category("electronics"))
        services.set_allocation(budget=november, place=gadget, amount=Decimal(30))
        core.delete_category(category=gadget, deleted_by=ana, replacement=category("electronics"))
        row = view_of(november, ana).row(category("shopping").pk)
        assert row is not None
        assert row.allocated == Decimal(130)

    def test_a_category_nobody_used_leaves_its_amount_open(self, ana: User, november: Budget) -> None:
        own = core.create_category(owner=ana, name="Chess", parent=category("games"))
        services.set_allocation(budget=november, place=own, amount=Decimal(60))
        core.delete_category(category=own, deleted_by=ana)
        assert view_of(november, ana).total_allocated == Decimal(3000)

    def test_what_a_closed_month_has_in_its_plan_stays(self, ana: User, november: Budget) -> None:
        own = core.create_category(owner=ana, name="Chess", parent=category("games"))
        goal = create_goal(person=ana, name="Lisbon", target_amount=Decimal(900))
        services.set_allocation(budget=november, place=own, amount=Decimal(60))
        services.set_allocation(budget=november, place=goal, amount=Decimal(40))
        services.close_month(budget=november, today=date(2026, 12, 12))
        with pytest.raises(ValidationError) as of_goal:
            delete_goal(goal=goal, deleted_by=ana)
        with pytest.raises(ValidationError) as of_category:
            core.delete_category(category=own, deleted_by=ana)
        codes = [each.value.stable_code for each in (of_goal, of_category)]  # type: ignore[attr-defined]
        assert codes == ["in_closed_month", "category_in_use"]
        view = view_of(november, ana)
        assert [row.allocated for row in map(view.row, (own.pk, goal.pk)) if row] == [Decimal(60), Decimal(40)]

    def test_my_part_of_a_joint_account(
        self, ana: User, ben: User, november: Budget, spend: Spends, everyday: MoneyAccount
    ) -> None:
        """Without an agreement each line is its owner's: nothing of it is in the other's month."""
        core.add_co_owner(account=everyday, person=ben, added_by=ana)
        spend("40")
        theirs = services.create_budget(person=ben, month=NOVEMBER, total_income=Decimal(100))
        assert view_of(theirs, ben).total_spent == Decimal(0)
        assert view_of(november, ana).total_spent == Decimal(40)


class TestWhereItHeads:
    @pytest.fixture
    def dining(self, november: Budget, spend: Spends) -> Budget:
        """320 for dining, 238.60 spent by the 20th of 30 days: the picture's figures."""
        plans(november, "dining", "320")
        for amount in ("79.60", "79.50", "79.50"):
            spend(amount)
        return november

    def test_at_its_pace(self, ana: User, dining: Budget) -> None:
        row = view_of(dining, ana).row(category("dining").pk)
        assert row is not None
        assert (row.remaining, row.pace, row.projected, row.overrun, row.used_percent) == (
            Decimal("81.40"), Decimal("213.33"), Decimal("357.90"), Decimal("37.90"), Decimal("74.6"),
        )  # fmt: skip

    def test_fewer_than_three_payments_are_no_pace(self, ana: User, november: Budget, spend: Spends) -> None:
        """The rent is paid once; what is moved elsewhere is only what would be left if it went on all the same."""
        spend("900", "rent")
        spend("10", "clothing")
        view = view_of(november, ana)
        rent, clothes = view.row(category("rent").pk), view.row(category("clothing").pk)
        assert rent is not None
        assert clothes is not None
        assert (rent.projected, rent.overrun, rent.spare) == (Decimal(900), Decimal(0), Decimal(0))
        assert (clothes.projected, clothes.spare) == (Decimal(10), Decimal(5))
        assert {each.state for each in standings(view)} == {"on_track"}

    def test_what_recurs_is_not_projected_but_added(
        self, ana: User, november: Budget, everyday: MoneyAccount, spend: Spends
    ) -> None:
        for payee, day in (("Power", date(2026, 11, 20)), ("Water", date(2026, 11, 25))):
            create_recurring(
                recorded_by=ana, account=everyday, kind="expense", amount=Decimal(60), payee=payee,
                category=category("electricity"), frequency="monthly", starts_on=day,
            )  # fmt: skip
        plans(november, "electricity", "150")
        book_due(now=noon(date(2026, 11, 20)))
        for amount in ("4", "3", "3"):
            spend(amount, "electricity")
        row = view_of(november, ana).row(category("electricity").pk)
        assert row is not None
        assert (row.spent, row.fixed, row.still_due) == (Decimal(70), Decimal(60), Decimal(60))
        assert row.projected == Decimal(70 + 60 + 5)

    def test_a_month_that_is_over_and_one_to_come(self, ana: User, half_a_year: None, everyday: MoneyAccount) -> None:
        create_recurring(
            recorded_by=ana, account=everyday, kind="expense", amount=Decimal(60), payee="Power",
            category=category("electricity"), frequency="monthly", starts_on=date(2026, 12, 1),
        )  # fmt: skip
        past = services.create_budget(person=ana, month=OCTOBER, total_income=Decimal(3000))
        view = view_of(past, ana)
        assert {each.name for each in view.rows if each.projected != each.spent and each.category} == set()
        assert (view.left_to_spend.days, view.left_to_spend.per_day, view.total_still_due) == (0, None, Decimal(0))
        coming = view_of(services.create_budget(person=ana, month=DECEMBER, total_income=Decimal(3000)), ana)
        row = coming.row(category("electricity").pk)
        assert row is not None
        assert (row.allocated, row.pace, row.projected) == (Decimal(60), Decimal(0), Decimal(60))
        assert coming.left_to_spend.days == 31

    def test_money_is_suggested_in_round_amounts_from_where_it_is_to_spare(
        self, ana: User, dining: Budget, spend: Spends
    ) -> None:
        plans(dining, "clothing", "260")
        for amount in ("32", "32", "32.50"):
            spend(amount, "clothing")
        plans(dining, "games", "10")
        spend("11", "games")
        plans(dining, "gifts", "90")
        for amount in ("30", "30", "28"):
            spend(amount, "gifts")
        found = suggestions(view_of(dining, ana))
        assert [(each.source.name, each.target.name, each.amount) for each in found] == [
            ("Clothing & shoes", "Gifts", Decimal(45)),
            ("Clothing & shoes", "Dining", Decimal(40)),
            ("Clothing & shoes", "Games", Decimal(1)),
        ]
        assert found[1].why == ("Dining heads for €357.90, €37.90 over. Clothing & shoes heads for €144.75 of €260.00.")

    def test_nothing_is_taken_from_what_is_over_or_would_be(self, ana: User, dining: Budget, spend: Spends) -> None:
        """Whatever is spent, the giver still has what it heads for, and gives no more than is planned there."""
        for slug, planned, spent in (("clothing", "260", "180"), ("games", "10", "11"), ("gifts", "90", "30")):
            plans(dining, slug, planned)
            spend(spent, slug)
        plans(dining, "savings", "0")
        view = view_of(dining, ana)
        for each in suggestions(view):
            assert not each.source.is_over
            assert each.source.available - each.amount >= each.source.projected
            assert each.source.name != "Clothing & shoes"


class TestLeftToSpend:
    def test_it_is_what_its_parts_come_to(
        self, ana: User, november: Budget, spend: Spends, everyday: MoneyAccount
    ) -> None:
        goal = Goal.objects.create(owner=ana, name="Trip", target_amount=Decimal(900), currency="EUR")
        services.set_allocation(budget=november, place=goal, amount=Decimal(100))
        contribute(goal=goal, person=ana, amount=Decimal(130), on=date(2026, 11, 5))
        plans(november, "savings", "300")
        plans(november, "stocks-funds", "200")
        spend("220", "stocks-funds")
        spend("400", "groceries")
        spend("5", "games")
        create_recurring(
            recorded_by=ana, account=everyday, kind="expense", amount=Decimal(900), payee="Landlord",
            category=category("rent"), frequency="monthly", starts_on=date(2026, 11, 30),
        )  # fmt: skip
        left = view_of(november, ana).left_to_spend
        assert (left.income, left.spent, left.set_aside, left.still_due) == (
            Decimal(3000), Decimal(405), Decimal(130 + 300 + 220), Decimal(900),
        )  # fmt: skip
        assert (left.left, left.days, left.per_day) == (Decimal(1045), 11, Decimal("95.00"))

    def test_money_put_in_by_a_payment_of_savings_counts_once(self, ana: User, november: Budget, spend: Spends) -> None:
        goal = Goal.objects.create(owner=ana, name="Trip", target_amount=Decimal(900), currency="EUR")
        services.set_allocation(budget=november, place=goal, amount=Decimal(100))
        plans(november, "savings", "0")
        before = view_of(november, ana).left_to_spend.left
        payment = spend("100", "goal-saving")
        contribute(goal=goal, person=ana, amount=Decimal(100), transaction=payment)
        view = view_of(november, ana)
        assert (view.total_put_in, view.total_spent) == (Decimal(0), Decimal(100))
        assert view.left_to_spend.left == before

    def test_until_the_next_payday(self, ana: User, november: Budget) -> None:
        ana.payday = "27"
        left = month_view(november, ana).left_to_spend
        assert (left.until, left.days) == (date(2026, 11, 27), 7)

    def test_below_zero_nothing_a_day(self, ana: User, november: Budget, spend: Spends) -> None:
        spend("5000")
        left = view_of(november, ana).left_to_spend
        assert left.left < 0
        assert left.per_day == Decimal(0)


def test_what_if_changes_nothing(ana: User, november: Budget) -> None:
    amounts = {category("dining").pk: Decimal(250), category("games").pk: Decimal(5)}
    tried = month_view(november, ana, WhatIf(amounts, Decimal(3100)))
    assert (tried.total_allocated, tried.unallocated) == (Decimal(3065), Decimal(35))
    assert view_of(november, ana).total_allocated == Decimal(3000)
