"""`me/export/` and `me/import/`: all that is kept of the person who asks, out and in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.own_data.sending import own_data_response
from accounts.own_data.taking import DONE, FAILED, NONE, WAITING, check_archive, start_taking, state_of
from config.kernel.api.idempotency import happens_once
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView, BodySerializer


class ExportView(ApiView):
    heavy = ("GET",)

    @extend_schema(
        operation_id="me_export",
        summary="Take all of my data along",
        description="A ZIP that is sent while it is made: `ledger.json` and `things.json` with `documents/` in the "
        "forms the imports read, the rest as JSON, lists for spreadsheets as CSV, and `manifest.json` with the size "
        "and SHA-256 of each. What is shared with a partner is in it as both see it. Only for people who are logged "
        "in, not for keys.",
        responses={(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description=_("The archive."))},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(())
        parameters.raise_refusals()
        assert isinstance(request.user, User)
        return own_data_response(request._request, request.user)


class ArchiveIn(BodySerializer):
    file = serializers.FileField(allow_empty_file=True, max_length=None, help_text=_("The ZIP, 500 MB."))


class NoteOut(serializers.Serializer[Any]):
    code = serializers.CharField(help_text=_("`balance_differs`."))
    account = serializers.CharField(help_text=_("Its name."))
    currency = serializers.CharField()
    said = serializers.CharField(help_text=_("Its balance as the archive says."))
    held = serializers.CharField(help_text=_("Its balance as its transactions say."))


class StateOut(serializers.Serializer[Any]):
    status = serializers.ChoiceField([NONE, WAITING, DONE, FAILED])
    code = serializers.CharField(allow_blank=True, help_text=_("Why it failed."))
    counts = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    left_out = serializers.DictField(
        child=serializers.IntegerField(), allow_null=True, help_text=_("Records that did not come, by kind.")
    )
    notes = NoteOut(many=True, allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


_DONE = {
    "status": DONE,
    "code": "",
    "counts": {
        "transactions": 812,
        "things": 9,
        "documents": 4,
        "goals": 3,
        "budgets": 2,
        "recurring": 5,
        "left_out": 1,
    },
    "left_out": {"transactions": 1},
    "notes": [
        {"code": "balance_differs", "account": "Everyday", "currency": "EUR", "said": "810.00", "held": "798.00"},
    ],
    "started_at": "2026-03-31T08:00:00Z",
    "finished_at": "2026-03-31T08:00:06Z",
}
_WAITING = {**_DONE, "status": WAITING, "counts": None, "left_out": None, "notes": None, "finished_at": None}


class ImportView(ApiView):
    parser_classes = [MultiPartParser]
    heavy = ("POST",)
    without_headers = ("If-Match",)

    @extend_schema(
        operation_id="me_import_get",
        summary="How my archive is taken in, or was",
        description="Of the newest one; `none` where there was none, or it was long ago. `counts` says what came, by "
        "kind, and how many records were `left_out` since the rules here refuse them; `left_out` says of which kind "
        "they are, `notes` which accounts do not hold what the archive says of them.",
        responses=StateOut,
        examples=[OpenApiExample("Done", value=_DONE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(())
        parameters.raise_refusals()
        return Response(asdict(state_of(_person(request))))

    @extend_schema(
        operation_id="me_import",
        summary="Take in an archive of my data",
        description="The ZIP of me/export/, of this instance or another. All of it is read and held against its "
        "manifest first; then a job takes it in. What is here already stays as it is, so nothing comes twice. What was "
        "shared comes as far as it is one's own. Refusals are a 400 on `file`: `broken_archive`, `not_my_data`, "
        "`later_version`, `too_large`, `damaged`, `too_many_rows`, `wrong_value`, `still_waiting`. Only for people "
        "who are logged in, not for keys.",
        request={"multipart/form-data": ArchiveIn},
        responses={202: StateOut},
        examples=[OpenApiExample("Waiting", value=_WAITING, response_only=True, status_codes=["202"])],
    )
    def post(self, request: Request) -> Response:
        check_archive(person=_person(request), upload=self.read(ArchiveIn)["file"])
        return self._start(request)

    # An Idempotency-Key opens a transaction: the archive is read before it, so that others can write.
    @happens_once
    def _start(self, request: Request) -> Response:
        person = _person(request)
        start_taking(person=person, upload=request.FILES["file"])
        return Response(asdict(state_of(person)), status=202)

    post.happens_once = True  # type: ignore[attr-defined]


def _person(request: Request) -> User:
    return cast(User, request.user)
