"""The hand-written questions about access answer as the querysets do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from ledger.core.access import TOGETHER, lens_of, owned_account, watchers_of
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
    assert lens_of(ben, TOGETHER).lines.currencies == dict(in_full)
    assert owned_account(ben, everyday.pk) == MoneyAccount.objects.owned_by(ben).first()
    levels = {each.person_id: each.level for each in watchers_of([everyday.pk]).get(everyday.pk, [])}
    assert levels.get(ben.pk) == (level if GRANTS.granted_to(ben).exists() else None)


def test_a_strangers_account_is_not_owned(carla: User, everyday: MoneyAccount) -> None:
    assert owned_account(carla, everyday.pk) is None
    assert len(lens_of(carla, TOGETHER)) == 0
    assert watchers_of([]) == {}
