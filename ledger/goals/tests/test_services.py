from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core import services as core
from ledger.core.errors import Conflict
from ledger.core.models import Category, MoneyAccount
from ledger.goals import services
from ledger.goals.behind import tell_behind
from ledger.goals.models import Goal, GoalContribution, GoalMilestone
from ledger.goals.queries import report_of, reports, summary
from ledger.goals.services import contribute, log_yield, withdraw
from ledger.goals.tests.conftest import TODAY, Books, Makes


def refused(act: Any) -> str:
    with pytest.raises(ValidationError) as found:
        act()
    code: str = found.value.stable_code  # type: ignore[attr-defined]
    return code


def again(goal: Goal) -> Goal:
    return Goal.objects.get(pk=goal.pk)


class TestWhatGoesIn:
    def test_it_is_saved_completes_the_goal_and_opens_it_again(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(2300))
        log_yield(goal=goal, person=ana, amount=Decimal(100))
        assert (again(goal).status, again(goal).yield_earned, again(goal).completed_on) == ("completed", 100, TODAY)
        withdraw(goal=goal, person=ana, amount=Decimal("0.01"))
        assert (again(goal).status, again(goal).completed_on) == ("active", None)

    def test_no_more_is_taken_out_than_is_in_it(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(10))
        assert refused(lambda: withdraw(goal=goal, person=ana, amount=Decimal("10.01"))) == "below_zero"
        withdraw(goal=goal, person=ana, amount=Decimal(10))
        assert again(goal).saved_amount == 0

    def test_a_change_moves_what_is_saved(self, ana: User, make: Makes) -> None:
        goal = make()
        part = contribute(goal=goal, person=ana, amount=Decimal(100))
        taken = withdraw(goal=goal, person=ana, amount=Decimal(30))
        services.change_contribution(contribution=part, person=ana, amount=Decimal(90), note="less")
        services.change_contribution(contribution=taken, person=ana, amount=Decimal(90))
        assert again(goal).saved_amount == 0
        code = refused(lambda: services.delete_contribution(contribution=part, person=ana))
        assert code == "below_zero"
        services.delete_contribution(contribution=taken, person=ana)
        assert again(goal).saved_amount == 90

    def test_nothing_goes_into_what_is_put_away(self, ana: User, make: Makes) -> None:
        goal = services.archive_goal(goal=make(), changed_by=ana)
        assert refused(lambda: contribute(goal=goal, person=ana, amount=Decimal(1))) == "not_active"
        services.reopen_goal(goal=goal, changed_by=ana)
        contribute(goal=goal, person=ana, amount=Decimal(1))

    @pytest.mark.parametrize(
        ("amount", "on", "code"),
        [
            ("0", None, "amount_not_positive"),
            ("-5", None, "amount_not_positive"),
            ("0.001", None, "too_many_decimals"),
            ("1000000.01", None, "amount_too_large"),
            ("1", date(2026, 11, 21), "day_to_come"),
        ],
    )
    def test_what_cannot_be_is_refused(self, ana: User, make: Makes, amount: str, on: date | None, code: str) -> None:
        goal = make()
        assert refused(lambda: contribute(goal=goal, person=ana, amount=Decimal(amount), on=on)) == code

    def test_what_the_other_logged_is_theirs_to_change(self, ana: User, ben: User, make: Makes) -> None:
        part = contribute(goal=make(), person=ana, amount=Decimal(100))
        GoalContribution.objects.filter(pk=part.pk).update(person=ben)
        with pytest.raises(PermissionDenied):
            services.delete_contribution(contribution=part, person=ana)


class TestPayments:
    def test_goals_share_a_payment_up_to_its_amount(self, ana: User, make: Makes, books: Books) -> None:
        entry, first, second = books("-500"), make(), make(name="Bike")
        part = contribute(goal=first, person=ana, amount=Decimal(300), transaction=entry)
        assert part.on == entry.booked_on
        code = refused(lambda: contribute(goal=second, person=ana, amount=Decimal("200.01"), transaction=entry))
        assert code == "above_payment"
        contribute(goal=second, person=ana, amount=Decimal(200), transaction=entry)
        code = refused(lambda: services.change_contribution(contribution=part, person=ana, amount=Decimal("300.01")))
        assert code == "above_payment"
        services.change_contribution(contribution=part, person=ana, amount=Decimal(250))
        services.change_contribution(contribution=part, person=ana, amount=Decimal(300))

    def test_a_goal_takes_one_part_of_a_payment(self, ana: User, make: Makes, books: Books) -> None:
        entry, goal = books("500"), make()
        contribute(goal=goal, person=ana, amount=Decimal(1), transaction=entry)
        code = refused(lambda: contribute(goal=goal, person=ana, amount=Decimal(1), transaction=entry))
        assert code == "already_there"
        assert again(goal).saved_amount == 1

    def test_both_halves_of_a_transfer_are_one_payment(self, ana: User, make: Makes, savings: MoneyAccount) -> None:
        everyday = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
        pair = core.record_transfer(
            from_account=everyday, to_account=savings, recorded_by=ana, amount=Decimal(310), booked_on=date(2026, 11, 2)
        )
        contribute(goal=make(), person=ana, amount=Decimal(300), transaction=pair.incoming)
        bike = make(name="Bike")
        code = refused(lambda: contribute(goal=bike, person=ana, amount=Decimal(11), transaction=pair.outgoing))
        assert code == "above_payment"
        contribute(goal=bike, person=ana, amount=Decimal(10), transaction=pair.outgoing)

    def test_what_is_in_the_bin_does_not_count_until_it_is_restored(self, ana: User, make: Makes, books: Books) -> None:
        entry, goal = books("500"), make()
        contribute(goal=goal, person=ana, amount=Decimal(500), transaction=entry)
        contribute(goal=goal, person=ana, amount=Decimal(40))
        core.bin_transaction(entry=entry, changed_by=ana)
        assert services.follow_payments([entry.pk], entry.account_id) == 1
        assert services.follow_payments() == 0
        assert again(goal).saved_amount == 40
        entry.refresh_from_db()
        core.restore_transaction(entry=entry, changed_by=ana)
        assert services.follow_payments() == 1
        assert again(goal).saved_amount == 540

    def test_where_too_little_is_left_it_goes_on_counting(self, ana: User, make: Makes, books: Books) -> None:
        entry, goal = books("500"), make()
        contribute(goal=goal, person=ana, amount=Decimal(500), transaction=entry)
        withdraw(goal=goal, person=ana, amount=Decimal(1))
        core.bin_transaction(entry=entry, changed_by=ana)
        assert services.follow_payments() == 0
        assert again(goal).saved_amount == 499

    def test_a_payment_made_smaller_gives_goals_no_more_than_it_has(self, ana: User, make: Makes, books: Books) -> None:
        entry, lisbon, bike = books("500"), make(), make(name="Bike")
        contribute(goal=lisbon, person=ana, amount=Decimal(300), transaction=entry)
        contribute(goal=bike, person=ana, amount=Decimal(200), transaction=entry)
        core.update_transaction(entry=entry, changed_by=ana, amount=Decimal(250))
        assert services.follow_payments([entry.pk], entry.account_id) == 2
        assert services.follow_payments() == 0
        assert (again(lisbon).saved_amount, again(bike).saved_amount) == (250, 0)
        assert not GoalContribution.objects.filter(goal=bike).exists()

    def test_what_was_taken_out_since_is_not_lowered_below_nothing(self, ana: User, make: Makes, books: Books) -> None:
        entry, goal = books("500"), make()
        contribute(goal=goal, person=ana, amount=Decimal(500), transaction=entry)
        withdraw(goal=goal, person=ana, amount=Decimal(450))
        core.update_transaction(entry=entry, changed_by=ana, amount=Decimal(100))
        assert services.follow_payments() == 0
        assert again(goal).saved_amount == 50

    def test_one_that_was_merged_into_another_counts_on(self, ana: User, make: Makes, books: Books) -> None:
        by_hand, of_bank, goal = books("500"), books("500"), make()
        contribute(goal=goal, person=ana, amount=Decimal(500), transaction=by_hand)
        core.merge_transactions(keep=of_bank, gone=by_hand, merged_by=ana)
        assert services.follow_payments() == 0
        bike = make(name="Bike")
        code = refused(lambda: contribute(goal=bike, person=ana, amount=Decimal(1), transaction=of_bank))
        assert code == "above_payment"

    def test_the_bin_is_followed_by_a_job(
        self, ana: User, make: Makes, books: Books, django_capture_on_commit_callbacks: Any
    ) -> None:
        from config.kernel.models import Job

        entry = books("500")
        contribute(goal=make(), person=ana, amount=Decimal(500), transaction=entry)
        other = books("20")
        with django_capture_on_commit_callbacks(execute=True):
            core.bin_transaction(entry=entry, changed_by=ana)
            core.bin_transaction(entry=other, changed_by=ana)
        jobs = Job.objects.filter(kind="follow_goal_payments")
        assert [each.payload["ids"] for each in jobs] == [[str(entry.pk)]]

    def test_payments_that_do_not_fit(self, ana: User, ben: User, make: Makes, books: Books) -> None:
        dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
        his = core.create_money_account(owner=ben, currency="EUR", name="His")
        core.grant_view(account=his, person=ana, level="full", granted_by=ben)
        goal, entry = make(), books("10")
        core.bin_transaction(entry=entry, changed_by=ana)
        for transaction, code in [
            (books("10", account=dollars), "other_currency"),
            (books("10", account=his), "does_not_exist"),
            (entry, "does_not_exist"),
        ]:
            assert (
                refused(lambda each=transaction: contribute(goal=goal, person=ana, amount=Decimal(1), transaction=each))
                == code
            )


class TestMilestones:
    def test_each_quarter_is_told_once_the_last_of_those_reached_together(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(1300))
        assert list(GoalMilestone.objects.values_list("percent", flat=True)) == [25, 50]
        withdraw(goal=goal, person=ana, amount=Decimal(1300))
        contribute(goal=goal, person=ana, amount=Decimal(2400))
        assert list(GoalMilestone.objects.values_list("percent", flat=True)) == [25, 50, 75, 100]
        told = Notification.objects.filter(person=ana, kind="goal_milestone").order_by("created_at")
        assert [each.data["percent"] for each in told] == [50, 100]

    def test_a_smaller_target_reaches_them_too(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(500))
        services.update_goal(goal=goal, changed_by=ana, target_amount=Decimal(500))
        assert again(goal).status == "completed"
        assert GoalMilestone.objects.count() == 4
        services.update_goal(goal=goal, changed_by=ana, target_amount=Decimal(1000))
        assert (again(goal).status, again(goal).completed_on) == ("active", None)


class TestChanges:
    def test_an_old_version_is_refused(self, ana: User, make: Makes) -> None:
        goal = make()
        services.update_goal(goal=goal, changed_by=ana, version=1, name="Porto")
        with pytest.raises(Conflict):
            services.update_goal(goal=goal, changed_by=ana, version=1, name="Faro")
        assert (again(goal).name, again(goal).version) == ("Porto", 2)

    def test_a_completed_one_keeps_its_day_when_its_name_changes(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(2400))
        Goal.objects.update(completed_on=date(2026, 1, 2))
        services.update_goal(goal=goal, changed_by=ana, name="Porto")
        assert (again(goal).status, again(goal).completed_on) == ("completed", date(2026, 1, 2))

    def test_its_account_decides_the_currency(self, ana: User, make: Makes) -> None:
        dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
        assert make(account_id=dollars.pk).currency == "USD"
        euros = make()
        code = refused(lambda: services.update_goal(goal=euros, changed_by=ana, account_id=dollars.pk))
        assert code == "other_currency"

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"name": " "}, "required"),
            ({"target_amount": Decimal(0)}, "amount_not_positive"),
            ({"monthly_amount": Decimal(-1)}, "amount_not_positive"),
            ({"priority": 11}, "out_of_range"),
            ({"status": "completed"}, "invalid_choice"),
        ],
    )
    def test_what_cannot_be_is_refused(self, make: Makes, values: dict[str, Any], code: str) -> None:
        assert refused(lambda: make(**values)) == code

    def test_what_is_anothers_does_not_exist(self, ben: User, make: Makes) -> None:
        category = Category.objects.create(owner=ben, name="Secret")
        account = core.create_money_account(owner=ben, currency="EUR", name="His")
        assert refused(lambda: make(category_id=category.pk)) == "does_not_exist"
        assert refused(lambda: make(account_id=account.pk)) == "does_not_exist"


class TestReports:
    def test_what_goes_in_is_the_plan_else_the_mean_of_three_full_months(self, ana: User, make: Makes) -> None:
        goal = make()
        for month, amount in ((7, 900), (8, 100), (9, 200), (10, 301), (11, 5000)):
            contribute(goal=goal, person=ana, amount=Decimal(amount), on=date(2026, month, 2))
        withdraw(goal=goal, person=ana, amount=Decimal(1), on=date(2026, 10, 3))
        log_yield(goal=goal, person=ana, amount=Decimal(99), on=date(2026, 10, 3))
        assert report_of(goal, TODAY).progress.going_in == 200
        planned = services.update_goal(goal=goal, changed_by=ana, monthly_amount=Decimal(310))
        assert report_of(planned, TODAY).progress.going_in == 310

    def test_a_young_goal_is_judged_by_its_own_months(self, ana: User, make: Makes) -> None:
        goal = make()
        contribute(goal=goal, person=ana, amount=Decimal(50))
        assert report_of(goal, TODAY).progress.going_in == 50
        contribute(goal=goal, person=ana, amount=Decimal(80), on=date(2026, 10, 2))
        assert report_of(goal, TODAY).progress.going_in == 80

    def test_the_summary_earmarks_and_adds_no_currencies(self, ana: User, make: Makes, savings: MoneyAccount) -> None:
        goal = make(account_id=savings.pk, monthly_amount=Decimal(100))
        make(name="Bike", currency="USD")
        contribute(goal=goal, person=ana, amount=Decimal(1500))
        found = summary(ana, reports(Goal.objects.visible_to(ana).order_by("currency"), TODAY))
        told = [(each.currency, each.saved, each.going_in) for each in found.sums]
        assert told == [("EUR", Decimal(1500), Decimal(100)), ("USD", Decimal(0), Decimal(0))]
        assert [(each.balance, each.earmarked) for each in found.accounts] == [(Decimal(2000), Decimal(1500))]
        assert found.accounts[0].free == 500

    def test_an_account_that_is_not_shown_any_more_is_not_told_of(self, ana: User, ben: User, make: Makes) -> None:
        his = core.create_money_account(owner=ben, currency="EUR", name="His", opening_balance=Decimal(700))
        core.grant_view(account=his, person=ana, level="exists", granted_by=ben)
        make(account_id=his.pk)
        assert summary(ana, reports(Goal.objects.visible_to(ana), TODAY)).accounts == []

    def test_reports_cost_the_same_however_much_went_in(
        self, ana: User, make: Makes, django_assert_num_queries: Any
    ) -> None:
        for number in range(6):
            goal = make(name=f"Goal {number}")
            for _time in range(number):
                contribute(goal=goal, person=ana, amount=Decimal(1))
        with django_assert_num_queries(3):
            reports(Goal.objects.visible_to(ana), TODAY)


class TestBehind:
    def test_it_is_said_once_a_month_and_only_of_what_comes_late(self, ana: User, make: Makes) -> None:
        late = make(monthly_amount=Decimal(100))
        make(name="No date", target_date=None)
        make(name="In time", monthly_amount=Decimal(2000))
        services.archive_goal(goal=make(name="Away"), changed_by=ana)
        assert (tell_behind(TODAY), tell_behind(TODAY)) == (1, 0)
        assert tell_behind(date(2026, 12, 1)) == 1
        told = Notification.objects.filter(person=ana, kind="goal_behind")
        assert {each.data["goal"] for each in told} == {str(late.pk)}
        assert {each.severity for each in told} == {"warning"}
