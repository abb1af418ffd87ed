"""`imports/<id>/categories/`: what the file's own categories become."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.fields import TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.docs.common import GROCERIES, example
from ledger.imports.api.views import ImportedView
from ledger.imports.file_categories import MOST_PATHS, choose_categories
from ledger.imports.models import Import

Answer = serializers.Serializer[Any]


class FileCategoryBody(BodySerializer):
    path = TextField(max_length=500, help_text=_("The category as the file names it, ':' between family and child."))
    category = serializers.UUIDField(
        allow_null=True, default=None, help_text=_("One of your categories; null leaves it to Tuppence.")
    )
    new = serializers.BooleanField(default=False, help_text=_("Make a category of your own of it."))


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
    request=FileCategoriesBody,
    responses={200: FileCategoriesAnswer},
    examples=[example(CHOSEN, request=True), example(CHOSEN)],
)


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
