"""`approvals/`: what waits for whom, and its one decision."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from partnerships.approvals import services
from partnerships.approvals.api import docs
from partnerships.approvals.api.answers import DecisionBody
from partnerships.approvals.models import Approval
from partnerships.approvals.shapes import approval_shape
from partnerships.core.api.base import PartnershipView

PARAMETERS = ("status", "mine", "theirs", "kind", "limit", "skip")
ANY = "any"


class ApprovalsView(PartnershipView):
    @docs.APPROVAL_LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        status = parameters.choice("status", [*Approval.Status.values, ANY]) or Approval.Status.PENDING
        mine, theirs = parameters.flag("mine"), parameters.flag("theirs")
        kind = parameters.text("kind", longest=30)
        parameters.raise_refusals()
        found = Approval.objects.visible_to(self.person)
        if status != ANY:
            found = found.filter(status=status)
        if kind:
            found = found.filter(kind=kind)
        for flag, here in ((mine, True), (theirs, False)):
            if flag is not None:
                own = {"requested_by": self.person}
                found = found.filter(**own) if flag is here else found.exclude(**own)
        page = found.order_by("-created_at", "-id")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [approval_shape(each) for each in page], count=found.count()))


class _OneApproval(PartnershipView):
    def approval(self, key: UUID) -> Approval:
        found = Approval.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found


class ApprovalView(_OneApproval):
    @docs.APPROVAL_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(approval_shape(self.approval(key)))

    @docs.APPROVAL_WITHDRAW
    def delete(self, request: Request, key: UUID) -> Response:
        approval = self.approval(key)
        services.withdraw(approval=approval, by=self.standing_in(approval.partnership_id))
        return Response(status=204)


class ApproveView(_OneApproval):
    @docs.APPROVAL_APPROVE
    def post(self, request: Request, key: UUID) -> Response:
        approval = self.approval(key)
        body = self.read(DecisionBody)
        decided = services.approve(approval=approval, by=self.standing_in(approval.partnership_id), **body)
        return Response(approval_shape(decided))


class DeclineView(_OneApproval):
    @docs.APPROVAL_DECLINE
    def post(self, request: Request, key: UUID) -> Response:
        approval = self.approval(key)
        body = self.read(DecisionBody)
        decided = services.decline(approval=approval, by=self.standing_in(approval.partnership_id), **body)
        return Response(approval_shape(decided))
