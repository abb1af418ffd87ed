"""`advice/`: whether to buy something, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import answer
from insights.advice import services
from insights.advice.api import docs
from insights.advice.api.bodies import AskBody, BuyBody, PurchaseAdviceBody, ReminderBody
from insights.advice.api.shapes import shapes_of
from insights.advice.errors import TAKEN
from insights.advice.models import Advice
from ledger.core.api.base import LedgerView
from ledger.core.errors import FieldError
from partnerships.approvals.shapes import approval_shape
from partnerships.core.errors import Overtaken

LISTED = ("decision", "outcome", "limit", "skip")


class AdviceBase(LedgerView):
    def advice(self, key: UUID) -> Advice:
        found = Advice.objects.visible_to(self.person).select_related("approval", "person").filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def shape(self, key: UUID) -> dict[str, Any]:
        return shapes_of([self.advice(key)], self.person)[0]

    def handle_exception(self, exc: Exception) -> Response:
        """What is so already, or was overtaken, is a conflict."""
        if isinstance(exc, Overtaken):
            exc = Conflict(str(exc.message), exc.code, current=exc.current)
        elif isinstance(exc, FieldError) and exc.stable_code in TAKEN:
            exc = Conflict(exc.messages[0], exc.stable_code)
        return super().handle_exception(exc)


class PurchaseAdviceView(AdviceBase):
    @docs.WEIGH
    @happens_once
    def post(self, request: Request) -> Response:
        """As many queries as `weigh_purchase`, and three."""
        body = self.read(PurchaseAdviceBody)
        on, category = body.pop("when", None), body.pop("category", None)
        made = services.weigh_purchase(person=self.person, on=on, category_id=category, **body)
        return answer(self.shape(made.pk), 201)


class AdviceListView(AdviceBase):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Four queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(LISTED)
        window = read_window(parameters)
        decisions = parameters.choices("decision", Advice.Decision.values)
        outcomes = parameters.choices("outcome", Advice.Outcome.values)
        parameters.raise_refusals()
        found = Advice.objects.visible_to(self.person)
        if decisions:
            found = found.filter(decision__in=decisions)
        if outcomes:
            found = found.filter(outcome__in=outcomes)
        rows = found.select_related("approval").order_by("-created_at", "-pk")
        page = shapes_of(rows[window.skip : window.skip + window.limit], self.person)
        return Response(page_of(request, window, page, count=found.count()))


class AdviceView(AdviceBase):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape(key))

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_advice(advice=self.advice(key))
        return Response(status=204)


class AdviceApprovalView(AdviceBase):
    @docs.ASK
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        found, body = self.advice(key), self.read(AskBody)
        return answer(approval_shape(services.ask_partner(advice=found, **body)), 201)


class AdvicePurchaseView(AdviceBase):
    @docs.BUY
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        found, body = self.advice(key), self.read(BuyBody)
        services.buy(advice=found, transaction_id=body.get("transaction"), is_here=body.get("is_here", False))
        return answer(self.shape(key), 201)


class AdviceReminderView(AdviceBase):
    @docs.REMIND
    def post(self, request: Request, key: UUID) -> Response:
        found, body = self.advice(key), self.read(ReminderBody)
        services.remind(advice=found, on=body.get("remind_on"))
        return answer(self.shape(key))

    @docs.UNREMIND
    def delete(self, request: Request, key: UUID) -> Response:
        services.stop_reminding(advice=self.advice(key))
        return Response(status=204)
