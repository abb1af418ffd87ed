"""Saved views: the filters of a list under a name, and back in one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from accounts.saved.lists import LONGEST_QUERY, tidy_query
from accounts.saved.models import SavedView
from accounts.saved.services import VIEWS_AT_MOST, change_view, delete_view, save_view

Browser = Callable[[User], Client]
LIST = "/transactions/"
API = "/api/v1/saved-views/"
OF_LIST = "/saved-views/of/transactions/"


@pytest.fixture
def eating(ana: User) -> SavedView:
    return save_view(person=ana, page="transactions", name="Eating out", query="search=trattoria&kind=expense")


def code_of(refusal: pytest.ExceptionInfo[ValidationError], field: str) -> str:
    return str(refusal.value.error_dict[field][0].code)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?kind=expense&search=x&after=2026-11-20_9", "kind=expense&search=x"),
        ("search=x&kind=expense&category=&limit=5&skip=20", "kind=expense&search=x"),
        ("search=a%26b%3Dc+d", "search=a%26b%3Dc+d"),
        ("search=%ff", "search=%EF%BF%BD"),
    ],
)
def test_equal_filters_are_kept_as_equal_texts(query: str, kept: str) -> None:
    assert tidy_query(query) == kept
    assert tidy_query(kept) == kept


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "nothing_to_save"),
        ("?after=2026-11-20_9&search=", "nothing_to_save"),
        ("search=" + "x" * LONGEST_QUERY, "too_long"),
        ("&".join(f"f{number}=1" for number in range(41)), "too_long"),
    ],
)
def test_what_is_no_filter_or_too_much_is_refused(query: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        tidy_query(query)
    assert code_of(refusal, "query") == code


def test_a_name_is_of_one_view_of_a_list(ana: User, ben: User, eating: SavedView) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_view(person=ana, page="transactions", name=" eating  OUT ", query="kind=income")
    assert code_of(refusal, "name") == "name_taken"
    save_view(person=ana, page="things", name="Eating out", query="status=ordered")
    save_view(person=ben, page="transactions", name="Eating out", query="kind=income")
    assert change_view(view=eating, changed_by=ana, name="EATING OUT").name == "EATING OUT"


@pytest.mark.parametrize(("name", "code"), [("  ", "required"), ("x" * 61, "max_length")])
def test_a_name_is_there_and_short(ana: User, name: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_view(person=ana, page="transactions", name=name, query="kind=income")
    assert code_of(refusal, "name") == code


def test_a_list_has_at_most_so_many_views(ana: User) -> None:
    for number in range(VIEWS_AT_MOST):
        save_view(person=ana, page="transactions", name=f"View {number}", query="kind=income")
    with pytest.raises(ValidationError) as refusal:
        save_view(person=ana, page="transactions", name="One more", query="kind=income")
    assert refusal.value.code == "too_many_views"
    save_view(person=ana, page="things", name="One more", query="status=ordered")


def test_another_persons_view_is_neither_changed_nor_deleted(ben: User, eating: SavedView) -> None:
    change_view(view=eating, changed_by=ben, name="Mine")
    delete_view(view=eating, deleted_by=ben)
    assert SavedView.objects.get(pk=eating.pk).name == "Eating out"


def test_the_list_offers_to_save_what_it_is_filtered_by_and_leads_back(ana: User, signed_in: Browser) -> None:
    browser = signed_in(ana)
    assert "Save this view" not in browser.get(LIST).content.decode()
    filtered = browser.get(LIST + "?kind=expense&search=trattoria").content.decode()
    assert f'hx-get="{OF_LIST}?kind=expense&amp;search=trattoria"' in filtered
    content = browser.get(OF_LIST + "?kind=expense&search=trattoria", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in content
    assert 'name="query" value="kind=expense&amp;search=trattoria"' in content
    sent = {"name": "Eating out", "query": "kind=expense&search=trattoria"}
    assert browser.post(OF_LIST, sent).headers["Location"] == LIST + "?kind=expense&search=trattoria"
    back = f'href="{LIST}?kind=expense&amp;search=trattoria"'
    assert back in browser.get(LIST).content.decode()
    here = browser.get(LIST + "?search=trattoria&kind=expense").content.decode()
    assert f'{back} aria-current="page"' in here
    assert "Save this view" not in here


def test_what_is_refused_keeps_what_was_typed(ana: User, eating: SavedView, signed_in: Browser) -> None:
    browser = signed_in(ana)
    answer = browser.post(OF_LIST, {"name": "Eating out", "query": "kind=income"})
    assert answer.status_code == 422
    assert 'value="Eating out"' in answer.content.decode()
    assert 'name="query" value="kind=income"' in answer.content.decode()
    other = save_view(person=ana, page="transactions", name="Wages", query="kind=income")
    answer = browser.post(reverse("saved_view_rename", args=[other.pk]), {f"{other.pk}-name": "Eating out"})
    assert answer.status_code == 422
    assert "There is one with this name." in answer.content.decode()
    assert SavedView.objects.get(pk=other.pk).name == "Wages"


def test_renaming_and_deleting_stay_where_one_was(ana: User, eating: SavedView, signed_in: Browser) -> None:
    browser, here = signed_in(ana), {"query": "kind=income"}
    sent = {f"{eating.pk}-name": "Restaurants", **here}
    answer = browser.post(reverse("saved_view_rename", args=[eating.pk]), sent)
    assert answer.headers["Location"] == LIST + "?kind=income"
    assert SavedView.objects.get(pk=eating.pk).name == "Restaurants"
    browser.post(reverse("saved_view_delete", args=[eating.pk]), here)
    assert not SavedView.objects.exists()


def test_a_deleted_view_is_had_back(ana: User, eating: SavedView, signed_in: Browser) -> None:
    browser = signed_in(ana)
    browser.post(reverse("saved_view_delete", args=[eating.pk]), follow=False)
    page = browser.get(LIST).content.decode()
    undo = (
        reverse("saved_view_undo", args=["transactions"]) + "?name=Eating+out&query=kind%3Dexpense%26search%3Dtrattoria"
    )
    assert undo.replace("&", "&amp;") in page
    assert browser.post(undo).status_code == 204
    again = SavedView.objects.get()
    assert (again.name, again.query) == (eating.name, eating.query)
    assert browser.post(undo).status_code == 400


def test_views_of_others_and_of_no_list_are_not_there(ben: User, eating: SavedView, signed_in: Browser) -> None:
    browser = signed_in(ben)
    assert browser.post(reverse("saved_view_rename", args=[eating.pk])).status_code == 404
    assert browser.post(reverse("saved_view_delete", args=[eating.pk])).status_code == 404
    assert browser.get("/saved-views/of/settings/").status_code == 404
    assert "Eating out" not in browser.get(LIST).content.decode()


def test_a_saved_view_leads_nowhere_else(ana: User, signed_in: Browser) -> None:
    evil = "javascript:alert(1)//evil.example/?kind=expense"
    answer = signed_in(ana).post(OF_LIST, {"name": '"><script>', "query": evil})
    assert answer.headers["Location"].startswith(LIST + "?")
    assert "<script>" not in signed_in(ana).get(LIST).content.decode().split('aria-label="Saved views"')[1][:200]


def test_the_api_saves_lists_changes_and_deletes(ana: User, ben: User) -> None:
    api, stranger = APIClient(), APIClient()
    api.force_authenticate(ana)
    stranger.force_authenticate(ben)
    sent = {"page": "transactions", "name": "Eating out", "query": "?search=trattoria&kind=expense&skip=20"}
    made = api.post(API, sent, format="json", headers={"Idempotency-Key": "once"})
    assert api.post(API, sent, format="json", headers={"Idempotency-Key": "once"}).json() == made.json()
    assert made.json()["query"] == "kind=expense&search=trattoria"
    assert api.get(API, {"page": "transactions"}).json()["results"] == [made.json()]
    assert api.get(API, {"page": "things"}).json()["count"] == 0
    one = f"{API}{made.json()['id']}/"
    assert stranger.get(API).json()["count"] == 0
    assert (stranger.patch(one, {"name": "X"}, format="json").status_code, stranger.delete(one).status_code) == (
        404,
        404,
    )
    changed = api.patch(one, {**made.json(), "name": "Restaurants"}, format="json")
    assert (changed.status_code, changed.json()["name"]) == (200, "Restaurants")
    assert api.delete(one).status_code == 204
    assert api.delete(one).status_code == 404


@pytest.mark.parametrize(
    ("sent", "attr", "code"),
    [
        ({"page": "settings"}, "page", "invalid_choice"),
        ({"query": "skip=3"}, "query", "nothing_to_save"),
        ({"query": "x" * 1001}, "query", "max_length"),
        ({"name": "x" * 61}, "name", "max_length"),
        ({"person": "me"}, "person", "unknown_field"),
    ],
)
def test_the_api_names_what_it_refuses(ana: User, sent: dict[str, str], attr: str, code: str) -> None:
    api = APIClient()
    api.force_authenticate(ana)
    body = {"page": "transactions", "name": "Eating out", "query": "kind=expense", **sent}
    answer = api.post(API, body, format="json")
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.json()["errors"]] == [(attr, code)]
