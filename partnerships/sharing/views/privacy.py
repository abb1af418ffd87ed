"""What my partner sees of my accounts, chosen account by account; and what they let me see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.kernel.formatting import with_colon
from ledger.core.views.account_words import account_icon, account_subtitle
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.sharing.gifts import hidden_by
from partnerships.sharing.levels import LEVELS, OwnAccount, accounts_of_one, choose_level, own_accounts
from partnerships.sharing.seen import seen_of
from partnerships.sharing.wording import WORDS


def standing_of(request: HttpRequest) -> Standing:
    """Raises Http404 for who has no partner at the moment."""
    found = current_standing(person(request))
    if found is None or found.partner is None:
        raise Http404
    return found


@login_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Some fifteen queries, and one more for each account of which the partner sees every line."""
    return _page(request, standing_of(request))


def _page(request: HttpRequest, standing: Standing, *, status: int = 200) -> HttpResponse:
    context = {
        "partner": str(standing.other),
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
        "steps": [{"key": key, "title": WORDS[key][0], "text": WORDS[key][1]} for key in LEVELS],
        "accounts": [_shown(each, standing) for each in own_accounts(standing)],
        "gifts": hidden_by(standing.person),
        "currency": standing.person.currency,
        **_seen(standing, by_partner=True),
    }
    return render(request, "partnerships/sharing/privacy.html", context, status=status)


def _shown(own: OwnAccount, standing: Standing) -> dict[str, Any]:
    partner, reached = str(standing.other), LEVELS.index(own.level)
    return {
        "pk": own.account.pk,
        "name": own.account.name,
        "subtitle": account_subtitle(own.account),
        "icon": account_icon(own.account),
        "balance": own.account.balance,
        "currency": own.account.currency,
        "is_hidden": reached == 0,
        "sentence": WORDS[own.level][2] % {"partner": partner},
        "choices": [
            {"key": key, "title": WORDS[key][0], "checked": key == own.level, "below": 0 < rank < reached}
            for rank, key in enumerate(LEVELS)
        ],
    }


def _seen(standing: Standing, *, by_partner: bool) -> dict[str, Any]:
    """What either sees of the other, through the eyes of the one who sees."""
    assert standing.partner is not None, "standing_of refuses others"
    viewer, owner = (standing.partner, standing.person) if by_partner else (standing.person, standing.partner)
    return {"seen": seen_of(viewer, owner), "owner": owner.short_name, "seen_currency": viewer.currency}


@login_required
@require_POST
def privacy_account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Saved at once. The level comes with the form, or in the address of the undo."""
    standing = standing_of(request)
    level = request.POST.get("level") or request.GET.get("level", "")
    account = next((each for each in accounts_of_one(standing.person) if each.pk == pk), None)
    if account is None:
        raise Http404
    if level not in LEVELS:
        return _page(request, standing, status=422)
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]
    try:
        before = choose_level(standing=standing, account=account, level=level)
    except Overtaken as overtaken:
        if is_htmx:
            return toast(_page(request, standing), str(overtaken.message), error=True)
        messages.error(request, str(overtaken.message))
        return redirect("privacy")
    text = f"{with_colon(account.name)} {WORDS[level][2] % {'partner': standing.other}}"
    undo = f"{reverse('privacy_account', args=[pk])}?level={before}" if before != level else ""
    if is_htmx:
        return toast(_page(request, standing), text, undo_url=undo)
    messages.success(request, text, extra_tags=undo)
    return redirect("privacy")


@login_required
@require_safe
def seen_by_partner(request: HttpRequest) -> HttpResponse:
    """Tuppence as the partner has it of me: made by the code of their own page."""
    return _seen_page(request, by_partner=True)


@login_required
@require_safe
def seen_by_me(request: HttpRequest) -> HttpResponse:
    return _seen_page(request, by_partner=False)


def _seen_page(request: HttpRequest, *, by_partner: bool) -> HttpResponse:
    standing = standing_of(request)
    title = _("What %(partner)s sees") if by_partner else _("What %(partner)s lets you see")
    context = {
        "title": title % {"partner": standing.other},
        "is_preview": by_partner,
        "partner": str(standing.other),
        **_seen(standing, by_partner=by_partner),
    }
    return render(request, "partnerships/sharing/seen.html", context)
