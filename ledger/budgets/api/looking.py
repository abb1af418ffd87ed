"""How a month stands: its summary and status, whether a purchase fits, what could move, and what if."""

from __future__ import annotations

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.idempotency import happens_once
from config.kernel.api.views import answer
from ledger.budgets import services
from ledger.budgets.api import docs
from ledger.budgets.api.base import BudgetView, first_day
from ledger.budgets.api.bodies import CheckBody, MoveBody, WhatIfBody
from ledger.budgets.api.shapes import (
    budget_shape,
    check_shape,
    left_shape,
    status_shape,
    suggestion_shape,
    summary_shape,
)
from ledger.budgets.months import month_text
from ledger.budgets.purchases import check_purchase
from ledger.budgets.queries import WhatIf, month_view
from ledger.budgets.services import check_amount
from ledger.budgets.suggesting import suggestions
from ledger.core.api.base import category_in_body


class SummaryView(BudgetView):
    @docs.SUMMARY
    def get(self, request: Request, month: str) -> Response:
        return Response(summary_shape(month_view(self.to_see(request, month), self.person)))


class StatusView(BudgetView):
    @docs.STATUS
    def get(self, request: Request, month: str) -> Response:
        return Response(status_shape(month_view(self.to_see(request, month), self.person)))


class LeftToSpendView(BudgetView):
    @docs.LEFT_TO_SPEND
    def get(self, request: Request, month: str) -> Response:
        return Response(left_shape(month_view(self.to_see(request, month), self.person).left_to_spend))


class CheckPurchaseView(BudgetView):
    """A question and no change; a POST, as the seed has it."""

    @docs.CHECK
    def post(self, request: Request, month: str) -> Response:
        budget = self.find(request, month)
        if budget is None and self.asked(request):
            raise Http404
        body = self.read(CheckBody)
        category = category_in_body(self.person, body["category"])
        assert category is not None, "the body names one"
        found = check_purchase(
            person=self.person,
            budget=budget,
            month=first_day(month),
            category=category,
            amount=body["amount"],
        )
        if found is None:
            raise Http404
        return Response(check_shape(found))


class SuggestionsView(BudgetView):
    @docs.SUGGESTIONS
    def get(self, request: Request, month: str) -> Response:
        view = month_view(self.to_see(request, month), self.person)
        found = [suggestion_shape(each, view.currency) for each in suggestions(view)]
        return Response({"month": month_text(view.month), "currency": view.currency, "suggestions": found})

    @docs.APPLY
    @happens_once
    def post(self, request: Request, month: str) -> Response:
        budget = self.to_change(request, month)
        body = self.read(MoveBody)
        applied = services.apply_suggestion(
            budget=budget,
            source=body["from"],
            target=self.place(body["to"], "to"),
            amount=body["amount"],
            applied_by=self.person,
        )
        return answer(self.shown(applied))


class WhatIfView(BudgetView):
    """Nothing is saved."""

    @docs.WHAT_IF
    def post(self, request: Request, month: str) -> Response:
        budget = self.to_see(request, month)
        body = self.read(WhatIfBody)
        amounts = self.amounts(body.get("allocations", ()), budget)
        for amount in amounts.values():
            check_amount(amount, budget.currency, "allocations")
        income = body.get("total_income")
        if income is not None:
            check_amount(income, budget.currency, "total_income")
        return Response(budget_shape(month_view(budget, self.person, WhatIf(amounts, income))))
