"""An export of things as it leaves: sent while it is made, whatever its size."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse

from accounts.models import User
from config.kernel.audit import record
from config.kernel.sending import file_response
from purchases.core.listing import PurchaseFilter
from purchases.exchange.writing.csv_export import csv_chunks
from purchases.exchange.writing.json_export import json_chunks
from purchases.exchange.writing.zip_export import zip_chunks

FORMATS = {
    "csv": (csv_chunks, "text/csv; charset=utf-8"),
    "json": (json_chunks, "application/json"),
    "zip": (zip_chunks, "application/zip"),
}


def export_response(request: HttpRequest, person: User, wanted: PurchaseFilter, form: str) -> StreamingHttpResponse:
    """`form` is one of FORMATS. The file is named after today. Staff see that it was taken."""
    record("exported", person=person, request=request, form=form, things=True)
    chunks, content_type = FORMATS[form]
    name = f"tuppence-things-{person.today.isoformat()}.{form}"
    return file_response(request, chunks(person, wanted), content_type, name)
