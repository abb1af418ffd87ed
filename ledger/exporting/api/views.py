"""`exports/`: the ledger as a file."""

from __future__ import annotations

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView
from ledger.exporting.answering import FORMATS, export_response
from ledger.exporting.api import docs
from ledger.exporting.selection import select

PARAMETERS = ("format", "money_account", "booked_on_after", "booked_on_before")


class TransactionExportView(LedgerView):
    heavy = ("GET",)

    @docs.EXPORT_TRANSACTIONS
    def get(self, request: Request) -> StreamingHttpResponse:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        form = parameters.choice("format", FORMATS) or "json"
        account_ids = parameters.ids("money_account")
        first, last = parameters.day("booked_on_after"), parameters.day("booked_on_before")
        if first and last and first > last:
            parameters.refuse("booked_on_before", _("This is before booked_on_after."), "empty_range")
        parameters.raise_refusals()
        selection = select(self.person, account_ids=account_ids, first=first, last=last)
        if len(selection.accounts) < len(set(account_ids)):
            raise Http404
        return export_response(request._request, selection, form)
