"""`pairs/`: what may belong together, and deciding about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict, does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView
from ledger.core.models import Transaction
from ledger.pairing import services
from ledger.pairing.api import docs
from ledger.pairing.api.answers import PairBody, pair_shape
from ledger.pairing.models import Proposal

Status = Proposal.Status
JOINED = (Status.ACCEPTED, Status.AUTOMATIC)


class PairedView(LedgerView):
    def found(self, key: UUID) -> Proposal:
        proposals = Proposal.objects.visible_to(self.person).select_related("first__account", "second__account")
        proposal = proposals.filter(pk=key).first()
        if proposal is None:
            raise Http404
        return proposal

    def shape_of(self, record: object) -> dict[str, Any]:
        return pair_shape(record, self.sights) if isinstance(record, Proposal) else super().shape_of(record)


class PairsView(PairedView):
    @docs.PAIR_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("kind", "status", "limit", "skip"))
        window = read_window(parameters)
        kinds = parameters.choices("kind", Proposal.Kind.values)
        statuses = parameters.choices("status", Status.values)
        parameters.raise_refusals()
        found = Proposal.objects.visible_to(self.person)
        if statuses == [Status.OPEN]:
            found = found.waiting()
        elif statuses:
            found = found.filter(status__in=statuses)
        if kinds:
            found = found.filter(kind__in=kinds)
        listed = found.select_related("first__account", "second__account").order_by("-score", "-created_at", "pk")
        shown = [self.shape_of(each) for each in listed[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=found.count()))

    @docs.PAIR_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(PairBody)
        made = services.put_together(
            entry=self._entry(body["entry"], "entry"),
            other=self._entry(body["other"], "other"),
            kind=body["kind"],
            by=self.person,
        )
        return Response(self.shape_of(self.found(made.pk)), status=201)

    def _entry(self, key: UUID, attr: str) -> Transaction:
        entry = Transaction.objects.owned_by(self.person).live().filter(pk=key).first()
        if entry is None:
            raise does_not_exist(attr)
        return entry


class PairView(PairedView):
    @docs.PAIR_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(self.shape_of(self.found(key)))


class AcceptanceView(PairedView):
    @docs.ACCEPTANCE
    def post(self, request: Request, key: UUID) -> Response:
        services.accept_proposal(proposal=self.found(key), accepted_by=self.person)
        return Response(self.shape_of(self.found(key)))

    @docs.ACCEPTANCE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        proposal = self.found(key)
        if proposal.status not in JOINED:
            raise Conflict(current=self.shape_of(proposal))
        return Response(self.shape_of(services.undo_decision(proposal=proposal)))


class RejectionView(PairedView):
    @docs.REJECTION
    def post(self, request: Request, key: UUID) -> Response:
        return Response(self.shape_of(services.decline_proposal(proposal=self.found(key))))

    @docs.REJECTION_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        proposal = self.found(key)
        if proposal.status != Status.DECLINED:
            raise Conflict(current=self.shape_of(proposal))
        return Response(self.shape_of(services.undo_decision(proposal=proposal)))
