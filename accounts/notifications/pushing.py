"""Pushing one notification to a person's devices, each by a job of its own, so that one that fails keeps none back."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notifications import fcm, vapid, web_push
from accounts.notifications.devices import note_failure, note_success
from accounts.notifications.models import Notification, PushDevice
from accounts.notifications.preferences import settings_of
from accounts.notifications.pushed import Pushed
from accounts.notifications.reading import told_as
from config.kernel import jobs
from config.kernel.fetching import Fetched, FetchFailed, FetchRefused

TO_DEVICE, TEST = "accounts.push_to_device", "accounts.push_test"
LONGEST_WAIT = timedelta(hours=1)
Service = PushDevice.Service


class PushLater(jobs.Again):
    """The service does not answer or asks to come again: the job's next attempt may do better."""


class Courier(Protocol):
    """How one service is asked; `is_gone` whether its answer says that the device is no more."""

    def send(self, device: PushDevice, what: Pushed) -> Fetched: ...
    def is_gone(self, answer: Fetched) -> bool: ...


def is_configured() -> bool:
    return vapid.is_configured() or fcm.is_configured()


@transaction.atomic
def push_notification(key: UUID) -> int:
    """Write a job for each device of the person; how many. `pushed_at` is claimed by one UPDATE, so once."""
    told = Notification.objects.filter(pk=key, pushed_at=None, deleted_at=None)
    if not told.update(pushed_at=timezone.now()):
        return 0
    person_id = Notification.objects.values_list("person_id", flat=True).get(pk=key)
    devices = PushDevice.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)
    for device in devices:
        jobs.enqueue(TO_DEVICE, {"notification": str(key), "device": str(device)})
    return len(devices)


def push_to_device(key: UUID, device_id: UUID) -> None:
    """Nothing where it was read or deleted meanwhile, or the device has gone or is somebody else's by now.

    A device is removed once its service says it is gone, or its address is none one may ask, or at the fifth failure.
    Raises PushLater.
    """
    told = Notification.objects.select_related("person").filter(pk=key, deleted_at=None).first()
    if told is None or _was_read(told):
        return
    device = PushDevice.objects.filter(pk=device_id, person=told.person_id).first()
    courier = _courier_of(device)
    if device is None or courier is None:
        return
    _send(courier, device, pushed(told))


def gave_up(device_id: UUID) -> None:
    """Every attempt of one push has failed: a strike against the device."""
    device = PushDevice.objects.filter(pk=device_id).first()
    if device is not None:
        note_failure(device)


def push_test(device_id: UUID) -> None:
    """Something to see on the device, so that its person knows that it works. Raises PushLater."""
    device = PushDevice.objects.select_related("person").filter(pk=device_id).first()
    courier = _courier_of(device)
    if device is None or courier is None:
        return
    with translation.override(device.person.locale.lower()):
        title = _("Notifications of Tuppence reach this device")
    url = reverse("notifications")
    _send(courier, device, Pushed(id="test", kind="test", severity="info", title=title, text="", url=url))


def pushed(told: Notification) -> Pushed:
    person: User = told.person
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        words = told_as(told, person).words
    text = words.text if settings_of(person).push_details else ""
    return Pushed(str(told.pk), told.kind, told.severity, words.title, text, words.url)


def _send(courier: Courier, device: PushDevice, what: Pushed) -> None:
    try:
        answer = courier.send(device, what)
    except FetchRefused:
        device.delete()
        return
    except FetchFailed as failed:
        raise PushLater(failed.code) from failed
    if answer.status < HTTPStatus.MULTIPLE_CHOICES:
        note_success(device)
    elif courier.is_gone(answer):
        device.delete()
    elif answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PushLater(str(answer.status), _asked_wait(answer))
    else:
        note_failure(device)


def _asked_wait(answer: Fetched) -> timedelta:
    """Its Retry-After in seconds (RFC 9110, 10.2.3), up to an hour; a date is not looked at."""
    asked = answer.headers.get("retry-after", "")
    return min(timedelta(seconds=int(asked)), LONGEST_WAIT) if asked.isdecimal() and len(asked) < 9 else timedelta(0)


def _was_read(told: Notification) -> bool:
    """One that is not told in the app counts as read from the beginning."""
    return told.read_at is not None and told.read_at != told.created_at


def _courier_of(device: PushDevice | None) -> Courier | None:
    if device is not None and device.service == Service.WEB and vapid.is_configured():
        return web_push
    return fcm if device is not None and device.service == Service.FCM and fcm.is_configured() else None
