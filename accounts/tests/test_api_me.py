"""The caller's own profile over the API."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts import services
from accounts.errors import StaleProfile
from accounts.models import User
from accounts.tests.conftest import PASSWORD
from config.kernel import registry

ME = "/api/v1/me/"
INCOME = "/api/v1/me/income/"
JSON = "application/json"


@pytest.fixture
def api(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def refusals(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 400, answer.content
    return {(each["attr"], each["code"]) for each in answer.json()["errors"]}


def test_a_profile_has_every_field(ana: User, api: Client) -> None:
    shown = api.get(ME)
    assert shown.json() == {
        "id": str(ana.pk),
        "email": "ana@example.org",
        "name": "Ana Rossi",
        "avatar": None,
        "country": "",
        "currency": "EUR",
        "time_zone": "UTC",
        "locale": "en-GB",
        "monthly_income": None,
        "payday": "",
        "personal_allowance": None,
        "financial_goals": [],
        "risk_tolerance": "moderate",
        "theme": "system",
        "date_joined": shown.json()["date_joined"],
        "version": 1,
    }
    assert shown["ETag"] == '"1"'


@pytest.mark.parametrize("method", ["put", "patch"])
def test_what_is_named_changes_and_the_rest_stays(ana: User, api: Client, method: str) -> None:
    changes = {
        "name": "Ana R.",
        "country": "CH",
        "currency": "CHF",
        "time_zone": "Europe/Zurich",
        "locale": "en-CH",
        "monthly_income": "6100.5",
        "payday": "friday/2",
        "personal_allowance": 250,
        "financial_goals": ["A week in Lisbon"],
        "risk_tolerance": "aggressive",
        "theme": "dark",
    }
    changed = getattr(api, method)(ME, changes, content_type=JSON).json()
    assert changed == {**changed, **changes, "monthly_income": "6100.50", "personal_allowance": "250.00"}
    assert changed["version"] == 2
    again = api.patch(ME, {"name": "Ana"}, content_type=JSON).json()
    assert (again["name"], again["currency"]) == ("Ana", "CHF")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "n" * 101, "max_length"),
        ("name", 7, "invalid"),
        ("name", None, "null"),
        ("name", "a\x00b", "null_characters_not_allowed"),
        ("country", "XX", "unknown_country"),
        ("country", "Germany", "unknown_country"),
        ("currency", "XXQ", "unknown_currency"),
        ("currency", "", "blank"),
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("time_zone", "../../etc/passwd", "unknown_time_zone"),
        ("locale", "klingon", "unknown_locale"),
        ("monthly_income", "-1", "amount_negative"),
        ("monthly_income", "a lot", "invalid"),
        ("monthly_income", 12.5, "float_not_exact"),
        ("monthly_income", "NaN", "invalid"),
        ("monthly_income", "12.345", "too_many_decimals"),
        ("monthly_income", "10000000000", "amount_too_large"),
        ("personal_allowance", ["1"], "invalid"),
        ("payday", "32", "unknown_payday"),
        ("payday", "friday/0", "unknown_payday"),
        ("payday", "friday/2@2026-11-19", "unknown_payday"),
        ("payday", "friday/2@2026-02-30", "unknown_payday"),
        ("risk_tolerance", "reckless", "invalid_choice"),
        ("risk_tolerance", ["moderate"], "invalid_choice"),
        ("theme", "neon", "invalid_choice"),
        ("financial_goals", "Lisbon", "not_a_list"),
        ("financial_goals", ["g"] * 21, "max_length"),
        ("version", "x", "invalid"),
        ("is_staff", True, "unknown_field"),
        ("user_id", "0193a5b2-7c3e-7d41-9f00-2f6f0f3f7a11", "unknown_field"),
    ],
)
def test_a_wrong_field_is_named_with_a_stable_code(ana: User, api: Client, field: str, value: Any, code: str) -> None:
    assert refusals(api.patch(ME, {field: value}, content_type=JSON)) == {(field, code)}
    ana.refresh_from_db()
    assert (ana.version, ana.is_staff) == (1, False)


@pytest.mark.parametrize(
    "payday", ["1", "31", "last", "last working day", "friday", "monday/4", "friday/2@2026-11-20", ""]
)
def test_paydays_that_make_sense(api: Client, payday: str) -> None:
    assert api.patch(ME, {"payday": payday}, content_type=JSON).json()["payday"] == payday


def test_several_wrong_fields_are_named_at_once(api: Client) -> None:
    wrong = {"country": "XX", "payday": "someday"}
    assert refusals(api.put(ME, wrong, content_type=JSON)) == {
        ("country", "unknown_country"),
        ("payday", "unknown_payday"),
    }


def test_what_was_read_can_be_sent_back(api: Client) -> None:
    assert api.put(ME, api.get(ME).json(), content_type=JSON).status_code == 200


def test_the_address_is_not_changed_here(ana: User, api: Client) -> None:
    api.patch(ME, {"email": "eve@example.org"}, content_type=JSON)
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


@pytest.mark.parametrize(("body", "headers"), [({"name": "B", "version": 1}, {}), ({"name": "B"}, {"If-Match": '"1"'})])
def test_an_old_version_is_a_conflict_that_shows_the_current_state(
    api: Client, body: dict[str, Any], headers: dict[str, str]
) -> None:
    assert api.patch(ME, {"name": "A"}, content_type=JSON).status_code == 200
    refused = api.patch(ME, body, content_type=JSON, headers=headers)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["code"] == "version_conflict"
    assert refused.json()["current"]["name"] == "A"


def test_the_income_has_an_address_of_its_own(ana: User, api: Client) -> None:
    assert api.get(INCOME).json() == {"monthly_income": None, "currency": "EUR", "version": 1}
    assert api.put(INCOME, {"monthly_income": "3200"}, content_type=JSON).json()["monthly_income"] == "3200.00"
    assert refusals(api.put(INCOME, {}, content_type=JSON)) == {("monthly_income", "required")}
    assert refusals(api.put(INCOME, {"monthly_income": "-0.01"}, content_type=JSON)) == {
        ("monthly_income", "amount_negative")
    }
    assert api.put(INCOME, {"monthly_income": None}, content_type=JSON).json()["monthly_income"] is None


def test_an_income_is_unreadable_in_the_database(ana: User, api: Client) -> None:
    api.put(INCOME, {"monthly_income": "3217.00"}, content_type=JSON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT monthly_income FROM accounts_user")
        assert "3217" not in cursor.fetchone()[0]


def test_currencies_without_decimals_refuse_them(api: Client) -> None:
    assert refusals(api.patch(ME, {"currency": "JPY", "monthly_income": "1.5"}, content_type=JSON)) == {
        ("monthly_income", "too_many_decimals")
    }


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [ME, INCOME, "/api/v1/me/avatar/"])
def test_nobody_has_no_profile(db: None, method: str, path: str) -> None:
    assert getattr(Client(), method)(path).status_code in {401, 405}


def test_deleting_me_needs_my_password_and_takes_what_is_mine(ana: User, api: Client) -> None:
    gone: list[Any] = []
    registry.deletes_person_data(gone.append)
    try:
        assert refusals(api.delete(ME)) == {("password", "required")}
        assert refusals(api.delete(ME, {"password": "wrong"}, content_type=JSON)) == {
            ("password", "incorrect_password")
        }
        assert api.delete(ME, {"password": PASSWORD}, content_type=JSON).status_code == 204
    finally:
        registry._person_data_deleters.remove(gone.append)
    assert [person.email for person in gone] == [ana.email]
    assert not User.objects.exists()
    assert api.get(ME).status_code == 401


def test_a_picture_by_api(ana: User, api: Client) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (40, 90), (0, 0, 0, 0)).save(file, "PNG")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = head + file.getvalue() + b"\r\n--x--\r\n"
    changed = api.put("/api/v1/me/avatar/", body, content_type="multipart/form-data; boundary=x")
    assert changed.status_code == 200, changed.content
    assert api.get(changed.json()["avatar"])["Content-Type"] == "image/webp"
    assert refusals(api.put("/api/v1/me/avatar/", b"--x--\r\n", content_type="multipart/form-data; boundary=x")) == {
        ("file", "required")
    }
    assert api.delete("/api/v1/me/avatar/").status_code == 204
    assert api.get(ME).json()["avatar"] is None


def test_with_a_mail_server_an_address_is_verified_and_nobody_learns_who_is_here(ana: User, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.ACCOUNT_PREVENT_ENUMERATION = True
    path = "/_allauth/app/v1/auth/signup"
    known = Client().post(path, {"email": ana.email, "password": PASSWORD}, content_type=JSON)
    unknown = Client().post(path, {"email": "new@example.org", "password": PASSWORD}, content_type=JSON)
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert [each["id"] for each in known.json()["data"]["flows"]] == [
        each["id"] for each in unknown.json()["data"]["flows"]
    ]
    code = next(line for line in str(mail.outbox[-1].body).splitlines() if len(line) in (6, 9) and line.isupper())
    verified = Client().post(
        "/_allauth/app/v1/auth/email/verify",
        {"key": code},
        content_type=JSON,
        headers={"X-Session-Token": unknown.json()["meta"]["session_token"]},
    )
    assert verified.status_code == 200, verified.content
    assert verified.json()["meta"]["access_token"]


def test_staff_from_before_the_mail_server_get_in_without_its_code_and_others_do_not(
    ana: User, ben: User, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    User.objects.filter(pk=ana.pk).update(is_staff=True)
    statuses = [
        Client()
        .post("/_allauth/app/v1/auth/login", {"email": each.email, "password": PASSWORD}, content_type=JSON)
        .status_code
        for each in (ana, ben)
    ]
    assert statuses == [200, 401]


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_change_the_same_version_one_wins(ana: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, so it cannot show this race")
    barrier, outcomes = threading.Barrier(8), list[str]()

    def change(name: str) -> None:
        person = User.objects.get(pk=ana.pk)
        barrier.wait()
        try:
            services.change_profile(person=person, seen_version=1, name=name)
            outcomes.append("changed")
        except StaleProfile:
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=(f"Ana {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", *["stale"] * 7]
