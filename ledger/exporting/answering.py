"""An export as it leaves: sent while it is made, whatever its size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

from config.kernel.audit import record
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


def file_response(request: HttpRequest, pieces: Iterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    """A file that is sent while it is made. `name` is one of ours, never outside text."""
    # Django would collect a plain iterator in memory before an ASGI server sees its first byte.
    content = _awaited(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


async def _awaited(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    take = sync_to_async(lambda: next(pieces, None))
    while (piece := await take()) is not None:
        yield piece
