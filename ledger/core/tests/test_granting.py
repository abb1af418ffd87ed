"""Views given and taken, a second owner come and gone: one row in the trail each, and the books right after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import errors, services
from ledger.core.access import ME, PARTNER, TOGETHER, lens_of
from ledger.core.checking import check_account
from ledger.core.leaving import delete_ledger_of
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine
from ledger.core.queries import by_category
from ledger.core.tests.said_parts import SaidParts

DAY = date(2026, 3, 14)


def levels(person: User) -> dict[str, tuple[str, str]]:
    names = dict(MoneyAccount.objects.values_list("pk", "name"))
    return {names[each.account_id]: (each.role, each.level) for each in lens_of(person, TOGETHER)}


def test_a_view_is_given_changed_and_taken(ana: User, ben: User, carla: User, everyday: MoneyAccount) -> None:
    for level in ("exists", "total", "total", "full"):
        services.grant_view(account=everyday, person=ben, level=level, granted_by=ana)
        assert levels(ben) == {"Everyday": ("viewer", level)}
    services.grant_view(account=everyday, person=ben, level="hidden", granted_by=ana)
    assert levels(ben) == {}
    assert AuditEntry.objects.filter(action="view_granted", person_id=ana.pk).count() == 4
    services.grant_view(account=everyday, person=ben, level="total", granted_by=ana)
    with pytest.raises(Http404):
        services.grant_view(account=everyday, person=carla, level="full", granted_by=ben)
    assert services.revoke_views(owner=ana, person=ben) == 1
    assert services.revoke_views(owner=ana, person=ben) == 0
    assert levels(ben) == {}


def test_a_co_owner_may_all_but_delete_and_show(ana: User, ben: User, carla: User, everyday: MoneyAccount) -> None:
    services.grant_view(account=everyday, person=ben, level="total", granted_by=ana)
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    assert levels(ben) == {"Everyday": ("co_owner", "full")}
    assert AuditEntry.objects.filter(action="co_owner_added").count() == 1
    with pytest.raises(errors.FieldError):
        services.add_co_owner(account=everyday, person=carla, added_by=ana)
    with pytest.raises(errors.FieldError):
        services.grant_view(account=everyday, person=carla, level="full", granted_by=ben)
    with pytest.raises(errors.FieldError):
        services.delete_money_account(account=everyday, deleted_by=ben)
    assert services.revoke_views(owner=ana, person=ben) == 0
    services.update_money_account(account=everyday, changed_by=ben, name="Ours")


def part_of(person: User, entry: Transaction) -> Decimal:
    """As their list shows it."""
    rows = list_transactions(lens_of(person, TOGETHER), TransactionFilter(), limit=9).rows
    return next(row.own_amount for row in rows if row.id == entry.pk)


def spent(person: User, scope: str = ME) -> Decimal:
    found = by_category(lens_of(person, scope), first=DAY.replace(day=1), last=DAY)
    return sum((each.amount for each in found), Decimal(0))


@pytest.mark.parametrize("by_leaving", [True, False])
def test_whoever_stays_owns_all_and_keeps_their_part(
    by_leaving: bool,
    ana: User,
    ben: User,
    carla: User,
    everyday: MoneyAccount,
    groceries: Category,
    said: SaidParts,
) -> None:
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    services.grant_view(account=everyday, person=carla, level="full", granted_by=ana)
    parts = [(groceries, Decimal(-60)), (None, Decimal(-40))]
    rent = services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-100), booked_on=DAY, lines=parts
    )
    said.say(rent, "-33.33")
    assert sorted(TransactionLine.objects.values_list("own_amount", flat=True)) == [Decimal("-20"), Decimal("-13.33")]
    for person in (ana, ben):
        services.record_transaction(
            account=everyday, recorded_by=person, amount=Decimal(-9), booked_on=DAY, payee=f"By {person.name}",
            withheld_until=date(2099, 1, 1),
        )  # fmt: skip
    assert check_account(everyday) == []
    if by_leaving:
        services.leave_account(account=everyday, person=ana)
    else:
        delete_ledger_of(ana)
    assert levels(ben) == {"Everyday": ("owner", "full")}
    assert levels(carla) == {}
    assert part_of(ben, rent) == Decimal("-66.67")
    withheld = dict(Transaction.objects.exclude(payee="").values_list("payee", "withheld"))
    assert withheld == {"By Ana": "", "By Ben": "owner"}
    assert check_account(everyday) == []
    if by_leaving:
        assert levels(ana) == {}
        with pytest.raises(errors.FieldError):
            services.leave_account(account=everyday, person=ben)


def test_whoever_was_left_an_account_goes_on_with_it_and_may_share_it_again(
    ana: User, ben: User, carla: User, everyday: MoneyAccount, said: SaidParts
) -> None:
    def pays(person: User, amount: str, owners_part: str) -> Transaction:
        entry = services.record_transaction(
            account=MoneyAccount.objects.get(pk=everyday.pk), recorded_by=person, amount=Decimal(amount), booked_on=DAY
        )
        said.say(entry, owners_part)
        return entry

    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    rent = pays(ana, "-100", "-30")
    assert [spent(ana), spent(ben)] == [30, 70]
    services.leave_account(account=everyday, person=ana)
    power = pays(ben, "-10", "-10")
    assert [part_of(ben, rent), part_of(ben, power), spent(ben)] == [-70, -10, 80]
    services.update_transaction(entry=power, changed_by=ben, amount=Decimal(-20))
    assert spent(ben) == 90
    services.grant_view(account=everyday, person=ana, level="full", granted_by=ben)
    assert [spent(ana, PARTNER), part_of(ana, rent)] == [90, 0]
    services.add_co_owner(account=everyday, person=carla, added_by=ben)
    shop = pays(carla, "-50", "-20")
    assert [spent(ben), spent(carla)] == [110, 60]
    services.leave_account(account=everyday, person=ben)
    assert [spent(carla), part_of(carla, shop), part_of(carla, rent)] == [60, -30, -30]
    assert check_account(everyday) == []


def test_leaving_reads_no_line_of_the_account(ana: User, ben: User, everyday: MoneyAccount) -> None:
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal(-9), booked_on=DAY)
    with CaptureQueriesContext(connection) as captured:
        services.leave_account(account=everyday, person=ana)
    of_lines = ("ledger_transaction", "ledger_rollup")
    touched = [each["sql"] for each in captured if any(name in each["sql"] for name in of_lines)]
    assert all("withheld" in each and each.startswith("SELECT") for each in touched)
