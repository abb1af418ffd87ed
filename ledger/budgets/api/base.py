"""What the endpoints of a month share: finding it, and answering what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict, does_not_exist
from config.kernel.api.parameters import Parameters
from ledger.budgets import errors
from ledger.budgets.api.shapes import budget_shape
from ledger.budgets.models import Budget
from ledger.budgets.months import month_named
from ledger.budgets.queries import budget_of, month_view
from ledger.budgets.services import check_place
from ledger.core.api.base import LedgerView
from ledger.core.errors import FieldError
from ledger.core.models import Category
from ledger.goals.models import Goal


class BudgetView(LedgerView):
    def handle_exception(self, exc: Exception) -> Response:
        """What has been decided by now is a conflict."""
        if isinstance(exc, FieldError) and exc.stable_code in errors.TAKEN:
            exc = Conflict(exc.messages[0], exc.stable_code, attr=exc.field)
        return super().handle_exception(exc)

    def shape_of(self, record: object) -> dict[str, Any]:
        return self.shown(record) if isinstance(record, Budget) else super().shape_of(record)

    def shown(self, budget: Budget) -> dict[str, Any]:
        """Queries as `month_view`."""
        return budget_shape(month_view(budget, self.person))

    def asked(self, request: Request) -> bool:
        """Whether the household's is meant."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("household",))
        household = parameters.flag("household")
        parameters.raise_refusals()
        return bool(household)

    def to_see(self, request: Request, month: str) -> Budget:
        """404 where there is none, or it is somebody else's."""
        found = self.find(request, month)
        if found is None:
            raise Http404
        return found

    def find(self, request: Request, month: str) -> Budget | None:
        return budget_of(self.person, first_day(month), household=self.asked(request))

    def to_change(self, request: Request, month: str) -> Budget:
        """404 when the person does not see it, 403 when they see it and no more: its household is no longer theirs."""
        found = self.to_see(request, month)
        if not Budget.objects.changeable_by(self.person).filter(pk=found.pk).exists():
            raise PermissionDenied
        return found

    def place(self, key: UUID, attr: str) -> Category | Goal:
        """What the id is of: a category or a goal the person may plan for. Two queries at most."""
        category = Category.objects.visible_to(self.person).filter(pk=key).first()
        if category is not None:
            return category
        goal = Goal.objects.changeable_by(self.person).filter(pk=key).first()
        if goal is None:
            raise does_not_exist(attr)
        return goal

    def amounts(self, parts: Iterable[Mapping[str, Any]], budget: Budget) -> dict[UUID, Any]:
        """By the id of a category or goal, each of which the person may plan for there. As many queries as amounts."""
        found = {}
        for each in parts:
            name = "goal" if each.get("category") is None else "category"
            place = self.place(each[name], f"allocations.{name}")
            check_place(budget, place, f"allocations.{name}")
            found[place.pk] = each["allocated_amount"]
        return found


def first_day(month: str) -> date:
    found = month_named(month)
    if found is None:
        raise Http404
    return found
