"""`import-forms/`: the forms of files that are remembered; `imports/<id>/again/`: a kept file once more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.fields import TextField
from config.kernel.api.idempotency import happens_once
from config.kernel.api.key_areas import IMPORTS
from config.kernel.api.views import BodySerializer
from ledger.core.api.base import LedgerView
from ledger.core.api.docs.common import ACCOUNT, example
from ledger.imports import presets, sentences, services
from ledger.imports.api import docs
from ledger.imports.api.answers import ImportAnswer
from ledger.imports.api.mending import ColumnAnswer
from ledger.imports.api.shapes import import_shape
from ledger.imports.api.views import ImportedView
from ledger.imports.readers import FileRefused

Answer = serializers.Serializer[Any]
LARGEST_KEY = 2**63 - 1


class PresetBody(BodySerializer):
    sent_whole = True

    name = TextField(max_length=presets.NAME_LENGTH, allow_blank=True)


class PresetAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    format = serializers.CharField()
    filename = serializers.CharField(help_text=_("Of the last file of this form."))
    money_accounts = serializers.ListField(child=serializers.UUIDField())
    columns = ColumnAnswer(many=True)
    month_first = serializers.BooleanField(allow_null=True)
    updated_at = serializers.DateTimeField()


class PresetsAnswer(Answer):
    results = PresetAnswer(many=True)


PRESET = {
    "id": 7,
    "name": "Joint account, new bank",
    "format": "csv",
    "filename": "march.csv",
    "money_accounts": [ACCOUNT],
    "columns": [
        {"index": 0, "header": "Booking date", "role": "booked_on"},
        {"index": 1, "header": "Text", "role": "payee"},
        {"index": 2, "header": "Value", "role": "amount"},
    ],
    "month_first": False,
    "updated_at": "2026-03-31T08:00:00Z",
}
LIST = extend_schema(
    operation_id="import_forms_list",
    summary="List the forms of files that are remembered, those used last first",
    description="A file of one of these forms is read as the one before it, without a question.",
    responses={200: PresetsAnswer},
    examples=[example({"results": [PRESET]})],
)
RENAME = extend_schema(
    operation_id="import_forms_rename",
    summary="Give a remembered form a name",
    request=PresetBody,
    responses={200: PresetAnswer},
    examples=[example({"name": "Joint account, new bank"}, request=True), example(PRESET)],
)
FORGET = extend_schema(
    operation_id="import_forms_forget",
    summary="Forget a form",
    description="The next file of this form is looked at as if it were the first. What was imported stays.",
    responses={204: None},
)
AGAIN = extend_schema(
    operation_id="imports_again",
    summary="Read the kept file of an import once more, as if it were dropped now",
    description="400 where it cannot be read, with the reason.",
    request=None,
    responses={201: ImportAnswer},
    examples=[example(docs.WAITING, status=201)],
)


class PresetsView(LedgerView):
    key_area = IMPORTS

    @LIST
    def get(self, request: Request) -> Response:
        return Response({"results": [_shape(each) for each in presets.presets_of(self.person)]})


class PresetView(LedgerView):
    key_area = IMPORTS
    without_headers = ("If-Match",)

    @RENAME
    def patch(self, request: Request, key: int) -> Response:
        shape = self._found(key)
        presets.rename_preset(person=self.person, shape=shape, name=self.read(PresetBody)["name"])
        named = next(each for each in presets.presets_of(self.person) if each.shape == shape)
        return Response(_shape(named))

    @FORGET
    def delete(self, request: Request, key: int) -> Response:
        presets.forget_preset(person=self.person, shape=self._found(key))
        return Response(status=204)

    def _found(self, key: int) -> str:
        shape = presets.shape_of_preset(self.person, key) if key <= LARGEST_KEY else None
        if shape is None:
            raise Http404
        return shape


class AgainView(ImportedView):
    heavy = ("POST",)

    @AGAIN
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        try:
            source = services.import_again(source=self.found(key))
        except FileRefused as refusal:
            raise invalid("file", sentences.refused_file(refusal), refusal.code) from refusal
        return Response(import_shape(source), status=201)


def _shape(preset: presets.Preset) -> dict[str, Any]:
    return {
        "id": preset.key,
        "name": preset.name,
        "format": preset.format,
        "filename": preset.filename,
        "money_accounts": [account.pk for account in preset.accounts],
        "columns": [{"index": each.index, "header": each.header, "role": each.role} for each in preset.columns],
        "month_first": preset.month_first,
        "updated_at": preset.updated_at,
    }
