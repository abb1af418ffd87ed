"""`imports/<id>/categories/`: what the file's own categories become."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.fields import FlagField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.base import category_in_body
from ledger.core.api.docs.common import GROCERIES, example
from ledger.imports.api import docs
from ledger.imports.api.answers import ImportAnswer
from ledger.imports.api.shapes import import_shape
from ledger.imports.api.views import ImportedView
from ledger.imports.file_categories import MOST_PATHS, choose_categories
from ledger.imports.line_categories import choose_category
from ledger.imports.models import Import

Answer = serializers.Serializer[Any]


class FileCategoryBody(BodySerializer):
    path = TextField(max_length=500, help_text=_("The category as the file names it, ':' between family and child."))
    category = serializers.UUIDField(
        allow_null=True, default=None, help_text=_("One of your categories; null leaves it to Tuppence.")
    )
    new = FlagField(default=False, help_text=_("Make a category of your own of it."))


class FileCategoriesBody(BodySerializer):
    categories = FileCategoryBody(many=True, help_text=_("Those not named stay as they are."))

    def validate_categories(self, categories: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(categories) > MOST_PATHS:
            raise serializers.ValidationError(_("At most 1,000 categories."), code="max_length")
        return categories


class FileCategoryAnswer(Answer):
    path = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    new = serializers.BooleanField()


class FileCategoriesAnswer(Answer):
    categories = FileCategoryAnswer(many=True)


CHOSEN = {
    "categories": [
        {"path": "Food:Groceries", "category": GROCERIES, "new": False},
        {"path": "Food:Bread club", "category": None, "new": True},
    ]
}
GET = extend_schema(
    operation_id="imports_categories_get",
    summary="What the file's own categories become",
    responses={200: FileCategoriesAnswer},
    examples=[example(CHOSEN)],
)
PUT = extend_schema(
    operation_id="imports_categories_put",
    summary="Choose what the file's own categories become, and remember it for the next file of this form",
    description="409 once confirmed.",
    request=FileCategoriesBody,
    responses={200: FileCategoriesAnswer, 409: None},
    examples=[example(CHOSEN, request=True), example(CHOSEN)],
)


class LineCategoriesBody(BodySerializer):
    sent_whole = True

    categories = serializers.DictField(
        child=serializers.UUIDField(allow_null=True),
        help_text=_("By the key of a line that will be added; null leaves it to Tuppence again."),
    )

    def validate_categories(self, categories: dict[str, UUID | None]) -> dict[str, UUID | None]:
        if len(categories) > MOST_PATHS:
            raise serializers.ValidationError(_("At most 1,000 categories."), code="max_length")
        return categories


LINES_PATCH = extend_schema(
    operation_id="imports_categorise_lines",
    summary="Say the categories of single lines; what was chosen is learned once the import runs",
    description="Those not named stay as they are. 400 `category_kind_mismatch` where a category does not fit the way "
    "the money went. 409 once confirmed.",
    request=LineCategoriesBody,
    responses={200: ImportAnswer, 409: None},
    examples=[example({"categories": {"0:17": GROCERIES}}, request=True), example(docs.WAITING)],
)


class ImportLineCategoriesView(ImportedView):
    without_headers = ("If-Match",)

    @LINES_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        named = self.read(LineCategoriesBody)["categories"]
        chosen = {line: category_in_body(self.person, category, "categories") for line, category in named.items()}
        for line, category in chosen.items():
            source = choose_category(source=source, key=line, category=category)
        return Response(import_shape(source))


class ImportCategoriesView(ImportedView):
    without_headers = ("If-Match",)

    @GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(_shape(self.found(key)))

    @PUT
    def put(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        chosen = self.read(FileCategoriesBody)["categories"]
        choices = {each["path"]: {"category": each["category"], "new": each["new"]} for each in chosen}
        return Response(_shape(choose_categories(source=source, choices=choices)))


def _shape(source: Import) -> dict[str, Any]:
    return {
        "categories": [
            {"path": path, "category": choice["category"], "new": choice["new"]}
            for path, choice in sorted(source.categories.items())
        ]
    }
