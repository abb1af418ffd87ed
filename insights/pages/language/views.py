"""'Assistant' in the settings: what a language model may read, what it was sent, and what that cost."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insights.language import consent, keeping, spending
from insights.language.configuration import Configured, configured
from insights.language.models import LanguageCall
from insights.pages.language.forms import ConsentForm
from insights.pages.language.words import part_words, purpose_words, reason_words
from ledger.core.views.transactions import person

CALLS_A_PAGE = 20
# In micro-dollars.
CENT = 10_000


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The switches, this month's cost and the calls, newest first. Four queries beside the shell's."""
    user, setup = person(request), configured()
    given = consent.consents_of(user, setup)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        initial={each: each in given for each in consent.What.values},
    )
    if request.method == "POST" and setup is None:
        form.add_error(None, _("This instance has no language model."))
    elif request.method == "POST" and form.is_valid():
        consent.set_consents(person=user, given=form.given(), request=request)
        messages.success(request, _("Saved"))
        return redirect("language")
    after = _id(request.GET.get("after", ""))
    calls = keeping.calls_of(user)
    shown = list((calls.filter(pk__lt=after) if after else calls)[: CALLS_A_PAGE + 1])
    context = {
        "section": "language",
        "setup": setup,
        "form": form,
        "spending": _spending_of(setup, spending.spent(user)) if setup else None,
        "rows": [_row_of(each) for each in shown[:CALLS_A_PAGE]],
        "older": shown[CALLS_A_PAGE - 1].pk if len(shown) > CALLS_A_PAGE else None,
        "is_first": after is None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "insights/language/settings.html", context, status=status)


@login_required
@never_cache
@require_safe
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One call in full: every word that was sent, and every one that came back."""
    found = get_object_or_404(LanguageCall.objects.visible_to(person(request)), pk=pk)
    received = found.received_parts
    context = {
        "section": "language",
        "call": found,
        "row": _row_of(found),
        "parts": [{"who": part_words(who), "text": text} for who, text in _parts_of(found.sent_body)],
        "body": json.dumps(found.sent_body, ensure_ascii=False, indent=2),
        "answer": received["text"] if received else "",
        "wanted": [
            {"name": each["name"], "arguments": json.dumps(each["arguments"], ensure_ascii=False)}
            for each in (received["calls"] if received else ())
        ],
    }
    return render(request, "insights/language/call.html", context)


@login_required
@require_POST
def calls_delete(request: HttpRequest) -> HttpResponse:
    keeping.delete_calls(person=person(request), request=request)
    messages.success(request, _("Deleted"))
    return redirect("language")


def _spending_of(setup: Configured, spent: int) -> dict[str, Any]:
    return {
        "spent": keeping.dollars(spent),
        "ceiling": keeping.dollars(setup.of_person),
        "spent_micro": min(spent, setup.of_person),
        "ceiling_micro": setup.of_person or 1,
        "is_free": not (setup.prices.sent or setup.prices.received),
    }


def _row_of(found: LanguageCall) -> dict[str, Any]:
    return {
        "call": found,
        "purpose": purpose_words(found.purpose),
        "reason": reason_words(found.reason) if found.reason else "",
        "cost": keeping.dollars(found.cost),
        "is_tiny": 0 < found.cost < CENT,
    }


def _parts_of(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts of either protocol in the order in which the model reads them."""
    found = [("system", body["system"])] if "system" in body else []
    for message in body["messages"]:
        content = message.get("content") or ""
        if isinstance(content, str):
            found.append((message["role"], content))
            continue
        for block in content:
            is_result = block["type"] == "tool_result"
            text = block.get("text") or block.get("content") or json.dumps(block.get("input", ""), ensure_ascii=False)
            found.append(("tool" if is_result else message["role"], text))
    return [(who, text) for who, text in found if text]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
