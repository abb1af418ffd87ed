"""Trends, patterns and sums as pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from insights.figures.asked import days_of_hours, periods_of
from insights.figures.flows import EXPENSE
from insights.figures.hours import hours
from insights.figures.patterns import USUAL_MONTHS, patterns
from insights.figures.summary import summary
from insights.figures.trends import Asked, trends
from insights.pages.figures.pattern_figures import pattern_figures
from insights.pages.figures.shared import Lines, notes, scope_of, tabs
from insights.pages.figures.summary_figures import summary_figures, summary_notes
from insights.pages.figures.trend_asked import HOUR, TrendsAsked, kinds, read, timeframes
from insights.pages.figures.trend_figures import hour_figures, trend_figures
from ledger.core.access import ME, TOGETHER, Lens, lens_of
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.views.overview_figures import scope_choice
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person

MONTHS = (3, 6, 12, 24)


@login_required
@require_safe
def trends_page(request: HttpRequest) -> HttpResponse:
    """The shell's queries, three more and those of `trends` or `hours`, whatever the history."""
    user, tree = person(request), category_tree(person(request))
    asked = read(request.GET, tree)
    everything = lens_of(user, TOGETHER)
    lens = everything.through(asked.scope)
    kept = {"timeframe": asked.timeframe, "kind": asked.kind, "category": asked.category.id if asked.category else ""}
    context = {
        "asked": asked,
        "tabs": tabs("trends", asked.scope),
        "scopes": scope_choice(everything, asked.scope, **kept),
        "timeframes": timeframes(asked),
        "kinds": kinds(asked),
        "categories": _choice(tree, asked),
        "is_coarse": bool(lens.coarse),
        **(_hours if asked.timeframe == HOUR else _periods)(user, lens, tree, asked),
    }
    return render(request, "insights/figures/trends.html", context)


def _choice(tree: CategoryTree, asked: TrendsAsked) -> list[CategoryNode]:
    """Those at the top, and the one that was chosen below them: all of them would outweigh the rest of the page."""
    tops = [each for each in tree.tops() if each.kind == asked.kind and each.is_active and not each.is_hidden]
    chosen = asked.category
    return tops if chosen is None or chosen in tops else [*tops, chosen]


def _periods(user: User, lens: Lens, tree: CategoryTree, asked: TrendsAsked) -> dict[str, Any]:
    periods = periods_of(asked.timeframe, user.today)
    by_top = asked.category is None
    wanted = Asked(asked.timeframe, periods, user.currency, asked.kind, asked.category_ids, by_top)
    found = trends(user, lens, tree, wanted)
    figures = trend_figures(found, tree, _lines(asked))
    return {"figures": figures, "hours": None, "currency": user.currency, "rates": notes(found.used, found.apart)}


def _hours(user: User, lens: Lens, tree: CategoryTree, asked: TrendsAsked) -> dict[str, Any]:
    first, last = days_of_hours(user.today)
    found = hours(
        user,
        lens,
        tree,
        first=first,
        last=last,
        currency=user.currency,
        kind=asked.kind,
        categories=asked.category_ids,
    )
    figures = hour_figures(found, _lines(asked))
    return {"figures": None, "hours": figures, "currency": user.currency, "rates": notes(found.used, found.apart)}


def _lines(asked: TrendsAsked) -> Lines:
    return Lines(asked.kind, asked.scope, asked.category.id if asked.category else None)


@login_required
@require_safe
def patterns_page(request: HttpRequest) -> HttpResponse:
    """The shell's queries, three more and those of `patterns`."""
    user, tree = person(request), category_tree(person(request))
    scope, months = scope_of(request.GET), _months(request.GET.get("months", ""))
    everything = lens_of(user, TOGETHER)
    found = patterns(user, everything.through(scope), tree, months=months, currency=user.currency)
    context = {
        "figures": pattern_figures(found, tree, Lines(EXPENSE, scope)),
        "tabs": tabs("patterns", scope),
        "scopes": scope_choice(everything, scope, months=months),
        "spans": [
            {
                "url": drill_url(reverse("patterns"), months=each, scope="" if scope == ME else scope),
                "text": ngettext("%(count)s month", "%(count)s months", each) % {"count": each},
                "current": each == months,
            }
            for each in MONTHS
        ],
        "is_mine": scope == ME,
        "payday": user.payday,
        "currency": user.currency,
        "rates": notes(found.used, found.apart),
    }
    return render(request, "insights/figures/patterns.html", context)


def _months(text: str) -> int:
    return int(text) if text in {str(each) for each in MONTHS} else USUAL_MONTHS


@login_required
@require_safe
def summary_page(request: HttpRequest) -> HttpResponse:
    """The shell's queries, three more and those of `summary`."""
    user, scope = person(request), scope_of(request.GET)
    found = summary(user, scope=scope)
    context = {
        "figures": summary_figures(found, category_tree(user), scope),
        "tabs": tabs("summary", scope),
        "scopes": scope_choice(lens_of(user, TOGETHER), scope),
        "currency": found.currency,
        "rates": summary_notes(found),
    }
    return render(request, "insights/figures/summary.html", context)
