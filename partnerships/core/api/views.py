"""`partnerships/`: the current one, its course, and those of the past."""

from __future__ import annotations

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from partnerships.core import services
from partnerships.core.api import docs
from partnerships.core.api.answers import StatusBody
from partnerships.core.api.base import PartnershipView
from partnerships.core.models import Partnership
from partnerships.core.shapes import partnership_shape
from partnerships.core.standing import current_standing, standing_in, standings_of

CHANGES = {
    Partnership.Status.ACTIVE: services.resume_partnership,
    Partnership.Status.PAUSED: services.pause_partnership,
    Partnership.Status.ENDED: services.end_partnership,
}


class PartnershipsView(PartnershipView):
    @docs.PARTNERSHIP_LIST
    def get(self, request: Request) -> Response:
        """Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        found = Partnership.objects.visible_to(self.person).order_by("-started_on", "-pk")
        shown = standings_of(self.person, found[window.skip : window.skip + window.limit])
        return Response(page_of(request, window, [partnership_shape(each) for each in shown], count=found.count()))


class CurrentPartnershipView(PartnershipView):
    @docs.PARTNERSHIP_GET
    def get(self, request: Request) -> Response:
        standing = current_standing(self.person)
        if standing is None:
            raise Http404
        return Response(partnership_shape(standing))


class PartnershipStatusView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.STATUS_PUT
    def put(self, request: Request) -> Response:
        standing = self.standing()
        wanted = Partnership.Status(self.read(StatusBody)["status"])
        partnership = CHANGES[wanted](standing=standing)
        return Response(partnership_shape(standing_in(self.person, partnership.pk)))
