"""Views given and taken, a second owner come and gone: one row in the trail each, and the books right after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import errors, services
from ledger.core.access import TOGETHER, lens_of
from ledger.core.checking import check_account
from ledger.core.leaving import delete_ledger_of
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine

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


@pytest.mark.parametrize("by_leaving", [True, False])
def test_whoever_stays_owns_all_and_keeps_their_part(
    by_leaving: bool, ana: User, ben: User, carla: User, everyday: MoneyAccount, groceries: Category
) -> None:
    services.add_co_owner(account=everyday, person=ben, added_by=ana)
    services.grant_view(account=everyday, person=carla, level="full", granted_by=ana)
    parts = [(groceries, Decimal(-60)), (None, Decimal(-40))]
    rent = services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-100), booked_on=DAY, lines=parts
    )
    services.set_own_amount(entry=rent, own_amount=Decimal("-33.33"))
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
    rent.refresh_from_db()
    assert rent.own_amount == Decimal("-66.67")
    withheld = dict(Transaction.objects.exclude(payee="").values_list("payee", "withheld"))
    assert withheld == {"By Ana": "", "By Ben": "owner"}
    assert check_account(everyday) == []
    if by_leaving:
        assert levels(ana) == {}
        with pytest.raises(errors.FieldError):
            services.leave_account(account=everyday, person=ben)
