"""What the two said about one entry, shared expense or approval: a part of its page, or a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from chat import services
from chat.models import Message
from chat.reading import read, talk_of
from chat.views.pages import fresh_form, write
from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person, readable_by
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standing_in
from partnerships.expenses.models import SharedExpense

QUESTIONS = (_lazy("Why now?"), _lazy("Can we talk about it tonight?"))
METHODS = ["GET", "HEAD", "POST"]
Said = dict[str, Any]


@login_required
@require_http_methods(METHODS)
def chat_transaction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only what the reader sees; written to where the partner sees it too."""
    user = person(request)
    entry = get_object_or_404(readable_by(user), pk=pk)
    standing = current_standing(user)
    if standing is None:
        raise Http404
    return _answer(request, standing, _of_transaction(standing, entry), {"transaction": entry})


@login_required
@require_http_methods(METHODS)
def chat_expense(request: HttpRequest, pk: UUID) -> HttpResponse:
    expense = get_object_or_404(SharedExpense.objects.visible_to(person(request)), pk=pk)
    standing = standing_in(person(request), expense.partnership_id)
    return _answer(request, standing, _of_expense(standing, expense), {"expense": expense})


@login_required
@require_http_methods(METHODS)
def chat_approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    approval = get_object_or_404(Approval.objects.visible_to(person(request)), pk=pk)
    standing = standing_in(person(request), approval.partnership_id)
    return _answer(request, standing, _of_approval(standing, approval), {"approval": approval})


@fills("said_of_transaction")
def transaction_card(request: HttpRequest, entry: Transaction) -> str:
    """Nothing unless both see the entry. Seven queries then, three where only one does; one for who has no partner."""
    standing = current_standing(person(request))
    if standing is None or not services.is_shown_to_partner(standing, entry.pk):
        return ""
    return _card(request, _of_transaction(standing, entry, shared=True))


@fills("said_of_expense")
def expense_card(request: HttpRequest, expense: SharedExpense) -> str:
    """Five queries."""
    standing = standing_in(person(request), expense.partnership_id)
    return _card(request, _of_expense(standing, expense))


@fills("said_of_approval")
def approval_card(request: HttpRequest, approval: Approval) -> str:
    """Five queries."""
    standing = standing_in(person(request), approval.partnership_id)
    return _card(request, _of_approval(standing, approval))


@fills("ask_about_approval")
def ask_link(request: HttpRequest, approval: Approval) -> str:
    """Leads to the field on the approval's page. No query."""
    return render_to_string("chat/_ask.html", {"approval": approval}, request=request)


def _card(request: HttpRequest, context: Said) -> str:
    if context["reading"].is_empty and not context["can_write"]:
        return ""
    return render_to_string("chat/_comments.html", {**context, "form": fresh_form()}, request=request)


def _of_transaction(standing: Standing, entry: Transaction, *, shared: bool | None = None) -> Said:
    if shared is None:
        shared = services.is_shown_to_partner(standing, entry.pk)
    return {
        "title": entry.payee or entry.get_kind_display(),
        "url": reverse("chat_transaction", args=[entry.pk]),
        "back": reverse("transaction_detail", args=[entry.pk]),
        **_said(standing, talk_of(standing.person, standing).filter(transaction=entry), shared),
    }


def _of_expense(standing: Standing, expense: SharedExpense) -> Said:
    return {
        "title": expense.name,
        "url": reverse("chat_expense", args=[expense.pk]),
        "back": reverse("shared_expense", args=[expense.pk]),
        **_said(standing, talk_of(standing.person, standing).filter(expense=expense), shared=True),
    }


def _of_approval(standing: Standing, approval: Approval) -> Said:
    said = _said(standing, talk_of(standing.person, standing).filter(approval=approval), shared=True)
    is_asked = approval.status == Approval.Status.PENDING and approval.requested_by_id != standing.person.pk
    return {
        "title": approval.title,
        "url": reverse("chat_approval", args=[approval.pk]),
        "back": reverse("approval_detail", args=[approval.pk]),
        "placeholder": _("Ask %(partner)s; the request stays open") % {"partner": standing.other} if is_asked else "",
        "suggestions": QUESTIONS if is_asked and said["reading"].is_empty else (),
        **said,
    }


def _said(standing: Standing, talk: QuerySet[Message], shared: bool) -> Said:
    return {
        "standing": standing,
        "partner": str(standing.other),
        "is_shared": shared,
        "can_write": shared and standing.partnership.status == Partnership.Status.ACTIVE,
        "reading": read(talk, standing),
    }


def _answer(request: HttpRequest, standing: Standing, context: Said, about: Said) -> HttpResponse:
    if request.method == "POST":
        return write(request, standing, "chat/comments.html", context, context["url"], about)
    context["form"] = fresh_form()
    template = "chat/_comments.html" if request.htmx else "chat/comments.html"  # type: ignore[attr-defined]
    return render(request, template, context)
