"""`partnerships/invitations/`: sent and received, and the one answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from partnerships.core.api.base import PartnershipView
from partnerships.core.shapes import partnership_shape
from partnerships.core.standing import standing_in
from partnerships.inviting import finding, services
from partnerships.inviting.api import docs
from partnerships.inviting.api.answers import InvitationBody, OpeningBody, SecretBody
from partnerships.inviting.errors import TooManyTries
from partnerships.inviting.links import link_maker
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent
from partnerships.inviting.shapes import invitation_shape, sent_shape

PARAMETERS = ("sent", "status", "limit", "skip")


class _InvitationView(PartnershipView):
    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(Throttled(exc.seconds) if isinstance(exc, TooManyTries) else exc)

    def sent(self, key: UUID) -> Invitation:
        found = Invitation.objects.sent_by(self.person).filter(pk=key).select_related("invited_by").first()
        if found is None:
            raise Http404
        return found

    def shown_once(self, sent: Sent, status: int) -> Response:
        answer = Response(sent_shape(sent, self.person), status=status)
        answer["Cache-Control"] = "no-store"
        return answer


class InvitationsView(_InvitationView):
    @docs.INVITATION_LIST
    def get(self, request: Request) -> Response:
        """Three queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        sent = parameters.flag("sent")
        status = parameters.choice("status", Invitation.Status.values)
        parameters.raise_refusals()
        found: Any = Invitation.objects.visible_to(self.person)
        if sent is not None:
            own = {"invited_by": self.person}
            found = found.filter(**own) if sent else found.exclude(**own)
        if status:
            found = found.filter(status=status)
        shown = found.select_related("invited_by").order_by("-created_at", "-pk")[
            window.skip : window.skip + window.limit
        ]
        results = [invitation_shape(each, self.person) for each in shown]
        return Response(page_of(request, window, results, count=found.count()))

    @docs.INVITATION_CREATE
    def post(self, request: Request) -> Response:
        """Not repeatable by Idempotency-Key: the kept answer would be the secret in clear."""
        body = self.read(InvitationBody)
        sent = services.invite(inviter=self.person, link_of=link_maker(request._request), **body)
        return self.shown_once(sent, 201)


class InvitationView(_InvitationView):
    @docs.INVITATION_WITHDRAW
    def delete(self, request: Request, key: UUID) -> Response:
        services.withdraw_invitation(invitation=self.sent(key))
        return Response(status=204)


class InvitationRenewView(_InvitationView):
    @docs.INVITATION_RENEW
    def post(self, request: Request, key: UUID) -> Response:
        sent = services.renew_invitation(invitation=self.sent(key), link_of=link_maker(request._request))
        return self.shown_once(sent, 200)


class InvitationLookupView(_InvitationView):
    @docs.INVITATION_LOOKUP
    def post(self, request: Request) -> Response:
        found = finding.with_secret_or_code(self.read(SecretBody)["secret"], self.person)
        if found is None:
            raise Http404
        return Response(invitation_shape(found, self.person))


class InvitationAcceptView(_InvitationView):
    @docs.INVITATION_ACCEPT
    def post(self, request: Request, key: UUID) -> Response:
        invitation = finding.answerable(key, self.read(OpeningBody)["secret"], self.person)
        partnership = services.accept_invitation(invitation=invitation, person=self.person)
        return Response(partnership_shape(standing_in(self.person, partnership.pk)))


class InvitationDeclineView(_InvitationView):
    @docs.INVITATION_DECLINE
    def post(self, request: Request, key: UUID) -> Response:
        invitation = finding.answerable(key, self.read(OpeningBody)["secret"], self.person)
        services.decline_invitation(invitation=invitation, person=self.person)
        return Response(status=204)
