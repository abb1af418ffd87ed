"""Nobody finds what they may not read: not a partner, a former one, a stranger, nor after it was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from config.kernel.search.indexing import index_due
from ledger.core import services
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services.granting import add_co_owner, grant_view, revoke_views
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import standing_in
from tests.searching.conftest import Found, Household

STARBUCKS = ("transaction", "Starbucks Zürich")
GIFT = ("transaction", "Juwelier Gold")
WORDS = ("starbucks", "juwelier", "haushaltskonto", "stadtwerke", "northside", "kreta", "kaution", "geburtstag", "lidl")
pytestmark = pytest.mark.parametrize("indexed", [False, True], ids=["due", "indexed"])


@pytest.fixture(autouse=True)
def _indexed(indexed: bool, household: Household) -> None:
    if indexed:
        index_due()


def test_a_stranger_finds_nothing(carla: User, found: Found) -> None:
    assert [found(carla, word) for word in WORDS] == [[]] * len(WORDS)


def test_a_partner_finds_what_is_shared_and_nothing_else(ben: User, found: Found) -> None:
    hits = {word: found(ben, word) for word in WORDS}
    assert hits.pop("kreta") == [("shared_expense", "Ferienwohnung Kreta")]
    assert hits.pop("kaution")[0][0] == "message"
    assert all(each == [] for each in hits.values()), hits


def test_a_former_partner_still_finds_what_both_had_and_nothing_of_the_accounts(
    ana: User, ben: User, couple: Partnership, everyday: MoneyAccount, found: Found
) -> None:
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    assert STARBUCKS in found(ben, "starbucks")
    end_partnership(standing=standing_in(ana, couple.pk))
    assert found(ben, "starbucks") == []
    assert found(ben, "haushaltskonto") == []
    assert found(ben, "kreta") == [("shared_expense", "Ferienwohnung Kreta")]


def test_a_level_shows_what_it_shows(ana: User, ben: User, everyday: MoneyAccount, found: Found) -> None:
    for level in ("exists", "total", "category_sums"):
        grant_view(account=everyday, person=ben, level=level, granted_by=ana)
        assert found(ben, "haushaltskonto") == [("money_account", "Haushaltskonto")], level
        assert found(ben, "starbucks") == [], level
        assert found(ben, "northside") == [], level
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    assert found(ben, "starbucks") == [STARBUCKS]
    assert found(ben, "northside") == [("recurring", "Northside Homes")]
    assert found(ben, "stadtwerke") == []
    revoke_views(owner=ana, person=ben)
    assert [found(ben, word) for word in ("starbucks", "haushaltskonto", "northside")] == [[], [], []]


def test_a_grant_that_is_over_shows_nothing(ana: User, ben: User, everyday: MoneyAccount, found: Found) -> None:
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    MoneyAccountAccess.objects.filter(person=ben).update(until=date(2020, 1, 1))
    assert found(ben, "starbucks") == []


@pytest.mark.parametrize("how", ["viewer", "co_owner"])
def test_a_gift_is_found_by_its_giver_alone(
    how: str, ana: User, ben: User, couple: Partnership, everyday: MoneyAccount, household: Household, found: Found
) -> None:
    if how == "viewer":
        grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    else:
        add_co_owner(account=everyday, person=ben, added_by=ana)
    for words in ("juwelier", "gold", "juweleir"):
        assert found(ben, words) == [], words
    assert found(ana, "juwelier") == [GIFT]
    services.release_transaction(entry=household.gift, by=ana)
    assert found(ben, "juwelier") == [GIFT]


def test_who_begins_to_withhold_is_the_only_one_to_find_it_from_then_on(
    indexed: bool, ana: User, ben: User, everyday: MoneyAccount, pays: Callable[..., Transaction], found: Found
) -> None:
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    first, second = pays("Ring Shop", booked_on=date(2026, 3, 1)), pays("Ring Shop", booked_on=date(2026, 3, 2))
    if indexed:
        index_due()
    services.withhold_transaction(entry=first, by=ana, until=date(2090, 1, 1))
    assert [hit for hit in found(ben, "ring shop") if hit[0] == "transaction"] == [("transaction", "Ring Shop")]
    services.withhold_transaction(entry=second, by=ana, until=date(2090, 1, 1))
    assert found(ben, "ring shop", "transaction") == []
    assert found(ana, "ring shop", "transaction") == [("transaction", "Ring Shop")]


def test_ones_own_category_is_found_by_its_owner_alone(
    ana: User, ben: User, everyday: MoneyAccount, found: Found
) -> None:
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    services.create_category(owner=ana, name="Goldschmiede", kind="expense")
    assert found(ana, "goldschmiede") == [("category", "Goldschmiede")]
    assert found(ben, "goldschmiede") == []


def test_money_of_a_hit_is_what_the_reader_sees(ana: User, everyday: MoneyAccount, found: Found) -> None:
    from config.kernel.search.finding import find

    hit = find(ana, "starbucks", kinds=["transaction"])[0].shown
    assert (hit.amount, hit.currency, hit.hint) == (Decimal("-12.50"), "EUR", "Haushaltskonto")
