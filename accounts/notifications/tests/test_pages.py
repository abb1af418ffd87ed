"""The centre, the bell and the settings."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.notifications.models import Notification, NotificationSettings
from accounts.notifications.reading import unread_count
from accounts.notifications.tests.conftest import GIFT, RENT, Tells

Browser = Callable[[User], Client]
CENTRE, SETTINGS = "/notifications/", "/settings/notifications/"


def test_the_centre_tells_it_escaped(ana: User, signed_in: Browser, tell: Tells) -> None:
    tell(data={"who": "<script>"})
    page = signed_in(ana).get(CENTRE).content.decode()
    assert "Rent of &lt;script&gt;" in page
    assert "Notifications, 1 not read" in page


def test_an_empty_one_says_what_will_be_there(ana: User, signed_in: Browser) -> None:
    assert "Nothing yet" in signed_in(ana).get(CENTRE).content.decode()


def test_it_shows_what_is_not_read_or_one_kind(ana: User, signed_in: Browser, tell: Tells) -> None:
    told = tell(data={"who": "Nord"})
    tell(kind=GIFT, data={"who": "Oma"})
    browser = signed_in(ana)
    assert told is not None
    browser.post(f"{CENTRE}{told.pk}/open/")
    unread = browser.get(CENTRE, {"show": "unread"}).content.decode()
    assert ("Rent of Oma" in unread, "Rent of Nord" in unread) == (True, False)
    rent = browser.get(CENTRE, {"kind": RENT}).content.decode()
    assert ("Rent of Oma" in rent, "Rent of Nord" in rent) == (False, True)


def test_a_page_costs_the_same_whatever_it_holds(
    ana: User, signed_in: Browser, tell: Tells, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(40):
        tell()
    browser = signed_in(ana)
    browser.get(CENTRE)
    with django_assert_max_num_queries(10):
        page = browser.get(CENTRE)
    assert page.content.decode().count("/open/") == 30
    older = page.context["older"]
    assert browser.get(CENTRE, {"after": str(older)}).content.decode().count("/open/") == 10


def test_opening_reads_it_and_leads_there(ana: User, signed_in: Browser, tell: Tells) -> None:
    told = tell()
    assert told is not None
    answer = signed_in(ana).post(f"{CENTRE}{told.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/transactions/")
    assert unread_count(ana) == 0


def test_another_persons_is_404(ana: User, ben: User, signed_in: Browser, tell: Tells) -> None:
    told = tell()
    assert told is not None
    browser = signed_in(ben)
    assert browser.post(f"{CENTRE}{told.pk}/open/").status_code == 404
    assert browser.post(f"{CENTRE}{told.pk}/delete/").status_code == 404
    browser.post(f"{CENTRE}read/", {"until": str(told.pk)})
    assert unread_count(ana) == 1


def test_reading_all_leaves_what_came_meanwhile(ana: User, signed_in: Browser, tell: Tells) -> None:
    seen = tell()
    tell()
    assert seen is not None
    signed_in(ana).post(f"{CENTRE}read/", {"until": str(seen.pk)})
    assert unread_count(ana) == 1


def test_deleting_one(ana: User, signed_in: Browser, tell: Tells) -> None:
    told = tell()
    assert told is not None
    browser = signed_in(ana)
    assert browser.post(f"{CENTRE}{told.pk}/delete/").status_code == 302
    assert "Nothing yet" in browser.get(CENTRE).content.decode()


def test_the_bell_is_fetched_alone(ana: User, signed_in: Browser, tell: Tells) -> None:
    tell()
    bell = signed_in(ana).get(f"{CENTRE}bell/").content.decode()
    assert '<span class="badge">1</span>' in bell
    assert "<html" not in bell
    Notification.objects.bulk_create(Notification(person=ana, kind=RENT, cause=f"n{n}") for n in range(100))
    assert "99+" in signed_in(ana).get(f"{CENTRE}bell/").content.decode()


def test_the_settings_keep_what_is_chosen(ana: User, signed_in: Browser) -> None:
    browser = signed_in(ana)
    chosen = {"app": [RENT, GIFT], "email": [GIFT], "push": [], "digest": "weekly", "large_payment": "1,250.50"}
    assert browser.post(SETTINGS, chosen).status_code == 302
    form = browser.get(SETTINGS).context["form"]
    assert (form.initial["app"], form.initial["email"], form.initial["push"]) == ([RENT, GIFT], [GIFT], [])
    settings = NotificationSettings.objects.get(person=ana)
    assert (settings.digest, str(settings.large_payment), settings.push_details) == ("weekly", "1250.5", False)


def test_a_refused_form_keeps_what_was_typed(ana: User, signed_in: Browser) -> None:
    refused = signed_in(ana).post(SETTINGS, {"app": [RENT], "digest": "daily", "low_balance": "1.005"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="1.005"' in page
    assert f'name="app" value="{GIFT}" checked' not in page
    assert not NotificationSettings.objects.exists()
