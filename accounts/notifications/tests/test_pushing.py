"""Pushes to browsers and phones, against servers that speak the real protocols."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications import vapid
from accounts.notifications.devices import STRIKES, register_browser, register_phone
from accounts.notifications.models import PushDevice
from accounts.notifications.preferences import change_preferences, change_settings
from accounts.notifications.pushing import PushLater, push_notification, push_test, push_to_device
from accounts.notifications.services import mark_read
from accounts.notifications.tests.conftest import RENT, Tells
from accounts.notifications.tests.push_services import Browser, PushServer, raw64, url64
from config.kernel.models import Job

DEVICES = "/api/v1/me/devices/"
ONE_OF_MANY = ec.derive_private_key(12345, ec.SECP256R1())
KEY = url64((12345).to_bytes(32, "big"))


@pytest.fixture
def service(settings: Any) -> Iterator[PushServer]:
    """The push service of a browser, that may be asked although it is on this machine."""
    found = PushServer()
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = KEY, "mailto:us@example.org"
    settings.PUSH_HOSTS = ("127.0.0.1",)
    yield found
    found.stop()


@pytest.fixture
def browser(service: PushServer, ana: User) -> Browser:
    found = Browser(f"{service.address}/send/abc")
    register_browser(person=ana, session_key="s1", name="Firefox", **found.subscription)
    return found


@pytest.fixture
def phone(service: PushServer, ana: User, settings: Any, tmp_path: Path) -> PushDevice:
    settings.FCM_CREDENTIALS, settings.FCM_URL = str(tmp_path / "account.json"), service.address
    (tmp_path / "account.json").write_text(json.dumps(service.account))
    service.status, service.body = 200, b'{"name": "projects/tuppence-test/messages/1"}'
    return register_phone(person=ana, session_key="s1", token="a-token", name="Pixel")


def deliver(told: Any) -> None:
    """As the jobs do it."""
    assert told is not None
    push_notification(told.pk)
    for job in Job.objects.filter(kind="accounts.push_to_device", payload__notification=str(told.pk)):
        push_to_device(told.pk, job.payload["device"])


def test_a_browser_reads_the_title_and_its_service_nothing(service: PushServer, browser: Browser, tell: Tells) -> None:
    told = tell(data={"who": "Nord"}, severity="critical")
    deliver(told)
    [asked] = service.asked
    assert told is not None
    assert browser.open(asked.body) == {
        "id": str(told.pk),
        "kind": RENT,
        "severity": "critical",
        "title": "Rent of Nord",
        "text": "",
        "url": "/transactions/",
    }
    assert b"Nord" not in asked.body
    assert (asked.headers["ttl"], asked.headers["urgency"]) == ("86400", "high")
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert PushDevice.objects.get().last_used_at is not None


def test_who_wants_it_reads_more_on_the_lock_screen(
    service: PushServer, browser: Browser, ana: User, tell: Tells
) -> None:
    change_settings(person=ana, push_details=True)
    deliver(tell(data={"who": "Nord"}))
    assert browser.open(service.asked[0].body)["text"] == "Nord asks Ana"


def test_the_service_can_check_who_we_are(service: PushServer, browser: Browser, tell: Tells) -> None:
    deliver(tell())
    scheme, _space, rest = service.asked[0].headers["authorization"].partition(" ")
    fields = dict(each.strip().split("=", 1) for each in rest.split(","))
    assert (scheme, fields["k"]) == ("vapid", vapid.public_key())
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw64(fields["k"]))
    assert key.public_numbers() == ONE_OF_MANY.public_key().public_numbers()
    claims = jwt.decode(fields["t"], key, algorithms=["ES256"], audience=service.address)
    assert claims["sub"] == "mailto:us@example.org"


def test_a_notification_is_pushed_once(service: PushServer, browser: Browser, tell: Tells) -> None:
    told = tell()
    assert told is not None
    assert Job.objects.filter(kind="accounts.push_notification", payload={"notification": str(told.pk)}).exists()
    assert [push_notification(told.pk), push_notification(told.pk)] == [1, 0]


@pytest.mark.usefixtures("browser")
def test_what_was_read_meanwhile_or_is_off_is_not_pushed(service: PushServer, ana: User, tell: Tells) -> None:
    told = tell()
    assert told is not None
    mark_read(notification=told)
    deliver(told)
    change_preferences(person=ana, choices=[(RENT, "push", False)])
    tell()
    assert service.asked == []
    assert Job.objects.filter(kind="accounts.push_notification").count() == 1


def test_a_kind_for_pushes_alone_is_pushed(service: PushServer, browser: Browser, ana: User, tell: Tells) -> None:
    change_preferences(person=ana, choices=[(RENT, "app", False)])
    deliver(tell())
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: PushServer, browser: Browser, tell: Tells, status: int) -> None:
    service.status = status
    deliver(tell())
    assert not PushDevice.objects.exists()


def test_a_service_that_fails_is_asked_again_by_the_job(service: PushServer, browser: Browser, tell: Tells) -> None:
    for status in (500, 503, 429):
        service.status = status
        with pytest.raises(PushLater):
            deliver(tell())
    assert PushDevice.objects.get().failures == 0


@pytest.mark.parametrize(("asked", "seconds"), [("120", 120), ("999999", 3600), ("Wed, 21 Oct 2026", 0), ("", 0)])
def test_it_waits_as_long_as_the_service_asks_up_to_an_hour(
    service: PushServer, browser: Browser, tell: Tells, asked: str, seconds: int
) -> None:
    service.status, service.headers = 429, {"Retry-After": asked}
    with pytest.raises(PushLater) as later:
        deliver(tell())
    assert later.value.wait.total_seconds() == seconds


def test_five_refusals_in_a_row_are_enough(service: PushServer, browser: Browser, tell: Tells) -> None:
    for number in range(STRIKES):
        assert PushDevice.objects.get().failures == number
        service.status = 403
        deliver(tell())
    assert not PushDevice.objects.exists()


def test_a_success_wipes_out_what_failed(service: PushServer, browser: Browser, tell: Tells) -> None:
    service.status = 400
    deliver(tell())
    service.status = 201
    deliver(tell())
    assert PushDevice.objects.get().failures == 0


def test_an_address_inside_our_network_is_not_asked(
    service: PushServer, browser: Browser, tell: Tells, settings: Any
) -> None:
    """A name may lead elsewhere than on the day it was given."""
    settings.PUSH_HOSTS = ()
    deliver(tell())
    assert service.asked == []
    assert not PushDevice.objects.exists()


def test_a_phone_gets_it_by_fcm_with_one_token_for_all(service: PushServer, phone: PushDevice, tell: Tells) -> None:
    told = tell(data={"who": "Nord"})
    deliver(told)
    deliver(tell(data={"who": "Süd"}))
    first, second = service.asked
    assert first.path == "/v1/projects/tuppence-test/messages:send"
    message = json.loads(first.body)["message"]
    assert told is not None
    assert (message["token"], message["notification"]) == ("a-token", {"title": "Rent of Nord"})
    assert message["data"] == {"id": str(told.pk), "kind": RENT, "severity": "info", "url": "/transactions/"}
    assert second.headers["authorization"] == "Bearer token-1"
    assert service.tokens_given == 1
    assert "token-1" not in str(cache.get("fcm-access-token"))


def test_a_token_that_was_taken_back_is_replaced(service: PushServer, phone: PushDevice, tell: Tells) -> None:
    deliver(tell())
    service.good_token = "another"
    deliver(tell())
    assert [each.headers["authorization"] for each in service.asked] == [
        "Bearer token-1", "Bearer token-1", "Bearer token-2",
    ]  # fmt: skip
    assert PushDevice.objects.get().failures == 0


def test_an_app_that_was_removed_is_forgotten(service: PushServer, phone: PushDevice, tell: Tells) -> None:
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "UNREGISTERED"}]
    service.status, service.body = 404, json.dumps({"error": {"code": 404, "details": details}}).encode()
    deliver(tell())
    assert not PushDevice.objects.exists()


def test_a_project_that_is_not_found_is_no_removed_app(service: PushServer, phone: PushDevice, tell: Tells) -> None:
    service.status, service.body = 404, b'{"error": {"code": 404}}'
    deliver(tell())
    assert PushDevice.objects.get().failures == 1


def test_where_nothing_is_configured_no_job_is_written(ana: User, tell: Tells) -> None:
    register_phone(person=ana, session_key="", token="a-token", name="")
    tell()
    assert not Job.objects.exists()


def test_devices_by_the_api(ana_api: APIClient, service: PushServer) -> None:
    assert ana_api.get(f"{DEVICES}vapid/").json() == {"public_key": vapid.public_key()}
    browser = Browser("https://push.example.org/send/1")
    sent = {"service": "web", "name": "Firefox", **browser.subscription}
    made = ana_api.post(DEVICES, sent, format="json")
    assert made.status_code == 201
    assert ana_api.post(DEVICES, sent, format="json").json()["id"] == made.json()["id"]
    listed = ana_api.get(DEVICES).json()
    assert [each["name"] for each in listed["results"]] == ["Firefox"]
    assert "endpoint" not in listed["results"][0]
    assert ana_api.delete(f"{DEVICES}{made.json()['id']}/").status_code == 204
    assert ana_api.get(DEVICES).json()["count"] == 0


@pytest.mark.usefixtures("service")
def test_what_is_no_device_is_refused_by_field(ana_api: APIClient) -> None:
    browser = Browser("https://push.example.org/send/1").subscription
    for wrong, field in (
        ({"service": "sms"}, "service"),
        ({"service": "web", **browser, "endpoint": "http://push.example.org/"}, "endpoint"),
        ({"service": "web", **browser, "endpoint": "https://me:secret@push.example.org/"}, "endpoint"),
        ({"service": "web", **browser, "p256dh": "AAAA"}, "p256dh"),
        ({"service": "web", **browser, "auth": "AAAA"}, "auth"),
        ({"service": "web", "endpoint": browser["endpoint"]}, "p256dh"),
        ({"service": "fcm"}, "token"),
        ({"service": "fcm", "token": "a b"}, "token"),
        ({"service": "fcm", "token": "t", "endpoint": "https://push.example.org/"}, "endpoint"),
    ):
        refused = ana_api.post(DEVICES, wrong, format="json")
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field), wrong


def test_a_person_has_at_most_twenty(ana: User, ana_api: APIClient) -> None:
    for number in range(20):
        register_phone(person=ana, session_key="", token=f"t{number}", name="")
    refused = ana_api.post(DEVICES, {"service": "fcm", "token": "last"}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "too_many_devices")


def test_who_registers_a_device_last_has_it(ana: User, ben: User) -> None:
    register_phone(person=ana, session_key="", token="shared", name="")
    register_phone(person=ben, session_key="", token="shared", name="")
    assert PushDevice.objects.get().person == ben


def test_logging_out_takes_the_device_along(ana: User, service: PushServer) -> None:
    client = Client()
    client.force_login(ana)
    key = str(client.session.session_key)
    register_phone(person=ana, session_key=key, token="here", name="")
    register_phone(person=ana, session_key="elsewhere", token="there", name="")
    client.post("/accounts/logout/")
    assert [each.address for each in PushDevice.objects.all()] == ["there"]


SETTINGS = "/settings/notifications/"


def test_a_browser_is_switched_on_tried_and_removed_in_the_settings(ana: User, service: PushServer) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    client.force_login(ana)
    assert f'data-push="{vapid.public_key()}"' in client.get(SETTINGS).content.decode()
    browser = Browser(f"{service.address}/send/abc")
    client.post(f"{SETTINGS}devices/", browser.subscription)
    device = PushDevice.objects.get()
    page = client.get(SETTINGS).content.decode()
    assert "Firefox on Linux" in page
    assert browser.endpoint not in page
    client.post(f"{SETTINGS}devices/{device.pk}/test/")
    push_test(Job.objects.get(kind="accounts.push_test").payload["device"])
    assert browser.open(service.asked[0].body)["title"] == "Notifications of Tuppence reach this device"
    client.post(f"{SETTINGS}devices/{device.pk}/remove/")
    assert not PushDevice.objects.exists()


@pytest.mark.usefixtures("service")
def test_a_browser_that_gave_nonsense_is_told_so(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    for sent in ({}, {**Browser("ftp://push.example.org/").subscription}):
        answer = client.post(f"{SETTINGS}devices/", sent, follow=True)
        assert "no address" in answer.content.decode()
    assert not PushDevice.objects.exists()


def test_another_persons_device_is_404(ana: User, ben: User, signed_in: Any) -> None:
    device = register_phone(person=ana, session_key="", token="t", name="")
    for act in ("test", "remove"):
        assert signed_in(ben).post(f"{SETTINGS}devices/{device.pk}/{act}/").status_code == 404
    assert APIClient().get(DEVICES).status_code == 401
    assert PushDevice.objects.exists()


def test_without_keys_no_browser_is_offered_it(ana: User, signed_in: Any) -> None:
    assert "data-push" not in signed_in(ana).get(SETTINGS).content.decode()
    assert signed_in(ana).post(f"{SETTINGS}devices/", {}).status_code == 404


def test_the_worker_is_a_script_at_the_root(client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert answer.content.startswith(b"\naddEventListener")
