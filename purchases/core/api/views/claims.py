"""`purchases/{id}/claims/`: what was wrong with a thing, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from purchases.core import services
from purchases.core.api.bodies import ClaimBody
from purchases.core.api.docs import claims as docs
from purchases.core.api.views.base import ThingsView
from purchases.core.models import Claim, Purchase
from purchases.core.shapes import claim_shape


class ClaimsView(ThingsView):
    @docs.CLAIMS
    def get(self, request: Request, key: UUID) -> Response:
        """Three queries; the newest first."""
        purchase, parameters = self.purchase_to_see(key), self.parameters(request, "limit", "skip")
        window = read_window(parameters)
        parameters.raise_refusals()
        found = Claim.objects.filter(purchase=purchase)
        rows = found.order_by("-opened_on", "-pk")[window.skip : window.skip + window.limit]
        page = [claim_shape(each, purchase) for each in rows]
        return Response(page_of(request, window, page, count=found.count()))

    @docs.CLAIM_CREATE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        purchase, values = self.purchase_to_change(key), _named(self.read(ClaimBody))
        made = services.open_claim(purchase=purchase, opened_by=self.person, **values)
        return answer(claim_shape(made, purchase), 201)


class ClaimView(ThingsView):
    @docs.CLAIM_GET
    def get(self, request: Request, key: UUID, claim: UUID) -> Response:
        purchase = self.purchase_to_see(key)
        return answer(claim_shape(_claim_of(purchase, claim), purchase))

    @docs.CLAIM_PATCH
    def patch(self, request: Request, key: UUID, claim: UUID) -> Response:
        found, body = _claim_of(self.purchase_to_change(key), claim), self.read(ClaimBody, partial=True)
        version = expected_version(request, body)
        changed = services.change_claim(claim=found, changed_by=self.person, version=version, **_named(body))
        return answer(claim_shape(changed, changed.purchase))

    @docs.CLAIM_DELETE
    def delete(self, request: Request, key: UUID, claim: UUID) -> Response:
        found, version = _claim_of(self.purchase_to_change(key), claim), expected_version(request)
        services.delete_claim(claim=found, deleted_by=self.person, version=version)
        return Response(status=204)


def _claim_of(purchase: Purchase, key: UUID) -> Claim:
    found = Claim.objects.filter(purchase=purchase, pk=key).first()
    if found is None:
        raise Http404
    found.purchase = purchase
    return found


def _named(body: dict[str, Any]) -> dict[str, Any]:
    """A body in the names of the services, without its version."""
    return {"warranty_id" if name == "warranty" else name: value for name, value in body.items() if name != "version"}
