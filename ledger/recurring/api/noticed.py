"""`recurring/offers/` and `recurring/notices/`: what was found in the history, and what was odd."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import answer
from ledger.core.api.base import LedgerView
from ledger.recurring.api import docs
from ledger.recurring.api.shapes import notice_shape, offer_shape, recurring_shape
from ledger.recurring.noticing import dismiss_notice, open_notices
from ledger.recurring.offering import accept_offer, decline_offer, open_offers


class _ListView(LedgerView):
    def page(self, request: Request, rows: QuerySet[Any], shape: Any) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        shown = [shape(each) for each in rows[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=rows.count()))


class OffersView(_ListView):
    @docs.OFFER_LIST
    def get(self, request: Request) -> Response:
        today = self.person.today
        return self.page(request, open_offers(self.person), lambda each: offer_shape(each, today))


class OfferAcceptView(LedgerView):
    @docs.OFFER_ACCEPT
    def post(self, request: Request, key: UUID) -> Response:
        found = open_offers(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return answer(recurring_shape(accept_offer(offer=found, by=self.person)), 201)


class OfferDeclineView(LedgerView):
    @docs.OFFER_DECLINE
    def post(self, request: Request, key: UUID) -> Response:
        found = open_offers(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        decline_offer(offer=found)
        return Response(status=204)


class NoticesView(_ListView):
    @docs.NOTICE_LIST
    def get(self, request: Request) -> Response:
        return self.page(request, open_notices(self.person), notice_shape)


class NoticeDismissView(LedgerView):
    @docs.NOTICE_DISMISS
    def post(self, request: Request, key: UUID) -> Response:
        found = open_notices(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        dismiss_notice(notice=found)
        return Response(status=204)
