"""Wallets: linked, read anew, looked into, let go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insights.pages.investing.changes import ASKS, sent, shown
from insights.pages.investing.forms import WalletForm
from ledger.core.views.transactions import person
from ledger.holdings import wallets
from ledger.holdings.wallet_chains import chain_of, checksummed, endpoints
from ledger.holdings.wallet_models import Wallet, WalletTransaction

SHOWN = 50


def wallet_to_change(request: HttpRequest, pk: UUID) -> Wallet:
    return get_object_or_404(Wallet.objects.owned_by(person(request)), pk=pk)


@login_required
@require_http_methods(ASKS)
def wallet_add(request: HttpRequest) -> HttpResponse:
    form = WalletForm(sent(request), person=person(request))
    if form.is_valid() and form.done() and form.wallet is not None:
        messages.success(request, _("%(name)s is linked") % {"name": form.wallet})
        return redirect("wallet", form.wallet.pk)
    return shown(request, form, _("Link a wallet"))


@login_required
@require_safe
def wallet_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest fifty of what was read; the API has all."""
    user = person(request)
    wallet = get_object_or_404(Wallet.objects.visible_to(user).select_related("account"), pk=pk)
    known = chain_of(wallet.chain)
    seen = WalletTransaction.objects.visible_to(user).filter(wallet=wallet).order_by("-timestamp", "-pk")
    context = {
        "wallet": wallet,
        "address": checksummed(wallet.address),
        "chain": known.label if known else wallet.chain,
        "rows": list(seen[:SHOWN]),
        "count": seen.count(),
        "is_configured": wallet.chain in endpoints(),
        "may_change": Wallet.objects.owned_by(user).filter(pk=pk).exists(),
    }
    return render(request, "insights/investing/wallet.html", context)


@login_required
@require_POST
def wallet_sync(request: HttpRequest, pk: UUID) -> HttpResponse:
    wallet, user = wallet_to_change(request, pk), person(request)
    try:
        wallets.request_sync(wallet=wallet, person=user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("wallet", pk)


@login_required
@require_POST
def wallet_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    wallets.unlink_wallet(wallet=wallet_to_change(request, pk))
    messages.success(request, _("The wallet is let go; what was booked of it stays"))
    return redirect("investments")
