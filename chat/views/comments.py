"""What the two said about one entry or one shared expense: a part of its page, or a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chat import services
from chat.models import Message
from chat.reading import read, talk_of
from chat.views.pages import fresh_form, write
from ledger.core.models import Transaction
from ledger.core.views.transactions import person, readable_by
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing, standing_in
from partnerships.expenses.models import SharedExpense

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def chat_transaction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only what the reader sees; written to where the partner sees it too."""
    user = person(request)
    entry = get_object_or_404(readable_by(user), pk=pk)
    standing = current_standing(user)
    if standing is None:
        raise Http404
    talk = talk_of(user, standing).filter(transaction=entry)
    shared = services.is_shown_to_partner(standing, entry.pk)
    return _answer(request, standing, talk, {"title": entry.payee or entry.get_kind_display()}, shared, entry=entry)


@login_required
@require_http_methods(METHODS)
def chat_expense(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    expense = get_object_or_404(SharedExpense.objects.visible_to(user), pk=pk)
    standing = standing_in(user, expense.partnership_id)
    talk = talk_of(user, standing).filter(expense=expense)
    return _answer(request, standing, talk, {"title": expense.name}, True, expense=expense)


def _answer(
    request: HttpRequest,
    standing: Standing,
    talk: QuerySet[Message],
    more: dict[str, object],
    shared: bool,
    *,
    entry: Transaction | None = None,
    expense: SharedExpense | None = None,
) -> HttpResponse:
    here = (
        reverse("chat_transaction", args=[entry.pk])
        if entry
        else reverse("chat_expense", args=[expense and expense.pk])
    )
    active = standing.partnership.status == Partnership.Status.ACTIVE
    context = {
        **more,
        "url": here,
        "back": reverse("transaction_detail", args=[entry.pk]) if entry else reverse("chat"),
        "standing": standing,
        "partner": str(standing.other),
        "is_shared": shared,
        "can_write": active and shared,
        "reading": read(talk, standing),
    }
    if request.method == "POST":
        return write(request, standing, "chat/comments.html", context, here, transaction=entry, expense=expense)
    context["form"] = fresh_form()
    template = "chat/_comments.html" if request.htmx else "chat/comments.html"  # type: ignore[attr-defined]
    return render(request, template, context)
