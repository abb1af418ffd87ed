"""A document on its way to a reader: as one of four types, to be saved unless it is a picture, and never as a page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from config.kernel import files
from config.kernel.headers import NO_PAGE, POLICY
from config.kernel.models import FileReference
from purchases.documents.cleaning import CONTENT_TYPES, PICTURES
from purchases.documents.models import Document
from purchases.documents.services.keeping import THUMBNAIL_NAME, THUMBNAIL_TYPE

_PIECE = 1 << 16


def content_response(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The caller has found the document among what the person sees. The whole of it: a range is not looked at."""
    return _response(
        request,
        document.file,
        size=document.size,
        content_type=CONTENT_TYPES[document.kind],
        disposition=content_disposition_header(document.kind not in PICTURES, document.name) or "inline",
    )


def thumbnail_response(request: HttpRequest, document: Document) -> HttpResponseBase:
    """Raises Http404 where there is none."""
    if document.thumbnail is None:
        raise Http404
    disposition = f'inline; filename="{THUMBNAIL_NAME}"'
    return _response(request, document.thumbnail, None, content_type=THUMBNAIL_TYPE, disposition=disposition)


def _response(
    request: HttpRequest, reference: FileReference, size: int | None, *, content_type: str, disposition: str
) -> HttpResponseBase:
    """Asked anew each time, since it may be shown no longer; what has not changed is not sent again."""
    etag = f'"{reference.file_id}"'
    kept = get_conditional_response(request, etag=etag)
    if kept is not None:
        return _headed(kept, etag)
    try:
        file = files.open_file(reference)
    except FileNotFoundError as error:
        raise Http404 from error
    pieces = _pieces(file)
    # Django would collect a plain iterator in memory before an ASGI server sees its first byte.
    content = _awaited(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Length"] = str(file.size if size is None else size)
    response["Content-Disposition"] = disposition
    return _headed(response, etag)


def _headed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response[POLICY] = NO_PAGE
    return response


def _pieces(file: IO[bytes] | Any) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


async def _awaited(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    take = sync_to_async(lambda: next(pieces, None))
    while (piece := await take()) is not None:
        yield piece
