"""`imports/<id>/columns/`, `imports/<id>/corrections/`: what a person knows better than the reader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.fields import DayField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.docs.common import example, query
from ledger.imports import services
from ledger.imports.api import docs
from ledger.imports.api.answers import ImportAnswer
from ledger.imports.api.shapes import import_shape
from ledger.imports.api.views import ImportedView
from ledger.imports.keeping import read_again
from ledger.imports.models import Import
from ledger.imports.readers.roles import ROLES
from ledger.imports.reading_apart import need_reading

Answer = serializers.Serializer[Any]
MOST_COLUMNS = 400


class ColumnBody(BodySerializer):
    index = serializers.IntegerField(min_value=0, max_value=MOST_COLUMNS, help_text=_("The column's place, from 0."))
    role = serializers.ChoiceField(choices=ROLES)


class ColumnsBody(BodySerializer):
    columns = ColumnBody(many=True, help_text=_("Those not named are not used."))

    def validate_columns(self, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(columns) > MOST_COLUMNS:
            raise serializers.ValidationError(_("At most 400 columns."), code="max_length")
        return columns


class CorrectionBody(BodySerializer):
    key = TextField(max_length=20, help_text=_("The key of a line that cannot be read."))
    booked_on = DayField()
    amount = MoneyAmountField(positive=True)
    direction = serializers.ChoiceField(choices=["in", "out"])
    payee = TextField(max_length=200, required=False, default="", allow_blank=True)


class ColumnAnswer(Answer):
    index = serializers.IntegerField()
    header = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)


class ColumnsAnswer(Answer):
    columns = ColumnAnswer(many=True)
    sample_rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


READ = {
    "columns": [
        {"index": 0, "header": "Booking date", "role": "booked_on"},
        {"index": 1, "header": "Text", "role": "payee"},
        {"index": 2, "header": "Value", "role": "amount"},
    ],
    "sample_rows": [["2026-03-02", "Corner Market", "-24.90"]],
}
CHOSEN = {"columns": [{"index": 0, "role": "booked_on"}, {"index": 1, "role": "payee"}, {"index": 2, "role": "amount"}]}
CORRECTION = {
    "key": "r0:38",
    "booked_on": "2026-03-09",
    "amount": "12.40",
    "direction": "out",
    "payee": "Corner Bakery",
}
COLUMNS_GET = extend_schema(
    operation_id="imports_columns_get",
    summary="What the columns of the file are taken for, and its first rows",
    description="Empty for files that are no tables.",
    responses={200: ColumnsAnswer},
    examples=[example(READ)],
)
COLUMNS_PUT = extend_schema(
    operation_id="imports_columns_put",
    summary="Say what the columns of the file hold, and remember it for the next file of this form",
    description="400 `does_not_fit` where nothing can be read so: it needs a day and an amount. 409 once confirmed.",
    request=ColumnsBody,
    responses={200: ImportAnswer, 409: None},
    examples=[example(CHOSEN, request=True), example(docs.WAITING)],
)
CORRECTION_POST = extend_schema(
    operation_id="imports_correct_line",
    summary="Say what a line means that cannot be read",
    description="It becomes a line like any other and is known by its own text. Again replaces. 409 once confirmed.",
    request=CorrectionBody,
    responses={200: ImportAnswer, 409: None},
    examples=[example(CORRECTION, request=True), example(docs.WAITING)],
)


CORRECTION_DELETE = extend_schema(
    operation_id="imports_forget_correction",
    summary="Take back what was said of a line that cannot be read",
    parameters=[query("key", "The key of the line.")],
    responses={200: ImportAnswer, 409: None},
    examples=[example(docs.WAITING)],
)


class ImportColumnsView(ImportedView):
    without_headers = ("If-Match",)

    @COLUMNS_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(_columns(self.found(key)))

    @COLUMNS_PUT
    def put(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        columns = self.read(ColumnsBody)["columns"]
        roles = {each["index"]: each["role"] for each in columns}
        return Response(import_shape(services.choose_columns(source=source, roles=roles)))


class ImportCorrectionsView(ImportedView):
    without_headers = ("If-Match",)

    @CORRECTION_POST
    def post(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        body = self.read(CorrectionBody)
        amount = body["amount"] if body["direction"] == "in" else -body["amount"]
        changed = services.correct_line(
            source=source, key=body["key"], booked_on=body["booked_on"], amount=amount, payee=body["payee"]
        )
        return Response(import_shape(changed))

    @CORRECTION_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        named = request.query_params.get("key", "")
        return Response(import_shape(services.forget_correction(source=source, key=named)))


def _columns(source: Import) -> dict[str, Any]:
    need_reading(source)
    read = read_again(source).read
    return {
        "columns": [{"index": each.index, "header": each.header, "role": each.role} for each in read.columns],
        "sample_rows": [list(row) for row in read.sample_rows],
    }
