"""`insights/forecast/`: the balance of each of one's accounts in the days to come, and of all of them."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from insights.forecasting.api import docs
from insights.forecasting.api.shapes import forecast_shape
from insights.forecasting.queries import LONGEST, forecast
from ledger.core.access import ME, TOGETHER
from ledger.core.api.base import LedgerView
from ledger.core.api.rates import currency_parameter
from ledger.core.models import MoneyAccount

DAYS = 30


class ForecastView(LedgerView):
    @docs.FORECAST
    def get(self, request: Request) -> Response:
        """As many queries as `forecast`. An account that is not in the scope is not there."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("days", "scope", "type", "money_account", "convert_to"))
        days = parameters.integer("days", 1, LONGEST) or DAYS
        scope = parameters.choice("scope", (ME, TOGETHER)) or ME
        types = parameters.choices("type", MoneyAccount.Type.values)
        asked = parameters.ids("money_account")
        currency = currency_parameter(parameters, "convert_to")
        parameters.raise_refusals()
        found = forecast(self.person, days=days, types=types, account_ids=asked, currency=currency, scope=scope)
        return Response(forecast_shape(found))
