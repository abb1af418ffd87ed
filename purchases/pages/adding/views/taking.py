"""A file arrives: a paper, or a mail with papers. It is kept before anything is asked, so that nothing gets lost."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from ledger.core.views.transactions import person
from purchases.documents.models import Document
from purchases.documents.services import keep_document
from purchases.pages.adding.offers import merged
from purchases.pages.adding.views.inbox import inbox_with_error
from purchases.receipts.mail import LARGEST_MAIL, Mail, is_mail, read_mail
from purchases.receipts.reading import Reading, read_receipt

# What was read of the last mail waits here until its thing is saved: the mail itself is not kept.
MAIL = "mail_read"
_HEAD = 8000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_from_paper(request: HttpRequest) -> HttpResponse:
    """Takes a file and answers with the page of a new thing, in JSON where a script sent it."""
    if request.method != "POST":
        return redirect("papers_inbox")
    dropped = request.FILES.get("file")
    try:
        if dropped is None:
            raise ValidationError(_("Choose a file first."))
        return _led_to(request, _take(request, dropped))
    except ValidationError as error:
        return _refuse(request, " ".join(error.messages))


def _led_to(request: HttpRequest, url: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return JsonResponse({"url": url}, status=201) if _wants_json(request) else redirect(url)


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(escape(text), status=422)
    return JsonResponse({"error": text}, status=422) if _wants_json(request) else inbox_with_error(request, text)


def _take(request: HttpRequest, dropped: UploadedFile[Any]) -> str:
    user = person(request)
    head = dropped.read(_HEAD)
    dropped.seek(0)
    if is_mail(head):
        request.session[MAIL] = _kept_mail(user, read_mail(dropped.read(LARGEST_MAIL)))
        return reverse("thing_from_mail")
    paper, _is_new = keep_document(owner=user, upload=dropped, name=dropped.name or "")
    return reverse("thing_of_paper", args=[paper.pk])


def _kept_mail(user: User, mail: Mail) -> dict[str, Any]:
    """Its papers become documents; one that is none of the four kinds is left out and counted."""
    papers: list[Document] = []
    left_out = 0
    for each in mail.papers:
        try:
            papers.append(keep_document(owner=user, upload=each.data, name=each.name)[0])
        except ValidationError:
            left_out += 1
    said = read_receipt(mail.text, default_currency=user.currency, today=user.today)
    # An invoice knows better than the mail around it.
    readings = [each for each in (*(Reading.from_json(paper.read) for paper in papers), said) if each is not None]
    return {
        "subject": mail.subject[:200],
        "papers": [str(each.pk) for each in papers],
        "left_out": left_out,
        "read": merged(readings).as_json(),
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
