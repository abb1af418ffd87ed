"""`budgets/`: the plan of a month, what it is made of, and closing it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from config.kernel.money import ZERO
from ledger.budgets import services
from ledger.budgets.api import docs
from ledger.budgets.api.base import BudgetView
from ledger.budgets.api.bodies import AllocationBody, BudgetBody, CreateBudgetBody, MoveBody
from ledger.budgets.api.shapes import ROLL_OVER, listed_shape
from ledger.budgets.models import Budget
from ledger.budgets.months import month_named
from ledger.core.models import Category

CHOICES = {shown: takes_debt for takes_debt, shown in ROLL_OVER.items()}


class BudgetsView(BudgetView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("household", "limit", "skip"))
        window, household = read_window(parameters), parameters.flag("household")
        parameters.raise_refusals()
        seen = Budget.objects.visible_to(self.person)
        if household is not None:
            seen = seen.filter(household__isnull=not household)
        rows = seen.annotate(allocated=Sum("allocations__allocated_amount")).order_by("-month", "household_id", "pk")
        page = rows[window.skip : window.skip + window.limit]
        results = [listed_shape(each, each.allocated or ZERO) for each in page]
        return Response(page_of(request, window, results, count=seen.count()))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(CreateBudgetBody)
        month = month_named(body["month"])
        if month is None:
            raise invalid("month", _("Send a month such as 2026-11."))
        made = services.create_budget(
            person=self.person,
            month=month,
            total_income=body.get("total_income"),
            goals=body.get("goals"),
            household=body.get("household", False),
        )
        return answer(self.shown(made), 201)


class MonthBudgetView(BudgetView):
    @docs.GET
    def get(self, request: Request, month: str) -> Response:
        return answer(self.shown(self.to_see(request, month)))

    @docs.PATCH
    def patch(self, request: Request, month: str) -> Response:
        found = self.to_change(request, month)
        body = self.read(BudgetBody, partial=True)
        changed = services.update_budget(
            budget=found,
            version=expected_version(request, body),
            total_income=body.get("total_income"),
            amounts=self.amounts(body.get("allocations", ()), found),
        )
        return answer(self.shown(changed))

    @docs.DELETE
    def delete(self, request: Request, month: str) -> Response:
        services.delete_budget(budget=self.to_change(request, month), version=expected_version(request))
        return Response(status=204)


class AllocationView(BudgetView):
    """The key is of a category or a goal."""

    @docs.ALLOCATE
    def put(self, request: Request, month: str, key: UUID) -> Response:
        budget = self.to_change(request, month)
        body = self.read(AllocationBody)
        version, amount = expected_version(request, body), body.get("allocated_amount")
        if amount is None and "roll_over" not in body:
            raise invalid("allocated_amount", _("Say how much."), "required")
        place = self.place(key, "key")
        if amount is not None:
            budget = services.set_allocation(budget=budget, place=place, amount=amount, version=version)
        if "roll_over" in body:
            if not isinstance(place, Category):
                raise invalid("roll_over", _("Only of a category."), "not_for_spending")
            services.set_roll_over(
                person=self.person,
                category=place,
                takes_debt_along=CHOICES[body["roll_over"]],
                household_id=budget.household_id,
            )
            budget.refresh_from_db()
        return answer(self.shown(budget))

    @docs.UNALLOCATE
    def delete(self, request: Request, month: str, key: UUID) -> Response:
        budget = self.to_change(request, month)
        if not budget.allocations.filter(category=key).exists() and not budget.allocations.filter(goal=key).exists():
            raise Http404
        services.remove_allocation(budget=budget, key=key, version=expected_version(request))
        return Response(status=204)


class MovesView(BudgetView):
    @docs.MOVE
    @happens_once
    def post(self, request: Request, month: str) -> Response:
        budget = self.to_change(request, month)
        body = self.read(MoveBody)
        moved = services.move_allocation(
            budget=budget,
            source=body["from"],
            target=self.place(body["to"], "to"),
            amount=body["amount"],
        )
        return answer(self.shown(moved))


class ClosureView(BudgetView):
    @docs.CLOSE
    def post(self, request: Request, month: str) -> Response:
        closed = services.close_month(budget=self.to_change(request, month), today=self.person.today)
        return answer(self.shown(closed))
