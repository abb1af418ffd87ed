"""Should I buy it? The question, its answer with what it was made of, and what one tap does about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
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

from accounts.models import User
from config.kernel import charts
from config.kernel.formatting import active_locale, format_short_day
from insights.advice import services
from insights.advice.models import Advice
from insights.advice.summing_up import impact_of, lacks_of, reason_of, source_of, verdict_of, ways_of
from insights.advice.wording import told_of
from insights.pages.advice.forms import AskForm
from ledger.core.views.transactions import person, toast
from partnerships.core.errors import Overtaken
from partnerships.core.standing import current_standing

EARLIER = 12
PAGE, PART = "insights/advice.html", "insights/advice.html#advice-answer"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advice(request: HttpRequest) -> HttpResponse:
    """The question, and the latest answers below it. Asked by htmx, the part that changes is answered."""
    user = person(request)
    form = AskForm(request.POST if request.method == "POST" else None, person=user)
    if form.is_valid() and (made := form.save()) is not None:
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect("advice_answer", made.pk)
        response = _part(request, made.pk, is_new=True)
        response["HX-Push-Url"] = reverse("advice_answer", args=[made.pk])
        return response
    template = PART if request.htmx else PAGE  # type: ignore[attr-defined]
    return render(request, template, _context(user, form), status=422 if form.is_bound else 200)


@login_required
@require_safe
def advice_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As it was answered then; nothing is weighed again."""
    return render(request, PAGE, _answered(request, pk))


def _part(request: HttpRequest, pk: UUID, *, is_new: bool = False) -> HttpResponse:
    return render(request, PART, {**_answered(request, pk), "is_new": is_new})


def _answered(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    user, found = person(request), _own(request, pk)
    form = AskForm(
        person=user,
        initial={
            "item_description": found.item_description,
            "amount": found.amount,
            "currency": found.currency,
            "on": max(found.on, user.today),
            "how": found.how,
            "instalments": found.instalments if found.instalments > 1 else None,
        },
    )
    return {**_context(user, form), **_answer(user, found)}


def _own(request: HttpRequest, pk: UUID) -> Advice:
    seen = Advice.objects.visible_to(person(request)).select_related("approval", "person")
    return get_object_or_404(seen, pk=pk)


def _context(user: User, form: AskForm) -> dict[str, Any]:
    return {"form": form, "earlier": list(Advice.objects.visible_to(user).order_by("-created_at", "-pk")[:EARLIER])}


def _answer(user: User, found: Advice) -> dict[str, Any]:
    standing = current_standing(user)
    lowest = found.answer["lowest"]
    return {
        "found": found,
        "verdict": verdict_of(found),
        "reason": reason_of(found),
        "source": source_of(found),
        "impact": impact_of(found),
        "lacks": lacks_of(found),
        "told": told_of(found.answer),
        "ways": [each for each in ways_of(found) if each.name != "ask"],
        "chart": _chart(found.answer),
        "lowest": {name: Decimal(lowest[name]) for name in ("without", "with")} if lowest else None,
        "lowest_on": date.fromisoformat(lowest["on"]) if lowest else None,
        "currency": found.answer["currency"],
        "partner": standing.partner if standing else None,
        "is_open": found.purchase_id is None,
        "plain_amount": format(found.amount.normalize(), "f"),
    }


def _chart(answer: dict[str, Any]) -> charts.Chart | None:
    course = answer["course"]
    if len(course) < 2:
        return None
    days = [date.fromisoformat(each["on"]) for each in course]
    span, locale = (days[-1] - days[0]).days, active_locale()
    labels = [format_short_day(day, locale) for day in days]
    at = [(day - days[0]).days / span for day in days]
    series = [
        charts.Series(_("Without it"), [Decimal(each["without"]) for each in course], tone="muted"),
        charts.Series(_("With it"), [Decimal(each["with"]) for each in course]),
    ]
    places = [0, len(days) // 3, 2 * len(days) // 3]
    ticks = [(at[place], labels[place]) for place in sorted(set(places))]
    return charts.line_chart(series, labels, currency=answer["currency"], at=at, ticks=ticks)


@login_required
@require_POST
def advice_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    message = request.POST.get("message", "")[:500]
    return _done(request, pk, lambda found: services.ask_partner(advice=found, message=message), _("Asked"))


@login_required
@require_POST
def advice_buy(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda found: services.buy(advice=found), _("It is among your things, on its way"))


@login_required
@require_POST
def advice_remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda found: services.remind(advice=found), _("You will be reminded"))


@login_required
@require_POST
def advice_unremind(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda found: services.stop_reminding(advice=found), _("No reminder any more"))


@login_required
@require_POST
def advice_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda found: services.drop(advice=found), _("Put away"))


@login_required
@require_POST
def advice_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.delete_advice(advice=_own(request, pk))
    messages.success(request, _("It is gone"))
    return redirect("advice")


def _done(request: HttpRequest, pk: UUID, act: Callable[[Advice], object], text: str) -> HttpResponse:
    found = _own(request, pk)
    is_refused = False
    try:
        act(found)
    except (ValidationError, Overtaken) as refused:
        is_refused = True
        text = str(refused.message) if isinstance(refused, Overtaken) else " ".join(refused.messages)
    if request.htmx:  # type: ignore[attr-defined]
        return toast(_part(request, pk), text, error=is_refused)
    (messages.error if is_refused else messages.success)(request, text)
    return redirect("advice_answer", pk)
