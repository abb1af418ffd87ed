"""Several things at once: put away, tagged, shown to the partner. All of them change or none."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from purchases.core import services
from purchases.core.models import Purchase

MOST_AT_ONCE = 100
BEFORE = "things_bulk_before"
ARCHIVE, UNARCHIVE, TAG, SHARE, UNSHARE = "archive", "unarchive", "tag", "share", "unshare"
Before = dict[str, Any]


@login_required
@require_POST
def things_bulk(request: HttpRequest) -> HttpResponse:
    user = person(request)
    keys = _uuids(request.POST.getlist("ids"))
    things = list(Purchase.objects.owned_by(user).filter(pk__in=keys).order_by("pk"))
    if len(things) != len(keys):
        return HttpResponseBadRequest(_("Some of these things are no longer there."))
    act, tag = request.POST.get("bulk_action", TAG), request.POST.get("bulk_tag", "").strip()
    if act not in (ARCHIVE, UNARCHIVE, TAG, SHARE, UNSHARE):
        return HttpResponseBadRequest(_("There is nothing like that to do with them."))
    if act == TAG and not tag:
        return toast(HttpResponse(status=204), _("Type a tag first."), error=True)
    try:
        with database_transaction.atomic():
            before = {str(each.pk): was for each in things if (was := _do(user, each, act, tag)) is not None}
    except ValidationError as error:
        return toast(HttpResponse(status=204), " ".join(error.messages), error=True)
    except Overtaken as overtaken:
        return toast(HttpResponse(status=204), str(overtaken.message), error=True)
    request.session[BEFORE] = {"act": act, "before": before}
    text = ngettext("%(count)s thing changed", "%(count)s things changed", len(before)) % {"count": len(before)}
    news = {"text": text, "undo_url": reverse("things_bulk_undo") if before else "", "error": False}
    response = HttpResponse(status=204) if request.htmx else redirect("things")  # type: ignore[attr-defined]
    response["HX-Trigger"] = json.dumps({"toast": news, "refresh": {}, "selection:clear": {}})
    return response


@login_required
@require_POST
def things_bulk_undo(request: HttpRequest) -> HttpResponse:
    """Give the things of the last change back what they had; those that are gone stay gone."""
    user = person(request)
    last: Before = request.session.pop(BEFORE, {})
    before = last.get("before", {})
    things = list(Purchase.objects.owned_by(user).filter(pk__in=list(before)).order_by("pk"))
    if not things:
        return toast(HttpResponse(status=404), _("There was nothing to take back."), error=True)
    try:
        with database_transaction.atomic():
            for each in things:
                _undo(user, each, last["act"], before[str(each.pk)])
    except (ValidationError, Overtaken):
        return toast(HttpResponse(status=409), _("There was nothing to take back."), error=True)
    return toast(HttpResponse(status=204), _("As it was"))


def _do(user: User, thing: Purchase, act: str, tag: str) -> Any:
    """What it was before; None where nothing changes."""
    if act in (ARCHIVE, UNARCHIVE):
        if thing.is_archived == (act == ARCHIVE):
            return None
        services.update_purchase(purchase=thing, changed_by=user, is_archived=act == ARCHIVE)
        return thing.is_archived
    if act == TAG:
        if tag in thing.tags:
            return None
        services.update_purchase(purchase=thing, changed_by=user, tags=[*thing.tags, tag])
        return thing.tags
    if thing.is_shared == (act == SHARE):
        return None
    _show(user, thing, is_shared=act == SHARE)
    return thing.is_shared


def _undo(user: User, thing: Purchase, act: str, was: Any) -> None:
    if act in (ARCHIVE, UNARCHIVE):
        services.update_purchase(purchase=thing, changed_by=user, is_archived=was)
    elif act == TAG:
        services.update_purchase(purchase=thing, changed_by=user, tags=was)
    else:
        _show(user, thing, is_shared=was)


def _show(user: User, thing: Purchase, *, is_shared: bool) -> None:
    if is_shared:
        services.share_purchase(purchase=thing, shared_by=user)
    else:
        services.unshare_purchase(purchase=thing, unshared_by=user)


def _uuids(texts: list[str]) -> set[UUID]:
    found = set()
    for each in texts[:MOST_AT_ONCE]:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found
