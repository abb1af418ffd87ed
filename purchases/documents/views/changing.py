"""Papers added to a thing or a payment, called otherwise, taken down, put back and deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.views.conflicts import standing, with_current_version
from ledger.core.views.transactions import person, toast
from purchases.documents import services
from purchases.documents.forms import PaperForm
from purchases.documents.listing import SeenDocument, seen_by
from purchases.documents.models import Attachment, Document
from purchases.documents.places import Place, place_of
from purchases.documents.roles import likely_role


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """A file for the place in the address. A script is answered with JSON: `url`, where it stands now, or `error`."""
    if request.method != "POST":
        return redirect(place_of(request).url)
    place, upload = place_of(request, to_change=True), request.FILES.get("file")
    if upload is None:
        return _refused(request, place, _("Choose a file."))
    try:
        paper = services.read_paper(owner=person(request), upload=upload, name=upload.name or "")
        document, hangs_there = _kept(request, place, paper)
    except ValidationError as error:
        return _refused(request, place, " ".join(error.messages))
    except NoLongerThere as gone:
        raise Http404 from gone
    text = _("%(name)s is here already") if hangs_there else _("%(name)s is kept")
    undo = "" if hangs_there else f"{reverse('paper_detach', args=[document.pk])}{place.query}"
    messages.success(request, text % {"name": document.name}, extra_tags=undo if place.query else "")
    return JsonResponse({"url": place.url}, status=201) if _wants_json(request) else redirect(place.url)


@database_transaction.atomic
def _kept(request: HttpRequest, place: Place, paper: services.Paper) -> tuple[Document, bool]:
    """The document, and whether it hung there before."""
    user, hung = person(request), _hung(place)
    role = likely_role(paper, is_first=not hung.exists())
    document, _is_new = services.keep_paper(owner=user, paper=paper, role=role)
    hangs_there = hung.filter(document=document).exists()
    if not hangs_there:
        _attach(place, document, request)
    return document, hangs_there


def _hung(place: Place) -> Any:
    if place.purchase is None and place.transaction is None:
        return Attachment.objects.none()
    return Attachment.objects.filter(purchase=place.purchase, transaction=place.transaction)


def _attach(place: Place, document: Document, request: HttpRequest) -> None:
    if place.query:
        services.attach_document(
            document=document, by=person(request), purchase=place.purchase, transaction=place.transaction
        )


def _refused(request: HttpRequest, place: Place, text: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": text}, status=422)
    messages.error(request, text)
    return redirect(place.url)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its name and what it is; where it hangs. A place in the address is where one came from."""
    user, place, found = person(request), place_of(request), _own(request, pk)
    form = PaperForm(request.POST if request.method == "POST" else None, person=user, document=found)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            if form.save() is not None:
                messages.success(request, _("Saved"))
                return redirect(place.url)
        except NoLongerThere as gone:
            raise Http404 from gone
        except Conflict as conflict:
            found = _own(request, pk)
            current: Any = conflict.current
            anew = with_current_version(request.POST, current.version)
            form = PaperForm(anew, person=user, document=found)
            context["standing"] = standing(form)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    seen = seen_by(user, [found])[0]
    context |= {"form": form, "document": found, "place": place, "hung": _places(seen)}
    return render(request, "purchases/documents/paper.html", context, status=422 if form.is_bound else 200)


def _places(seen: SeenDocument) -> list[Place]:
    """Where it hangs, of what its owner sees. Two queries."""
    hung = Attachment.objects.filter(document=seen.document).select_related("purchase", "transaction__account")
    shown = {each.purchase_id for each in seen.hung} | {each.transaction_id for each in seen.hung}
    return [
        Place(each.purchase, each.transaction)
        for each in hung.order_by("pk")
        if (each.purchase_id or each.transaction_id) in shown
    ]


@login_required
@require_POST
def paper_attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The undo of taking it down."""
    place, found = place_of(request, to_change=True), _own(request, pk)
    try:
        _attach(place, found, request)
    except ValidationError as error:
        return _refused(request, place, " ".join(error.messages))
    return _said(request, place, _("It hangs there again"))


@login_required
@require_POST
def paper_detach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the place in the address; it stays among the papers that wait, if it hangs nowhere else."""
    place, found = place_of(request), _own(request, pk)
    if place.query:
        try:
            services.detach_document(
                document=found, by=person(request), purchase=place.purchase, transaction=place.transaction
            )
        except NoLongerThere as gone:
            raise Http404 from gone
    return _said(request, place, _("Taken down"), f"{reverse('paper_attach', args=[pk])}{place.query}")


@login_required
@require_POST
def paper_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From wherever it hangs; asked before, and not to be undone."""
    place, found = place_of(request), _own(request, pk)
    try:
        services.delete_document(document=found, by=person(request))
    except Conflict:
        messages.error(request, _("It was changed elsewhere meanwhile. Look again."))
        return redirect(f"{reverse('paper_change', args=[pk])}{place.query}")
    except NoLongerThere as gone:
        raise Http404 from gone
    messages.success(request, _("%(name)s is deleted") % {"name": found.name})
    return redirect(place.url)


def _said(request: HttpRequest, place: Place, text: str, undo_url: str = "") -> HttpResponse:
    """The place with the news; an undo, which a script sends, is answered with the news alone."""
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(status=204), _("As it was"))
    messages.success(request, text, extra_tags=undo_url if place.query else "")
    return redirect(place.url)


def _own(request: HttpRequest, pk: UUID) -> Document:
    owned = Document.objects.owned_by(person(request)).select_related("file", "thumbnail")
    return get_object_or_404(owned, pk=pk)
