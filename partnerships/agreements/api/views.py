"""`partnerships/current/agreement/` and `settings/`: read by either, changed by both."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from partnerships.agreements import services
from partnerships.agreements.api import docs
from partnerships.agreements.api.answers import AgreementBody, SettingsBody
from partnerships.agreements.api.shapes import overview_shape
from partnerships.agreements.overview import overview
from partnerships.agreements.terms import ExceptionTerms, Terms
from partnerships.approvals.shapes import approval_shape
from partnerships.core.api.base import PartnershipView
from partnerships.core.models import Partnership
from partnerships.core.standing import current_standing


class AgreementView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.AGREEMENT_GET
    def get(self, request: Request) -> Response:
        """Four queries, and those of the month's share and of what is settled."""
        standing = current_standing(self.person)
        if standing is None:
            raise Http404
        return Response(overview_shape(overview(standing.partnership), standing.partnership.currency))

    @docs.AGREEMENT_PUT
    def put(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(AgreementBody)
        message = body.pop("message")
        asked = services.ask_for_agreement(standing=standing, terms=_terms(body, standing.partnership), message=message)
        return Response({"approval": approval_shape(asked)}, status=202)


def _terms(body: dict[str, Any], partnership: Partnership) -> Terms:
    return Terms(
        starts_on=body.get("starts_on") or services.earliest_start(partnership),
        method=body["method"],
        first_percent=body["first_percent"],
        fixed_place=body["fixed_place"],
        fixed_amount=body["fixed_amount"],
        income_months=body["income_months"] or 0,
        whole_percent=bool(body["whole_percent"]),
        exceptions=tuple(ExceptionTerms(**each) for each in body["exceptions"]),
    )


class SettingsView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.SETTINGS_PATCH
    def patch(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(SettingsBody)
        message = body.pop("message", "")
        if not body:
            raise invalid("non_field_errors", _("Say what is to change."), "required")
        asked = []
        with transaction.atomic():
            if "approval_threshold" in body:
                threshold = body["approval_threshold"]
                asked.append(services.ask_for_threshold(standing=standing, threshold=threshold, message=message))
            if "mode" in body:
                asked.append(services.ask_for_mode(standing=standing, mode=body["mode"], message=message))
        return Response({"approvals": [approval_shape(each) for each in asked]}, status=202)
