from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from ledger.recurring.calendars import calendar_of
from ledger.recurring.further import further_days
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.services import delete_purchase, share_purchase, unshare_purchase, update_purchase

SignsIn = Callable[[User], Client]
SOON = TODAY + timedelta(days=8)


def events(person: User) -> dict[str, date]:
    """Titles and days of the person's feed."""
    calendar = Calendar.from_ical(calendar_of(person))
    return {str(each["summary"]): each.decoded("dtstart") for each in calendar.walk("VEVENT")}


def test_the_feed_has_both_last_days(ana: User, buys: Buys) -> None:
    buys(product_name="TV", warranty={"warranty_end": SOON})
    buys(product_name="Coat", return_until=TODAY)
    buys(product_name="Washer", warranty={"warranty_end": TODAY + timedelta(days=1000)})
    buys(product_name="Radio", warranty={"warranty_end": TODAY - timedelta(days=1)})
    assert events(ana) == {"Coat can go back until today": TODAY, "TV: the warranty ends": SOON}


def test_an_event_keeps_its_id_when_its_day_moves(ana: User, buys: Buys) -> None:
    thing = buys(product_name="Coat", return_until=TODAY)
    [before] = further_days(ana, TODAY, SOON)
    update_purchase(purchase=thing, changed_by=ana, return_until=SOON)
    [after] = further_days(ana, TODAY, SOON)
    assert (before.key, before.on, after.on) == (after.key, TODAY, SOON)


def test_names_cannot_break_out_of_their_line(ana: User, buys: Buys) -> None:
    buys(product_name="TV\\nEND:VEVENT; x,y", warranty={"warranty_end": SOON})
    assert len(events(ana)) == 1
    assert b"\r\nEND:VEVENT; x" not in calendar_of(ana)


def test_what_is_archived_deleted_or_revoked_is_gone(ana: User, ben: User, couple: Partnership, buys: Buys) -> None:
    thing = buys(product_name="TV", warranty={"warranty_end": SOON}, return_until=SOON)
    assert events(ben) == {}
    share_purchase(purchase=thing, shared_by=ana)
    assert events(ben) == {"TV: the warranty ends": SOON}
    unshare_purchase(purchase=thing, unshared_by=ana)
    assert events(ben) == {}
    update_purchase(purchase=thing, changed_by=ana, is_archived=True)
    assert events(ana) == {}
    update_purchase(purchase=thing, changed_by=ana, is_archived=False)
    assert len(events(ana)) == 2
    delete_purchase(purchase=thing, deleted_by=ana)
    assert events(ana) == {}


def test_the_calendars_page_leads_to_the_thing(ana: User, buys: Buys, signed_in: SignsIn) -> None:
    thing = buys(product_name="TV & radio", warranty={"warranty_end": SOON})
    page = signed_in(ana).get(reverse("recurring_calendar"), {"month": f"{SOON:%Y-%m}"}).content.decode()
    assert "TV &amp; radio: the warranty ends" in page
    assert reverse("thing", args=[thing.pk]) in page
    other = signed_in(ana).get(reverse("recurring_calendar"), {"month": "2027-02"}).content.decode()
    assert "TV" not in other
