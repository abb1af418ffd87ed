"""A thing's page: what it tells, to whom, and what hangs on it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.notifications.kinds import kind_named
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Books, Buys
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.services import add_warranty, change_claim, link_payment, open_claim, share_purchase
from purchases.core.telling import WARRANTY_ENDS, about

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LITTLE, MUCH = 17, 20


def _page(door: Client, thing: Purchase) -> str:
    answer = door.get(reverse("thing", args=[thing.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def _steps(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<li class="is-([a-z-]+)"[^>]*><svg class="icon thing-step-icon".*?<b>(.*?)</b>', page)


def test_the_timeline_goes_from_the_order_to_the_end_of_the_warranty(door: Client, buys: Buys, ana: User) -> None:
    thing = buys(
        purchase_date=TODAY - 400 * DAY,
        received_date=TODAY - 396 * DAY,
        return_until=TODAY - 380 * DAY,
        warranty={"warranty_end": TODAY + 114 * DAY},
    )
    claim = open_claim(purchase=thing, opened_by=ana, problem="Battery", opened_on=TODAY - 11 * DAY)
    page = _page(door, thing)
    assert _steps(page) == [
        ("done", "Ordered"),
        ("done", "Received"),
        ("done", "Return window"),
        ("now", "Claim: Battery"),
        ("to-come", "Reminder"),
        ("to-come", "Warranty ends"),
    ]
    assert "114 days left" in page
    assert "90 days before the end" in page
    change_claim(claim=claim, changed_by=ana, status=Claim.Status.REPAIRED)
    assert ("now", "Claim: Battery") in _steps(_page(door, thing))
    buys(product_name="Lamp")


def test_what_is_on_its_way_has_no_day_yet(door: Client, buys: Buys) -> None:
    page = _page(door, buys(status="ordered"))
    assert _steps(page) == [("now", "Ordered"), ("to-come", "On its way")]


def test_what_lasts_for_life_never_ends(door: Client, buys: Buys) -> None:
    thing = buys(warranty={"warranty_type": "lifetime", "warranty_end": None})
    page = _page(door, thing)
    assert "For life" in page
    assert "Warranty for life" in page
    assert "Reminder" not in page


def test_a_partner_reads_it_and_changes_nothing(
    bens_door: Client, couple: Partnership, buys: Buys, ana: User, ben: User, books: Books
) -> None:
    thing = buys(warranty={"warranty_end": TODAY + 20 * DAY}, notes="On the shelf")
    claim = open_claim(purchase=thing, opened_by=ana, problem="It leaks")
    link_payment(purchase=thing, linked_by=ana, transaction_id=books().pk)
    share_purchase(purchase=thing, shared_by=ana)
    page = _page(bens_door, thing)
    for told in ("Kettle", "On the shelf", "It leaks", f"{ana.short_name}’s, you may look at it"):
        assert told in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert not re.findall(r"/(add|change|link)/", main)
    assert "Corner Market" not in main
    for name, more in (
        ("thing_edit", []),
        ("thing_archive", []),
        ("thing_share", []),
        ("thing_delete", []),
        ("thing_payment", []),
        ("thing_payment_link", []),
        ("thing_payment_unlink", []),
        ("thing_warranty_add", []),
        ("thing_warranty", [thing.warranties.get().pk]),
        ("thing_warranty_delete", [thing.warranties.get().pk]),
        ("thing_claim_add", []),
        ("thing_claim", [claim.pk]),
        ("thing_claim_status", [claim.pk]),
        ("thing_claim_delete", [claim.pk]),
    ):
        assert bens_door.post(reverse(name, args=[thing.pk, *more]), {"status": "sent"}).status_code in (404, 405)
    claim.refresh_from_db()
    assert claim.status == Claim.Status.OPENED


def test_a_stranger_finds_nothing(bens_door: Client, buys: Buys) -> None:
    assert bens_door.get(reverse("thing", args=[buys().pk])).status_code == 404


def test_parts_of_another_thing_are_not_there(door: Client, buys: Buys, ana: User) -> None:
    kettle, lamp = buys(), buys(product_name="Lamp", warranty={"warranty_end": TODAY})
    claim = open_claim(purchase=lamp, opened_by=ana, problem="Dark")
    warranty = lamp.warranties.get()
    for name, key in (("thing_warranty", warranty.pk), ("thing_claim", claim.pk)):
        assert door.get(reverse(name, args=[kettle.pk, key])).status_code == 404
        assert door.post(reverse(f"{name}_delete", args=[kettle.pk, key])).status_code == 404
    assert (Warranty.objects.count(), Claim.objects.count()) == (1, 1)


def test_one_tap_sends_in_and_answers_a_claim_and_takes_it_back(door: Client, buys: Buys, ana: User) -> None:
    thing = buys()
    claim = open_claim(purchase=thing, opened_by=ana, problem="Dark", opened_on=TODAY - DAY)
    url = reverse("thing_claim_status", args=[thing.pk, claim.pk])
    steps = [
        ("sent", (Claim.Status.SENT, TODAY, None)),
        ("repaired", (Claim.Status.REPAIRED, TODAY, TODAY)),
        ("sent", (Claim.Status.SENT, TODAY, None)),
        ("opened", (Claim.Status.OPENED, None, None)),
        ("refused", (Claim.Status.REFUSED, None, TODAY)),
    ]
    for status, stands in steps:
        before = Claim.objects.get().status
        answer = door.post(url, {"status": status}, follow=True)
        claim.refresh_from_db()
        assert (claim.status, claim.sent_on, claim.closed_on) == stands
        assert f'data-undo-url="{url}?status={before}"' in answer.content.decode()
    door.post(f"{url}?status=opened", headers={"HX-Request": "true"})
    claim.refresh_from_db()
    assert claim.status == Claim.Status.OPENED
    assert door.post(url, {"status": "lost"}).status_code == 400


def test_a_claim_is_opened_changed_and_deleted(door: Client, buys: Buys) -> None:
    thing = buys(warranty={"warranty_end": TODAY + 20 * DAY})
    add = reverse("thing_claim_add", args=[thing.pk])
    assert door.post(add, {"problem": " ", "opened_on": "2026-11-20"}).status_code == 422
    warranty = thing.warranties.get()
    door.post(add, {"problem": "It leaks", "opened_on": "2026-11-20", "warranty": str(warranty.pk)})
    claim = Claim.objects.get()
    assert (claim.problem, claim.warranty_id) == ("It leaks", warranty.pk)
    url = reverse("thing_claim", args=[thing.pk, claim.pk])
    changed = {"problem": "It leaks", "status": "repaired", "opened_on": "2026-11-20", "cost": "12.50", "version": "1"}
    assert door.post(url, {**changed, "closed_on": "2026-11-01"}).status_code == 422
    assert door.post(url, changed).status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.cost, claim.closed_on, claim.warranty_id) == ("repaired", Decimal("12.50"), TODAY, None)
    assert door.post(url, changed | {"problem": "It drips"}).status_code == 422
    claim.refresh_from_db()
    assert claim.problem == "It leaks"
    door.post(reverse("thing_claim_delete", args=[thing.pk, claim.pk]))
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("cover", "end", "kind"),
    [
        ({"cover": "months", "warranty_months": "24"}, "2028-11-02", "manufacturer"),
        ({"cover": "until", "warranty_end": "2027-01-31"}, "2027-01-31", "manufacturer"),
        ({"cover": "life"}, "None", "lifetime"),
    ],
)
def test_a_warranty_is_given_by_months_a_day_or_for_life(
    door: Client, buys: Buys, cover: dict[str, str], end: str, kind: str
) -> None:
    thing = buys()
    sent = {"warranty_start": "2026-11-02", "warranty_type": "manufacturer", **cover}
    assert door.post(reverse("thing_warranty_add", args=[thing.pk]), sent).status_code == 302
    warranty = Warranty.objects.get()
    assert (str(warranty.warranty_end), warranty.warranty_type) == (end, kind)


def test_a_warranty_is_made_void_and_good_again_and_deleted(door: Client, buys: Buys) -> None:
    thing = buys(warranty={"warranty_end": TODAY + 20 * DAY})
    warranty = thing.warranties.get()
    url = reverse("thing_warranty", args=[thing.pk, warranty.pk])
    sent = {"warranty_start": "2026-11-02", "warranty_type": "limited", "cover": "until", "warranty_end": "2026-12-24"}
    for is_void, status, version in (("on", "voided", "1"), ("", "active", "2")):
        door.post(url, {**sent, "is_void": is_void, "version": version})
        warranty.refresh_from_db()
        assert warranty.status == status
    assert door.post(url, {**sent, "version": "1"}).status_code == 422
    assert door.post(url, {**sent, "version": "3", "warranty_end": "2026-11-01"}).status_code == 422
    door.post(reverse("thing_warranty_delete", args=[thing.pk, warranty.pk]))
    assert not Warranty.objects.exists()


def test_a_payment_that_fits_is_linked_by_one_tap_and_taken_back(door: Client, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    page = _page(door, thing)
    assert "same amount, 1 day later" in page
    assert f'name="transaction" value="{entry.pk}"' in page
    link, unlink = (reverse(f"thing_payment_{name}", args=[thing.pk]) for name in ("link", "unlink"))
    answer = door.post(link, {"transaction": str(entry.pk)}, follow=True)
    assert reverse("transaction_detail", args=[entry.pk]) in answer.content.decode()
    door.post(unlink)
    thing.refresh_from_db()
    assert thing.transaction_id is None
    door.post(f"{link}?transaction={entry.pk}", headers={"HX-Request": "true"})
    thing.refresh_from_db()
    assert thing.transaction_id == entry.pk


def test_a_payment_is_chosen_by_hand(door: Client, buys: Buys, books: Books) -> None:
    thing = buys()
    books("-120.00", payee="Big Store")
    books("-3.00", payee="Old Store", day=TODAY - 200 * DAY)
    books("80.00", payee="Somebody")
    url = reverse("thing_payment", args=[thing.pk])
    page = door.get(url).content.decode()
    assert "Big Store" in page
    assert "Old Store" not in page
    assert "Somebody" not in page
    assert "Old Store" in door.get(f"{url}?search=old").content.decode()


@pytest.mark.parametrize("sent", ["", "x", "01a1fb08-e644-74e5-9285-b0f1b6e1b0d7"])
def test_what_is_no_payment_is_not_linked(door: Client, buys: Buys, sent: str) -> None:
    thing = buys()
    assert door.post(reverse("thing_payment_link", args=[thing.pk]), {"transaction": sent}).status_code in (302, 400)
    thing.refresh_from_db()
    assert thing.transaction_id is None


def test_a_payment_says_what_was_bought_with_it(
    door: Client, bens_door: Client, buys: Buys, books: Books, ana: User
) -> None:
    thing, entry = buys(), books()
    url = reverse("transaction_detail", args=[entry.pk])
    assert "Did it pay this?" in door.get(url).content.decode()
    link_payment(purchase=thing, linked_by=ana, transaction_id=entry.pk)
    page = door.get(url).content.decode()
    assert "Bought with this payment" in page
    assert reverse("thing", args=[thing.pk]) in page
    assert reverse("thing_payment_unlink", args=[thing.pk]) in page


def test_the_chart_of_its_worth_comes_once_it_is_looked_at(door: Client, bens_door: Client, buys: Buys) -> None:
    said, unsaid = buys(life_months=48), buys(product_name="Lamp")
    url = reverse("thing_worth_card", args=[said.pk])
    assert f'hx-get="{url}"' in _page(door, said)
    assert 'id="thing-worth"' in door.get(url).content.decode()
    assert 'id="thing-worth"' in _page(door, unsaid)
    assert bens_door.get(url).status_code == 404


def test_a_reminder_leads_to_its_thing(buys: Buys, ana: User) -> None:
    thing = buys()
    kind = kind_named(WARRANTY_ENDS)
    assert kind is not None
    words = kind.words({**about(thing), "end": "2026-12-01"}, ana)
    assert words.url == reverse("thing", args=[thing.pk])


def test_what_hangs_on_a_thing_is_fetched_at_once_however_much(
    door: Client, buys: Buys, books: Books, ana: User, django_assert_num_queries: Any
) -> None:
    little, much = buys(), buys(product_name="Phone", price=Decimal("649.00"))
    for number in range(5):
        add_warranty(purchase=much, added_by=ana, warranty_end=TODAY + number * DAY)
        open_claim(purchase=much, opened_by=ana, problem=f"Problem {number}", cost=Decimal("1.00"))
    link_payment(purchase=much, linked_by=ana, transaction_id=books().pk)
    _page(door, little)
    for thing, queries in ((little, LITTLE), (much, MUCH)):
        with django_assert_num_queries(queries):
            _page(door, thing)
