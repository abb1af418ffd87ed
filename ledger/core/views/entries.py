"""One entry at a time: written down by hand, looked at, changed, deleted, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.core import errors, services
from ledger.core.access import lens_of
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.forms import SayForm, TransactionForm, TransferForm
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.saying import read_said
from ledger.core.views.conflicts import Standing, standing, with_current_version
from ledger.core.views.overview_figures import main_currency
from ledger.core.views.rows import account_marks, day_groups, entry_from
from ledger.core.views.suggestions import suggested_arrival
from ledger.core.views.ties import ties_of
from ledger.core.views.transactions import PER_PAGE, editable, person, readable_by, toast


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transaction_add(request: HttpRequest) -> HttpResponse:
    """Write down a payment, an income, a refund; `say` fills the form from a sentence, and saves nothing."""
    user = person(request)
    if not MoneyAccount.objects.owned_by(user).open().exists():
        return redirect("accounts_add")
    said = read_said(user, request.GET.get("say", ""))
    form = TransactionForm(request.POST or None, person=user, said=said)
    if request.method == "POST" and form.is_valid():
        entry = form.save()
        if entry is not None:
            messages.success(request, _("Added"))
            return redirect(f"{reverse('transactions')}#tx-{entry.pk}")
    context = {"form": form, "said": said, "say": SayForm(initial={"say": request.GET.get("say", "")})}
    return render(request, "ledger/transaction_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_add(request: HttpRequest) -> HttpResponse:
    """Write down money moved between two own accounts."""
    user = person(request)
    form = TransferForm(request.POST or None, person=user)
    if request.method == "POST" and form.is_valid():
        pair = form.save()
        if pair is not None:
            messages.success(request, _("Added"))
            return redirect(f"{reverse('transactions')}#tx-{pair.outgoing_id}")
    context = {"form": form, "suggestion": suggested_arrival(user, form) if form.is_bound else None}
    return render(request, "ledger/transfer_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transaction_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line with everything about it; its owner edits it here."""
    user = person(request)
    entry = get_object_or_404(readable_by(user), pk=pk)
    may_edit = editable(user).filter(pk=pk).exists()
    form = TransactionForm(request.POST or None, person=user, entry=entry) if may_edit else None
    status = 200
    stands: list[Standing] = []
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            try:
                if form.save() is not None:
                    messages.success(request, _("Saved"))
                    return redirect(f"{reverse('transactions')}#tx-{entry.pk}")
            except errors.Conflict:
                entry = get_object_or_404(readable_by(user), pk=pk)
                form = TransactionForm(with_current_version(request.POST, entry.version), person=user, entry=entry)
                stands = standing(form)
                form.add_error(None, _("This line was changed elsewhere. Saving again puts yours in its place."))
    tree = category_tree(user)
    context = {
        "form": form,
        "entry": entry_from(entry, tree),
        "transaction": entry,
        "parts": _parts(entry, tree),
        "sure": _sure(entry),
        "ties": ties_of(user, entry),
        "standing": stands,
    }
    return render(request, "ledger/transaction_detail.html", context, status=status)


def _sure(entry: Transaction) -> int | None:
    """How sure the machine was of its category, in percent; None where a person chose."""
    if entry.category_confidence is None or entry.category_source == Transaction.CategorySource.PERSON:
        return None
    return round(entry.category_confidence * 100)


def _parts(entry: Transaction, tree: CategoryTree) -> list[dict[str, Any]]:
    if not entry.is_split:
        return []
    lines = entry.lines.select_related("category")
    return [{"category": tree.shown(line.category), "amount": line.amount} for line in lines]


@login_required
@require_POST
def transaction_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Into the bin for 30 days; the toast takes it back."""
    user = person(request)
    entry = get_object_or_404(editable(user), pk=pk)
    gone = services.bin_transaction(entry=entry, changed_by=user)
    undo = reverse("transactions_restore") + "?ids=" + ",".join(str(each) for each in gone)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("In the bin for 30 days"), extra_tags=undo)
        return redirect("transactions")
    return toast(HttpResponse(status=204), _("In the bin for 30 days"), undo_url=undo)


@login_required
@require_safe
def transactions_bin(request: HttpRequest) -> HttpResponse:
    """What was deleted in the last 30 days, to be taken back."""
    user = person(request)
    lens = lens_of(user)
    accounts = account_marks(lens)
    page = list_transactions(lens, TransactionFilter(binned=True), limit=PER_PAGE)
    currency = main_currency(user, [mark.currency for mark in accounts.values()])
    context = {"groups": day_groups(page.rows, accounts, category_tree(user)), "currency": currency}
    return render(request, "ledger/transactions_bin.html", context)


@login_required
@require_POST
def transaction_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    entry = get_object_or_404(Transaction.objects.owned_by(user).binned(), pk=pk)
    services.restore_transaction(entry=entry, changed_by=user)
    messages.success(request, _("Back again"))
    return redirect("transactions_bin")
