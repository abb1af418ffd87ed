"""The devices among a person's settings, and the script by which a browser shows what is pushed to it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.devices import device_name
from accounts.models import User
from accounts.notifications.devices import LONGEST_ADDRESS, register_browser, remove_device
from accounts.notifications.models import PushDevice
from accounts.notifications.pushing import TEST
from accounts.notifications.vapid import is_configured
from config.kernel import jobs
from config.kernel.audit import record


class SubscriptionForm(forms.Form):
    """What the script found; a person types none of it."""

    endpoint = forms.CharField(max_length=LONGEST_ADDRESS)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)


@never_cache
@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """At the root, since a worker hears for the folder it lies in; to anybody, since browsers fetch it at any time."""
    return render(request, "accounts/notifications/push-worker.js", content_type="text/javascript")


@login_required
@require_POST
def push_device_add(request: HttpRequest) -> HttpResponse:
    """The browser that asks, of the session that asks."""
    if not is_configured():
        raise Http404
    person, form = _person(request), SubscriptionForm(request.POST)
    name = device_name(request.headers.get("User-Agent", ""))
    try:
        if not form.is_valid():
            raise ValidationError(_("This browser gave no address to push to."))
        device = register_browser(
            person=person, session_key=request.session.session_key or "", name=name, **form.cleaned_data
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        record("push_device_added", person=person, request=request, device=str(device.pk))
        messages.success(request, _("This browser takes notifications now."))
    return redirect("settings_notifications")


@login_required
@require_POST
def push_device_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request)
    remove_device(device=_own(person, pk))
    record("push_device_removed", person=person, request=request, device=str(pk))
    messages.success(request, _("Nothing is pushed there any more."))
    return redirect("settings_notifications")


@login_required
@require_POST
def push_device_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    jobs.enqueue(TEST, {"device": str(_own(_person(request), pk).pk)})
    messages.success(request, _("It is on its way, and should appear on the device in a moment."))
    return redirect("settings_notifications")


def _own(person: User, pk: UUID) -> PushDevice:
    device: PushDevice = get_object_or_404(PushDevice.objects.visible_to(person), pk=pk)
    return device


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
