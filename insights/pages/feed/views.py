"""What the figures tell, as pages: the feed, and one month in plain words."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from config.kernel.formatting import active_locale, format_month, format_short_month
from insights.feed import services
from insights.feed.budget_advice import apply_advice, budget_advice
from insights.feed.models import Insight
from insights.feed.months import month_in_words
from insights.feed.recommending import recommendations
from insights.feed.scene import Scene
from insights.pages.feed.figures import cards_of, paragraphs_of
from insights.pages.feed.slots import gravest_of_all
from ledger.budgets.forms import typed
from ledger.budgets.months import month_named, month_text
from ledger.budgets.views.month import plan_url
from ledger.core.queries import previous_month
from ledger.core.views.transactions import person, toast

MONTHS_SHOWN = 3
MOST_SHOWN, MOST_PLANNED = 30, 6


@login_required
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Some forty queries, whatever the history: three years of roll-ups, the plan, goals, and what is told."""
    user = person(request)
    scene = Scene(user)
    told = month_in_words(user, scene.month, scene)
    shows_all = request.GET.get("show") == "all"
    seen = Insight.objects.visible_to(user)
    kept = seen if shows_all else seen.live()
    found = list(kept.order_by("dismissed_at", "-priority", "-created_at", "pk")[:MOST_SHOWN])
    advice = budget_advice(user, scene=scene) if told else None
    context = {
        "told": told,
        "paragraphs": paragraphs_of(told) if told else [],
        "months": _months(user, scene.month),
        "cards": cards_of(found),
        "shows": [
            {"url": reverse("insights"), "text": _("Now"), "current": not shows_all},
            {"url": f"{reverse('insights')}?show=all", "text": _("All"), "current": shows_all},
        ],
        "tabs": _tabs(),
        "steps": [{"it": each, "typed": typed(each.amount)} for each in recommendations(user, scene)],
        "advice": advice,
        "planned": advice.rows[:MOST_PLANNED] if advice else [],
        "is_started": bool(scene.accounts),
    }
    return render(request, "insights/feed/feed.html", context)


@login_required
@require_safe
def insight_month(request: HttpRequest, month: str) -> HttpResponse:
    """One query for a month that is over and was told before; else some twenty."""
    user, first = person(request), month_named(month)
    told = None if first is None else month_in_words(user, first)
    if told is None or first is None:
        raise Http404
    context = {
        "told": told,
        "paragraphs": paragraphs_of(told),
        "months": _months(user, first),
        "earlier_url": reverse("insight_month", args=[month_text(previous_month(first))]),
    }
    return render(request, "insights/feed/month.html", context)


@login_required
@require_safe
def insight_gravest(request: HttpRequest) -> HttpResponse:
    """The card of the first page as it is now. Two small queries."""
    return HttpResponse(gravest_of_all(request, None))


@login_required
@require_POST
def insight_generate(request: HttpRequest) -> HttpResponse:
    made = services.generate_insights(person=person(request))
    count = len(made.new)
    text = ngettext("%(n)s new", "%(n)s new", count) % {"n": count} if count else _("Nothing new.")
    messages.success(request, text)
    return redirect("insights")


@login_required
@require_POST
def insight_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put away; the toast brings it back. Without scripts the page it was on follows."""
    insight = _insight(request, pk)
    services.change_insight(insight=insight, read=True, dismissed=True)
    undo = reverse("insight_restore", args=[pk])
    if request.htmx:  # type: ignore[attr-defined]
        return toast(HttpResponse(), _("Put away"), undo_url=undo)
    messages.success(request, _("Put away"), extra_tags=undo)
    return redirect("overview" if request.POST.get("from") == "overview" else "insights")


@login_required
@require_POST
def insight_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.change_insight(insight=_insight(request, pk), dismissed=False)
    return toast(HttpResponse(status=204), _("As it was")) if request.htmx else redirect("insights")  # type: ignore[attr-defined]


@login_required
@require_POST
def insight_plan(request: HttpRequest) -> HttpResponse:
    """What is recommended becomes the plan of the next month."""
    user = person(request)
    try:
        budget = apply_advice(person=user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("insights")
    messages.success(request, _("It is in the plan. Every amount can be changed."))
    return redirect(plan_url(budget))


def _insight(request: HttpRequest, pk: UUID) -> Insight:
    found = Insight.objects.visible_to(person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _months(user: User, shown: date) -> list[dict[str, Any]]:
    """This month and those before it, and the one that is shown."""
    this = user.today.replace(day=1)
    months = [this]
    while len(months) < MONTHS_SHOWN:
        months.append(previous_month(months[-1]))
    if shown not in months:
        months.append(shown)
    locale = active_locale()
    return [
        {
            "url": reverse("insights") if each == this else reverse("insight_month", args=[month_text(each)]),
            "text": format_short_month(each, locale) if each.year == this.year else format_month(each, locale),
            "current": each == shown,
        }
        for each in sorted(months)
    ]


def _tabs() -> list[dict[str, str]]:
    """The pages beside this one that are there."""
    found = []
    for name, text, icon in (
        ("trends", _("Trends"), "trending-up"),
        ("forecast", _("Forecast"), "chart-line"),
        ("investments", _("Investments"), "coins"),
        ("unusual", _("Unusual"), "triangle-alert"),
    ):
        try:
            found.append({"url": reverse(name), "text": text, "icon": icon})
        except NoReverseMatch:
            continue
    return found
