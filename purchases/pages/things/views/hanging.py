"""What hangs on a thing: its warranties, its claims and its payment. Changed by the thing's owner alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.core.errors import Conflict
from ledger.core.views.conflicts import standing, with_current_version
from ledger.core.views.transactions import person
from purchases.core import services
from purchases.core.models import Claim, Purchase, Warranty
from purchases.pages.things.marks import claim_words
from purchases.pages.things.payment import payments_around
from purchases.pages.things.views.changes import said, thing_to_change
from purchases.pages.things.warranty_forms import ClaimForm, WarrantyForm

FORM = "purchases/things/hanging_form.html"
Forms = type[WarrantyForm] | type[ClaimForm]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def warranty_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _form(request, thing_to_change(request, pk), WarrantyForm, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def warranty_edit(request: HttpRequest, pk: UUID, warranty: UUID) -> HttpResponse:
    thing = thing_to_change(request, pk)
    return _form(request, thing, WarrantyForm, _warranty_of(thing, warranty))


@login_required
@require_POST
def warranty_delete(request: HttpRequest, pk: UUID, warranty: UUID) -> HttpResponse:
    found = _warranty_of(thing_to_change(request, pk), warranty)
    services.delete_warranty(warranty=found, deleted_by=person(request))
    return said(request, pk, _("The warranty is gone"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _form(request, thing_to_change(request, pk), ClaimForm, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: HttpRequest, pk: UUID, claim: UUID) -> HttpResponse:
    thing = thing_to_change(request, pk)
    return _form(request, thing, ClaimForm, _claim_of(thing, claim))


@login_required
@require_POST
def claim_delete(request: HttpRequest, pk: UUID, claim: UUID) -> HttpResponse:
    services.delete_claim(claim=_claim_of(thing_to_change(request, pk), claim), deleted_by=person(request))
    return said(request, pk, _("The claim is gone"))


@login_required
@require_POST
def claim_status(request: HttpRequest, pk: UUID, claim: UUID) -> HttpResponse:
    """One tap: sent in, an outcome, or opened again. Its undo says in the address how it stood before."""
    found = _claim_of(thing_to_change(request, pk), claim)
    status = request.POST.get("status") or request.GET.get("status", "")
    if status not in Claim.Status.values:
        return HttpResponseBadRequest(_("A claim does not stand like that."))
    before = found.status
    changes: dict[str, Any] = {"status": status}
    if status == Claim.Status.OPENED:
        changes["sent_on"] = None
    try:
        changed = services.change_claim(claim=found, changed_by=person(request), **changes)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("thing", pk)
    undo = reverse("thing_claim_status", args=[pk, claim])
    return said(request, pk, claim_words(changed), undo_url=f"{undo}?status={before}")


@login_required
@require_safe
def payment_choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Payments around the purchase, or by their payee, where none suggested itself."""
    thing = thing_to_change(request, pk)
    words = request.GET.get("search", "")[:100].replace("\x00", "")
    entries = payments_around(thing, person(request), words)
    return render(
        request, "purchases/things/payment_choose.html", {"thing": thing, "entries": entries, "search": words}
    )


@login_required
@require_POST
def payment_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    thing = thing_to_change(request, pk)
    try:
        key = UUID(request.POST.get("transaction") or request.GET.get("transaction", ""))
        services.link_payment(purchase=thing, linked_by=person(request), transaction_id=key)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("thing", pk)
    except ValueError:
        return HttpResponseBadRequest(_("There is no such payment of yours."))
    return said(request, pk, _("Linked with its payment"), undo_url=reverse("thing_payment_unlink", args=[pk]))


@login_required
@require_POST
def payment_unlink(request: HttpRequest, pk: UUID) -> HttpResponse:
    thing = thing_to_change(request, pk)
    before = thing.transaction_id
    services.unlink_payment(purchase=thing, unlinked_by=person(request))
    back = f"{reverse('thing_payment_link', args=[pk])}?transaction={before}" if before else ""
    return said(request, pk, _("No longer linked"), undo_url=back)


def _form(request: HttpRequest, thing: Purchase, form_of: Forms, record: Warranty | Claim | None) -> HttpResponse:
    """Both are filled in, refused, saved and overtaken alike."""
    user, name = person(request), "warranty" if form_of is WarrantyForm else "claim"
    own: dict[str, Any] = {"person": user, "thing": thing, name: record}
    form = form_of(request.POST if request.method == "POST" else None, **own)
    context: dict[str, Any] = {"thing": thing, "record": record, "is_claim": name == "claim"}
    if form.is_valid():
        try:
            if form.save() is not None:
                messages.success(request, _("Saved"))
                return redirect("thing", thing.pk)
        except Conflict as conflict:
            current: Any = conflict.current
            form = form_of(with_current_version(request.POST, current.version), **(own | {name: current}))
            context["standing"] = standing(form)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    return render(request, FORM, context | {"form": form}, status=422 if form.is_bound else 200)


def _warranty_of(thing: Purchase, key: UUID) -> Warranty:
    found = get_object_or_404(Warranty, pk=key, purchase=thing)
    found.purchase = thing
    return found


def _claim_of(thing: Purchase, key: UUID) -> Claim:
    found = Claim.objects.filter(purchase=thing, pk=key).first()
    if found is None:
        raise Http404
    found.purchase = thing
    return found
