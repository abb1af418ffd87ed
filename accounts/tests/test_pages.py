"""Coming in and settling in, by page."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts.models import User
from accounts.tests.conftest import PASSWORD
from config.kernel.models import AuditEntry

SIGN_UP = {"email": "first@example.org", "password1": PASSWORD, "name": "First Person"}


def picture(size: tuple[int, int] = (300, 200), form: str = "PNG") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, form)
    file.seek(0)
    file.name = f"me.{form.lower()}"
    return file


@pytest.fixture
def at_home(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("at").values_list("action", flat=True))


@pytest.mark.django_db
def test_the_first_person_runs_the_instance_and_the_second_does_not() -> None:
    assert Client().post("/accounts/signup/", SIGN_UP).status_code == 302
    assert Client().post("/accounts/signup/", {**SIGN_UP, "email": "second@example.org"}).status_code == 302
    first, second = User.objects.order_by("date_joined")
    assert (first.is_staff, first.is_superuser) == (True, True)
    assert (second.is_staff, second.is_superuser) == (False, False)
    assert first.name == "First Person"


@pytest.mark.django_db
def test_demo_people_do_not_count_as_first() -> None:
    User.objects.create_user("demo@example.org", PASSWORD, is_demo=True)
    Client().post("/accounts/signup/", SIGN_UP)
    assert User.objects.get(email="first@example.org").is_superuser


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time_zone", "locale", "country", "currency", "kept_zone", "kept_locale"),
    [
        ("Europe/Zurich", "de-CH", "CH", "CHF", "Europe/Zurich", "de-CH"),
        ("Europe/Brussels", "fr", "BE", "EUR", "Europe/Brussels", "fr-BE"),
        ("Europe/Berlin", "en-US", "DE", "EUR", "Europe/Berlin", "en-US"),
        ("Asia/Calcutta", "en-IN", "IN", "INR", "Asia/Calcutta", "en-IN"),
        ("", "en-US", "US", "USD", "UTC", "en-US"),
        ("America/Sao_Paulo", "pt-BR", "BR", "BRL", "America/Sao_Paulo", "en-GB"),
        ("Mars/Olympus", "xx-<script>", "", "EUR", "UTC", "en-GB"),
        ("../../etc/passwd", "", "", "EUR", "UTC", "en-GB"),
    ],
)
def test_the_browser_says_where_somebody_lives(
    time_zone: str, locale: str, country: str, currency: str, kept_zone: str, kept_locale: str
) -> None:
    Client().post("/accounts/signup/", {**SIGN_UP, "time_zone": time_zone, "locale": locale})
    person = User.objects.get()
    assert (person.country, person.currency, person.time_zone, person.locale) == (
        country,
        currency,
        kept_zone,
        kept_locale,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("signups", "status"), [("open", 302), ("invited", 200), ("closed", 200)])
def test_sign_up_can_be_closed(settings: Settings, ana: User, signups: str, status: int) -> None:
    settings.SIGNUPS = signups
    assert Client().post("/accounts/signup/", SIGN_UP).status_code == status
    by_api = Client().post(
        "/_allauth/app/v1/auth/signup",
        {"email": "api@example.org", "password": PASSWORD},
        content_type="application/json",
    )
    assert by_api.status_code == (200 if signups == "open" else 403)
    assert User.objects.count() == (3 if signups == "open" else 1)


@pytest.mark.django_db
def test_an_instance_for_the_invited_lets_its_first_person_in(settings: Settings) -> None:
    settings.SIGNUPS = "invited"
    Client().post("/accounts/signup/", SIGN_UP)
    assert User.objects.get().is_staff


@pytest.mark.django_db
def test_a_refused_sign_up_keeps_what_was_typed() -> None:
    refused = Client().post("/accounts/signup/", {**SIGN_UP, "password1": "short"})
    assert refused.status_code == 422
    assert b'value="first@example.org"' in refused.content
    assert b"too short" in refused.content


def test_logging_in_and_out_by_page(ana: User) -> None:
    client = Client()
    refused = client.post("/accounts/login/", {"login": ana.email, "password": "wrong"})
    assert refused.status_code == 422
    assert client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/settings/").status_code == 302
    assert actions() == ["log_in_failed", "logged_in", "logged_out"]


def test_too_many_wrong_passwords_shut_the_door_for_a_while(ana: User) -> None:
    for _ in range(5):
        Client().post("/accounts/login/", {"login": ana.email, "password": "wrong"})
    refused = Client().post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert refused.status_code == 422
    assert b"Too many failed login attempts" in refused.content


def test_a_forgotten_password_is_replaced_by_code(ana: User) -> None:
    client, elsewhere = Client(), Client()
    elsewhere.force_login(ana)
    asked = client.post("/accounts/password/reset/", {"email": ana.email}, follow=True)
    assert asked.status_code == 200
    code = re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{4})$", str(mail.outbox[0].body), re.M)
    assert code, mail.outbox[0].body
    confirmed = client.post("/accounts/password/reset/confirm/", {"code": code[1]}, follow=True)
    assert confirmed.status_code == 200
    new = "an entirely new pass phrase"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    ana.refresh_from_db()
    assert ana.check_password(new)
    assert elsewhere.get("/settings/").status_code == 302


def test_changing_the_password_keeps_this_device_and_ends_the_others(ana: User, at_home: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(ana)
    new = "an entirely new pass phrase"
    answer = at_home.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert at_home.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302
    assert "password_changed" in actions()


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/logout/",
        "/accounts/password/reset/",
        "/accounts/inactive/",
        "/accounts/password/reset/done/",
    ],
)
def test_pages_before_the_door_open(db: None, page: str) -> None:
    assert Client().get(page, follow=True).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "/settings/",
        "/settings/look/",
        "/settings/security/",
        "/settings/delete/",
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_of_the_settings_open_for_their_person_alone(at_home: Client, page: str) -> None:
    assert at_home.get(page).status_code == 200
    signed_out = Client().get(page)
    assert signed_out.status_code == 302
    assert signed_out["Location"].startswith("/accounts/login/")


def profile_form(person: User, **changes: Any) -> dict[str, Any]:
    person.refresh_from_db()
    return {
        "name": person.name,
        "country": "DE",
        "currency": "EUR",
        "risk_tolerance": "moderate",
        "version": person.version,
        **changes,
    }


def test_a_profile_is_filled_in(ana: User, at_home: Client) -> None:
    form = profile_form(ana, monthly_income="3200.50", payday="last", financial_goals="Lisbon\n\n A new roof ")
    assert at_home.post("/settings/", form).status_code == 302
    ana.refresh_from_db()
    assert str(ana.monthly_income) == "3200.50"
    assert ana.financial_goals == ["Lisbon", "A new roof"]
    assert b"3200.50" in at_home.get("/settings/").content


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"monthly_income": "-1"}, b"zero or more"),
        ({"monthly_income": "12.345"}, b"fewer decimals"),
        ({"currency": "XXY"}, b"valid choice"),
        ({"payday": "someday"}, b"valid choice"),
        ({"name": "n" * 101}, b"at most 100"),
        ({"financial_goals": "\n".join("goal" for _ in range(21))}, b"at most 20"),
        ({"version": 99}, b"in the meantime"),
    ],
)
def test_a_refused_profile_keeps_what_was_typed(
    ana: User, at_home: Client, changes: dict[str, Any], said: bytes
) -> None:
    refused = at_home.post("/settings/", profile_form(ana, **{"name": "Typed Name", **changes}))
    assert refused.status_code == 422
    assert said in refused.content
    ana.refresh_from_db()
    assert ana.name == "Ana Rossi"


def test_the_look_changes_language_and_time_zone(ana: User, at_home: Client) -> None:
    answer = at_home.post(
        "/settings/look/", {"theme": "dark", "locale": "en-CH", "time_zone": "Europe/Zurich"}, follow=True
    )
    assert b'data-theme="dark"' in answer.content
    assert b'lang="en-ch"' in answer.content
    assert answer["Content-Language"] == "en-ch"
    ana.refresh_from_db()
    assert str(ana.zone) == "Europe/Zurich"


def test_the_theme_switch_is_saved_without_disturbing_an_open_form(ana: User, at_home: Client) -> None:
    assert at_home.post("/settings/theme/", {"theme": "light"}).status_code == 204
    assert at_home.post("/settings/theme/", {"theme": "neon"}).status_code == 422
    before = ana.version
    ana.refresh_from_db()
    assert (ana.theme, ana.version) == ("light", before)


def test_a_picture_becomes_a_small_square(ana: User, at_home: Client) -> None:
    assert at_home.post("/settings/avatar/", {"file": picture()}).status_code == 302
    shown = at_home.get("/api/v1/me/avatar/")
    assert shown["Content-Type"] == "image/webp"
    image = Image.open(io.BytesIO(shown.content))
    assert (image.format, image.size) == ("WEBP", (128, 128))
    at_home.post("/settings/avatar/remove/")
    assert at_home.get("/api/v1/me/avatar/").status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        lambda: io.BytesIO(b"<svg onload=alert(1)>"),
        lambda: picture((9000, 9000)),
        lambda: picture(form="GIF"),
        lambda: io.BytesIO(picture().getvalue()[:60]),
    ],
    ids=["svg", "bomb", "gif", "truncated"],
)
def test_what_is_no_picture_of_ours_is_refused(ana: User, at_home: Client, upload: Any) -> None:
    file = upload()
    file.name = "me.png"
    assert at_home.post("/settings/avatar/", {"file": file}).status_code == 422
    ana.refresh_from_db()
    assert ana.avatar is None


def test_any_device_can_be_logged_out(ana: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    other = UserSession.objects.order_by("-created_at").first()
    assert other
    assert here.post(f"/settings/sessions/{other.pk}/end/").status_code == 302
    assert elsewhere.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(ana: User, ben: User, at_home: Client) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    theirs = UserSession.objects.get(user=ben)
    assert at_home.post(f"/settings/sessions/{theirs.pk}/end/").status_code == 404
    assert client.get("/settings/").status_code == 200


def test_deleting_oneself_needs_the_password_and_takes_everything(ana: User, ben: User, at_home: Client) -> None:
    refused = at_home.post("/settings/delete/", {"password": "wrong"})
    assert refused.status_code == 422
    assert User.objects.filter(pk=ana.pk).exists()
    at_home.post("/settings/avatar/", {"file": picture()})
    assert at_home.post("/settings/delete/", {"password": PASSWORD}).status_code == 302
    assert not User.objects.filter(pk=ana.pk).exists()
    assert User.objects.filter(pk=ben.pk).exists()
    assert at_home.get("/settings/").status_code == 302


def test_the_last_who_runs_the_instance_cannot_leave_others_behind(ana: User, ben: User, at_home: Client) -> None:
    User.objects.filter(pk=ana.pk).update(is_superuser=True, is_staff=True)
    assert at_home.post("/settings/delete/", {"password": PASSWORD}).status_code == 422
    User.objects.filter(pk=ben.pk).update(is_superuser=True)
    assert at_home.post("/settings/delete/", {"password": PASSWORD}).status_code == 302


def test_amounts_are_read_and_written_as_the_locale_does(ana: User, at_home: Client) -> None:
    User.objects.filter(pk=ana.pk).update(locale="en-DE")
    assert at_home.post("/settings/", profile_form(ana, monthly_income="3200,50")).status_code == 302
    ana.refresh_from_db()
    assert str(ana.monthly_income) == "3200.50"
    assert b'value="3200,50"' in at_home.get("/settings/").content


def test_an_address_is_changed_once_it_is_confirmed(ana: User, at_home: Client) -> None:
    """Without a mail server the link waits among the kept mail; here it is in the outbox of the tests."""
    asked = at_home.post("/accounts/email/", {"email": "ana@new.example.org", "action_add": ""})
    assert not EmailAddress.objects.filter(email="ana@new.example.org").exists()
    assert at_home.post(asked["Location"], {"password": PASSWORD})["Location"] == "/accounts/email/"
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    waiting = at_home.get("/accounts/email/").content
    assert b"ana@new.example.org takes its place" in waiting
    link = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    assert b"yours?" in at_home.get(link[1]).content
    assert at_home.post(link[1]).status_code == 302
    ana.refresh_from_db()
    assert ana.email == "ana@new.example.org"
    assert at_home.post("/accounts/email/", {"email": ana.email, "action_remove": ""}).status_code == 302
    ana.refresh_from_db()
    assert ana.email == "ana@new.example.org"
    assert Client().post("/accounts/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302


@pytest.mark.django_db
def test_with_a_mail_server_the_page_asks_for_the_code(settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    client = Client()
    asked = client.post("/accounts/signup/", SIGN_UP, follow=True)
    assert b"We have sent a code to first@example.org" in asked.content
    wrong = client.post("/accounts/confirm-email/", {"code": "WRONGX"})
    assert wrong.status_code == 422
    code = re.search(r"^([A-Z0-9]{6}|[A-Z0-9]{4}-[A-Z0-9]{4})$", str(mail.outbox[0].body), re.M)
    assert code, mail.outbox[0].body
    assert client.post("/accounts/confirm-email/", {"code": code[1]}).status_code == 302
    assert client.get("/settings/").status_code == 200


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_taken_address_costs_one_hash_like_any(
    door: str, ana: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = settings.ACCOUNT_PREVENT_ENUMERATION = True
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(*given: Any) -> str:
        hashed.append("one")
        return encode(*given)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for email in (ana.email, "new@example.org"):
        if door == "page":
            Client().post("/accounts/signup/", {**SIGN_UP, "email": email})
        else:
            body = {"email": email, "password": PASSWORD}
            Client().post("/_allauth/app/v1/auth/signup", body, content_type="application/json")
        assert len(mail.outbox) == len(hashed)
    assert len(hashed) == 2
