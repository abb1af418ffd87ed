"""Bank accounts: the list, adding, editing, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.kernel.audit import record
from config.kernel.money import ZERO
from ledger.core import errors, queries, services
from ledger.core.access import ME, PARTNER, TOGETHER, Lens, lens_of, owner_names, seen_balances, withheld_from
from ledger.core.converting import whole_total
from ledger.core.forms import AccountForm
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.views.account_words import account_icon, account_subtitle, account_url
from ledger.core.views.agreements import Agreement, agreements
from ledger.core.views.conflicts import Standing, standing, with_current_version
from ledger.core.views.rate_notes import named_total
from ledger.core.views.transactions import person


@login_required
@require_safe
def accounts_list(request: HttpRequest) -> HttpResponse:
    """One's own accounts with their balances, open ones first, and what they come to per currency, and in the person's
    own; then what others let one see.
    """
    user = person(request)
    everything = lens_of(user, TOGETHER)
    mine = everything.through(ME)
    accounts = queries.seen_accounts(mine)
    agreed = agreements(user, accounts)
    shown = {each.pk: _shown(each, mine, agreed.get(each.pk)) for each in accounts}
    groups = [_group(key, [each for each in accounts if _in(each, key)], shown) for key in MoneyAccount.Type.values]
    closed = [shown[each.pk] for each in accounts if each.closed_on is not None]
    totals = queries.totals([each for each in accounts if each.closed_on is None])
    whole = whole_total(user, totals, user.currency) if len(totals) > 1 else None
    context = {
        "groups": [group for group in groups if group["accounts"]],
        "closed": closed,
        "others": _others(everything.through(PARTNER)),
        "totals": totals,
        "whole": whole,
        "whole_note": whole and named_total(whole.net, whole.currency, whole.used, whole.apart),
        "currency": user.currency,
    }
    partial = "#accounts-list" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, "ledger/accounts_list.html" + partial, context)


def _group(type_: str, accounts: list[MoneyAccount], shown: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    """`total` is None for a single account, which says it itself, and where currencies differ."""
    currencies = {each.currency for each in accounts}
    summed = len(accounts) > 1 and len(currencies) == 1
    return {
        "title": str(MoneyAccount.Type(type_).label),
        "accounts": [shown[each.pk] for each in accounts],
        "total": sum((each.balance for each in accounts), ZERO) if summed else None,
        "currency": next(iter(currencies), ""),
    }


def _in(account: MoneyAccount, type_: str) -> bool:
    return account.closed_on is None and account.type == type_


def _others(lens: Lens) -> list[dict[str, Any]]:
    """Accounts of others, as far as each is seen: its name, its balance, its lines. Four queries, none for none."""
    if not lens:
        return []
    owners = owner_names(lens.sights)
    balances = {each.pk: each.balance for each in queries.seen_accounts(lens)}
    accounts = MoneyAccount.objects.filter(pk__in=list(lens.sights)).order_by("name", "pk")
    return [
        {
            "name": each.name,
            "subtitle": owners.get(each.pk, ""),
            "icon": account_icon(each),
            "balance": balances.get(each.pk),
            "currency": each.currency,
            "url": account_url(lens, each.pk),
        }
        for each in accounts
    ]


def _shown(account: MoneyAccount, mine: Lens, agreed: Agreement | None) -> dict[str, Any]:
    return {
        "name": account.name,
        "subtitle": account_subtitle(account),
        "icon": account_icon(account),
        "balance": account.balance,
        "currency": account.currency,
        "closed_on": account.closed_on,
        "url": account_url(mine, account.pk),
        "edit_url": reverse("accounts_edit", args=[account.pk]),
        "agreement": agreed,
        "reconcile_url": reverse("reconcile_account", args=[account.pk]),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts_add(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid() and form.save() is not None:
        messages.success(request, _("Added"))
        return redirect("accounts_list")
    return render(request, "ledger/account_form.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = person(request)
    account = get_object_or_404(MoneyAccount.objects.owned_by(user), pk=pk)
    form = AccountForm(request.POST or None, person=user, account=account)
    stands: list[Standing] = []
    if request.method == "POST" and form.is_valid():
        try:
            if form.save() is not None:
                messages.success(request, _("Saved"))
                return redirect("accounts_list")
        except errors.Conflict:
            account.refresh_from_db()
            form = AccountForm(with_current_version(request.POST, account.version), person=user, account=account)
            stands = standing(form)
            form.add_error(None, _("This account was changed elsewhere. Saving again puts yours in its place."))
    sights = lens_of(user).sights
    context = {
        "form": form,
        "account": account,
        "standing": stands,
        "balance": seen_balances([account], sights)[account.pk],
        "reconcile_url": "" if withheld_from([sights[pk]]) else reverse("reconcile_account", args=[pk]),
        "may_delete": sights[pk].role == MoneyAccountAccess.Role.OWNER,
    }
    return render(request, "ledger/account_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def accounts_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account and keep its history, or open it again."""
    user = person(request)
    account = get_object_or_404(MoneyAccount.objects.owned_by(user), pk=pk)
    if account.closed_on is None:
        services.close_money_account(account=account, on=user.today)
        record("money_account_closed", person=user, request=request, account=str(pk))
        messages.success(request, _("%(name)s is closed") % {"name": account.name})
    else:
        services.reopen_money_account(account=account)
        messages.success(request, _("%(name)s is open again") % {"name": account.name})
    return redirect("accounts_list")


@login_required
@require_POST
def accounts_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete an account that never had a line; any other is closed instead."""
    user = person(request)
    account = get_object_or_404(MoneyAccount.objects.owned_by(user), pk=pk)
    try:
        services.delete_money_account(account=account, deleted_by=user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts_edit", pk=pk)
    record("money_account_deleted", person=user, request=request, account=str(pk))
    messages.success(request, _("Deleted"))
    return redirect("accounts_list")
