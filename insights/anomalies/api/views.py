"""`insights/anomalies/`: what is unusual, and a person's word that it is not."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from insights.anomalies.api import docs
from insights.anomalies.api.shapes import anomaly_shape, verdict_shape
from insights.anomalies.queries import DAYS, LEAST_SCORE, MOST_DAYS, anomalies
from insights.anomalies.services import call_usual, take_word_back
from ledger.core.api.base import LedgerView, transaction_to_change


class AnomaliesView(LedgerView):
    @docs.ANOMALIES
    def get(self, request: Request) -> Response:
        """As many queries as `anomalies`."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("days", "least_score"))
        days = parameters.integer("days", 1, MOST_DAYS) or DAYS
        least = parameters.amount("least_score")
        least = LEAST_SCORE if least is None else least
        if not 0 <= least <= 1:
            parameters.refuse("least_score", _("A number from 0 to 1."))
        parameters.raise_refusals()
        found = anomalies(self.person, days, least_score=least)
        text = f"{least.quantize(Decimal('0.01')):.2f}"
        return Response({"days": days, "least_score": text, "results": [anomaly_shape(each) for each in found]})


class VerdictView(LedgerView):
    @docs.VERDICT_POST
    def post(self, request: Request, key: UUID) -> Response:
        entry = transaction_to_change(self.person, key)
        said, is_new = call_usual(entry=entry, person=self.person)
        return Response(verdict_shape(said, entry.pk), status=201 if is_new else 200)

    @docs.VERDICT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        take_word_back(entry=transaction_to_change(self.person, key), person=self.person)
        return Response(status=204)
