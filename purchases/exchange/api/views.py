"""`purchases/export/`, `purchases/import/` and `purchases/imports/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, StreamingHttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.imports.readers.types import FileRefused
from purchases.core.api.views.base import ThingsView
from purchases.core.api.views.purchases import FILTERS, read_filter
from purchases.exchange import services
from purchases.exchange.api import docs
from purchases.exchange.api.bodies import ThingImportBody
from purchases.exchange.models import ThingImport
from purchases.exchange.sentences import refusal_sentence
from purchases.exchange.shapes import import_shape, summary_shape
from purchases.exchange.writing.answering import FORMATS, export_response

NOT_OF_EXPORTS = {"ordering", "limit", "skip", "is_mine"}


class ThingExportView(ThingsView):
    heavy = ("GET",)

    @docs.EXPORT
    def get(self, request: Request) -> StreamingHttpResponse:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("format", *(each for each in FILTERS if each not in NOT_OF_EXPORTS)))
        form = parameters.choice("format", FORMATS) or "json"
        wanted = replace(read_filter(parameters), is_archived=parameters.flag("is_archived"))
        parameters.raise_refusals()
        return export_response(request._request, self.person, wanted, form)


class ThingImportView(ThingsView):
    parser_classes = [MultiPartParser]
    heavy = ("POST",)
    without_headers = ("If-Match",)

    @docs.IMPORT
    def post(self, request: Request) -> Response:
        body = self.read(ThingImportBody)
        try:
            kind = services.look_through(body["file"], self.person, asks_nobody=True, choices=_choices(body))
        except FileRefused as refusal:
            raise invalid("file", refusal_sentence(refusal), refusal.code) from refusal
        return self._start(request, kind, body.get("duplicates", ThingImport.Duplicates.SKIP.value), _choices(body))

    # An Idempotency-Key opens a transaction: the file is looked through before it, so that others can write.
    @happens_once
    def _start(self, request: Request, kind: str, duplicates: str, choices: dict[str, str]) -> Response:
        file = request.FILES["file"]
        with transaction.atomic():
            kept = services.keep_import(owner=self.person, upload=file, name=file.name or "", kind=kind)
            started = services.start_import(source=kept, duplicates=duplicates, choices=choices)
        return Response(import_shape(started), status=202)

    post.happens_once = True  # type: ignore[attr-defined]


def _choices(body: Mapping[str, Any]) -> dict[str, str]:
    return {"day_order": body["day_order"]} if "day_order" in body else {}


class ThingImportsView(ThingsView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = self.parameters(request, "limit", "skip")
        window = read_window(parameters)
        parameters.raise_refusals()
        found = ThingImport.objects.visible_to(self.person).order_by("-pk").defer("report")
        shown = [summary_shape(each) for each in found[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=found.count()))


class ThingImportRecordView(ThingsView):
    without_headers = ("If-Match",)

    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(import_shape(self._found(key)))

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_import(source=self._found(key))
        return Response(status=204)

    def _found(self, key: UUID) -> ThingImport:
        found = ThingImport.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found
