"""`shared-expenses/proposals/`: what may be the real payment, and its one decision."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from partnerships.core.api.base import PartnershipView
from partnerships.core.standing import current_standing
from partnerships.linking import services
from partnerships.linking.api import docs
from partnerships.linking.listing import waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.shapes import proposal_shape

PARAMETERS = ("status", "limit", "skip")
ANY = "any"
Status = LinkProposal.Status


class ProposalsView(PartnershipView):
    @docs.PROPOSAL_LIST
    def get(self, request: Request) -> Response:
        """Four queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        status = parameters.choice("status", [*Status.values, ANY]) or Status.OPEN
        parameters.raise_refusals()
        found = LinkProposal.objects.visible_to(self.person)
        if status == Status.OPEN:
            standing = current_standing(self.person)
            found = waiting_for(standing) if standing else found.none()
        elif status != ANY:
            found = found.filter(status=status)
        page = found.select_related("transaction__account", "expense").order_by("-created_at", "-id")
        shown = [proposal_shape(each) for each in page[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=found.count()))


class _OneProposal(PartnershipView):
    def proposal(self, key: UUID) -> LinkProposal:
        found = LinkProposal.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found


class ProposalAcceptanceView(_OneProposal):
    @docs.PROPOSAL_ACCEPT
    def post(self, request: Request, key: UUID) -> Response:
        found = self.proposal(key)
        standing = self.standing_in(found.partnership_id)
        return Response(proposal_shape(services.accept_proposal(standing=standing, proposal=found)))

    @docs.PROPOSAL_UNDO
    def delete(self, request: Request, key: UUID) -> Response:
        found = self.proposal(key)
        services.undo_link(standing=self.standing_in(found.partnership_id), proposal=found)
        return Response(status=204)


class ProposalDeclineView(_OneProposal):
    @docs.PROPOSAL_DECLINE
    def post(self, request: Request, key: UUID) -> Response:
        found = self.proposal(key)
        standing = self.standing_in(found.partnership_id)
        return Response(proposal_shape(services.decline_proposal(standing=standing, proposal=found)))
