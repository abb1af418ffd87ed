"""`positions/import/` and `positions/export/`."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.parameters import Parameters
from config.kernel.audit import record
from config.kernel.sending import file_response
from ledger.core.api.base import account_in_body
from ledger.holdings.api import docs
from ledger.holdings.api.base import FILTERS, PositionBase
from ledger.holdings.api.bodies import PositionImportBody
from ledger.holdings.importing import MADE, REFUSED, UNCHANGED, UPDATED, import_positions
from ledger.holdings.services.positions import check_account
from ledger.holdings.sheet import MOST_BYTES, SheetRefused, csv_chunks, read_sheet


class PositionImportView(PositionBase):
    parser_classes = [MultiPartParser]
    heavy = ("POST",)
    without_headers = ("If-Match",)

    @docs.IMPORT
    def post(self, request: Request) -> Response:
        body = self.read(PositionImportBody)
        account = account_in_body(self.person, body["money_account"], "money_account")
        check_account(account)
        try:
            sheet = read_sheet(body["file"].read(MOST_BYTES + 1))
        except SheetRefused as refusal:
            raise invalid("file", refusal.message, refusal.code) from refusal
        report = import_positions(account=account, person=self.person, sheet=sheet)
        return Response(
            {
                **{each: report.count(each) for each in (MADE, UPDATED, UNCHANGED, REFUSED)},
                "ignored_columns": list(report.ignored),
                "report": [
                    {
                        "line": each.line,
                        "name": each.name,
                        "outcome": each.outcome,
                        "position": each.position,
                        "field": each.field,
                        "code": each.code,
                        "text": each.text,
                    }
                    for each in report.outcomes
                ],
            }
        )


class PositionExportView(PositionBase):
    heavy = ("GET",)

    @docs.EXPORT
    def get(self, request: Request) -> StreamingHttpResponse:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(FILTERS)
        found = self.chosen(parameters)
        parameters.raise_refusals()
        record("exported", person=self.person, request=request._request, form="csv", positions=True)
        name = f"tuppence-positions-{self.person.today.isoformat()}.csv"
        rows = found.order_by("account", "name", "pk").iterator(chunk_size=500)
        return file_response(request._request, csv_chunks(rows), "text/csv; charset=utf-8", name)
