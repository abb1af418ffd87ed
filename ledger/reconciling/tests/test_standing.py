"""Standings equal what the lines themselves say, whatever happened to them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.standings import Standing
from ledger.reconciling import standing as standing_module
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.standing import KnownStandings, standing_of
from ledger.reconciling.tests.conftest import says, spend

START = date(2025, 12, 20)


def brute_force(account: MoneyAccount) -> Standing | None:
    """From the lines and balances one by one."""
    told: dict[date, Decimal] = {}
    for each in StatementBalance.objects.filter(account=account).order_by("created_at", "id"):
        told[each.on] = each.amount
    if not told:
        return None
    lines = list(Transaction.objects.filter(account=account, deleted_at=None, is_pending=False))

    def ours(day: date) -> Decimal:
        moved: Decimal = sum((each.amount for each in lines if each.booked_on <= day), account.opening_balance)
        return moved

    days = sorted(told)
    latest = days[-1]
    if told[latest] == ours(latest):
        return Standing(latest, told[latest], ours(latest))
    equal = [day for day in days if told[day] == ours(day)]
    agreed = equal[-1] if equal else None
    gaps = [(day, told[day] - ours(day)) for day in days if agreed is None or day > agreed]
    steady = len({gap for _day, gap in gaps}) == 1
    return Standing(latest, told[latest], ours(latest), agreed, *gaps[0], steady=steady)


def _disturb(dice: random.Random, account: MoneyAccount, person: User) -> None:
    """One random act of those that move lines or balances."""
    entries = list(Transaction.objects.filter(account=account))
    day = START + timedelta(days=dice.randrange(70))
    act = dice.randrange(8)
    if act < 3 or not entries:
        spend(account, person, day.isoformat(), str(dice.choice([-1, -2, 1, 3])))
    elif act == 3:
        core.update_transaction(entry=dice.choice(entries), changed_by=person, booked_on=day)
    elif act == 4:
        entry = dice.choice(entries)
        change = core.restore_transaction if entry.deleted_at else core.bin_transaction
        change(entry=entry)
    elif act == 5:
        Transaction.objects.filter(pk=dice.choice(entries).pk).update(is_pending=dice.random() < 0.5)
    else:
        account.refresh_from_db()
        lines = Transaction.objects.live().filter(account=account, is_pending=False, booked_on__lte=day)
        ours = account.opening_balance + sum((each.amount for each in lines), Decimal(0))
        says(account, {day.isoformat(): str(ours + dice.choice([0, 0, 0, 1, -2]))})


@pytest.mark.parametrize("seed", range(6))
def test_standings_are_what_the_lines_say(
    seed: int, ana: User, everyday: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_module, "HORIZONS", (9, 25, None))
    other = core.create_money_account(owner=ana, currency="EUR", name="Other", opening_balance=Decimal(5))
    dice = random.Random(seed)
    for step in range(45):
        _disturb(dice, dice.choice([everyday, other]), ana)
        if step % 3 == 0:
            accounts = list(MoneyAccount.objects.filter(pk__in=[everyday.pk, other.pk]))
            expected = {each.pk: brute_force(each) for each in accounts}
            assert KnownStandings().of(ana, accounts) == {key: each for key, each in expected.items() if each}


def test_a_gap_is_told_with_the_days_it_began_between(ana: User, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-01-31": "1000", "2026-02-28": "950", "2026-03-31": "930"})
    spend(everyday, ana, "2026-03-10", "-20")
    everyday.refresh_from_db()
    found = standing_of(ana, everyday)
    assert found == Standing(
        on=date(2026, 3, 31),
        bank=Decimal(930),
        ours=Decimal(980),
        agreed_on=date(2026, 1, 31),
        apart_since=date(2026, 2, 28),
        first_gap=Decimal(-50),
        steady=True,
    )


def test_what_the_bank_has_only_announced_is_no_gap(ana: User, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-31": "1000"})
    entry = spend(everyday, ana, "2026-03-30", "-20")
    Transaction.objects.filter(pk=entry.pk).update(is_pending=True)
    everyday.refresh_from_db()
    found = standing_of(ana, everyday)
    assert found is not None
    assert found.agrees


def test_only_owners_are_told(ana: User, ben: User, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-31": "1000"})
    everyday.grants.create(person=ben, role="viewer", level="full")
    assert standing_of(ana, everyday) is not None
    assert standing_of(ben, everyday) is None


def test_the_number_of_queries_stays_the_same_however_many_accounts_and_years(
    ana: User, everyday: MoneyAccount, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accounts = [everyday]
    with django_assert_num_queries(2):
        KnownStandings().of(ana, accounts)
    for number in range(4):
        account = core.create_money_account(owner=ana, currency="EUR", name=f"Number {number}")
        says(account, {f"{year}-05-06": "0" for year in range(2000, 2026)})
        accounts.append(account)
    with django_assert_num_queries(4):
        KnownStandings().of(ana, accounts)
    for account in accounts[1:]:
        core.update_money_account(account=account, changed_by=ana, opening_balance=Decimal(7))
        account.refresh_from_db()
    with django_assert_num_queries(4 + 3 * 3 + 1):
        found = KnownStandings().of(ana, accounts)
    assert [each.apart_since for each in found.values()] == [date(2000, 5, 6)] * 4
