"""Papers that wait for their thing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.views.transactions import person
from purchases.documents.models import Document
from purchases.documents.services import delete_document
from purchases.pages.adding.inbox import bare_zone, inbox_page
from purchases.pages.adding.offers import key_of
from purchases.receipts.reading import Reading


@login_required
@require_safe
def papers_inbox(request: HttpRequest) -> HttpResponse:
    """Twenty a page, with what was read of each. Two queries."""
    return inbox_with_error(request, "")


def inbox_with_error(request: HttpRequest, error: str) -> HttpResponse:
    """`error` is why a file was refused."""
    page = inbox_page(person(request), after=key_of(request.GET.get("after")))
    context = {
        "rows": [(each, Reading.from_json(each.read)) for each in page.papers],
        "after": page.after,
        "error": error,
        "drop": bare_zone(),
    }
    return render(request, "purchases/adding/inbox.html", context, status=422 if error else 200)


@login_required
@require_POST
def paper_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deletes a paper that waits."""
    paper = get_object_or_404(Document.objects.owned_by(person(request)), pk=pk, attachments__isnull=True)
    try:
        delete_document(document=paper, by=person(request))
    except (Conflict, NoLongerThere):
        messages.error(request, _("The paper is somewhere else by now."))
    else:
        messages.success(request, _("The paper is deleted"))
    return redirect("papers_inbox")
