from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ledger.core.views.transactions import person
from ledger.demo.household import remove_demo


@login_required
@require_POST
def demo_remove(request: HttpRequest) -> HttpResponse:
    """Remove the demo household: at one click by its own people or by staff. A fresh start is to sign up."""
    user = person(request)
    if not (user.is_demo or user.is_staff):
        raise Http404
    leaving = user.is_demo
    if leaving:
        logout(request)
    remove_demo()
    return redirect("account_signup" if leaving else "overview")
