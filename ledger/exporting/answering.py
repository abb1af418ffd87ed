"""An export as it leaves: sent while it is made, whatever its size."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse

from config.kernel.audit import record
from config.kernel.sending import file_response
from ledger.exporting.csv_export import csv_chunks
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import Selection

FORMATS = {"csv": (csv_chunks, "text/csv; charset=utf-8"), "json": (json_chunks, "application/json")}


def export_response(request: HttpRequest, selection: Selection, form: str) -> StreamingHttpResponse:
    """`form` is one of FORMATS. The file is named after today and sent piece by piece. Staff see that it was taken."""
    record("exported", person=selection.person, request=request, form=form, accounts=len(selection.accounts))
    chunks, content_type = FORMATS[form]
    name = f"tuppence-{selection.person.today.isoformat()}.{form}"
    return file_response(request, chunks(selection), content_type, name)
