"""The demo household's things: every page of things has something to show, and the figures are right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.saved.models import SavedView
from config.kernel.models import FileReference
from config.kernel.money import to_stored
from ledger.core.models import Transaction
from ledger.demo.household import make_demo, remove_demo
from purchases.core.ageing import remind
from purchases.core.listing import BROKEN, ENDED, GOES_BACK, SOON, conditions
from purchases.core.models import Claim, Purchase, PurchaseSum, Retailer, Warranty
from purchases.core.summing import recompute
from purchases.documents.models import Attachment, Document
from purchases.pages.adding.inbox import drop_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def couple() -> tuple[User, User]:
    ana, ben = make_demo()
    return ana, ben


def test_the_inventory_shows_things_of_every_kind(couple: tuple[User, User]) -> None:
    ana, ben = couple
    seen = Purchase.objects.visible_to(ana)
    assert seen.count() == 12
    assert Purchase.objects.visible_to(ben).count() == 11
    of = conditions(ana.today)
    counts = {name: seen.filter(of[name]).count() for name in (SOON, GOES_BACK, BROKEN, ENDED)}
    assert counts == {SOON: 2, GOES_BACK: 2, BROKEN: 1, ENDED: 2}
    assert seen.filter(status="ordered").count() == 1
    assert seen.filter(papers=0).count() == 2
    assert set(seen.values_list("warranties__warranty_type", flat=True)) >= {"legal", "lifetime", "extended", "limited"}
    ends = {ana.today + timedelta(days=days) for days in (8, 22)}
    assert Warranty.objects.filter(owner=ana, status="active", warranty_end__in=ends).count() == 2


def test_what_was_paid_in_the_ledger_is_linked_and_costs_the_same(couple: tuple[User, User]) -> None:
    linked = Purchase.objects.exclude(transaction=None).select_related("transaction")
    assert len(linked) == 2
    for each in linked:
        assert each.transaction is not None
        assert (each.price, each.purchase_date) == (-each.transaction.amount, each.transaction.booked_on)
        assert Transaction.objects.owned_by(each.owner).filter(pk=each.transaction.pk).exists()


def test_the_repair_is_on_its_way(couple: tuple[User, User]) -> None:
    claim = Claim.objects.get()
    assert (claim.status, claim.purchase.product_name) == ("sent", "Pixel 8")
    assert claim.warranty is not None
    assert claim.opened_on < (claim.sent_on or claim.opened_on) < couple[0].today


def test_a_receipt_waits_for_its_thing(couple: tuple[User, User]) -> None:
    ana, _ben = couple
    newest = drop_zone(ana).newest
    assert newest is not None
    assert (newest.reading.shop, str(newest.reading.amount)) == ("Coolblue", "65.50")
    assert newest.thing is not None
    assert newest.thing.product_name == "Stagg kettle"


def test_sums_are_what_the_things_come_to(couple: tuple[User, User]) -> None:
    for person in couple:
        kept = {
            (each.grouping, each.key, each.currency): (each.count, each.pieces, to_stored(each.amount))
            for each in PurchaseSum.objects.filter(owner=person)
        }
        assert kept == recompute(person.pk)
    assert remind() >= 2


def test_papers_have_a_picture_and_say_what_they_are(couple: tuple[User, User]) -> None:
    assert Document.objects.filter(thumbnail=None).count() == 0
    assert set(Document.objects.values_list("kind", flat=True)) == {"pdf", "jpeg"}
    receipts = Document.objects.filter(role="receipt", owner=couple[0])
    assert all(each.read.get("amount") for each in receipts)


def test_nothing_of_it_outlives_the_demo(couple: tuple[User, User]) -> None:
    remove_demo()
    left = (Purchase, Warranty, Claim, PurchaseSum, Document, Attachment, SavedView, FileReference)
    assert [model.__name__ for model in left if model.objects.exists()] == []
    assert not Retailer.objects.filter(owner__isnull=False).exists()
