"""`insights/`: what the figures tell, the month in words, and what to do about it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import answer
from insights.feed import services
from insights.feed.api import docs
from insights.feed.api.bodies import ApplyBody, InsightBody
from insights.feed.api.shapes import (
    budget_advice_shape,
    insight_shape,
    month_shape,
    recommendation_shape,
    spending_shape,
)
from insights.feed.budget_advice import apply_advice, budget_advice
from insights.feed.models import Insight
from insights.feed.months import month_in_words
from insights.feed.recommending import recommendations
from insights.feed.spending import spending_of
from ledger.budgets.months import month_named, month_text
from ledger.core.api.base import LedgerView


class InsightsView(LedgerView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("type", "dismissed", "unread", "limit", "skip"))
        window = read_window(parameters)
        types = parameters.choices("type", Insight.Type.values)
        dismissed, unread = parameters.flag("dismissed"), parameters.flag("unread")
        parameters.raise_refusals()
        seen = Insight.objects.visible_to(self.person)
        found = seen.filter(dismissed_at__isnull=False) if dismissed else seen.live()
        if types:
            found = found.filter(insight_type__in=types)
        if unread is not None:
            found = found.filter(read_at__isnull=unread)
        rows = found.order_by("-priority", "-created_at", "pk")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [insight_shape(each) for each in rows], count=found.count()))


class InsightView(LedgerView):
    def insight(self, key: UUID) -> Insight:
        found = Insight.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(insight_shape(self.insight(key)))

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        insight = self.insight(key)
        body = self.read(InsightBody, partial=True)
        changed = services.change_insight(insight=insight, read=body.get("read"), dismissed=body.get("dismissed"))
        return answer(insight_shape(changed))


class GenerateView(LedgerView):
    heavy = ("POST",)

    @docs.GENERATE
    def post(self, request: Request) -> Response:
        made = services.generate_insights(person=self.person)
        return Response(
            {"new": len(made.new), "live": made.live, "results": [insight_shape(each) for each in made.new]}
        )


class SpendingView(LedgerView):
    @docs.SPENDING
    def get(self, request: Request) -> Response:
        refuse_all(request)
        return Response(spending_shape(spending_of(self.person)))


class RecommendationsView(LedgerView):
    @docs.RECOMMENDATIONS
    def get(self, request: Request) -> Response:
        refuse_all(request)
        return Response({"results": [recommendation_shape(each) for each in recommendations(self.person)]})


class MonthWordsView(LedgerView):
    @docs.IN_WORDS
    def get(self, request: Request, month: str) -> Response:
        """404 for a month in which nothing moved, or that is yet to come."""
        refuse_all(request)
        first = month_named(month)
        told = None if first is None else month_in_words(self.person, first)
        if told is None:
            raise Http404
        return Response(month_shape(told))


class BudgetAdviceView(LedgerView):
    @docs.BUDGETS
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("month",))
        text = parameters.text("month", longest=10)
        parameters.raise_refusals()
        return Response(budget_advice_shape(budget_advice(self.person, _month(text))))


class ApplyView(LedgerView):
    @docs.APPLY
    def post(self, request: Request) -> Response:
        body = self.read(ApplyBody)
        month = _month(body.get("month"))
        budget = apply_advice(person=self.person, month=month, categories=body.get("categories"))
        return Response({"month": month_text(budget.month), "budget": budget.pk, "version": budget.version})


def refuse_all(request: Request) -> None:
    parameters = Parameters(request.query_params)
    parameters.refuse_others(())
    parameters.raise_refusals()


def _month(text: str | None) -> date | None:
    if not text:
        return None
    found = month_named(text)
    if found is None:
        raise invalid("month", _("Send a month such as 2026-11."))
    return found
