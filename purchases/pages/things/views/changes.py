"""Writing a thing down, changing it, putting it away, showing it, letting it go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.views.conflicts import standing, with_current_version
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from purchases.core import services
from purchases.core.models import Purchase
from purchases.pages.things.forms import ThingForm


def thing_to_change(request: HttpRequest, pk: UUID) -> Purchase:
    """One's own: a partner's is only read, and so is not there for changes."""
    own = Purchase.objects.owned_by(person(request)).select_related("retailer", "brand")
    return get_object_or_404(own, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_add(request: HttpRequest) -> HttpResponse:
    form = ThingForm(request.POST if request.method == "POST" else None, person=person(request))
    if form.is_valid():
        made = form.save()
        if made is not None:
            messages.success(request, _("%(name)s is written down") % {"name": made.product_name})
            return redirect("thing", made.pk)
    return render(request, "purchases/things/thing_form.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, found = person(request), thing_to_change(request, pk)
    form = ThingForm(request.POST if request.method == "POST" else None, person=user, thing=found)
    context: dict[str, Any] = {"thing": found}
    if form.is_valid():
        try:
            if form.save() is not None:
                messages.success(request, _("Saved"))
                return redirect("thing", pk)
        except Conflict:
            current = Purchase.objects.select_related("retailer", "brand").get(pk=found.pk)
            form = ThingForm(with_current_version(request.POST, current.version), person=user, thing=current)
            context["standing"] = standing(form)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    return render(
        request, "purchases/things/thing_form.html", context | {"form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def thing_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _put(request, pk, is_archived=True)


@login_required
@require_POST
def thing_unarchive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _put(request, pk, is_archived=False)


def _put(request: HttpRequest, pk: UUID, *, is_archived: bool) -> HttpResponse:
    services.update_purchase(purchase=thing_to_change(request, pk), changed_by=person(request), is_archived=is_archived)
    back = reverse("thing_unarchive" if is_archived else "thing_archive", args=[pk])
    return said(request, pk, _("Archived") if is_archived else _("Back in the inventory"), undo_url=back)


@login_required
@require_POST
def thing_status(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap when it has arrived, today; its undo says in the address that it is still on its way."""
    user, thing = person(request), thing_to_change(request, pk)
    status = request.POST.get("status") or request.GET.get("status", "")
    if status not in Purchase.Status.values:
        return HttpResponseBadRequest(_("A thing does not stand like that."))
    day = max(user.today, thing.purchase_date) if status == Purchase.Status.RECEIVED else None
    before = thing.status
    services.update_purchase(purchase=thing, changed_by=user, status=status, received_date=day)
    undo = f"{reverse('thing_status', args=[pk])}?status={before}" if before == Purchase.Status.ORDERED else ""
    return said(request, pk, _("It is here"), undo_url=undo)


def said(request: HttpRequest, pk: UUID, text: str, *, undo_url: str = "") -> HttpResponse:
    """The thing's page with the news; an undo, which a script sends, is answered with the news alone."""
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), _("As it was"))
    messages.success(request, text, extra_tags=undo_url)
    return redirect("thing", pk)


@login_required
@require_POST
def thing_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        services.share_purchase(purchase=thing_to_change(request, pk), shared_by=person(request))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken.message))
        return redirect("thing", pk)
    return said(request, pk, _("Your partner sees it now"), undo_url=reverse("thing_unshare", args=[pk]))


@login_required
@require_POST
def thing_unshare(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.unshare_purchase(purchase=thing_to_change(request, pk), unshared_by=person(request))
    return said(request, pk, _("Only you see it now"), undo_url=reverse("thing_share", args=[pk]))


@login_required
@require_POST
def thing_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = thing_to_change(request, pk)
    try:
        services.delete_purchase(purchase=found, deleted_by=person(request))
    except (ValidationError, NoLongerThere):
        messages.error(request, _("It was gone already"))
    else:
        messages.success(request, _("%(name)s is gone") % {"name": found.product_name})
    return redirect("things")
