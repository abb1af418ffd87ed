from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.standing import standing_of
from ledger.reconciling.tests.conftest import says, spend


@pytest.fixture
def anas(ana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ana)


def at(name: str, account: MoneyAccount, *more: object) -> str:
    return reverse(name, args=[account.pk, *more])


def stands(person: User, account: MoneyAccount) -> Any:
    account.refresh_from_db()
    return standing_of(person, account)


STATEMENT = {"on": "2026-03-31", "amount": "950.00"}


def test_the_list_says_which_accounts_agree(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-31": "1000.00"})
    other = core.create_money_account(owner=ana, currency="EUR", name="Other")
    says(other, {"2026-03-31": "12.00"})
    core.create_money_account(owner=ana, currency="EUR", name="Untold")
    page = anas.get(reverse("reconcile")).content.decode()
    assert "Agrees on 31 Mar" in page
    assert "€12.00 apart" in page
    assert "Nothing to compare with" in page


@pytest.mark.parametrize("name", ["reconcile_account", "reconcile_statement"])
def test_somebody_who_only_sees_an_account_learns_nothing_of_its_bank(
    name: str, ben: User, everyday: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    everyday.grants.create(person=ben, role="viewer", level="full")
    client = signed_in(ben)
    assert client.get(at(name, everyday), STATEMENT).status_code == 404
    assert everyday.name not in client.get(reverse("reconcile")).content.decode()


def test_lines_are_ticked_off_until_nothing_is_left(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    lunch, rent = spend(everyday, ana, "2026-03-03", "-10"), spend(everyday, ana, "2026-03-04", "-40")
    later = spend(everyday, ana, "2026-04-02", "-5")
    first = anas.get(at("reconcile_statement", everyday), STATEMENT)
    assert first.context["sheet"].difference == Decimal(-50)
    assert [each.pk for each in first.context["lines"]] == [rent.pk, lunch.pk]
    tick = {**STATEMENT, "line": str(lunch.pk), "ticked": "yes"}
    part = anas.post(at("reconcile_tick", everyday), tick, headers={"HX-Request": "true"})
    assert "1 line ticked off" in part.content.decode()
    assert "<html" not in part.content.decode()
    anas.post(at("reconcile_tick", everyday), {**STATEMENT, "line": "all", "ticked": "yes"})
    done = anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "ticked"}, follow=True)
    assert "The statement of 31 Mar is finished" in done.content.decode()
    marked = Transaction.objects.filter(reconciled_on=date(2026, 3, 31)).values_list("pk", flat=True)
    assert set(marked) == {lunch.pk, rent.pk}
    assert stands(ana, everyday).agrees
    later.refresh_from_db()
    assert later.reconciled_on is None


def test_what_does_not_add_up_is_not_finished(anas: Client, ana: User, everyday: MoneyAccount) -> None:
    spend(everyday, ana, "2026-03-03", "-10")
    refused = anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "all"})
    assert refused.status_code == 422
    assert "-40.00 apart" in refused.content.decode()
    assert not StatementBalance.objects.exists()
    assert not Transaction.objects.filter(reconciled_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2026-03-31"}, "This field is required"),
        ({"on": "2999-01-01", "amount": "1"}, "still to come"),
        ({"on": "1066-10-14", "amount": "1"}, "since 1900"),
        ({"on": "2026-03-31", "amount": "1.005"}, "decimals"),
        ({"on": "x", "amount": "lots"}, "Enter an amount"),
    ],
)
@pytest.mark.parametrize("name", ["reconcile_statement", "reconcile_tick", "reconcile_finish"])
def test_a_statement_that_cannot_be_is_refused_with_what_was_typed(
    name: str, typed: dict[str, str], said: str, anas: Client, everyday: MoneyAccount
) -> None:
    ask = anas.get if name == "reconcile_statement" else anas.post
    page = ask(at(name, everyday), typed)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert all(f'value="{each}"' in page.content.decode() for each in typed.values() if each != "x")


def test_the_rest_is_booked_and_the_statement_taken_back(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    spend(everyday, ana, "2026-03-03", "-10")
    anas.post(at("reconcile_tick", everyday), {**STATEMENT, "line": "all", "ticked": "yes"})
    anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "correct"})
    booked = Transaction.objects.get(payee="Balance correction")
    assert (booked.amount, booked.booked_on, booked.kind) == (Decimal(-40), date(2026, 3, 31), "expense")
    assert booked.category is not None
    assert stands(ana, everyday).agrees
    balance = StatementBalance.objects.get()
    undone = anas.post(at("reconcile_forget", everyday, balance.pk), headers={"HX-Request": "true"})
    assert undone.status_code == 204
    booked.refresh_from_db()
    assert booked.deleted_at is not None
    assert not StatementBalance.objects.exists()
    assert not Transaction.objects.filter(reconciled_on__isnull=False).exists()
    everyday.refresh_from_db()
    assert not check_account(everyday)


def test_what_agreed_before_is_not_looked_at_again(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    spend(everyday, ana, "2026-01-03", "-10")
    says(everyday, {"2026-01-31": "990.00"})
    march = spend(everyday, ana, "2026-03-03", "-40")
    sheet = anas.get(at("reconcile_statement", everyday), STATEMENT)
    assert [each.pk for each in sheet.context["lines"]] == [march.pk]
    assert sheet.context["sheet"].opening == Decimal(990)
    assert "Tick the last 1 and finish" in sheet.content.decode()
    anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "all"})
    assert stands(ana, everyday).agrees


def test_a_line_of_an_earlier_statement_counts_as_reconciled(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    """A cheque written in March and booked in April keeps March apart, and is the only line left for April."""
    spend(everyday, ana, "2026-03-03", "-50", "Rent")
    cheque = spend(everyday, ana, "2026-03-30", "-7", "Cheque")
    rent = Transaction.objects.get(payee="Rent")
    anas.post(at("reconcile_tick", everyday), {**STATEMENT, "line": str(rent.pk), "ticked": "yes"})
    anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "ticked"})
    found = stands(ana, everyday)
    assert (found.gap, found.apart_since) == (Decimal(7), date(2026, 3, 31))
    april = anas.get(at("reconcile_statement", everyday), {"on": "2026-04-30", "amount": "943.00"})
    assert [each.pk for each in april.context["lines"]] == [cheque.pk]
    assert april.context["sheet"].opening == Decimal(950)


def test_ticks_under_a_mistyped_day_are_not_lost(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    entry = spend(everyday, ana, "2026-03-03", "-50")
    wrong = {**STATEMENT, "on": "2026-03-30", "line": str(entry.pk), "ticked": "yes"}
    anas.post(at("reconcile_tick", everyday), wrong)
    sheet = anas.get(at("reconcile_statement", everyday), STATEMENT).context["sheet"]
    assert (sheet.ticked_count, sheet.difference) == (1, Decimal(0))
    anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "ticked"})
    entry.refresh_from_db()
    assert entry.reconciled_on == date(2026, 3, 31)


def test_a_line_ticked_off_and_moved_to_another_account_is_open_there(
    ana: User, anas: Client, everyday: MoneyAccount
) -> None:
    entry = spend(everyday, ana, "2026-03-03", "-50")
    anas.post(at("reconcile_finish", everyday), {**STATEMENT, "how": "all"})
    detail = anas.get(reverse("transaction_detail", args=[entry.pk])).content.decode()
    assert "Ticked off on the statement of 31 Mar" in detail
    other = core.create_money_account(owner=ana, currency="EUR", name="Other")
    entry.refresh_from_db()
    moved = core.update_transaction(entry=entry, changed_by=ana, account=other)
    assert moved.reconciled_on is None


def test_long_statements_come_in_pages(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    drafts = [
        core.TransactionDraft(amount=Decimal(-1), booked_on=date(2026, 3, 1), payee=f"No {n}") for n in range(120)
    ]
    core.record_many(account=everyday, recorded_by=ana, drafts=drafts)
    address = at("reconcile_statement", everyday)
    first = anas.get(address, STATEMENT)
    last = anas.get(address, {**STATEMENT, "page": "99"})
    assert (len(first.context["lines"]), len(last.context["lines"]), last.context["page"]) == (50, 20, 3)
    assert anas.get(first.context["older_url"]).context["page"] == 2


def test_the_timeline_folds_the_days_of_a_file_together(ana: User, anas: Client, everyday: MoneyAccount) -> None:
    says(everyday, {f"2026-03-{day:02}": "1000.00" if day < 20 else "990.00" for day in range(1, 32)})
    page = anas.get(at("reconcile_account", everyday))
    assert [(run.count, run.latest.gap) for run in page.context["runs"]] == [(12, Decimal(-10)), (19, Decimal(0))]
    assert "It began on 20 Mar" in page.content.decode()
    older = anas.get(at("reconcile_account", everyday), {"before": "2026-03-11"})
    assert older.context["runs"][0].latest.on == date(2026, 3, 10)
    assert anas.get(at("reconcile_account", everyday), {"before": "x"}).status_code == 302
