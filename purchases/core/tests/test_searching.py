"""Things are found by all that is said of them, by whoever sees them and nobody else, indexed or not yet."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.kernel.search.finding import find
from config.kernel.search.indexing import index_due
from config.kernel.search.models import SearchEntry
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import standing_in
from purchases.conftest import Buys
from purchases.core.common_names import brand_id, retailer_id
from purchases.core.models import Purchase, Retailer
from purchases.core.services import (
    add_name,
    delete_name,
    delete_purchase,
    share_purchase,
    unshare_purchase,
    update_purchase,
)

Names = Callable[[User, str], list[str]]


@pytest.fixture(params=[False, True], ids=["due", "indexed"])
def named(request: pytest.FixtureRequest) -> Names:
    """What one person finds of things, best first."""

    def names(person: User, words: str) -> list[str]:
        if request.param:
            index_due()
        return [hit.shown.title for hit in find(person, words, kinds=["thing"])]

    return names


@pytest.fixture
def washer(buys: Buys) -> Purchase:
    return buys(
        product_name="Waschmaschine WWB 380",
        retailer_id=retailer_id("MediaMarkt"),
        brand_id=brand_id("Miele"),
        serial_number="SN-77-4711",
        location="Keller",
        notes="Trommel getauscht",
        tags=["großgerät"],
    )


@pytest.mark.parametrize(
    "words", ["waschm", "miele", "mediamarkt", "4711", "keller", "trommel", "GROSSGERÄT", "miele keller"]
)
def test_each_of_its_words_finds_it(words: str, ana: User, washer: Purchase, named: Names) -> None:
    assert named(ana, words) == ["Waschmaschine WWB 380"]


def test_a_slip_is_forgiven(ana: User, washer: Purchase) -> None:
    index_due()
    assert [hit.shown.title for hit in find(ana, "waschmashine", kinds=["thing"])] == ["Waschmaschine WWB 380"]


def test_a_hit_leads_to_the_thing(ana: User, washer: Purchase) -> None:
    [hit] = find(ana, "miele", kinds=["thing"])
    assert (hit.shown.url, hit.shown.record) == (f"/things/{washer.pk}/", washer.pk)
    assert hit.shown.hint == "Miele · MediaMarkt"


def test_nobody_else_finds_it(ben: User, carla: User, couple: Partnership, washer: Purchase, named: Names) -> None:
    assert [named(each, "miele") for each in (ben, carla)] == [[], []]


def test_what_is_shared_is_found_until_it_is_revoked(
    ana: User, ben: User, carla: User, couple: Partnership, washer: Purchase, named: Names
) -> None:
    share_purchase(purchase=washer, shared_by=ana)
    assert [named(each, "miele") for each in (ana, ben, carla)] == [["Waschmaschine WWB 380"]] * 2 + [[]]
    unshare_purchase(purchase=washer, unshared_by=ana)
    assert (named(ana, "miele"), named(ben, "miele")) == (["Waschmaschine WWB 380"], [])


def test_a_stale_index_tells_nothing_of_what_was_revoked(
    ana: User, ben: User, couple: Partnership, washer: Purchase
) -> None:
    share_purchase(purchase=washer, shared_by=ana)
    index_due()
    unshare_purchase(purchase=washer, unshared_by=ana)
    assert find(ben, "miele", kinds=["thing"]) == []


def test_what_is_not_shown_is_no_candidate_of_the_partners(
    ana: User, ben: User, couple: Partnership, washer: Purchase
) -> None:
    """So that how long it takes, or what else fits, tells nothing of it."""
    share_purchase(purchase=washer, shared_by=ana)
    index_due()
    [shown] = SearchEntry.objects.filter(kind="thing").values_list("audience", flat=True)
    unshare_purchase(purchase=washer, unshared_by=ana)
    index_due()
    [own] = SearchEntry.objects.filter(kind="thing").values_list("audience", flat=True)
    assert (own, own == shown) == (UUID(str(ana.pk)), False)


def test_nothing_is_found_once_the_partnership_has_ended(
    ana: User, ben: User, couple: Partnership, washer: Purchase, named: Names
) -> None:
    share_purchase(purchase=washer, shared_by=ana)
    end_partnership(standing=standing_in(ana, couple.pk))
    assert (named(ben, "miele"), named(ana, "miele")) == ([], ["Waschmaschine WWB 380"])


def test_it_is_found_as_it_is_now(ana: User, washer: Purchase, named: Names) -> None:
    index_due()
    update_purchase(purchase=washer, changed_by=ana, product_name="Trockner", retailer_id=retailer_id("OBI"))
    assert named(ana, "waschmaschine") == []
    assert named(ana, "mediamarkt") == []
    assert named(ana, "obi") == ["Trockner"]
    washer.refresh_from_db()
    update_purchase(purchase=washer, changed_by=ana, is_archived=True)
    assert named(ana, "trockner") == ["Trockner"]
    delete_purchase(purchase=washer, deleted_by=ana)
    assert named(ana, "trockner") == []


def test_another_shop_in_the_place_of_a_deleted_one(ana: User, buys: Buys, named: Names) -> None:
    shop = add_name(Retailer, owner=ana, name="Radio Freitag")
    buys(retailer_id=shop.pk)
    assert named(ana, "freitag") == ["Kettle"]
    delete_name(record=shop, deleted_by=ana, replacement=Retailer.objects.get(pk=retailer_id("OBI")))
    assert (named(ana, "freitag"), named(ana, "obi")) == ([], ["Kettle"])


def test_many_are_indexed_in_as_many_queries_as_few(ana: User, buys: Buys) -> None:
    costs = []
    for _round in range(2):
        for number in range(5):
            buys(product_name=f"Thing {number}")
        Purchase.objects.update(version=9 + _round)
        with CaptureQueriesContext(connection) as caught:
            index_due()
        costs.append(len(caught))
    assert costs[0] == costs[1]
