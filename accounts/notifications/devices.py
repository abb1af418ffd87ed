"""The browsers and phones of a person that take pushes."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notifications.models import PushDevice
from config.kernel.fetching import FetchRefused, checked_url

DEVICES_AT_MOST = 20
STRIKES = 5
LONGEST_ADDRESS = 2000
AUTH_BYTES = 16
NAME_LENGTH = 100


@transaction.atomic
def register_browser(*, person: User, session_key: str, endpoint: str, p256dh: str, auth: str, name: str) -> PushDevice:
    """The subscription a browser has made (RFC 8030, RFC 8291); again with the same endpoint it is the same device.

    Raises:
        ValidationError: by field (`endpoint`, `p256dh`, `auth`), or `too_many_devices`.
    """
    _check_endpoint(endpoint)
    _check_keys(p256dh, auth)
    keys = orjson.dumps({"p256dh": p256dh, "auth": auth}).decode()
    return _register(person, session_key, PushDevice.Service.WEB, endpoint, keys, name)


@transaction.atomic
def register_phone(*, person: User, session_key: str, token: str, name: str) -> PushDevice:
    """An app's registration token of Firebase Cloud Messaging. Raises ValidationError as `register_browser`."""
    if not token or len(token) > LONGEST_ADDRESS or any(each <= " " for each in token):
        raise ValidationError({"token": ValidationError(_("This is no token."), code="invalid")})
    return _register(person, session_key, PushDevice.Service.FCM, token, "", name)


def remove_device(*, device: PushDevice) -> None:
    """Nothing is pushed there any more. Twice is the same as once."""
    PushDevice.objects.filter(pk=device.pk).delete()


def note_success(device: PushDevice) -> None:
    PushDevice.objects.filter(pk=device.pk).update(failures=0, last_used_at=timezone.now())


def note_failure(device: PushDevice) -> None:
    """The fifth one in a row removes the device."""
    PushDevice.objects.filter(pk=device.pk).update(failures=F("failures") + 1)
    PushDevice.objects.filter(pk=device.pk, failures__gte=STRIKES).delete()


def remove_with_session(sender: type[Session], instance: Session, **_signal: Any) -> None:
    """Receiver of the session row's deletion: who has logged out there is not to read on its screen."""
    PushDevice.objects.filter(session_digest=digest_of(instance.pk)).delete()


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _register(person: User, session_key: str, service: str, address: str, keys: str, name: str) -> PushDevice:
    """Who had it before has it no more. Locks the person's row, so that two at once do not pass the limit."""
    User.objects.select_for_update().get(pk=person.pk)
    digest = digest_of(f"{service} {address}")
    mine = PushDevice.objects.visible_to(person)
    if mine.exclude(digest=digest).count() >= DEVICES_AT_MOST:
        raise ValidationError(_("Remove a device first: you have as many as one may have."), code="too_many_devices")
    values = {
        "person": person,
        "service": service,
        "address": address,
        "keys": keys,
        "name": name[:NAME_LENGTH],
        "session_digest": digest_of(session_key) if session_key else "",
        "failures": 0,
    }
    device, _made = PushDevice.objects.update_or_create(digest=digest, defaults=values)
    return device


def _check_endpoint(endpoint: str) -> None:
    """Where its name leads is looked at each time something is sent."""
    try:
        if len(endpoint) > LONGEST_ADDRESS:
            raise FetchRefused("host")
        parts = checked_url(endpoint)
        if parts.scheme != "https" and parts.hostname not in settings.PUSH_HOSTS:
            raise FetchRefused("scheme")
    except FetchRefused as refused:
        problem = ValidationError(_("This is no address of a push service."), code="invalid")
        raise ValidationError({"endpoint": problem}) from refused


def _check_keys(p256dh: str, auth: str) -> None:
    problem = ValidationError(_("This is no key of a browser's subscription."), code="invalid")
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _decoded(p256dh))
    except ValueError as error:
        raise ValidationError({"p256dh": problem}) from error
    try:
        secret = _decoded(auth)
    except ValueError as error:
        raise ValidationError({"auth": problem}) from error
    if len(secret) != AUTH_BYTES:
        raise ValidationError({"auth": problem})


def _decoded(text: str) -> bytes:
    """Base64 for addresses, with or without its padding. Raises ValueError."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
