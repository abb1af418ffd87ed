"""API keys: what they open, what they never open, and when they stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.keys.models import ApiKey
from accounts.keys.scopes import WORDS
from accounts.keys.services import caller_with, create_key
from accounts.models import User
from accounts.tests.conftest import PASSWORD
from config.kernel.api.key_areas import SCOPES_OF_AREAS, needed_scope
from config.kernel.api.views import ApiView
from config.kernel.models import AuditEntry

ME, ENTRIES, KEYS = "/api/v1/me/", "/api/v1/transactions/", "/api/v1/me/keys/"
YEAR = timedelta(days=365)


def key_of(person: User, *scopes: str, life: timedelta | None = YEAR) -> str:
    return create_key(
        person=person, name="Script", scopes=scopes, expires_at=None if life is None else timezone.now() + life
    )[1]


def ask(secret: str, path: str = ENTRIES, method: str = "get", **extra: Any) -> Any:
    headers = {"Authorization": f"Bearer {secret}"}
    if method != "get":
        extra = {"data": {}, "content_type": "application/json", **extra}
    return getattr(Client(), method)(path, headers=headers, **extra)


def code_of(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def test_a_key_opens_what_its_scope_names(ana: User) -> None:
    reader, writer = key_of(ana, "ledger:read"), key_of(ana, "ledger:write")
    assert ask(reader).status_code == 200
    assert (ask(reader, method="post").status_code, code_of(ask(reader, method="post"))) == (403, "scope_missing")
    assert ask(writer, method="post").status_code == 400
    assert ask(writer).status_code == 403
    assert ask(reader, "/api/v1/imports/").status_code == 403
    assert ask(key_of(ana, "imports"), "/api/v1/imports/").status_code == 200


def test_a_key_reads_the_profile_and_never_changes_it(ana: User) -> None:
    everything = key_of(ana, "profile:read", "ledger:read", "ledger:write", "imports")
    assert ask(everything, ME).status_code == 200
    for method in ("put", "patch", "delete"):
        refused = ask(everything, ME, method)
        assert (refused.status_code, code_of(refused)) == (403, "not_for_keys")


def test_no_key_reaches_keys_sessions_pages_doors_or_the_staff_site(sam_the_staff: User) -> None:
    key = key_of(sam_the_staff, *WORDS)
    assert (ask(key, KEYS).status_code, ask(key, KEYS, "post").status_code) == (403, 403)
    assert ask(key, "/_allauth/app/v1/auth/session").status_code == 401
    assert ask(key, "/_allauth/app/v1/account/email").status_code == 401
    for page in ("/settings/", "/settings/keys/", "/settings/delete/", "/admin/", "/transactions/"):
        assert ask(key, page).status_code == 302, page


def _api_views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _api_views(pattern.url_patterns, path)
        elif path.startswith("api/"):
            yield path, getattr(pattern.callback, "cls", None)


def test_every_endpoint_asks_for_a_scope_or_is_closed_to_keys() -> None:
    """Whoever adds an endpoint about the person, or about people, decides here that a key may come in."""
    open_to_all = {"api/v1/schema/", "api/v1/docs/"}
    found = dict(_api_views(get_resolver().url_patterns))
    assert all(issubclass(view, ApiView) for path, view in found.items() if path not in open_to_all)
    areas = {path: view.key_area for path, view in found.items() if path not in open_to_all}
    assert set(areas.values()) <= {"", *SCOPES_OF_AREAS}
    of_me = {path: area for path, area in areas.items() if path.startswith("api/v1/me/")}
    profile = {path for path, area in of_me.items() if area}
    assert profile == {"api/v1/me/", "api/v1/me/income/", "api/v1/me/avatar/"}
    assert all(areas[path] == "profile" for path in profile)
    assert needed_scope("profile", "PATCH") is None


def test_a_revoked_expired_or_blocked_key_is_401(ana: User) -> None:
    key = key_of(ana, "ledger:read", life=timedelta(days=2))
    with time_machine.travel(timezone.now() + timedelta(days=2, seconds=1)):
        assert (ask(key).status_code, code_of(ask(key))) == (401, "key_not_valid")
    assert ask(key).status_code == 200
    User.objects.update(is_active=False)
    assert ask(key).status_code == 401
    User.objects.update(is_active=True)
    assert ask(key).status_code == 200
    ApiKey.objects.all().delete()
    assert ask(key).status_code == 401
    assert ask(key)["WWW-Authenticate"] == "Bearer"


def test_a_key_without_an_end_works_in_ten_years(ana: User) -> None:
    key = key_of(ana, "ledger:read", life=None)
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert caller_with(key) is not None


@pytest.mark.parametrize("secret", ["tup_", "tup_x", "tup_" + "A" * 43, "tup_é", "tup_" + "x" * 5000])
def test_nonsense_is_no_key(db: None, secret: str) -> None:
    answer = Client().get(ENTRIES, HTTP_AUTHORIZATION=f"Bearer {secret}".encode().decode("latin-1"))
    assert answer.status_code == 401


def test_the_secret_is_not_kept(ana: User) -> None:
    secret = key_of(ana, "ledger:read")
    row = ApiKey.objects.values().get()
    assert not any(secret in str(value) for value in row.values())
    assert secret.startswith(row["beginning"])
    assert len(row["beginning"]) == 10


def test_being_let_in_costs_one_query_and_use_is_noted_once_a_day(
    ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = key_of(ana, "profile:read")
    assert ask(key, ME, REMOTE_ADDR="203.0.113.7").status_code == 200
    row = ApiKey.objects.get()
    assert (row.last_used_on, row.last_used_from) == (timezone.now().date(), "203.0.113.7")
    with django_assert_num_queries(1):
        ask(key, ME, REMOTE_ADDR="203.0.113.7")
    ask(key, ME, REMOTE_ADDR="203.0.113.8")
    assert ApiKey.objects.get().last_used_from == "203.0.113.8"


def test_a_key_counts_against_the_limit_of_its_person(ana: User, settings: Any) -> None:
    settings.THROTTLES_ON, settings.REDIS_URL = True, ""
    keys = [key_of(ana, "profile:read") for _ in range(2)]
    answers = [ask(keys[number % 2], ME).status_code for number in range(101)]
    assert answers == [200] * 100 + [429]


def make_by_api(person: Client, **body: Any) -> Any:
    sent = {"name": "Till", "scopes": ["imports"], "password": PASSWORD, **body}
    return person.post(KEYS, sent, content_type="application/json")


@pytest.fixture
def anas(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def sam_the_staff(ben: User) -> User:
    ben.is_staff = True
    ben.save(update_fields=["is_staff"])
    return ben


def test_the_api_makes_lists_and_revokes_keys(anas: Client, ben: User) -> None:
    made = make_by_api(anas)
    assert made.status_code == 201, made.content
    assert made["Cache-Control"] == "no-store"
    body = made.json()
    assert ask(body["secret"], "/api/v1/imports/").status_code == 200
    listed = anas.get(KEYS).json()["results"]
    assert [each["id"] for each in listed] == [body["id"]]
    assert "secret" not in listed[0]
    expires = ApiKey.objects.get().expires_at
    assert expires is not None
    assert abs(expires - timezone.now() - YEAR) < timedelta(minutes=1)
    other = Client()
    other.force_login(ben)
    assert other.delete(f"{KEYS}{body['id']}/").status_code == 404
    assert anas.delete(f"{KEYS}{body['id']}/").status_code == 204
    assert ask(body["secret"], "/api/v1/imports/").status_code == 401
    trail = list(AuditEntry.objects.filter(action__startswith="api_key").order_by("at"))
    assert [each.action for each in trail] == ["api_key_made", "api_key_revoked"]
    assert body["secret"] not in str([each.details for each in trail])


@pytest.mark.parametrize(
    ("change", "attr", "code"),
    [
        ({"password": "wrong"}, "password", "incorrect_password"),
        ({"scopes": []}, "scopes", "min_length"),
        ({"scopes": ["everything"]}, "scopes", "unknown_scope"),
        ({"scopes": ["admin:read"]}, "scopes", "unknown_scope"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at", "expiry_out_of_range"),
        ({"expires_at": "2096-12-31T23:59:59Z"}, "expires_at", "expiry_out_of_range"),
        ({"name": "  "}, "name", "blank"),
        ({"name": 5}, "name", "invalid"),
        ({"secret": "tup_mine"}, "secret", "unknown_field"),
    ],
)
def test_a_senseless_wish_makes_no_key(anas: Client, change: dict[str, Any], attr: str, code: str) -> None:
    refused = make_by_api(anas, **change)
    problem = refused.json()["errors"][0]
    assert (refused.status_code, problem["attr"], problem["code"]) == (400, attr, code)
    assert not ApiKey.objects.exists()


def test_fifty_keys_are_enough(ana: User) -> None:
    ApiKey.objects.bulk_create(ApiKey(person=ana, name="k", digest=str(n), scopes="imports") for n in range(50))
    with pytest.raises(ValidationError) as refused:
        key_of(ana, "imports")
    assert refused.value.code == "too_many_keys"


def test_the_page_shows_a_key_once_and_revokes_it(anas: Client, ben: User) -> None:
    sent = {"name": "<b>Till</b>", "scopes": ["ledger:read"], "days": "30", "password": PASSWORD}
    made = anas.post("/settings/keys/", sent)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = made.context["secret"]
    assert secret.encode() in made.content
    assert ask(secret).status_code == 200
    again = anas.get("/settings/keys/").content
    assert secret.encode() not in again
    assert b"&lt;b&gt;Till" in again
    assert b"<b>Till" not in again
    key = ApiKey.objects.get()
    other = Client()
    other.force_login(ben)
    assert other.post(f"/settings/keys/{key.pk}/revoke/").status_code == 404
    assert anas.post(f"/settings/keys/{key.pk}/revoke/").status_code == 302
    assert ask(secret).status_code == 401


def test_the_page_asks_for_the_password_and_keeps_what_was_typed(anas: Client) -> None:
    sent = {"name": "Till", "scopes": ["ledger:read"], "days": "", "password": "wrong"}
    refused = anas.post("/settings/keys/", sent)
    assert refused.status_code == 422
    assert b'value="Till"' in refused.content
    assert b"wrong" not in refused.content
    assert not ApiKey.objects.exists()


def test_the_keys_of_a_deleted_person_are_gone(ana: User) -> None:
    key = key_of(ana, "ledger:read")
    ana.delete()
    assert ask(key).status_code == 401
