"""Two households that differ only in what is hidden: every byte that anybody but Ana can get of what the two share is
equal, whatever is asked for, and so is what sockets and mail bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pytest

from partnerships import api_urls, urls
from partnerships.tests.households import WORDS, Households, addresses_of, two_households
from partnerships.tests.questions import MONTH, asked_of_lists

pytestmark = pytest.mark.django_db
# Not the settings: there Ben reads his own income, which differs as well.
SEEN_BESIDE = (
    "/?scope=together", "/?scope=partner", "/transactions/?scope=together", "/money-accounts/",
    "/settings/activity/", "/api/v1/transactions/?scope=together", "/api/v1/money-accounts/",
    "/api/v1/transactions/analytics/?scope=together", "/api/v1/transactions/balance/?scope=together",
    "/plan/goals/", "/plan/goals/?whose=mine", "/api/v1/goals/", "/api/v1/goals/summary/", "/notifications/",
)  # fmt: skip
# Of a goal what is read, and of a payment the goals it is in.
OF_GOALS = (
    "/plan/goals/{}/", "/plan/goals/{}/money/", "/api/v1/goals/{}/", "/api/v1/goals/{}/contributions/",
    "/transactions/{}/",
)  # fmt: skip


def _every_address(_home: Households, ids: list[UUID]) -> Iterable[str]:
    yield from addresses_of(urls.urlpatterns, "/", ids)
    yield from addresses_of(api_urls.urlpatterns, "/api/v1/", ids)
    yield from SEEN_BESIDE
    yield from (address.format(each) for each in ids for address in OF_GOALS)


def test_what_is_hidden_changes_no_byte_of_what_the_two_share(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, other = two_households(monkeypatch, _every_address)
    assert len(plain) > 300
    assert plain.keys() == other.keys()
    assert [address for address in plain if plain[address] != other[address]] == []
    everything = b"".join(other.values())
    assert [word for word in WORDS if word in everything] == []
    # Without these it would pass on pages that show nothing and sockets that hear nothing.
    assert b"Dinner" in plain["Ben /together/seen/"]
    assert b"Dinner" in plain["Ben hears"]
    assert b"Lisbon" in plain["Ben /plan/goals/"]
    assert plain["Dev /together/seen/"].startswith(b"404")


def test_no_filter_tells_what_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, other = two_households(monkeypatch, asked_of_lists, others_ask=9)
    assert len(plain) > 400
    assert plain.keys() == other.keys()
    assert [address for address in plain if plain[address] != other[address]] == []
    assert [address for address in other if b"Lawyer" in other[address] and "Lawyer" not in address] == []
    assert b"Dinner" in plain["Ben /api/v1/transactions/?scope=together&search=Dinner"]
    assert b"Groceries" in plain[f"Ben /api/v1/budgets/{MONTH}/?household=true"]
