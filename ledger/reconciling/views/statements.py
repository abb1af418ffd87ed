"""A statement on paper beside the ledger: its lines ticked off one by one until nothing is left."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.kernel.formatting import active_locale, format_short_day
from ledger.core.models import MoneyAccount
from ledger.core.views.transactions import person
from ledger.reconciling.forms import StatementForm
from ledger.reconciling.services import correction_category, finish_statement, keep_balance_by_hand, tick_lines
from ledger.reconciling.sheet import Sheet, open_lines, read_sheet
from ledger.reconciling.views.pages import account_page, own_account

PER_PAGE = 50
_PAGE = re.compile(r"[1-9]\d{0,6}", re.ASCII)


def _form(request: HttpRequest, account: MoneyAccount, typed: QueryDict) -> StatementForm:
    return StatementForm(typed, account=account, person=person(request))


def _address(sheet: Sheet, form: StatementForm, **more: object) -> str:
    """This statement's page: its day and balance are in the address, so that it can be left and found again."""
    asked = {"on": sheet.on.isoformat(), "amount": form.data.get("amount", ""), **more}
    return f"{reverse('reconcile_statement', args=[sheet.account.pk])}?{urlencode(asked)}"


@login_required
@require_safe
def reconcile_statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    account = own_account(request, pk)
    form = _form(request, account, request.GET)
    if not form.is_valid():
        return account_page(request, account, form=form)
    sheet = read_sheet(account, on=form.cleaned_data["on"], bank=form.cleaned_data["amount"])
    return render(request, "ledger/reconcile_statement.html", _context(sheet, form, request.GET.get("page", "")))


def _context(sheet: Sheet, form: StatementForm, page_text: str = "") -> dict[str, Any]:
    """One page of the open lines; fifty, however many there are."""
    pages = max(1, -(-sheet.open_count // PER_PAGE))
    page = min(int(page_text) if _PAGE.fullmatch(page_text) else 1, pages)
    shown = open_lines(sheet)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return {
        "sheet": sheet,
        "account": sheet.account,
        "amount_typed": form.data.get("amount", ""),
        "lines": shown,
        "page": page,
        "pages": pages,
        "newer_url": _address(sheet, form, page=page - 1) if page > 1 else "",
        "older_url": _address(sheet, form, page=page + 1) if page < pages else "",
        "correction_category": correction_category(sheet.difference) if sheet.difference else None,
    }


@login_required
@require_POST
def reconcile_tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line ticked off or not, or all of them: `line` is an id or 'all'."""
    account = own_account(request, pk)
    form = _form(request, account, request.POST)
    if not form.is_valid():
        return account_page(request, account, form=form)
    sheet = read_sheet(account, on=form.cleaned_data["on"], bank=form.cleaned_data["amount"])
    line = request.POST.get("line", "")
    try:
        ids = None if line == "all" else [UUID(line)]
    except ValueError:
        ids = []
    ticked = request.POST.get("ticked") == "yes"
    tick_lines(sheet=sheet, ticked=ticked, ids=ids)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_address(sheet, form))
    sheet = read_sheet(account, on=sheet.on, bank=sheet.bank)
    return render(request, "ledger/reconcile_statement.html#statement-sums", _context(sheet, form))


@login_required
@require_POST
def reconcile_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`how` is 'ticked', 'all' (tick what is open, then finish), 'correct' (book the rest), or 'keep' (only the
    balance)."""
    account = own_account(request, pk)
    form = _form(request, account, request.POST)
    if not form.is_valid():
        return account_page(request, account, form=form)
    on, amount, how = form.cleaned_data["on"], form.cleaned_data["amount"], request.POST.get("how", "")
    try:
        if how == "keep":
            balance = keep_balance_by_hand(account=account, kept_by=person(request), on=on, amount=amount)
        else:
            balance = finish_statement(
                account=account,
                finished_by=person(request),
                on=on,
                amount=amount,
                tick_all=how == "all",
                correct=how == "correct",
            )
    except ValidationError as error:
        form.refused(error)
        return account_page(request, account, form=form)
    undo = reverse("reconcile_forget", args=[account.pk, balance.pk])
    words = _("The balance of %(day)s is kept") if how == "keep" else _("The statement of %(day)s is finished")
    messages.success(request, words % {"day": format_short_day(on, active_locale())}, extra_tags=undo)
    return redirect("reconcile_account", pk=account.pk)
