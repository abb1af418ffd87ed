"""`insights/investments/` and `insights/rebalancing/`: what is held, and what one's rules say of it."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from insights.investing.api import docs
from insights.investing.api.bodies import PlanBody
from insights.investing.api.shapes import investments_shape, rebalancing_shape
from insights.investing.models import InvestingPlan
from insights.investing.plans import save_plan
from insights.investing.rebalancing import rebalancing
from insights.investing.report import investments
from ledger.core.access import ME, SCOPES
from ledger.core.api.base import LedgerView
from ledger.core.api.rates import currency_parameter


class InvestmentsView(LedgerView):
    @docs.INVESTMENTS
    def get(self, request: Request) -> Response:
        """Queries as of `investments`; of one's own those of `rebalancing` besides."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("scope", "convert_to"))
        scope = parameters.choice("scope", SCOPES) or ME
        currency = currency_parameter(parameters, "convert_to")
        parameters.raise_refusals()
        found = investments(self.person, scope=scope, currency=currency)
        # The rules are about one's own plan, so that they say nothing of what a partner holds.
        advised = rebalancing(self.person, found.portfolio) if scope == ME else None
        return Response(investments_shape(found, advised, scope))


class RebalancingView(LedgerView):
    @docs.REBALANCING
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(())
        parameters.raise_refusals()
        return answer(rebalancing_shape(rebalancing(self.person)))

    @docs.PLAN
    def put(self, request: Request) -> Response:
        body = self.read(PlanBody)
        # 0 comes back from an answer to somebody who had decided nothing yet.
        version = 0 if body.get("version") == 0 else expected_version(request, body)
        body.pop("version", None)
        save_plan(person=self.person, version=version, **body)
        return answer(rebalancing_shape(rebalancing(self.person)))

    def shape_of(self, record: object) -> dict[str, Any]:
        if isinstance(record, InvestingPlan):
            return rebalancing_shape(rebalancing(self.person))
        return super().shape_of(record)
