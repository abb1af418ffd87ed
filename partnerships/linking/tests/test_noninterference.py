"""What is found in one's ledger, asked about and declined changes no byte or frame the partner can get."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.listing import waiting_for
from partnerships.linking.services import accept_proposal, decline_proposal

pytestmark = pytest.mark.django_db
_MASKED = re.compile(
    rb'name="(?:csrfmiddlewaretoken|client_id)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    rb'|csrf-token" content="[^"]*"'
)
ADDRESSES = (
    "/", "/?scope=together", "/?scope=partner", "/transactions/?scope=together", "/money-accounts/",
    "/together/", "/together/parts/links/", "/together/parts/due/", "/together/parts/owing/",
    "/together/expenses/", "/together/expenses/{expense}/", "/together/expenses/found/",
    "/together/expenses/found/{proposal}/accept/", "/transactions/{line}/",
    "/together/statement/?month=2026-11", "/together/approvals/", "/together/seen/", "/together/chat/",
    "/settings/activity/", "/api/v1/shared-expenses/", "/api/v1/shared-expenses/{expense}/",
    "/api/v1/shared-expenses/split/", "/api/v1/shared-expenses/proposals/?status=any",
    "/api/v1/shared-expenses/proposals/{proposal}/acceptance/", "/api/v1/shared-payments/",
    "/api/v1/statements/2026-11/", "/api/v1/approvals/?status=any", "/api/v1/messages/",
    "/api/v1/transactions/?scope=together", "/api/v1/transactions/analytics/?scope=together", "/api/v1/me/activity/",
)  # fmt: skip


def told(browser: Client, ids: dict[str, Any]) -> dict[str, bytes]:
    found = {}
    for address in ADDRESSES:
        answer: Any = browser.get(address.format(**ids))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = f"{answer.status_code} ".encode() + _MASKED.sub(b"", content)
    return found


@pytest.mark.parametrize("level", [None, "category_sums", "full"])
def test_what_is_proposed_to_one_is_nothing_to_the_other(
    both: Both, ana: User, ben: User, account_of: Callable[..., MoneyAccount], signed_in: Callable[[User], Client],
    level: str | None,
) -> None:  # fmt: skip
    account = account_of(ana)
    if level is not None:
        MoneyAccountAccess.objects.create(account=account, person=ben, role="viewer", level=level)
    expense = adds(both[0], payer=0, starts_on=date(2026, 11, 1))
    line = books(account, ana, "2026-11-03", "-40.00", "Telekom Internet")
    other = books(account, ana, "2026-11-04", "-40.00", "Internet again")
    browser = signed_in(ben)
    ids = {"expense": expense.pk, "line": line.pk, "proposal": line.pk}
    told(browser, ids)
    before, frames = told(browser, ids), User.objects.get(pk=ben.pk).live_seq
    assert find_links(person=ana, days=last_days(ana)) == 2
    decline_proposal(standing=both[0], proposal=waiting_for(both[0]).get(transaction=other))
    asked = waiting_for(both[0]).get()
    after = told(browser, {**ids, "proposal": asked.pk})
    assert [address for address in ADDRESSES if before[address] != after[address]] == []
    assert User.objects.get(pk=ben.pk).live_seq == frames
    # Without this it would pass on pages that show nothing.
    accept_proposal(standing=both[0], proposal=asked)
    linked = told(browser, ids)
    statement = "/together/statement/?month=2026-11"
    assert linked[statement] != before[statement]
    assert User.objects.get(pk=ben.pk).live_seq > frames
    payments = linked["/api/v1/shared-payments/"]
    assert b"Telekom" not in payments
    assert str(line.pk).encode() not in payments
