"""How the pages of the money date answer: the page anew with something said, to a script its part alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger.core.views.transactions import toast
from partnerships.core.errors import Overtaken
from partnerships.core.standing import Standing
from partnerships.dates.models import MoneyDate
from partnerships.dates.page import page_context
from partnerships.dates.weeks import date_of_week
from partnerships.expenses.views.pages import common, reader_of
from partnerships.statements.forms import SettleForm

PAGE = "partnerships/dates/date.html"


def begun(request: HttpRequest) -> tuple[Standing, MoneyDate]:
    """The reader and this week's money date. Raises Http404 where it has not begun."""
    standing = reader_of(request)
    found = date_of_week(standing)
    if found is None:
        raise Http404
    return standing, found


def shown(
    request: HttpRequest,
    standing: Standing,
    *,
    form: SettleForm | None = None,
    moved: bool = False,
    alone: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page as it stands; `moved`: the reader has gone to another step, so that its title takes the focus."""
    context: dict[str, Any] = {
        **common(standing),
        **page_context(standing, date_of_week(standing), form),
        "has_moved": moved,
    }
    return render(request, f"{PAGE}#money-date" if alone else PAGE, context, status=status)


def said(
    request: HttpRequest,
    standing: Standing,
    text: str = "",
    *,
    error: bool = False,
    undo_url: str = "",
    moved: bool = False,
) -> HttpResponse:
    """After something was done or refused: to a script the part with a toast, else the page once more."""
    if request.htmx:  # type: ignore[attr-defined]
        answer = shown(request, standing, moved=moved, alone=True)
        return toast(answer, text, undo_url=undo_url, error=error) if text else answer
    if text:
        (messages.error if error else messages.success)(request, text, extra_tags=undo_url)
    return redirect("money_date")


def refusal(refused: Exception) -> str:
    if isinstance(refused, Overtaken):
        return str(refused.message)
    assert isinstance(refused, ValidationError), "the others are no refusals"
    return " ".join(refused.messages)


def number_of(text: str | None) -> int | None:
    """A small number a form sent; None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
