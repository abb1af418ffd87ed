"""`categories/{id}/icon/`: the picture a person gave a category in place of its icon."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel import files
from config.kernel.api.views import answer
from config.kernel.models import FileReference
from config.kernel.pictures import CONTENT_TYPE
from ledger.core import services
from ledger.core.api.base import LedgerView
from ledger.core.api.bodies import IconBody
from ledger.core.api.categories import category_to_see
from ledger.core.api.docs import categories as docs
from ledger.core.models import Category, CategoryOverride


class CategoryIconView(LedgerView):
    parser_classes = [MultiPartParser]
    without_headers = ("If-Match",)

    @docs.ICON_GET
    def get(self, request: Request, key: UUID) -> HttpResponse:
        reference = self._picture(category_to_see(self.person, key))
        if reference is None:
            raise Http404
        with files.open_file(reference) as file:
            picture = HttpResponse(file.read(), content_type=CONTENT_TYPE)
        # Its address changes with every picture, see category_tree.icon_url.
        picture["Cache-Control"] = "private, max-age=31536000, immutable"
        return picture

    @docs.ICON_PUT
    def put(self, request: Request, key: UUID) -> Response:
        category = category_to_see(self.person, key)
        try:
            services.change_category_icon(category=category, person=self.person, upload=self.read(IconBody)["file"])
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        return answer(self.shape_of(category_to_see(self.person, key)))

    @docs.ICON_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.remove_category_icon(category=category_to_see(self.person, key), person=self.person)
        return Response(status=204)

    def _picture(self, category: Category) -> FileReference | None:
        view = CategoryOverride.objects.filter(person=self.person, category=category).select_related("picture").first()
        return (view.picture if view else None) or category.picture
