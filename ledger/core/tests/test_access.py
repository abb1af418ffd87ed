"""The hand-written questions about access answer as the querysets do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from ledger.core.access import currencies_in_full, owned_account, people_by_level
from ledger.core.models import MoneyAccount, MoneyAccountAccess

GRANTS = MoneyAccountAccess.objects


@pytest.mark.parametrize("since", [None, -1, 0, 1])
@pytest.mark.parametrize("until", [None, -1, 0, 1])
@pytest.mark.parametrize(("role", "level"), [("co_owner", "full"), ("viewer", "full"), ("viewer", "category_sums")])
def test_a_grant_counts_on_its_days_and_at_its_level(
    ben: User, everyday: MoneyAccount, since: int | None, until: int | None, role: str, level: str
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else ben.today + timedelta(days=offset)

    GRANTS.create(account=everyday, person=ben, role=role, level=level, since=day(since), until=day(until))
    in_full = GRANTS.granted_to(ben, level="full").values_list("account_id", "account__currency")
    assert currencies_in_full(ben) == dict(in_full)
    assert owned_account(ben, everyday.pk) == MoneyAccount.objects.owned_by(ben).first()
    levels = people_by_level([everyday.pk]).get(everyday.pk, {})
    assert levels.get(ben.pk) == (level if GRANTS.granted_to(ben).exists() else None)


def test_a_strangers_account_is_not_owned(carla: User, everyday: MoneyAccount) -> None:
    assert owned_account(carla, everyday.pk) is None
    assert currencies_in_full(carla) == {}
    assert people_by_level([]) == {}
