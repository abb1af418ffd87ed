"""The page of a new thing, filled in from a paper, a mail or a payment; and a paper for a thing that is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.core.errors import NoLongerThere
from ledger.core.views.transactions import person
from purchases.core.models import Purchase
from purchases.core.services import link_payment, unlink_payment
from purchases.documents.models import Document
from purchases.documents.services import attach_document, detach_document
from purchases.pages.adding.forms import AttachForm, RememberForm
from purchases.pages.adding.matching import NEWEST, newest_payments, payment_of
from purchases.pages.adding.offers import key_of, offer_for
from purchases.pages.adding.views.taking import MAIL
from purchases.receipts.reading import Reading

MOST_SKIPPED = 10 * NEWEST


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_of_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?payment=` fills in what the paper does not say; `?new` looks for no thing that is there."""
    paper = _own_paper(request, pk)
    hangs_on = Purchase.objects.owned_by(person(request)).filter(attachments__document=paper).first()
    context = {"hangs_on": hangs_on, "of_paper": paper}
    return _page(request, Reading.from_json(paper.read) or Reading(), [paper], context, looks=hangs_on is None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_from_mail(request: HttpRequest) -> HttpResponse:
    """What the last mail said, with the papers that came in it."""
    kept = request.session.get(MAIL)
    if not kept:
        return redirect("papers_inbox")
    reading = Reading.from_json(kept["read"]) or Reading()
    papers = list(Document.objects.owned_by(person(request)).filter(pk__in=kept["papers"]).order_by("pk"))
    return _page(request, reading, papers, {"mail": kept})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_from_payment(request: HttpRequest, key: UUID) -> HttpResponse:
    entry = payment_of(person(request), key)
    if entry is None:
        raise Http404
    known = list(Purchase.objects.owned_by(person(request)).filter(transaction=entry).order_by("pk")[:10])
    return _page(request, Reading(), [], {"entry": entry, "known": known}, payment=key)


def _page(
    request: HttpRequest,
    reading: Reading,
    papers: Sequence[Document],
    context: dict[str, Any],
    *,
    payment: UUID | None = None,
    looks: bool = False,
) -> HttpResponse:
    user = person(request)
    if "use" in request.POST:
        asked = {"payment": request.POST["use"], "name": request.POST.get("product_name", "")[:200]}
        return redirect(f"{request.path}?{urlencode(asked)}")
    key = payment or key_of(request.POST.get("payment") or request.GET.get("payment"))
    chosen = payment_of(user, key) if key else None
    offer = offer_for(user, reading, chosen=chosen, with_things=looks and "new" not in request.GET)
    if request.GET.get("name", "").strip():
        offer.given["product_name"] = request.GET["name"][:200]
    form = RememberForm(request.POST if request.method == "POST" else None, person=user, offer=offer, papers=papers)
    if form.is_valid():
        made = form.save()
        if made is not None:
            if "mail" in context:
                request.session.pop(MAIL, None)
            messages.success(request, _("%(name)s is remembered") % {"name": made.product_name})
            return redirect("thing", made.pk)
    skip = _skipped(request)
    asks = reading.amount is None and payment is None and chosen is None
    newest = newest_payments(user, skip=skip) if asks else []
    whole = {
        "form": form,
        "offer": offer,
        "papers": papers,
        "newest": newest,
        "asks_payment": asks,
        "more": skip + NEWEST if len(newest) == NEWEST and skip < MOST_SKIPPED else None,
    }
    return render(request, "purchases/adding/remember.html", whole | context, status=422 if form.is_bound else 200)


def _skipped(request: HttpRequest) -> int:
    sent = request.GET.get("skip", "")
    return min(int(sent), MOST_SKIPPED) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else 0


def _own_paper(request: HttpRequest, pk: UUID) -> Document:
    return get_object_or_404(Document.objects.owned_by(person(request)), pk=pk)


@login_required
@require_POST
def thing_attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper goes to a thing that is there, which gets the payment too where it has none."""
    user, paper, form = person(request), _own_paper(request, pk), AttachForm(request.POST)
    key = form.cleaned_data["purchase"] if form.is_valid() else None
    thing = get_object_or_404(Purchase.objects.owned_by(user), pk=key)
    payment = form.cleaned_data["payment"] if thing.transaction_id is None else None
    try:
        with database_transaction.atomic():
            attach_document(document=paper, by=user, purchase=thing)
            if payment is not None:
                link_payment(purchase=thing, linked_by=user, transaction_id=payment)
    except NoLongerThere as gone:
        raise Http404 from gone
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("thing_of_paper", pk)
    undo = reverse("thing_detach", args=[pk])
    asked = {"purchase": str(thing.pk)} | ({"payment": str(payment)} if payment else {})
    text = _("The paper is with %(name)s") % {"name": thing.product_name}
    messages.success(request, text, extra_tags=f"{undo}?{urlencode(asked)}")
    return redirect("thing", thing.pk)


@login_required
@require_POST
def thing_detach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes `thing_attach` back: the paper waits in the inbox again. Twice is once."""
    user, paper, form = person(request), _own_paper(request, pk), AttachForm(request.GET)
    key = form.cleaned_data["purchase"] if form.is_valid() else None
    thing = get_object_or_404(Purchase.objects.owned_by(user), pk=key)
    with database_transaction.atomic():
        detach_document(document=paper, by=user, purchase=thing)
        if form.cleaned_data["payment"] is not None and form.cleaned_data["payment"] == thing.transaction_id:
            unlink_payment(purchase=thing, unlinked_by=user)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return redirect("papers_inbox")
